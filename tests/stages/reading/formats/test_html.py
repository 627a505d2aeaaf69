"""Pages become lines of text and grids."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading import html_text
from betrokken.stages.reading.formats import html
from tests.stages.reading.sources import fragments, source, tables, texts


def _text(page: str) -> str:
    return texts(fragments(html, page))[0].text


def test_blocks_are_lines_and_entities_are_characters() -> None:
    assert (
        _text("<p>Pati&euml;nt: <b>A.\nBos</b><br>geb.&nbsp;3-5-1971</p><div>x") == "Patiënt: A. Bos\ngeb. 3-5-1971\nx"
    )


def test_scripts_styles_and_comments_are_no_text() -> None:
    assert _text("<style>p{}</style>a<script>if (a<b) '<p>'</script><!-- c <p> -->b") == "ab"


def test_a_grid_is_a_table_also_without_end_tags() -> None:
    found = fragments(html, "<table><tr><th>Naam<th>BSN<th>Dag<tr><td>Bos<td>1<td>2<tr><td>Dam<td>3<td></table>na")
    assert tables(found)[0].rows == [("Naam", "BSN", "Dag"), ("Bos", "1", "2"), ("Dam", "3", "")]
    assert texts(found)[0].text == "na"


def test_a_form_is_lines_and_layout_is_text() -> None:
    form = "<table><tr><td>Naam:<td>Bos<tr><td>BSN:<td>1</table>"
    page = f"<table><tr><td>kop<td>{form}<tr><td>voet</table>"
    assert _text(page).split("\n") == ["kop", "Naam: Bos", "BSN: 1", "voet"]


def test_fields_of_a_saved_page() -> None:
    page = '<form><input type="text" name="bsn" value="123456782"><input type="submit" name="ok" value="Ok"></form>'
    assert _text(page) == "bsn: 123456782"


def test_text_that_looks_like_tags() -> None:
    assert _text("<p>CRP < 5 en >10 <3</p>") == "CRP < 5 en >10 <3"


def test_attributes_with_angle_brackets() -> None:
    assert _text('<p title="a > b">A. Bos</p>') == "A. Bos"


def test_declared_sets_of_one_byte() -> None:
    page = '<meta charset="windows-1254"><p>Şahin İpek</p>'
    assert texts(fragments(html, page, "cp1254"))[0].text == "Şahin İpek"


def test_hostile_pages_take_no_time() -> None:
    assert html_text.blocks("<div>" * 100_000 + "x") == ["x"]
    assert html_text.blocks("<table>" * 50_000) == []
    assert html_text.blocks("<!--" * 100_000) == []
    assert html_text.blocks('<a b="' * 50_000) == []


@given(st.text('<>"=/!-tabledhrp &;', max_size=80))
@settings(deadline=None, max_examples=200)
def test_any_text_can_be_read(page: str) -> None:
    assert isinstance(html_text.blocks(page), list)


@given(st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8), min_size=1))
@settings(deadline=None, max_examples=80)
def test_no_word_is_lost(words: list[str]) -> None:
    page = "".join(f"<p>{word}</p>" for word in words)
    assert html_text.blocks(page) == words


def test_recognised_by_content() -> None:
    assert html.recognise(source("<!DOCTYPE html><html>")) > 0.9
    assert html.recognise(source("\n<table border=1><tr><td>a</td><td>b</td></tr></table>")) > 0.9
    assert html.recognise(source("<export><p>1</p></export>")) == 0
    assert html.recognise(source("geen <b>pagina</b>")) == 0


def test_a_cell_that_stands_for_more_rows_is_said_of_each() -> None:
    page = (
        "<table><tr><td>Afd.<td>Naam<td>Dag<tr><td rowspan=2>A2<td>Bos<td>1<tr><td>Dam<td>2"
        "<tr><td>B3<td>Vos<td rowspan='2'>3<tr><td>C1<td>Kok</table>"
    )
    assert tables(fragments(html, page))[0].rows[1:] == [
        ("A2", "Bos", "1"),
        ("A2", "Dam", "2"),
        ("B3", "Vos", "3"),
        ("C1", "Kok", "3"),
    ]


def test_a_new_printed_page_is_a_part_of_its_own() -> None:
    assert _text('<div style="page-break-after:always">a</div><div style="break-before: page">b</div>').split("\n") == [
        "a",
        "",
        "b",
    ]
