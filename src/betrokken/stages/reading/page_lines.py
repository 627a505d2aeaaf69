"""Words of a page, each with its place on the paper, put back into lines as a reader sees them."""

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

# Shares of the height of the letters (ascender to descender).
_SAME_LINE: Final = 0.3  # most that baselines on one line differ
_WIDE_GAP: Final = 0.6  # more than a stretched space of justified text: the next column
_COLUMN: Final = 0.36  # narrower than the mean letter, so that columns stay in line whatever the words before
_LONG: Final = 30  # characters of a line of running text in a narrow column
_WIDEST: Final = 300  # characters a line may be indented to


@dataclass(slots=True)
class Word:
    """A word, where it starts and ends, its baseline (upward), and the height of its letters, all in points."""

    text: str
    left: float
    right: float
    base: float
    height: float


def lines(words: list[Word]) -> list[str] | None:
    """The lines from top to bottom, with two spaces or more where a column starts.

    None when the page is set in columns of running text, whose lines do not belong together.
    """
    rows = _rows(words)
    if _running_columns(rows):
        return None
    edge = min((row[0].left for row in rows), default=0.0)
    unit = max(median([word.height for word in words] or [10.0]), 1.0) * _COLUMN
    return [_line(row, edge, unit) for row in rows]


def _rows(words: list[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    base = math.inf
    for word in sorted(words, key=lambda w: -w.base):
        if base - word.base > _SAME_LINE * word.height:
            rows.append([])
            base = word.base
        rows[-1].append(word)
    for row in rows:
        row.sort(key=lambda w: w.left)
    return rows


def _line(row: list[Word], edge: float, unit: float) -> str:
    text = row[0].text
    for before, word in pairwise(row):
        if word.left - before.right > _WIDE_GAP * word.height:
            column = min(round((word.left - edge) / unit), _WIDEST)
            text = text.ljust(max(column, len(text) + 2)) + word.text
        else:
            text += f" {word.text}"
    return text


def _segments(row: list[Word]) -> list[int]:
    """Lengths in characters of the parts of a line between wide gaps."""
    found = [len(row[0].text)]
    for before, word in pairwise(row):
        if word.left - before.right > _WIDE_GAP * word.height:
            found.append(len(word.text))
        else:
            found[-1] += len(word.text) + 1
    return found


def _running_columns(rows: list[list[Word]]) -> bool:
    """Whether most lines fall apart into long pieces: a page of a paper, not of a form or a list."""
    if len(rows) < 8:
        return False
    apart = [lengths for row in rows if len(lengths := _segments(row)) > 1]
    long_ones = [lengths for lengths in apart if len(lengths) < 4 and min(lengths) > _LONG]
    return len(apart) * 2 > len(rows) and len(long_ones) * 2 > len(apart)
