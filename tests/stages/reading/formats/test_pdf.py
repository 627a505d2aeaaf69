"""PDF pages become lines as a reader sees them."""

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import pdf
from tests.stages.reading.documents import IMAGE, shown
from tests.stages.reading.documents import pdf as made
from tests.stages.reading.sources import fragments, source, texts, troubles


def _text(*content: bytes) -> str:
    (text,) = texts(fragments(pdf, made(b"".join(content))))
    assert text.place == ""
    return text.text


def test_columns_drawn_one_after_the_other_become_lines() -> None:
    left = [shown(50, 700 - 15 * n, word) for n, word in enumerate(("Naam", "J. Bos", "P. de Wit"))]
    right = [shown(300, 700 - 15 * n, word) for n, word in enumerate(("Geb.datum", "3-5-1971", "4-6-1980"))]
    first, *lines = _text(*left, *right).split("\n")
    assert first.split() == ["Naam", "Geb.datum"]
    assert [line.index(day) for line, day in zip(lines, ("3-5-1971", "4-6-1980"), strict=True)] == [
        first.index("Geb.datum")
    ] * 2


def test_lines_drawn_in_any_order_are_read_from_the_top() -> None:
    assert _text(shown(50, 100, "onder"), shown(50, 700, "boven")) == "boven\nonder"


def test_wide_gaps_within_a_line_stay_wide() -> None:
    assert _text(shown(50, 700, "Naam: J. Bos     Geb.datum: 3-5-1971")).replace("      ", "  ") == (
        "Naam: J. Bos  Geb.datum: 3-5-1971"
    )


@pytest.mark.parametrize(("turn", "x", "y"), [("0 1 -1 0", 15, 0), ("0 -1 1 0", -15, 0), ("-1 0 0 -1", 0, 15)])
def test_turned_pages(turn: str, x: int, y: int) -> None:
    assert (
        _text(shown(300, 400, "eerste regel", turn), shown(300 + x, 400 + y, "tweede", turn)) == "eerste regel\ntweede"
    )


def test_columns_of_running_text_are_not_read_across() -> None:
    prose = "een lange regel lopende tekst van een blad"
    left = [shown(40, 700 - 15 * n, f"links {n} {prose}") for n in range(10)]
    right = [shown(320, 700 - 15 * n, f"rechts {n} {prose}") for n in range(10)]
    lines = _text(*left, *right).split("\n")
    assert not any("links" in line and "rechts" in line for line in lines)


def test_pages_have_places_and_scanned_ones_are_told() -> None:
    found = fragments(pdf, made(shown(50, 700, "een"), IMAGE, shown(50, 700, "drie")))
    assert [(text.place, text.text) for text in texts(found)] == [("page 1", "een"), ("page 3", "drie")]
    assert [trouble.place for trouble in troubles(found)] == ["page 2"]


def test_only_images_needs_ocr() -> None:
    with pytest.raises(UnreadableError, match="OCR") as raised:
        fragments(pdf, made(IMAGE))
    assert raised.value.status == "partly"


def test_blank_pages_give_nothing() -> None:
    assert fragments(pdf, made(b"")) == []


def test_form_fields_and_remarks() -> None:
    data = made(shown(50, 700, "Aanvraag"))
    field = b"/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (bsn) /V (123456782) /Rect [0 0 9 9] >>"
    remark = b" << /Type /Annot /Subtype /FreeText /Contents (bel J. Bos) /Rect [0 0 9 9] >>]"
    data = data.replace(b"/Type /Page ", b"/Type /Page " + field + remark, 1)
    form = b"/Type /Catalog /AcroForm << /Fields [] >>"
    (text,) = texts(fragments(pdf, data.replace(b"/Type /Catalog", form, 1)))
    assert text.text.split("\n")[0] == "Aanvraag"
    assert "bel J. Bos" in text.text


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_cut_off_documents(keep: float) -> None:
    data = made(*(shown(50, 700, f"blad {n}") for n in range(5)))
    try:
        found = fragments(pdf, data[: int(len(data) * keep)])
    except UnreadableError as error:
        assert "damaged" in error.reason  # noqa: PT017
    else:
        assert all(text.text.startswith("blad") for text in texts(found))


def test_recognised_by_content() -> None:
    assert pdf.recognise(source(made(b""))) == 1
    assert pdf.recognise(source(b"\r\n\r\n%PDF-1.7")) > 0.9
    assert pdf.recognise(source("een brief over %PDF-bestanden".rjust(3000))) == 0


def test_stickers_abreast_are_texts_of_their_own() -> None:
    people = [("Kaya, Y.", "12-08-1998"), ("de Wit, A.B.", "13-05-1988"), ("Prins, K.", "09-03-1996")]
    page = b"".join(
        shown(40 + 180 * column, 790 - 110 * row - 12 * n, line)
        for row in range(2)
        for column, (name, born) in enumerate(people)
        for n, line in enumerate((name, f"Geb: {born}", f"Nr: 70035301{column}", "URKW"))
    )
    found = texts(fragments(pdf, made(page)))
    assert [text.place for text in found] == [f"label {n}" for n in range(1, 7)]
    assert found[1].text == "de Wit, A.B.\nGeb: 13-05-1988\nNr: 700353011\nURKW"
    assert found[5].text.startswith("Prins, K.\nGeb: 09-03-1996")
