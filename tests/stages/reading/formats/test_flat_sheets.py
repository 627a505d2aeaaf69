"""Sheets of OpenDocument saved as one XML file."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.formats import flat_sheets, xml_document
from tests.stages.reading.sources import fragments, source, tables

_OPEN = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
    '<table:table table:name="Blad">'
)
_CLOSE = "</table:table></office:spreadsheet></office:body></office:document>"


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{escape(text)}</text:p></table:table-cell>"


def test_a_sheet_is_a_table_with_typed_days_and_blank_cells() -> None:
    day = _cell("3 apr 51", 'office:value-type="date" office:date-value="1951-04-03T00:00:00"')
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    remark = "<office:annotation><text:p>terzijde</text:p></office:annotation>"
    told = f"<table:table-cell>{remark}<text:p>a</text:p><text:p>b</text:p></table:table-cell>"
    empty = f'<table:table-row table:number-rows-repeated="3">{blank}</table:table-row>'
    data = _OPEN + _row(_cell("Naam"), blank, _cell("Geboren")) + empty + _row(told, blank, day) + _CLOSE
    assert flat_sheets.recognise(source(data)) > xml_document.recognise(source(data))
    found = tables(fragments(flat_sheets, data))
    assert [(one.place, one.first, one.rows) for one in found] == [
        ("sheet Blad", 1, [("Naam", "", "", "Geboren")]),
        ("sheet Blad", 5, [("a\nb", "", "", "1951-04-03")]),
    ]


@settings(max_examples=30)
@given(st.lists(st.lists(st.text("abc ë&<1", min_size=1, max_size=6), min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_was_written_comes_back(rows: list[list[str]]) -> None:
    data = _OPEN + "".join(_row(*map(_cell, row)) for row in rows) + _CLOSE
    wanted = [[cell.strip() for cell in row] for row in rows]
    found = [list(row) for one in tables(fragments(flat_sheets, data)) for row in one.rows]
    filled = [row for row in wanted if any(row)]
    assert [" ".join(row).rstrip() for row in found] == [" ".join(row).rstrip() for row in filled]
