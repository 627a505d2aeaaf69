"""Address books."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from betrokken.model.fragments import Limits
from betrokken.stages.reading import stage
from betrokken.stages.reading.formats import vcard
from tests.stages.reading.sources import fragments, places, source, tables

HOME = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Anna;Maria;van den;\r\nFN:Anna van den Berg\r\nBDAY:1985-12-20\r\n"
    "ADR;TYPE=HOME:;;Laan 220;Nieuw-\r\n  Vennep;;2137 CK;\r\nitem1.TEL;TYPE=CELL:0612345678\r\n"
    "TEL:0501234567\r\nEMAIL:anna@huis.example\r\nEND:VCARD\r\n"
)
WORK = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dr. J. B=C3=B6=\r\ns\r\n"
    "ADR;WORK:;;Plein 1;Assen;;9401 AA;\r\nTITLE:huisarts\r\nORG:Praktijk Noord;balie\r\nEND:VCARD\r\n"
)


def test_cards_are_rows_under_the_names_of_their_parts() -> None:
    assert stage.read(source(HOME + WORK), Limits()).format == "vcard"
    (table,) = tables(fragments(vcard, HOME + WORK))
    one, two = (dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows)
    assert (one["surname"], one["prefix"], one["given names"]) == ("Berg", "van den", "Anna Maria")
    assert (one["address"], one["postcode"], one["city"]) == ("Laan 220", "2137 CK", "Nieuw- Vennep")
    assert (one["phone"], one["phone 2"], one["birth date"]) == ("0612345678", "0501234567", "1985-12-20")
    assert (two["name"], two["job"], two["organisation"]) == ("Dr. J. Bös", "huisarts", "Praktijk Noord, balie")
    assert two["address"] == ""
    assert places(table) == ["card 1", "card 2"]


def test_a_card_that_is_cut_off_is_told() -> None:
    (table,) = tables(fragments(vcard, HOME[:60]))
    assert table.rows == [("Berg", "Anna Maria", "van den")]


@example("\\")
@settings(deadline=None, max_examples=20)
@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=126) | st.characters(min_codepoint=0x100, max_codepoint=0x2FF),
        min_size=1,
        max_size=20,
    )
)  # without the signs that make up twice encoded text, which is mended
def test_what_was_written_comes_back(surname: str) -> None:
    told = surname.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    (table,) = tables(fragments(vcard, f"BEGIN:VCARD\nN:{told};A;;;\nNOTE:ë\nEND:VCARD\n"))
    assert table.rows[0][0].strip() == surname.strip()
