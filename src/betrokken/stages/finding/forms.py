"""Grids that are forms: a label with its value beside it or under it in the cell, one person per form, or abreast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from betrokken.stages.finding import captions, lexicon, upended

Row = Sequence[str]

_LONGEST: Final = 400  # rows; longer grids are lists
_FEWEST: Final = 3  # labels with a value beside them
_MOST: Final = 0.6  # part of the filled cells that are labels or their values
_SURE: Final = 0.8
_WIDEST: Final = 12  # columns that hold anything
_WITH_SPACE: Final = 24
_PERSONAL: Final = frozenset({"name", "surname", "bsn", "birth_date", "patient_number", "given_names"})


@dataclass(slots=True)
class Record:
    """One form: its labels with their values, and the rows they stand in."""

    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    rows: list[int] = field(default_factory=list)

    def add(self, label: str, value: str, row: int) -> None:
        """Take one label with its value."""
        self.labels += (label,)
        self.values += (value,)
        if row not in self.rows:
            self.rows.append(row)


@dataclass(slots=True)
class Form:
    """The forms of a grid, in their order."""

    records: list[Record] = field(default_factory=list)


def read(rows: Sequence[Row]) -> Form | None:
    """The forms in a grid; None when it is a list with its labels above it."""
    if not 0 < len(rows) <= _LONGEST:
        return None
    if abreast := upended.columns(rows):
        return Form([_filled_in(one) for one in abreast])
    if max(map(len, rows)) > _WITH_SPACE:
        return None
    if inside := _inside(rows):
        return inside
    rows = _closed_up(rows)
    if max(map(len, rows)) > _WIDEST:
        return None
    filled = sum(bool(cell.strip()) for row in rows for cell in row)
    left = _label_columns(rows)
    pairs = [pair for n, row in enumerate(rows) for pair in _pairs(row, n, left)]
    if not _tells(pairs) or 2 * len(pairs) < _MOST * filled:
        return None
    return Form([record for band in _bands(pairs) for record in _records(band)])


class _Pair(NamedTuple):
    """A label with its value, and where the label stands."""

    label: str
    value: str
    row: int
    column: int


def _filled_in(told: Sequence[tuple[str, str, int]]) -> Record:
    record = Record()
    for label, value, row in told:
        record.add(label, value, row)
    return record


def _tells(pairs: "Sequence[_Pair]") -> bool:
    """Whether labels say enough, and of a person."""
    known = {lexicon.meaning(pair.label).word for pair in pairs}
    return len(known) >= _FEWEST and bool(known & _PERSONAL)


def _inside(rows: Sequence[Row]) -> Form | None:
    """The forms of a grid whose cells hold a label and, on the next line, its value."""
    filled = sum(bool(cell.strip()) for row in rows for cell in row)
    pairs = [_Pair(*found) for found in captions.of_rows(rows)]
    known = [pair for pair in pairs if captions.is_known(pair.label)]
    return Form(_records(pairs)) if _tells(known) and len(known) > _MOST * filled else None


def _closed_up(rows: Sequence[Row]) -> list[Row]:
    """The rows without the columns that are empty in all of them: margins, and the space between labels and values."""
    width = max(map(len, rows))
    kept = [n for n in range(width) if any(len(row) > n and row[n].strip() for row in rows)]
    return [[row[n] for n in kept if n < len(row)] for row in rows]


def _label_columns(rows: Sequence[Row]) -> set[int]:
    """The columns that hold labels, by most of their cells."""
    found = set()
    for n in range(max(map(len, rows))):
        cells = [row[n].strip().rstrip(":") for row in rows if len(row) > n and row[n].strip()]
        if len(cells) >= _FEWEST and sum(map(_is_label, cells)) >= _MOST * len(cells):
            found.add(n)
    return found


def _pairs(row: Row, number: int, left: set[int]) -> Iterator[_Pair]:
    """Every known label of a row with what stands right of it: no label, unless between columns of labels and others."""
    for n in range(len(row) - 1):
        label, value = row[n].strip().rstrip(":"), row[n + 1].strip()
        sure = n in left and n + 1 not in left
        if label and value and _is_label(label) and (sure or not _is_label(value.rstrip(":"))):
            yield _Pair(label, value, number, n)


def _is_label(text: str) -> bool:
    return len(text) <= 40 and any(map(str.isalpha, text)) and lexicon.meaning(text).strength >= _SURE


def _bands(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """The forms that stand side by side: columns of the same labels, each with the columns of others right of it."""
    columns: dict[int, set[str]] = {}
    for pair in pairs:
        columns.setdefault(pair.column, set()).add(pair.label)
    starts: list[int] = []
    for column in sorted(columns):
        first = columns[starts[0]] if starts else set()
        if not starts or 2 * len(first & columns[column]) > min(len(first), len(columns[column])):
            starts.append(column)
    ends = [*starts[1:], 1 << 30]
    return [[pair for pair in pairs if start <= pair.column < end] for start, end in zip(starts, ends, strict=True)]


def _records(pairs: Sequence[_Pair]) -> list[Record]:
    """A label that comes back begins the next form."""
    records = [Record()]
    for label, value, row, _ in pairs:
        if label in records[-1].labels and label == records[-1].labels[0]:
            records.append(Record())
        records[-1].add(label, value, row)
    return records
