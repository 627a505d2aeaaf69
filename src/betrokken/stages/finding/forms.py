"""Grids that are forms: a label with its value beside it, down the page, one person per form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from betrokken.stages.finding import lexicon

Row = Sequence[str]

_LONGEST: Final = 400  # rows; longer grids are lists
_FEWEST: Final = 3  # labels with a value beside them
_MOST: Final = 0.6  # part of the filled cells that are labels or their values
_SURE: Final = 0.8
_WIDEST: Final = 8
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
    if not 0 < len(rows) <= _LONGEST or max(map(len, rows)) > _WIDEST:
        return None
    rows = _closed_up(rows)
    filled = sum(bool(cell.strip()) for row in rows for cell in row)
    two = max(map(len, rows)) == 2  # labels left and values right, also where a value is a word for another thing
    pairs = [(label, value, n) for n, row in enumerate(rows) for label, value in _pairs(row, two)]
    known = {lexicon.meaning(label).word for label, _, _ in pairs}
    if len(known) < _FEWEST or not known & _PERSONAL or 2 * len(pairs) < _MOST * filled:
        return None
    return Form(_records(pairs))


def _closed_up(rows: Sequence[Row]) -> list[Row]:
    """The rows without the columns that are empty in all of them: margins, and the space between labels and values."""
    width = max(map(len, rows))
    kept = [n for n in range(width) if any(len(row) > n and row[n].strip() for row in rows)]
    return [[row[n] for n in kept if n < len(row)] for row in rows]


def _pairs(row: Row, two: bool) -> list[tuple[str, str]]:
    """(label, value) for every known label of a row with something that is no label right of it; two: or with any."""
    found, cells = [], list(row)
    for n in range(len(cells) - 1):
        label, value = cells[n].strip().rstrip(":"), cells[n + 1].strip()
        if label and value and _is_label(label) and (two or not _is_label(value.rstrip(":"))):
            found.append((label, value))
    return found


def _is_label(text: str) -> bool:
    return len(text) <= 40 and any(map(str.isalpha, text)) and lexicon.meaning(text).strength >= _SURE


def _records(pairs: list[tuple[str, str, int]]) -> list[Record]:
    """A label that comes back begins the next form."""
    records = [Record()]
    for label, value, row in pairs:
        if label in records[-1].labels and label == records[-1].labels[0]:
            records.append(Record())
        records[-1].add(label, value, row)
    return records
