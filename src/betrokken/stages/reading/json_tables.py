"""Flat rows of JSON gathered into tables: columns are the keys met so far, in the order they were met."""

from collections.abc import Iterator

from betrokken.model.fragments import Field, Table
from betrokken.stages.reading.json_rows import Row

CHUNK = 20_000  # rows
_CELLS = 1_000_000  # of one chunk; records that share no keys would make it square
_WIDEST = 1_000  # columns that are kept from one chunk to the next


class Gathered:
    """Rows of one list of records. `unit`: what a record is called in places, "line" or "record"."""

    def __init__(self, place: str, unit: str) -> None:
        self._place = place
        self._unit = unit
        self._columns: dict[str, None] = {}
        self._given: tuple[str, ...] = ()
        self._rows: list[Row] = []
        self._numbers: list[int] = []
        self._chunk = 0

    def add(self, row: Row, number: int) -> Iterator[Table]:
        """Take one row of the record with this number in; gives a chunk when it is full."""
        self._rows.append(row)
        self._numbers.append(number)
        if not row.keys() <= self._columns.keys():
            self._columns.update(dict.fromkeys(row))
        if len(self._rows) >= CHUNK or len(self._rows) * len(self._columns) > _CELLS:
            yield from self.rest()

    def rest(self) -> Iterator[Table]:
        """The rows still held. A chunk with new columns starts a table of the same place anew."""
        if not self._rows:
            return
        columns = tuple(self._columns)
        self._chunk = self._chunk + 1 if columns == self._given else 0
        yield Table(
            place=self._place,
            columns=tuple(map(Field, columns)),
            rows=[tuple([row.get(column, "") for column in columns]) for row in self._rows],
            first=self._numbers[0],
            unit=self._unit,
            chunk=self._chunk,
            row_names=self._names(),
        )
        self._given = columns
        if len(columns) > _WIDEST:
            self._columns = {}
        self._rows, self._numbers = [], []

    def _names(self) -> tuple[str, ...]:
        first = self._numbers[0]
        if self._numbers == list(range(first, first + len(self._numbers))):
            return ()
        start = f"{self._place} {self._unit}".strip()
        return tuple([f"{start} {number}" for number in self._numbers])
