"""Sheets of labels: several blocks abreast, each about somebody else, down the page.

A sheet differs from a table in what is alike: across a sheet every column says the same kind of thing in a line, and
the next line says another; in a table it is the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from betrokken.stages.reading import twin_forms
from betrokken.stages.reading.page_rows import Piece, Row, edges, shape, text_rows

_FEWEST: Final = 3  # rows
_PRESENT: Final = 0.5  # share of the rows in which a column of labels starts a piece
_ACROSS: Final = 0.6  # share of neighbours in a line that look alike, at least
_APART: Final = 0.3  # by which share those under each other look less alike
_GAP: Final = 1.4  # times the usual distance of lines, between labels
_WIDE: Final = "   "  # what a text without hardly has columns
_ODD: Final = 0.15  # share of the lines that run across the columns: titles, page numbers


@dataclass(frozen=True, slots=True)
class Label:
    """One block: its lines, and the index of the row its first one stands in."""

    lines: list[str]
    row: int


def labels(rows: Sequence[Row]) -> list[Label] | None:
    """The blocks of a sheet, row of blocks by row of blocks, left to right; None when the page is no sheet.

    A line that runs across the columns is a block of its own.
    """
    return _of_sheet(rows) or _of_forms(rows)


def _of_forms(rows: Sequence[Row]) -> list[Label] | None:
    twins = twin_forms.starts(rows)
    return [Label(lines, row) for row, lines in twin_forms.blocks(rows, twins)] if twins else None


def _of_sheet(rows: Sequence[Row]) -> list[Label] | None:
    starts = _columns(rows)
    if len(starts) < 2:
        return None
    inside = [row for row in rows if not _is_odd(row, starts)]
    if len(inside) < max(_FEWEST, (1 - _ODD) * len(rows)) or not _is_sheet(inside, starts):
        return None
    found: list[Label] = []
    for band in _bands(rows, starts):
        found += _blocks(rows, band, starts)
    return found


def of_text(text: str) -> list[Label] | None:
    """The blocks of a sheet in plain text, `row` being the index of a line; None when it is none."""
    if text.count(_WIDE) * 3 < text.count("\n"):
        return None
    lines = text.expandtabs().split("\n")
    found = labels(text_rows(lines))
    if found is None:
        return None
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return [Label(label.lines, filled[label.row]) for label in found]


def _columns(rows: Sequence[Row]) -> list[float]:
    found = edges(rows)
    return [edge for edge, often in found.items() if often >= max(_FEWEST - 1, _PRESENT * len(rows))]


def _is_odd(row: Row, starts: Sequence[float]) -> bool:
    return not row.starts_at(starts[0]) or any(map(row.crosses, starts[1:]))


def _cells(row: Row, starts: Sequence[float]) -> list[list[Piece]]:
    return [row.between(*span) for span in zip(starts, (*starts[1:], float("inf")), strict=True)]


def _is_sheet(rows: Sequence[Row], starts: Sequence[float]) -> bool:
    shapes = [[shape(_joined(cell)) for cell in _cells(row, starts)] for row in rows]
    beside = [a == b for row in shapes for a, b in pairwise(row) if a and b]
    under = [a == b for one, next_one in pairwise(shapes) for a, b in zip(one, next_one, strict=True) if a and b]
    if len(beside) < _FEWEST or not under:
        return False
    across, down = sum(beside) / len(beside), sum(under) / len(under)
    return (
        across >= _ACROSS and down <= across - _APART and any(any(map(str.isdigit, s)) for row in shapes for s in row)
    )


def _joined(pieces: Sequence[Piece]) -> str:
    return "  ".join(piece.text for piece in pieces)


def _bands(rows: Sequence[Row], starts: Sequence[float]) -> list[list[int]]:
    """The indexes of the rows of each row of blocks: up to a wider space, or a line across."""
    usual = median([above.base - below.base for above, below in pairwise(rows)])
    found: list[list[int]] = []
    apart = True
    for at, row in enumerate(rows):
        odd = _is_odd(row, starts)
        if apart or odd or (at and rows[at - 1].base - row.base > _GAP * usual):
            found.append([])
        found[-1].append(at)
        apart = odd
    return found


def _blocks(rows: Sequence[Row], band: Sequence[int], starts: Sequence[float]) -> list[Label]:
    if len(band) == 1 and _is_odd(rows[band[0]], starts):
        return [Label([_joined(rows[band[0]].pieces)], band[0])]
    cells = [_cells(rows[at], starts) for at in band]
    columns = [[_joined(row[n]) for row in cells] for n in range(len(starts))]
    return [_label(column, band) for column in columns if any(column)]


def _label(column: list[str], band: Sequence[int]) -> Label:
    first = next(n for n, line in enumerate(column) if line)
    return Label(column[first:], band[first])
