"""Spreadsheets become raw grids, numbered as the sheet numbers its rows; hostile ones are refused."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Table
from betrokken.stages.reading.formats import encrypted_office, spreadsheet
from tests.stages.reading import documents
from tests.stages.reading.sources import fragments, source, tables, texts, troubles

Cells = dict[tuple[int, int], object]


def _xlsx(**sheets: Cells) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for (row, column), value in cells.items():
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.get_worksheet_by_name(next(iter(sheets))).write_comment(0, 0, "gebeld met J. Bos")
    if len(sheets) > 1:
        book.get_worksheet_by_name(list(sheets)[1]).hide()
    book.close()
    return out.getvalue()


def _only(data: bytes) -> Table:
    (table,) = tables(fragments(spreadsheet, data))
    return table


def test_cells_as_text() -> None:
    cells: Cells = {(2, 1): "007", (2, 2): 123456782, (2, 3): 41.5, (3, 1): date(1985, 2, 12), (3, 2): True}
    table = _only(_xlsx(Blad1={**cells, (3, 3): datetime(2024, 1, 2, 9, 30)}))
    assert table.rows == [("007", "123456782", "41.5"), ("1985-02-12", "TRUE", "2024-01-02 09:30")]
    assert (table.place, table.first, table.columns) == ("sheet Blad1", 3, ())


def test_hidden_sheets_are_read_and_empty_ones_give_nothing() -> None:
    found = tables(fragments(spreadsheet, _xlsx(A={(0, 0): "a"}, B={(4, 0): "b"}, C={})))
    assert [(table.place, table.first) for table in found] == [("sheet A", 1), ("sheet B", 5)]


def test_comments_are_text() -> None:
    (text,) = texts(fragments(spreadsheet, _xlsx(A={(0, 0): "a"})))
    assert (text.place, text.text) == ("comments", "gebeld met J. Bos")


def test_long_sheets_come_in_chunks_with_right_numbers() -> None:
    found = tables(fragments(spreadsheet, _xlsx(A={(row, 0): row for row in range(1, 5_003)})))
    assert [(table.chunk, table.first, len(table.rows)) for table in found] == [(0, 2, 5_000), (1, 5_002, 2)]
    assert found[1].rows[-1] == ("5002",)


def test_a_far_cell_costs_its_sheet_only() -> None:
    found = fragments(spreadsheet, _xlsx(Ver={(0, 0): "a", (1_048_575, 16_383): "z"}, Goed={(0, 0): "b"}))
    assert [trouble.place for trouble in troubles(found)] == ["sheet Ver"]
    assert [table.place for table in tables(found)] == ["sheet Goed"]


def test_a_workbook_of_far_cells_is_refused() -> None:
    with pytest.raises(UnreadableError, match="too far apart"):
        fragments(spreadsheet, _xlsx(Ver={(0, 0): "a", (1_048_575, 16_383): "z"}))


def test_a_cut_off_workbook_is_refused() -> None:
    data = _xlsx(A={(0, 0): "a"})
    assert spreadsheet.recognise(source(data[: len(data) // 2])) == 1
    with pytest.raises(UnreadableError, match="cut off"):
        fragments(spreadsheet, data[: len(data) // 2])


def test_old_workbooks() -> None:
    table = _only(documents.xls({(2, 1): "Bos", (3, 1): 123456782.0}))
    assert (table.first, table.rows) == (3, [("Bos",), ("123456782",)])


def test_a_far_cell_in_an_old_workbook() -> None:
    with pytest.raises(UnreadableError, match="too far apart"):
        fragments(spreadsheet, documents.xls({(0, 0): "a", (65_535, 65_000): "b"}))


def test_damage_is_told_plainly() -> None:
    with pytest.raises(UnreadableError, match="missing"):
        fragments(spreadsheet, documents.xls({(0, 0): "a"})[:700])


def test_an_interrupt_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.load_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fragments(spreadsheet, documents.xls({(0, 0): "a"}))


def test_open_document_sheets() -> None:
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>Bos</text:p></table:table-cell></table:table-row>'
    body = f'<office:spreadsheet><table:table table:name="Blad1">{row}</table:table></office:spreadsheet>'
    assert _only(documents.odt(body, "spreadsheet")).rows == [("Bos",)]


def test_a_far_cell_in_an_open_document_sheet() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>'
    far = f'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>{cell}</table:table-row>'
    body = (
        '<office:spreadsheet><table:table table:name="B">'
        f'<table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated="1000000"/>{far}'
        "</table:table></office:spreadsheet>"
    )
    with pytest.raises(UnreadableError, match="too far apart"):
        fragments(spreadsheet, documents.odt(body, "spreadsheet"))


def test_encrypted_documents_are_told_as_such() -> None:
    data = documents.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})
    assert encrypted_office.recognise(source(data)) > 0.9
    assert spreadsheet.recognise(source(data)) == 0
    with pytest.raises(UnreadableError, match="encrypted"):
        encrypted_office.read(source(data))


def test_other_zip_files_are_not_spreadsheets() -> None:
    assert spreadsheet.recognise(source(documents.zipped({"a.xlsx": _xlsx(A={(0, 0): "a"})}))) == 0
    assert spreadsheet.recognise(source(documents.docx(documents.paragraph("x")))) == 0


def test_cells_of_open_document_that_tell_no_type_are_read_all_the_same() -> None:
    def cell(text: str, told: str = "") -> str:
        return f"<table:table-cell{told}><text:p>{text}</text:p></table:table-cell>"

    spaces = ("office", "text", "table")
    names = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in spaces)
    typed = ' office:value-type="date" office:date-value="1985-02-12"'
    rows = "".join(
        f"<table:table-row{told}>{cells}</table:table-row>"
        for told, cells in (
            ("", cell("Naam") + cell("Geb.")),
            (' table:number-rows-repeated="2"', "<table:table-cell/>"),
            ("", cell("A. de<text:s/>Wit") + cell("12 feb 1985", typed)),
            ("", '<table:table-cell table:number-columns-repeated="2"/>' + cell("x")),
            (' table:number-rows-repeated="1048570"', '<table:table-cell table:number-columns-repeated="1024"/>'),
        )
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="Lijst">{rows}</table:table>'
    content = f"<office:document-content {names}>{body}</office:spreadsheet></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{spaces}"/>')
        package.writestr("content.xml", content)
    table = _only(out.getvalue())
    assert (table.place, table.rows[0], table.rows[1]) == ("sheet Lijst", ("Naam", "Geb.", ""), ("", "", ""))
    assert table.rows[3:] == [("A. de Wit", "1985-02-12", ""), ("", "", "x")]
