"""Pages of parts: a heading, what tells who it is about, and a small table that names nobody, once for each person.

Such a table read apart from its heading would be about nobody; it becomes lines "label: value" where it stood.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from betrokken.kit import checks

Grid = list[list[str]]

_MOST: Final = 4  # rows of a table that is about the one person above it
_TOLD: Final = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[^\W\d]{3,9})[-/. ]\d{2,4}|\b\d{8,9}\b")  # a date or a number
_NUMBER: Final = re.compile(r"\b\d{9}\b")


def laid_in(blocks: Sequence[str | Grid]) -> list[str | Grid]:
    """The blocks of a page, with the tables of its parts, where it has any, as lines of their parts."""
    grids = [block for block in blocks if not isinstance(block, str)]
    if len(grids) < 2 or not _are_alike(grids) or not _are_parts(blocks):
        return list(blocks)
    return [line for block in blocks for line in (_lines(block) if not isinstance(block, str) else (block,))]


def lay(lines: Sequence[str], grids: Sequence[Grid], places: Sequence[int]) -> tuple[list[str], list[Grid]]:
    """The lines and the tables of a document, of which each stands behind so many lines, after the same."""
    blocks: list[str | Grid] = [*lines]
    for grid, place in reversed(list(zip(grids, places, strict=True))):
        blocks.insert(place, grid)
    found = laid_in(blocks)
    return [one for one in found if isinstance(one, str)], [one for one in found if not isinstance(one, str)]


def _are_alike(grids: Sequence[Grid]) -> bool:
    """Whether all have the same labels, few rows, and no number that tells who a row is about."""
    labels = Counter(tuple(grid[0]) for grid in grids)
    short = all(2 <= len(grid) <= _MOST for grid in grids)
    named = any(checks.bsn(number) for grid in grids for row in grid for number in _NUMBER.findall(" ".join(row)))
    return len(labels) == 1 and short and not named and not any(map(_TOLD.search, grids[0][0]))


def _are_parts(blocks: Sequence[str | Grid]) -> bool:
    """Whether the text between any two tables tells somebody: lines of its own, one with a date or a number."""
    places = [-1, *(at for at, block in enumerate(blocks) if not isinstance(block, str))]
    between = [[block for block in blocks[a + 1 : b] if block and isinstance(block, str)] for a, b in pairwise(places)]
    return all(any(map(_TOLD.search, lines)) and len(lines) > 1 for lines in between)


def _lines(grid: Grid) -> Iterator[str]:
    labels = grid[0]
    for row in grid[1:]:
        yield from (f"{label}: {value}" if label else value for label, value in zip(labels, row, strict=False) if value)
