"""Words of a page, each with its place on the paper, put back into lines as a reader sees them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from betrokken.stages.reading import page_heads
from betrokken.stages.reading.page_rows import Piece, Row

# Shares of the height of the letters (ascender to descender).
_SAME_LINE: Final = 0.3  # most that baselines on one line differ
_WIDE_GAP: Final = 0.6  # more than a stretched space of justified text: the next column
_COLUMN: Final = 0.36  # narrower than the mean letter, so that columns stay in line whatever the words before
_LONG: Final = 30  # characters of a line of running text in a narrow column
_HEADS: Final = 4  # in two blocks that a page is searched for
_PIECES: Final = 2_000  # of a page above which it is searched for none
_WIDEST: Final = 300  # characters a line may be indented to


@dataclass(slots=True)
class Word:
    """A word, where it starts and ends, its baseline (upward), and the height of its letters, all in points."""

    text: str
    left: float
    right: float
    base: float
    height: float


def rows(words: Sequence[Word]) -> list[Row]:
    """Lines from top to bottom, in pieces apart by wide gaps."""
    return [_row(line) for line in _same_line(words)]


def lines(page: Sequence[Row]) -> list[str] | None:
    """The lines from top to bottom, with two spaces or more where a column starts, and blocks abreast one by one.

    None when the page is set in columns of running text, whose lines do not belong together.
    """
    if _running_columns(page):
        return None
    edge = min((row.pieces[0].left for row in page), default=0.0)
    unit = max(median([row.height for row in page] or [10.0]), 1.0) * _COLUMN
    return _unfolded(page, edge, unit)


def _unfolded(page: Sequence[Row], edge: float, unit: float, heads: int = _HEADS) -> list[str]:
    """Rows as lines; the two blocks of a head after each other, a blank line around each."""
    head = page_heads.band(page) if heads and sum(len(row.pieces) for row in page) <= _PIECES else None
    if head is None:
        return _plain(page, edge, unit)
    found = _plain(page[: head.start], edge, unit)
    for block in page_heads.blocks(page, head):
        found += [*([""] if found else []), *page_heads.labelled(block)]
    after = _unfolded(page[head.end :], edge, unit, heads - 1)
    return [*found, *(["", *after] if after else [])]


def _plain(page: Sequence[Row], edge: float, unit: float) -> list[str]:
    filled = page_heads.filled_in(page)
    labels = page[min(filled)] if filled else None
    found: list[str] = []
    for at, row in enumerate(page):
        if at in filled:
            found += filled[at]
        elif at - 1 not in filled and not (labels and page_heads.is_unfilled(row, labels)):
            found.append(_line(row, edge, unit))
    return found


def _same_line(words: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    base = math.inf
    for word in sorted(words, key=lambda w: -w.base):
        if base - word.base > _SAME_LINE * word.height:
            found.append([])
            base = word.base
        found[-1].append(word)
    for row in found:
        row.sort(key=lambda w: w.left)
    return found


def _row(words: list[Word]) -> Row:
    pieces = [Piece(words[0].text, words[0].left, words[0].right)]
    for word in words[1:]:
        last = pieces[-1]
        if word.left - last.right > _WIDE_GAP * word.height:
            pieces.append(Piece(word.text, word.left, word.right))
        else:
            last.text += f" {word.text}"
            last.right = word.right
    return Row(pieces, words[0].base, median([word.height for word in words]))


def _line(row: Row, edge: float, unit: float) -> str:
    text = row.pieces[0].text
    for piece in row.pieces[1:]:
        column = min(round((piece.left - edge) / unit), _WIDEST)
        text = text.ljust(max(column, len(text) + 2)) + piece.text
    return text


def _running_columns(page: Sequence[Row]) -> bool:
    """Whether most lines fall apart into long pieces: a page of a paper, not of a form or a list."""
    if len(page) < 8:
        return False
    apart = [[len(piece.text) for piece in row.pieces] for row in page if len(row.pieces) > 1]
    long_ones = [lengths for lengths in apart if len(lengths) < 4 and min(lengths) > _LONG]
    return len(apart) * 2 > len(page) and len(long_ones) * 2 > len(apart)
