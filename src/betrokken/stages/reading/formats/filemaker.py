"""FileMaker's XML of a result (FMPXMLRESULT): the names of the fields first, then rows of cells without names."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Trouble
from betrokken.stages.reading import charset, xml_events

NAME: Final = "filemaker"
MEDIA_TYPE: Final = "application/vnd.filemaker+xml"

_START: Final = re.compile(r"^\s*(?:<\?xml[^<>]*>\s*)?(?:<!DOCTYPE[^<>]*>\s*)?<FMPXMLRESULT[\s>]")
_CHUNK: Final = 5_000  # rows of one table fragment
_BETWEEN: Final = "; "  # between the repetitions of one field


def recognise(source: Source) -> float:
    """Sure when the first element is a FileMaker result."""
    return 0.93 if b"<FMPXMLRESULT" in source.head[:4096] and _START.match(charset.sample(source.head)[0]) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table, whose columns are the fields; a field of a related table ("Patient::Name") stands under its name."""
    listener = _Listener()
    feed = xml_events.Feed(listener)
    given = chunk = 0
    for text in charset.blocks(source):
        feed.give(text)
        if len(listener.rows) >= _CHUNK:
            yield listener.table(given + 1, chunk)
            given, chunk, listener.rows = given + len(listener.rows), chunk + 1, []
    whole = feed.finish()
    if listener.rows:
        yield listener.table(given + 1, chunk)
    if not whole:
        if not listener.fields:
            raise UnreadableError("damaged XML")
        yield Trouble("", "damaged XML: read as far as it goes")


class _Listener:
    """Gathers the fields, and the rows not yet given out."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self.rows: list[tuple[str, ...]] = []
        self._cells: list[list[str]] = []
        self._data: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A field, a row, a cell or a value in it opens."""
        if name == "FIELD":
            self.fields.append(attributes.get("NAME", "").replace("::", "."))
        elif name == "ROW":
            self._cells = []
        elif name == "COL":
            self._cells.append([])
        elif name == "DATA":
            self._data = []

    def text(self, data: str) -> None:
        """Text of the value that is open."""
        if self._data is not None:
            self._data.append(data)

    def end(self, name: str) -> None:
        """Close a value, or a row; of what a damaged row lacks the cells are empty."""
        if name == "DATA" and self._data is not None:
            if self._cells:
                self._cells[-1].append("".join(self._data).strip())
            self._data = None
        elif name == "ROW":
            cells = [_BETWEEN.join(filter(None, cell)) for cell in self._cells]
            width = len(self.fields)
            self.rows.append(tuple([*cells, *[""] * (width - len(cells))][:width]))

    def table(self, first: int, chunk: int) -> Table:
        """The rows gathered."""
        return Table("", tuple(map(Field, self.fields)), self.rows, first=first, unit="record", chunk=chunk)
