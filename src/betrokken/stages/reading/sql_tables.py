"""Rows of statements gathered into tables, whatever the order in which a dump writes them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from betrokken.model.fragments import Field, Fragment, Table, Trouble
from betrokken.stages.reading import sql_literals, sql_values
from betrokken.stages.reading.sql_schema import Schema
from betrokken.stages.reading.sql_statements import Copy, Insert

CHUNK = 20_000  # rows
_BATCH = 1 << 20  # characters of small statements that are read together
_KEY = 100  # characters of a key that can name a row


@dataclass(slots=True)
class _Gathered:
    """One table on its way: rows not handed on yet, and how many and how many chunks were."""

    place: str
    name: str
    columns: tuple[str, ...]
    key: int
    refers: Mapping[str, str]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    given: int = 0
    chunk: int = 0

    def chunks(self, least: int) -> Iterator[Table]:
        """Tables of at most CHUNK rows, while at least `least` are there."""
        while self.rows and len(self.rows) >= least:
            rows, self.rows = self.rows[:CHUNK], self.rows[CHUNK:]
            yield Table(
                place=self.place,
                columns=tuple(map(Field, self.columns)),
                rows=rows,
                first=self.given + 1,
                chunk=self.chunk,
                name=self.name,
                refers=self.refers,
                row_names=self._names(rows),
            )
            self.given += len(rows)
            self.chunk += 1

    def _names(self, rows: list[tuple[str, ...]]) -> tuple[str, ...]:
        if self.key < 0:
            return ()
        start = f"{self.place} {self.columns[self.key]} "
        keys = [row[self.key] for row in rows]
        if all(keys) and len(max(keys, key=len)) <= _KEY:
            return tuple([start + key for key in keys])
        return tuple(
            start + key if 0 < len(key) <= _KEY else f"{self.place} row {number}"
            for number, key in enumerate(keys, self.given + 1)
        )


class Tables:
    """Takes statements, gives tables."""

    def __init__(self, schema: Schema, backslash: bool) -> None:
        self._schema = schema
        self._backslash = backslash
        self._tables: dict[tuple[str, tuple[str, ...]], _Gathered] = {}
        self._batch: list[Insert] = []
        self._size = 0
        self._odd: dict[str, int] = {}
        self._cut: dict[str, None] = {}

    def add(self, statement: Insert | Copy) -> Iterator[Fragment]:
        """Take one statement in; gives the chunks that are full."""
        if self._batch and (isinstance(statement, Copy) or not _alike(self._batch[-1], statement)):
            yield from self._read_batch()
        if isinstance(statement, Copy):
            yield from self._copy(statement)
            return
        self._batch.append(statement)
        self._size += len(statement.values)
        if self._size > _BATCH:
            yield from self._read_batch()

    def rest(self) -> Iterator[Fragment]:
        """The rows still held, and what was wrong with some."""
        if self._batch:
            yield from self._read_batch()
        for table in self._tables.values():
            yield from table.chunks(1)
        for name, rows in self._odd.items():
            yield Trouble(f"table {name}", "rows with another number of values than the table has columns", rows)
        for name in self._cut:
            yield Trouble(f"table {name}", "the dump breaks off in this table", 1)

    def _read_batch(self) -> Iterator[Table]:
        batch, self._batch, self._size = self._batch, [], 0
        table = self._table(batch[0].table, batch[0].columns)
        width = len(table.columns)
        rows = sql_values.fast(",".join(insert.values for insert in batch), width, self._backslash)
        if rows is None:
            rows = [row for insert in batch for row in self._exact(insert, width)]
        if not batch[-1].whole:
            self._cut[batch[-1].table] = None
        yield from self._keep(table, rows)

    def _exact(self, insert: Insert, width: int) -> list[tuple[str, ...]]:
        rows = sql_values.fast(insert.values, width, self._backslash)
        if rows is not None:
            return rows
        found = sql_values.exact(insert.values, 0, width, self._backslash)
        if insert.whole and insert.values[found.end :].strip(" \r\n,").startswith("("):
            self._odd[insert.table] = self._odd.get(insert.table, 0) + 1
        return found.rows

    def _copy(self, copy: Copy) -> Iterator[Table]:
        table = self._table(copy.table, copy.columns)
        if "csv" in copy.options.lower():
            rows = [tuple(row) for row in csv.reader(copy.lines)]
        else:
            rows = [_copied(line) for line in copy.lines]
        if not copy.whole:
            self._cut[copy.table] = None
        yield from self._keep(table, rows)

    def _keep(self, table: _Gathered, rows: list[tuple[str, ...]]) -> Iterator[Table]:
        width = len(table.columns)
        if width and any(len(row) != width for row in rows):
            odd = sum(len(row) > width for row in rows)
            self._odd[table.name] = self._odd.get(table.name, 0) + odd
            rows = [row + ("",) * (width - len(row)) for row in rows if len(row) <= width]
        table.rows += rows
        yield from table.chunks(CHUNK)

    def _table(self, name: str, named: tuple[str, ...]) -> _Gathered:
        declared = self._schema.table(name)
        columns = named or declared.columns
        key = (name, columns)
        if key not in self._tables:
            self._tables[key] = _Gathered(
                f"table {name}", name, columns, _key(columns, declared.primary), self._schema.refers(name)
            )
        return self._tables[key]


def _alike(one: Insert, other: Insert) -> bool:
    return one.table == other.table and one.columns == other.columns and one.whole


def _key(columns: tuple[str, ...], primary: tuple[str, ...]) -> int:
    """The column whose value names a row, -1 when the table has no key of one column."""
    lowered = [column.lower() for column in columns]
    wanted = primary[0].lower() if len(primary) == 1 else "id"
    return lowered.index(wanted) if wanted in lowered else -1


def _copied(line: str) -> tuple[str, ...]:
    """The cells of one line of COPY data; \\\\N is NULL."""
    cells = line.rstrip("\r\n").split("\t")
    if "\\" in line:
        return tuple(
            [cell if "\\" not in cell else "" if cell == "\\N" else sql_literals.unescape(cell) for cell in cells]
        )
    return tuple(cells)
