"""Spreadsheets of OpenDocument in one XML file ("fods"), as office programs save them for exchange."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Table, Trouble
from betrokken.stages.reading import charset, xml_events

NAME: Final = "flat opendocument spreadsheet"
MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"

_NAMESPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_MIME_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_CHUNK: Final = 5_000  # rows of one table fragment
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
    sheets = _Sheets()
    feed = xml_events.Feed(sheets)
    for text in charset.blocks(source):
        feed.give(text)
        yield from sheets.ready
        sheets.ready.clear()
    whole = feed.finish()
    sheets.close()
    yield from sheets.ready
    if not whole:
        yield Trouble("", "damaged XML: read as far as it goes")


class _Sheets:
    """Listener that gathers rows of cells; repeated cells are laid out, rows are told once and counted on."""

    def __init__(self) -> None:
        self.ready: list[Table] = []
        self._place = ""
        self._rows: list[tuple[str, ...]] = []
        self._first = self._row = self._chunk = 0
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
            self.close()
            self._place, self._row, self._chunk = f"sheet {attributes.get('name', '')}", 0, 0
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
                self._keep_row()
            self._row += self._again
        elif name == "table":
            self.close()

    def _keep_cell(self, text: str) -> None:
        if not text:
            self._blank += self._repeated
            return
        room = _WIDEST - len(self._cells)
        self._cells += ([""] * min(self._blank, room) + [text] * min(self._repeated, room))[:room]
        self._blank = 0

    def _keep_row(self) -> None:
        if self._rows and (len(self._rows) == _CHUNK or self._row - self._first != len(self._rows)):
            self._give()
        if not self._rows:
            self._first = self._row
        self._rows.append(tuple(self._cells))

    def _give(self) -> None:
        self.ready.append(Table(self._place, (), self._rows, first=self._first + 1, chunk=self._chunk))
        self._rows, self._chunk = [], self._chunk + 1

    def close(self) -> None:
        """Give what is left of the sheet."""
        if self._rows:
            self._give()


def _typed(attributes: dict[str, str]) -> str:
    """The value of a cell that is no text."""
    if attributes.get("value-type") == "string":
        return ""
    told = next((value for name in _VALUES if (value := attributes.get(name))), "")
    return told.removesuffix("T00:00:00").removesuffix(".0")


def _repeated(attributes: dict[str, str], name: str) -> int:
    told = attributes.get(name, "")
    return max(1, int(told)) if told.isascii() and told.isdigit() and len(told) < 8 else 1
