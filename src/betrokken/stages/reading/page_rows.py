"""Lines of a page as pieces apart by wide gaps, each with its place: what the layout of a page is judged by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_TOLERANCE: Final = 0.25  # share of the height of letters that left edges in one column differ
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
_SILENT: Final = re.compile(r"[\s.'’]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(slots=True)
class Piece:
    """Text without a wide gap in it, and where it starts and ends."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """One line: its pieces from left to right, its baseline (upward) and the height of its letters."""

    pieces: list[Piece]
    base: float
    height: float

    def starts_at(self, edge: float) -> bool:
        """Whether a piece starts at an edge."""
        return any(abs(piece.left - edge) <= _TOLERANCE * self.height for piece in self.pieces)

    def between(self, start: float, end: float) -> list[Piece]:
        """The pieces that start from one edge to before another."""
        slack = _TOLERANCE * self.height
        return [piece for piece in self.pieces if start - slack <= piece.left < end - slack]

    def crosses(self, edge: float) -> bool:
        """Whether a piece runs across an edge."""
        slack = _TOLERANCE * self.height
        return any(piece.left < edge - slack and piece.right > edge + slack for piece in self.pieces)


def edges(rows: Sequence[Row]) -> dict[float, int]:
    """Left edges at which pieces start, from left to right, and in how many rows."""
    found: dict[float, int] = {}
    last = float("-inf")
    height = max((row.height for row in rows), default=1.0)
    for left in sorted(piece.left for row in rows for piece in row.pieces):
        if left - last > _TOLERANCE * height:
            last = left
            found[last] = 0
        found[last] += 1
    return found


def text_rows(lines: Sequence[str]) -> list[Row]:
    """Rows of lines of text, in which a character is one wide and high; blank lines give none."""
    found = []
    for number, line in enumerate(lines):
        pieces = [Piece(one[0], one.start(), one.end()) for one in _PIECE.finditer(line)]
        if pieces:
            found.append(Row(pieces, float(-number), 1.0))
    return found


def shape(text: str) -> str:
    """What a text looks like: runs of letters, of digits, and other marks ("van den Berg, J.A. 12" is "a,a9")."""
    return _DIGITS.sub("9", _LETTERS.sub("a", _SILENT.sub("", text)))
