"""Word documents and presentations become text and grids."""

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import docx, pptx
from tests.stages.reading import documents
from tests.stages.reading.documents import paragraph, word_part, word_table, zipped
from tests.stages.reading.sources import fragments, source, tables, texts, troubles


def _text(body: str, parts: dict[str, str | bytes] | None = None) -> str:
    (text,) = texts(fragments(docx, documents.docx(body, parts)))
    return text.text


def test_paragraphs_tabs_and_line_breaks() -> None:
    runs = "<w:p><w:r><w:t>BSN:</w:t><w:tab/><w:t>1</w:t><w:br/></w:r><w:r><w:t>Leiden</w:t></w:r></w:p>"
    assert _text(paragraph("Mw. A. Bos") + runs) == "Mw. A. Bos\nBSN:\t1\nLeiden"


def test_a_grid_is_a_table() -> None:
    body = paragraph("Lijst") + word_table(("Naam", "BSN", "Datum"), ("A. Bos", "1", "3-5-1971"))
    found = fragments(docx, documents.docx(body))
    assert [text.text for text in texts(found)] == ["Lijst"]
    (table,) = tables(found)
    assert (table.place, table.rows) == ("table 1", [("Naam", "BSN", "Datum"), ("A. Bos", "1", "3-5-1971")])


def test_a_form_is_lines() -> None:
    body = word_table(("Naam:", "A. Bos"), ("Geboren:", "3-5-1971"), ("BSN:", "1"))
    assert _text(body) == "Naam: A. Bos\nGeboren: 3-5-1971\nBSN: 1"


def test_headers_notes_and_comments_are_read_once() -> None:
    parts: dict[str, str | bytes] = {
        "word/header1.xml": word_part("hdr", paragraph("Lab Z")),
        "word/header2.xml": word_part("hdr", paragraph("Lab Z")),
        "word/comments.xml": word_part("comments", f"<w:comment>{paragraph('bellen met J. Bos')}</w:comment>"),
        "word/footer1.xml": word_part("ftr", paragraph("blad 1")),
    }
    assert _text(paragraph("brief"), parts) == "Lab Z\nbrief\nbellen met J. Bos\nblad 1"


def test_text_boxes_written_twice_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('in een vak')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert _text(f"<w:p><w:r><w:t>voor</w:t>{twice}</w:r></w:p>") == "voor\nin een vak"


def test_deleted_words_leaked_too() -> None:
    assert _text("<w:p><w:del><w:r><w:delText>A. Bos</w:delText></w:r></w:del></w:p>") == "A. Bos"


def test_cells_that_span_keep_columns_in_line() -> None:
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("Patient")}</w:tc><w:tc>{paragraph("X")}</w:tc></w:tr>'
    rows = word_table(("a", "b", "c"), ("d", "e", "f")).replace("<w:tbl>", f"<w:tbl>{wide}")
    assert tables(fragments(docx, documents.docx(rows)))[0].rows[0] == ("Patient", "", "X")


def test_a_document_inside_is_read() -> None:
    inner = documents.docx(paragraph("bijlage van A. Bos"))
    found = fragments(docx, documents.docx(paragraph("brief"), {"word/embeddings/deel.docx": inner}))
    assert [text.place for text in texts(found)] == ["", "embeddings/deel.docx"]


def test_documents_that_hold_themselves_end() -> None:
    data = documents.docx(paragraph("x"))
    for _ in range(6):
        data = documents.docx(paragraph("x"), {"word/embeddings/a.docx": data})
    found = fragments(docx, data)
    assert len(texts(found)) == 4
    assert "nested" in troubles(found)[0].reason


def test_only_images_needs_ocr() -> None:
    with pytest.raises(UnreadableError, match="OCR"):
        fragments(docx, documents.docx("", {"word/media/image1.png": b"x"}))


def test_an_entity_bomb_expands_to_nothing() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="w"><w:p><w:t>&b;x</w:t></w:p></w:document>'
    found = fragments(docx, zipped({"[Content_Types].xml": "<T/>", "word/document.xml": bomb}))
    assert sum(len(text.text) for text in texts(found)) < 10


def test_an_inflated_document_is_refused() -> None:
    data = zipped({"[Content_Types].xml": "<T/>", "word/document.xml": b"<w>" + b" " * (129 << 20)})
    assert "inflates" in troubles(fragments(docx, data))[0].reason


def test_nesting_beyond_reason_is_told() -> None:
    found = fragments(docx, documents.docx(paragraph("kop") + "<w:sdt>" * 400 + "</w:sdt>" * 400))
    assert texts(found)[0].text == "kop"
    assert troubles(found)[0].place == "word/document.xml"


def test_damaged_xml_is_read_as_far_as_it_goes() -> None:
    data = zipped(
        {"[Content_Types].xml": "<T/>", "word/document.xml": "<w:d xmlns:w='w'><w:p><w:t>A. Bos</w:t></w:p><w:p"}
    )
    found = fragments(docx, data)
    assert (texts(found)[0].text, len(troubles(found))) == ("A. Bos", 1)


def test_cut_off_documents_are_read_as_far_as_they_go_and_told() -> None:
    data = documents.docx("".join(paragraph(f"regel {number}") for number in range(20_000)))
    whole = fragments(docx, data[:-40])
    assert texts(whole)[0].text.endswith("regel 19999")
    assert "cut off" in troubles(whole)[0].reason
    half = fragments(docx, data[: len(data) // 2])
    assert texts(half)[0].text.startswith("regel 0\nregel 1\n")
    assert len(troubles(half)) == 2


def test_a_document_without_any_part_is_refused() -> None:
    with pytest.raises(UnreadableError, match="cut off"):
        fragments(docx, b"PK\x03\x04")


def test_slides_and_notes() -> None:
    def slide(text: str) -> str:
        return f'<p:sld xmlns:p="p" xmlns:a="a"><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sld>'

    parts = {"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>", "ppt/slides/slide2.xml": slide("twee")}
    data = zipped({**parts, "ppt/slides/slide1.xml": slide("een"), "ppt/notesSlides/notesSlide1.xml": slide("noot")})
    assert pptx.recognise(source(data)) == 1
    found = texts(fragments(pptx, data))
    assert [(text.place, text.text) for text in found] == [("notes 1", "noot"), ("slide 1", "een"), ("slide 2", "twee")]


def test_recognised_by_content() -> None:
    assert docx.recognise(source(documents.docx(""))) == 1
    assert docx.recognise(source(zipped({"brief.docx": documents.docx("")}))) == 0
    assert docx.recognise(source(b"PK\x03\x04")) == 0
