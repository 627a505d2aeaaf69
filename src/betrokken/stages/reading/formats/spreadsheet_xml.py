"""Spreadsheets in one XML file (Excel 2003, SpreadsheetML), often saved by other programs under the name .xls."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source
from betrokken.stages.reading import charset, sheet_rows

NAME: Final = "spreadsheet xml"
MEDIA_TYPE: Final = "application/vnd.ms-excel+xml"

_MARK: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_WIDEST: Final = 16_384  # columns


def recognise(source: Source) -> float:
    """Sure when the namespace of SpreadsheetML is declared at the start."""
    if b"<" not in source.head[:1024]:
        return 0.0
    text = charset.sample(source.head)[0][:5000]
    return 0.97 if text.lstrip().startswith("<") and _MARK in text else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A raw table per worksheet."""
    yield from sheet_rows.read(source, _Sheets())


class _Sheets:
    """Listener that gathers rows of cells; `ss:Index` skips rows and columns."""

    def __init__(self) -> None:
        self.rows = sheet_rows.Rows()
        self._row = 0
        self._cells: list[str] = []
        self._in_cell = self._in_comment = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open a worksheet, row or cell."""
        if name == "Worksheet":
            self.rows.sheet(attributes.get("Name", ""))
            self._row = 0
        elif name == "Row":
            self._row = _index(attributes, self._row + 1)
            self._cells = []
        elif name == "Cell":
            column = min(_index(attributes, len(self._cells) + 1), _WIDEST)
            self._cells += [""] * (column - len(self._cells))
            self._in_cell = True
        elif name == "Comment":
            self._in_comment = True

    def text(self, data: str) -> None:
        """Text of a cell; a comment stands behind it in brackets."""
        if self._in_cell and (not data.isspace() or self._cells[-1]):
            self._cells[-1] += data

    def end(self, name: str) -> None:
        """Close a row or cell."""
        if name == "Cell":
            self._in_cell = False
            self._cells[-1] = _day(self._cells[-1].strip())
        elif name == "Row" and any(self._cells):
            self.rows.row(self._row, self._cells)
        elif name == "Worksheet":
            self.rows.close()


def _index(attributes: dict[str, str], following: int) -> int:
    told = attributes.get("Index", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else following


def _day(text: str) -> str:
    """ "2024-01-02" out of "2024-01-02T00:00:00.000"."""
    return text[:10] if text[10:] in ("T00:00:00.000", "T00:00:00") else text
