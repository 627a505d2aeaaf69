"""Sheets out of one XML file: rows are gathered as they come, and given in tables whose rows follow each other."""

from collections.abc import Iterator
from typing import Final, Protocol

from betrokken.model.fragments import Fragment, Source, Table, Trouble
from betrokken.stages.reading import charset, xml_events

_CHUNK: Final = 5_000  # rows of one table fragment


class Rows:
    """The rows of one sheet after the other; a row that is skipped begins a new table fragment."""

    def __init__(self) -> None:
        self.ready: list[Table] = []
        self._place = ""
        self._rows: list[tuple[str, ...]] = []
        self._first = self._chunk = 0

    def sheet(self, name: str) -> None:
        """Begin a sheet."""
        self.close()
        self._place, self._chunk = f"sheet {name}", 0

    def row(self, number: int, cells: list[str]) -> None:
        """Keep a row under its number, from 1."""
        if self._rows and (len(self._rows) == _CHUNK or number - self._first != len(self._rows)):
            self.close()
        if not self._rows:
            self._first = number
        self._rows.append(tuple(cells))

    def close(self) -> None:
        """Give what is gathered."""
        if self._rows:
            self.ready.append(Table(self._place, (), self._rows, first=self._first, chunk=self._chunk))
            self._rows, self._chunk = [], self._chunk + 1


class Sheets(xml_events.Listener, Protocol):
    """A listener that gathers the rows of sheets."""

    rows: Rows


def read(source: Source, sheets: Sheets) -> Iterator[Fragment]:
    """The tables that a listener gathers out of an item, as they come."""
    feed = xml_events.Feed(sheets)
    for text in charset.blocks(source):
        feed.give(text)
        yield from sheets.rows.ready
        sheets.rows.ready.clear()
    whole = feed.finish()
    sheets.rows.close()
    yield from sheets.rows.ready
    if not whole:
        yield Trouble("", "damaged XML: read as far as it goes")
