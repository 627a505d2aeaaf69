"""Cells of HTML tables that stand for several rows: what they say is said of each of them."""

import re
from typing import Final

_ROWS: Final = re.compile(r"""\browspan\s*=\s*["']?\s*([0-9]{1,4})""", re.IGNORECASE)
_TALLEST: Final = 1_000  # rows one cell may stand for
_MOST: Final = 100_000  # cells added to one table


def rows_of(tag: str) -> int:
    """How many rows the cell with this tag stands for."""
    found = _ROWS.search(tag[:2000]) if "span" in tag or "SPAN" in tag else None
    return min(int(found[1]), _TALLEST) if found else 1


def laid_out(rows: list[list[str]], spans: dict[tuple[int, int], int]) -> list[list[str]]:
    """The rows with the cells from above put back in their columns.

    spans: the rows a cell stands for, by its row and its place among the cells written in it.
    """
    hanging: dict[int, tuple[str, int]] = {}
    found: list[list[str]] = []
    room = _MOST
    for at, row in enumerate(rows):
        cells: list[str] = []
        room -= len(hanging)
        hanging = {column: (text, left) for column, (text, left) in hanging.items() if left and room > 0}
        for place, text in enumerate(row):
            _put_back(cells, hanging)
            if left := spans.get((at, place), 1) - 1:
                hanging[len(cells)] = (text, left + 1)
            cells.append(text)
        _put_back(cells, hanging)
        hanging = {column: (text, left - 1) for column, (text, left) in hanging.items()}
        found.append(cells)
    return found


def _put_back(cells: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    """The cells from above that stand at the end of what is laid out of a row."""
    while len(cells) in hanging:
        cells.append(hanging[len(cells)][0])
