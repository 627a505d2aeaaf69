"""Tables laid on their side: labels down the first column, and one person in each column right of it."""

from collections.abc import Sequence
from typing import Final

from betrokken.stages.finding import captions, lexicon

_LONGEST: Final = 200  # rows
_FEWEST: Final = 3  # labels that are known
_KNOWN: Final = 0.5  # share of the labels
_FILLED: Final = 0.6  # share of the cells beside known labels
_WORDED: Final = 0.1  # share of the values that may be labels elsewhere
_OWN: Final = frozenset({"name", "surname"})
_KEYS: Final = frozenset({"bsn", "birth_date", "patient_number"})

Cells = Sequence[Sequence[str]]


def columns(rows: Cells) -> list[list[tuple[str, str, int]]] | None:
    """(label, value, row) of each person, column by column; None for a grid that stands upright or is no list."""
    if not 0 < len(rows) <= _LONGEST:
        return None
    body = [(at, row) for at, row in enumerate(rows) if row and row[0].strip() and any(map(str.strip, row[1:]))]
    known = [(at, row) for at, row in body if captions.is_known(row[0].strip().rstrip(":"))]
    width = max((len(row) for _, row in known), default=0)
    words = [lexicon.meaning(row[0]).key for _, row in known]
    if width < 1 + 2 or len(known) < max(_FEWEST, _KNOWN * len(body)) or len(set(words)) < _FEWEST:
        return None
    # One name and one key per person: a form that goes on below has its labels twice.
    if sum(word in _OWN for word in words) != 1 or len(_KEYS.intersection(words)) < 1:
        return None
    if len(set(words)) < len(words) or not _are_values([cell for _, row in known for cell in row[1:]]):
        return None
    people = [_of_column(body, column) for column in range(1, width)]
    return [one for one in people if one]


def _are_values(cells: Sequence[str]) -> bool:
    """Whether the cells beside the labels are filled, and with no labels."""
    filled = [cell for cell in cells if cell.strip()]
    worded = sum(1 for cell in filled if len(cell) < 30 and lexicon.meaning(cell).strength == 1.0)
    return len(filled) >= _FILLED * len(cells) and worded <= _WORDED * len(filled)


def _of_column(body: Sequence[tuple[int, Sequence[str]]], column: int) -> list[tuple[str, str, int]]:
    told = [(row[0].strip().rstrip(":"), row[column].strip(), at) for at, row in body if column < len(row)]
    return [one for one in told if one[1]]
