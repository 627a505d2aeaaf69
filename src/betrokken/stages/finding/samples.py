"""What the values of each column are, for deciding what it means."""

from collections.abc import Callable, Sequence
from itertools import islice, zip_longest
from typing import Final

from betrokken.stages.finding.fillers import is_filler

MOST: Final = 2_000  # distinct values per column that a decision looks at
_WIDE: Final = 3  # columns of a table in which a lone cell is a title
FEW: Final = 200  # of them for the slower questions


def take(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The distinct values of each column that say something, from rows spread over the whole of `rows`."""
    step = max(1, len(rows) // (4 * MOST))
    looked = [row for row in rows[::step] if width < _WIDE or len(row) - row.count("") > 1]  # titles stand alone
    cells = list(islice(zip_longest(*looked, fillvalue=""), width))
    return [_distinct(column) for column in cells] + [[] for _ in range(width - len(cells))]


def _distinct(column: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(column))
    return [value for value in found[:: len(found) // MOST + 1] if value and not is_filler(value)]


def share(values: Sequence[str], fits: Callable[[str], bool], most: int = FEW) -> float:
    """Part of the values that fit, 0 where there are none."""
    looked = values[:: len(values) // most + 1]
    return sum(map(fits, looked)) / len(looked) if looked else 0.0
