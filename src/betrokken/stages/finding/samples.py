"""What the values of each column are, for deciding what it means."""

from collections.abc import Callable, Sequence
from typing import Final

from betrokken.stages.finding.fillers import is_filler

MOST: Final = 2_000  # distinct values per column that a decision looks at
FEW: Final = 200  # of them for the slower questions


def take(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The distinct values of each column that say something, from rows spread over the whole of `rows`."""
    step = max(1, len(rows) // (4 * MOST))
    return [_distinct(rows[::step], n) for n in range(width)]


def _distinct(rows: Sequence[Sequence[str]], n: int) -> list[str]:
    found = dict.fromkeys(row[n] for row in rows if len(row) > n and row[n])
    said = [value for value in found if not is_filler(value)]
    return said[:: len(said) // MOST + 1]


def share(values: Sequence[str], fits: Callable[[str], bool], most: int = FEW) -> float:
    """Part of the values that fit, 0 where there are none."""
    looked = values[:: len(values) // most + 1]
    return sum(map(fits, looked)) / len(looked) if looked else 0.0
