"""What the values of each column are, for deciding what it means."""

from collections.abc import Callable, Sequence
from typing import Final

from betrokken.stages.finding.fillers import is_filler

MOST: Final = 2_000  # distinct values per column that a decision looks at
_WIDE: Final = 3  # columns of a table in which a lone cell is a title
FEW: Final = 200  # of them for the slower questions


def take(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The distinct values of each column that say something, from rows spread over the whole of `rows`."""
    step = max(1, len(rows) // (4 * MOST))
    looked = [row for row in rows[::step] if width < _WIDE or _has_two(row)]
    return [_distinct(looked, n) for n in range(width)]


def _has_two(row: Sequence[str]) -> bool:
    """Whether a row is no title: more than one cell holds something."""
    said = 0
    for cell in row:
        said += bool(cell)
        if said > 1:
            return True
    return False


def _distinct(rows: Sequence[Sequence[str]], n: int) -> list[str]:
    found = dict.fromkeys(row[n] for row in rows if len(row) > n and row[n])
    looked = list(found)[:: len(found) // MOST + 1]
    return [value for value in looked if not is_filler(value)]


def share(values: Sequence[str], fits: Callable[[str], bool], most: int = FEW) -> float:
    """Part of the values that fit, 0 where there are none."""
    looked = values[:: len(values) // most + 1]
    return sum(map(fits, looked)) / len(looked) if looked else 0.0
