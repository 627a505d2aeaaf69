"""Spreadsheets of OpenDocument in one XML file ("fods"), as office programs save them for exchange."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source
from betrokken.stages.reading import charset, sheet_rows

NAME: Final = "flat opendocument spreadsheet"
MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"

_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_MIME_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_WIDEST: Final = 1_024  # columns
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_ASIDE: Final = frozenset({"annotation", "note", "tracked-changes"})  # their text is not the cell's
_VALUES: Final = ("date-value", "time-value", "boolean-value", "value")


def recognise(source: Source) -> float:
    """Sure when the document declares OpenDocument and says to be a spreadsheet."""
    if b"<" not in source.head[:1024]:
        return 0.0
    text = charset.sample(source.head)[0][:8000]
    return 0.97 if text.lstrip().startswith("<") and _NAMESPACE in text and _MIME_TYPE in text else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A raw table per sheet."""
    yield from sheet_rows.read(source, _Sheets())


class _Sheets:
    """Listener that gathers rows of cells; repeated cells are laid out, rows are told once and counted on."""

    def __init__(self) -> None:
        self.rows = sheet_rows.Rows()
        self._row = 0
        self._repeated = self._again = 1
        self._cells: list[str] = []
        self._blank = self._aside = 0
        self._pieces: list[str] | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open a sheet, row, cell or paragraph."""
        if name in _ASIDE:
            self._aside += 1
        elif name == "table":
            self.rows.sheet(attributes.get("name", ""))
            self._row = 0
        elif name == "table-row":
            self._cells, self._blank = [], 0
            self._again = _repeated(attributes, "number-rows-repeated")
        elif name in _CELLS:
            self._repeated = _repeated(attributes, "number-columns-repeated")
            self._value, self._pieces = _typed(attributes), []
        elif self._pieces is not None and not self._aside and name in ("p", "h", "s", "tab", "line-break"):
            self._pieces.append("\n" if name in ("p", "h", "line-break") else " ")

    def text(self, data: str) -> None:
        """Text of a cell."""
        if self._pieces is not None and not self._aside:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        """Close a cell, row or sheet."""
        if name in _ASIDE:
            self._aside = max(0, self._aside - 1)
        elif name in _CELLS:
            self._keep_cell(self._value or "".join(self._pieces or ()).strip())
            self._pieces = None
        elif name == "table-row":
            if self._cells:
                self.rows.row(self._row + 1, self._cells)
            self._row += self._again
        elif name == "table":
            self.rows.close()

    def _keep_cell(self, text: str) -> None:
        if not text:
            self._blank += self._repeated
            return
        room = _WIDEST - len(self._cells)
        self._cells += ([""] * min(self._blank, room) + [text] * min(self._repeated, room))[:room]
        self._blank = 0


def _typed(attributes: dict[str, str]) -> str:
    """The value of a cell that is no text."""
    if attributes.get("value-type") == "string":
        return ""
    told = next((value for name in _VALUES if (value := attributes.get(name))), "")
    return told.removesuffix("T00:00:00").removesuffix(".0")


def _repeated(attributes: dict[str, str], name: str) -> int:
    told = attributes.get(name, "")
    return max(1, int(told)) if told.isascii() and told.isdigit() and len(told) < 8 else 1
