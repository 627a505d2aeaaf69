"""Rows that were set aside, looked at again: which are asked for, and what stands in them.

Rows and passages that gave no mention are counted and never kept. An audit asks for some of them by reason and number;
they are told while finding runs once more, and nothing is done when nobody asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

NEAR: Final = 2  # rows shown above and below
_CELLS: Final = " | "
_LONGEST: Final = 100_000  # characters of one row; a longer one is cut, and says so
_NEIGHBOUR: Final = 300  # and of a row beside it

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One row that was set aside: the `number`-th (from 0) for this reason, its place, its text, and the rows near it.

    cut: characters left off its end.
    """

    reason: str
    number: int
    place: str
    text: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    cut: int = 0


@dataclass(slots=True)
class Asked:
    """What is asked of one item: reason -> numbers of the rows set aside for it, counted from 0 in their order."""

    wanted: Mapping[str, frozenset[int]]
    shown: list[Shown] = field(default_factory=list)

    def look(self, reason: str, first: int, rows: int, place: str, among: Sequence[Row | str], at: int) -> None:
        """Take row `at` of `among` when one of the numbers from `first` on, as many as `rows`, is asked for."""
        for number in sorted(self.wanted.get(reason, frozenset()).intersection(range(first, first + rows))):
            text = _text(among[at]) if at < len(among) else ""
            above = tuple(_text(row)[:_NEIGHBOUR] for row in among[max(0, at - NEAR) : at])
            below = tuple(_text(row)[:_NEIGHBOUR] for row in among[at + 1 : at + 1 + NEAR])
            cut = max(0, len(text) - _LONGEST)
            self.shown.append(Shown(reason, number, place, text[:_LONGEST], above, below, cut))


def _text(row: Row | str) -> str:
    """A row as one line that a terminal can show: what would steer it is put in sight."""
    whole = row if isinstance(row, str) else _CELLS.join(row)
    return "".join(
        sign if sign.isprintable() else " " if sign in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" for sign in whole
    )
