"""Lines of separated cells turned into rows, so that one bad quote costs one row and not the rest of the file."""

import csv
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# The csv module has one limit for the whole process; its own default of 128 KiB is below long notes.
CELL = 1 << 20
csv.field_size_limit(CELL)

_SPAN = 200  # lines of one row; more is a quote that was never closed


@dataclass(frozen=True, slots=True)
class Separated:
    """How the cells of a row are told apart.

    quote, escape: "" for none. width: cells of most rows, 0 when not known yet. padded: spaces beside the separators
    are no part of the cells.
    """

    separator: str
    quote: str = '"'
    escape: str = ""
    width: int = 0
    padded: bool = False


class _Lines:
    """Hands lines to the csv module and remembers those of the row at hand, to hand them out again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def feed(self) -> Iterator[str]:
        """Lines until the end, or until the row at hand is longer than a row can be."""
        taken, again, lines = self.taken, self._again, self._lines
        while len(taken) < _SPAN:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                return
            taken.append(line)
            yield line

    def first(self) -> str:
        """The first line of the row at hand; the others will be fed again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.taken.clear()
        return first


def rows(lines: Iterable[str], how: Separated) -> Iterator[list[str]]:
    """Cells of every row; a blank line is an empty row. Lines come with their line ends. Never raises."""
    source = _Lines(lines)
    finished = False
    while not finished:
        finished = yield from _until_trouble(source, how)


def _until_trouble(source: _Lines, how: Separated) -> Generator[list[str], None, bool]:
    """Rows until a quote goes wrong; gives whether the lines are at their end."""
    reader = csv.reader(source.feed(), strict=True, **_dialect(how))
    taken, width, separator = source.taken, how.width, how.separator
    try:
        for row in reader:
            if len(taken) > 1 and _swallowed(taken, row, how):
                yield _plain(source.first(), how)
                return False
            taken.clear()
            if len(row) == 1 and width > 1 and separator in row[0]:
                row = _plain(row[0], how)
            yield [cell.strip() for cell in row] if how.padded else row
    except csv.Error:
        yield _plain(source.first(), how)
        return False
    return True


def _dialect(how: Separated) -> dict[str, Any]:
    dialect: dict[str, Any] = {"delimiter": how.separator, "skipinitialspace": how.padded}
    if not how.quote:
        return dialect | {"quoting": csv.QUOTE_NONE, "quotechar": None}
    return dialect | {"quotechar": how.quote, "escapechar": how.escape or None}


def _swallowed(lines: list[str], row: list[str], how: Separated) -> bool:
    """Whether a row over several lines is in truth several rows, by a quote that was meant as an apostrophe or inch:
    too many cells, or a line that has the separators of a whole row inside what the quotes hold."""
    if how.width < 3:
        return False
    mark, most = how.separator, how.width - 1
    first, *middle, last = lines
    opened = max(0, first.rfind(mark + how.quote))
    inside = first.count(mark, opened + 1)
    return (
        len(row) > how.width
        or (inside > 1 and first.count(mark) >= most)
        or any(line.count(mark) >= most and how.quote not in line for line in middle)
        or last.partition(how.quote)[0].count(mark) >= most
    )


def _plain(line: str, how: Separated) -> list[str]:
    """The cells of one line on its own: by its separators alone, or as quotes ask where that gives the usual width."""
    line = line.rstrip("\r\n")
    cells = line.split(how.separator)
    if how.quote and len(cells) != how.width and len(line) < CELL:
        lenient = next(csv.reader([line], **_dialect(how)), cells)
        if len(lenient) == how.width:
            return lenient
    return [_bare(cell, how.quote) for cell in cells]


def _bare(cell: str, quote: str) -> str:
    if quote and len(cell) > 1 and cell[0] == quote == cell[-1]:
        return cell[1:-1].replace(quote * 2, quote)
    return cell
