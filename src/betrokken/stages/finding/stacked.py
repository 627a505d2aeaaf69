"""Cells with one thing above another under a label that names both: "Born / BSN" over a date and a number.

Each part gets a column of its own behind the row, so that it is read like any labelled column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from betrokken.stages.finding import lexicon, registry
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Setting

Row = Sequence[str]

_LABELS: Final = re.compile(r"\s*[/+&\n]\s*")
_CELLS: Final = re.compile(r"\s*\n\s*|\s+[/|]\s+")
_MOST: Final = 4  # parts
_SURE: Final = 0.8
_SHARE: Final = 0.5  # of the cells that have all parts
_LOOKED: Final = 200  # rows


@dataclass(frozen=True, slots=True)
class Stack:
    """A column and what its parts are called and mean."""

    index: int
    labels: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stacked:
    """All such columns of a table of `width` columns."""

    width: int
    stacks: tuple[Stack, ...]

    def header(self, known: Header) -> Header:
        """The labels with those of the parts behind them."""
        labels = [*known.labels, *[""] * (self.width - len(known.labels))][: self.width]
        for stack in self.stacks:
            labels[stack.index] = ""
        return replace(known, labels=(*labels, *(label for stack in self.stacks for label in stack.labels)))

    def row(self, row: Row) -> tuple[str, ...]:
        """A row with the parts of its cells behind it."""
        cells = [*row]
        for stack in self.stacks:
            cells += _parts(row[stack.index], stack)
            cells[stack.index] = ""
        return tuple(cells)


def _parts(cell: str, stack: Stack) -> list[str]:
    """The parts of a cell in their order; of one that lacks some, each where it fits."""
    said = [part for part in _CELLS.split(cell.strip()) if part]
    if len(said) == len(stack.labels):
        return said
    parts = [""] * len(stack.labels)
    for one in said:
        fitting = (n for n, word in enumerate(stack.means) if not parts[n] and registry.fits(word, one, Setting()))
        at = next(fitting, None)
        if at is not None:
            parts[at] = one
    return parts


def find(known: Header, rows: Sequence[Row], width: int) -> Stacked | None:
    """The columns of a table that hold several things each; None where there are none."""
    found = [stack for n, label in enumerate(known.labels[:width]) if (stack := _stack(n, label, rows))]
    return Stacked(width, tuple(found)) if found else None


def _stack(index: int, label: str, rows: Sequence[Row]) -> Stack | None:
    labels = tuple(filter(None, _LABELS.split(label)))
    if not 2 <= len(labels) <= _MOST:
        return None
    told = [lexicon.meaning(one) for one in labels]
    words = tuple(one.word for one in told)
    sure = all(one.strength >= _SURE and not one.role and registry.recogniser(one.word) for one in told)
    if not sure or len(set(words)) < len(words):
        return None
    cells = [row[index] for row in rows[:_LOOKED] if len(row) > index and row[index].strip()]
    whole = sum(len(_CELLS.split(cell.strip())) == len(labels) for cell in cells)
    return Stack(index, labels, words) if cells and whole >= _SHARE * len(cells) else None
