"""Letters as PDF: tagged, whole, the same every time; what a name holds is only ever text."""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from betrokken.edges import glyphs, typesetting
from betrokken.model.errors import LetterError
from betrokken.stages.notifying import addressing, composing
from tests.stages.notifying.letters import PROVEN, TO

DAY = date(2025, 9, 12)


def page(surname: str = "Vries", **other: Any) -> dict[str, Any]:
    return composing.page(replace(PROVEN, to=replace(TO, surname=surname))) | other


def texts(pdf: bytes) -> list[str]:
    return [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(pdf)]


def fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for one in pdf.pages:
        for font in one.Resources.Font.values():
            yield from font.DescendantFonts


def test_a_single_letter_is_tagged_archivable_and_accessible() -> None:
    with pikepdf.open(io.BytesIO(typesetting.single(page(), DAY))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "nl"
        assert pdf.docinfo["/Title"] == "Uw gegevens zijn gestolen"
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        kinds = {
            str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        }
        assert {"/H1", "/H2", "/P", "/L", "/LI"} <= kinds
        assert all("/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in fonts(pdf))


def test_print_batches_carry_no_tags() -> None:
    made = typesetting.batch([page(), page("Bakker")], DAY)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "B")
        assert list(fonts(pdf))
        assert all("/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in fonts(pdf))
    assert made.refused == ()


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert typesetting.single(page(), DAY) == typesetting.single(page(), DAY)
    assert typesetting.batch([page(), page("Bakker")], DAY) == typesetting.batch([page(), page("Bakker")], DAY)
    assert typesetting.single(page(), DAY) != typesetting.single(page(), date(2025, 9, 13))


@pytest.mark.parametrize(
    "name", ["Wiśniewska-Łoś", "Yıldızoğlu", "Fûgelsang-Dykstra", "Пушкина", "Παπαδοπούλου", "O’Neill"]
)
def test_names_are_shown_as_they_are_written(name: str) -> None:
    assert name in texts(typesetting.single(page(name), DAY))[0]


@pytest.mark.parametrize("name", ["محمد", "כהן"])
def test_names_from_right_to_left_are_set_in_their_own_font(name: str) -> None:
    with pikepdf.open(io.BytesIO(typesetting.single(page(name), DAY))) as pdf:
        used = " ".join(str(font.BaseFont) for font in fonts(pdf))
    assert "NotoSansArabic" in used or "NotoSansHebrew" in used


@pytest.mark.parametrize(
    "name", ['#eval("1")', "*x* _y_ $z$", "<end-0> @end-0", "= Kop", "\\u{41}", "]#panic()[", "// weg"]
)
def test_markup_in_a_name_stays_text(name: str) -> None:
    shown = " ".join(texts(typesetting.single(page(name), DAY))[0].split())
    assert f"A.B. de {name}" in shown


def test_every_letter_of_a_batch_counts_its_own_pages() -> None:
    long = page(parts=[{"kind": "text", "text": "woord " * 1_500}])
    short = page(parts=[{"kind": "text", "text": "kort"}])
    made = typesetting.batch([long, short, long], DAY)
    feet = [" ".join(one.split()[-4:]) for one in texts(made.pdf)]
    three = [f"pagina {n} van 3" for n in (1, 2, 3)]
    assert feet == [*three, "pagina 1 van 1", *three]


def test_a_letter_that_cannot_be_set_costs_itself_only() -> None:
    pages = [page(f"Bakker{n}") for n in range(9)]
    pages[2] = page("W" * 90)
    pages[7] = page("王")
    made = typesetting.batch(pages, DAY)
    assert [one.number for one in made.refused] == [2, 7]
    assert [one.reason for one in made.refused] == [
        "the address does not fit the window",
        "1 of its signs are in none of the fonts",
    ]
    shown = " ".join(texts(made.pdf))
    assert all((f"Bakker{n}" in shown) == (n not in (2, 7)) for n in range(9))


def test_a_batch_of_nothing_but_bad_letters_gives_no_file() -> None:
    made = typesetting.batch([page("王"), page("W" * 90)], DAY)
    assert made.pdf == b""
    assert len(made.refused) == 2


def test_a_refusal_never_quotes_the_letter() -> None:
    with pytest.raises(LetterError, match="does not fit the window") as told:
        typesetting.single(page("Geheimzinnig" * 9), DAY)
    assert "Geheim" not in str(told.value)


def test_long_addresses_shrink_before_they_are_refused() -> None:
    long = replace(
        TO, surname="Hoogstraten-Waardenburg van Nieuwkerken tot Oosterhout " * 2, street="Burgemeester " * 4
    )
    shown = texts(typesetting.single(composing.page(replace(PROVEN, to=long)), DAY))[0]
    assert "12 hs" in " ".join(shown.split())
    with pytest.raises(LetterError, match="window"):
        typesetting.single(composing.page(replace(PROVEN, to=replace(long, surname="Van " * 150))), DAY)


def test_an_address_that_goes_unmeasured_stands_within_the_window() -> None:
    """As many of each sign as are said to fit surely: none goes beyond the right edge of the window, 105 mm."""
    for signs in (range(33, 80), range(80, 127)):
        rows = [next(chr(c) * n for n in range(60, 0, -1) if addressing.surely_fits([chr(c) * n])) for c in signs]
        made = typesetting.batch([page(address=[row], address_fits=True, parts=[]) for row in rows], DAY)
        for sheet, row in zip(pypdfium2.PdfDocument(made.pdf), rows, strict=True):
            shown = sheet.get_textpage()
            first = shown.search(row, match_case=True).get_next()
            assert first is not None
            assert shown.get_charbox(first[0] + len(row) - 1)[2] <= 105 / 25.4 * 72, row[0]


def test_the_address_stands_in_the_window() -> None:
    """A C5/6 envelope, window left: the block is set from 25 mm at the left and 50 mm at the top, 80 x 27 mm."""
    found = pypdfium2.PdfDocument(typesetting.single(page(), DAY))[0]
    text = found.get_textpage()
    height = found.get_height()
    at = text.search("Mevrouw A.B. de Vries").get_next()
    boxes = [text.get_charbox(at[0] + n) for n in range(at[1])]
    mm = 72 / 25.4
    assert min(box[0] for box in boxes) / mm == pytest.approx(25, abs=1.5)
    assert 49.5 <= (height - max(box[3] for box in boxes)) / mm <= 55
    assert max(box[2] for box in boxes) / mm <= 105


def test_too_many_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 50"):
        typesetting.batch([page()] * 51, DAY)
    assert [len(one) for one in typesetting.batches([page()] * 101)] == [50, 50, 1]


def test_what_fonts_can_show_is_read_from_the_fonts() -> None:
    assert glyphs.unknown("Łukasz Şahin محمد כהן ŷ € – · •") == 0
    assert glyphs.unknown("王王 A") == 1
    assert glyphs.unknown("\x07") == 1


def test_a_font_without_a_map_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Bad-Regular.ttf").write_bytes(struct.pack(">IHHHH", 0x10000, 0, 0, 0, 0))
    monkeypatch.setattr(glyphs, "FONTS", tmp_path)
    glyphs.shown.cache_clear()
    with pytest.raises(ValueError, match="no character map"):
        glyphs.shown()
    glyphs.shown.cache_clear()
