"""Lists as line printers print them: a line of labels with values in columns under it, page after page.

Page headers, block titles and totals stand between and run across the columns; each is a row of one cell. Columns are
measured on the rows under the labels alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from betrokken.stages.reading.sniffing import foreign, is_log, split_lines

_RULE: Final = re.compile(r"^\s*[-=_*+|]{8,}\s*$")
_GAP: Final = re.compile(r" {2,}")
_TOLD: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{8,9}\b")  # a date or a number of a person
_PROSE: Final = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+){6,}")
_WIDEST: Final = 1_000  # characters of a line that are looked at
_FEWEST: Final = 3  # columns
_MANY: Final = 3  # rows from which a narrow gap under two labels is believed
_SPACED: Final = 0.3  # wide gaps to a line, at least
_LABEL: Final = 30  # characters
_BELOW: Final = 60  # lines below labels that are held against them
_BLANK: Final = 0.9  # share of the lines that are blank between two columns

Starts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Headed:
    """Where columns start under each line of labels (as it is written, without spaces at its end)."""

    starts: dict[str, Starts] = field(default_factory=dict)


@lru_cache(maxsize=2)  # asked when a format is chosen and again when it reads
def sniff(text: str, cut: bool) -> Headed | None:
    """The columns of the start of a printed list, None when it is none."""
    if text.count("  ") < _SPACED * text.count("\n") or foreign(text):
        return None
    lines = [line.rstrip("\r\n") for line in split_lines(text, cut)]
    labels = _labels(lines)
    if not labels:
        return None
    bodies, others = _parted(lines, labels)
    if not _is_list([line for body in bodies.values() for line in body], others):
        return None
    starts = {head: found for head, body in bodies.items() if len(found := _starts(head, body)) >= _FEWEST}
    return Headed(starts) if starts and len(starts) == len(bodies) else None


def rows(lines: Iterable[str], how: Headed) -> Iterator[list[str]]:
    """Cells of every line under labels; any other line is one cell, a blank or ruled one an empty row."""
    state = _Page(how.starts)
    for line in lines:
        plain = _plain(line)
        starts = state.turn(line, plain)
        if not plain.strip() or _RULE.match(plain):
            yield []
        else:
            yield _cells(plain, starts) or [" ".join(plain.split())]


class _Page:
    """Whether lines are under labels: from those on, to a rule below a row, a form feed, or other labels."""

    def __init__(self, known: dict[str, Starts]) -> None:
        self._known = known
        self._starts: Starts = ()
        self._begun = False

    def turn(self, line: str, plain: str) -> Starts:
        """The columns of a line, () when it is none of a table."""
        if "\f" in line:
            self._starts = ()
        if (found := self._known.get(plain)) is not None:
            self._starts, self._begun = found, False
        elif _RULE.match(plain):
            if self._begun:
                self._starts = ()
            return ()
        elif self._starts and plain.strip():
            self._begun = True
        return self._starts


def _plain(line: str) -> str:
    return line.replace("\f", "").expandtabs().rstrip()[:_WIDEST]


def _labels(lines: Sequence[str]) -> frozenset[str]:
    """Lines of words that can be labels: they come back, or a rule stands under or above them."""
    plain = [_plain(line) for line in lines]
    often = Counter(plain)
    found: set[str] = set()
    for at, line in enumerate(plain):
        if not _can_be_labels(line):
            continue
        beside = plain[max(0, at - 1)], plain[min(len(plain) - 1, at + 1)]
        if often[line] > 1 or any(map(_RULE.match, beside)) or (not found and _stand_above(plain, at)):
            found.add(line)
    return frozenset(found)


def _stand_above(plain: Sequence[str], at: int) -> bool:
    """Whether a line that comes once stands right above rows, after nothing or a blank line, and each label above
    the left edge of a column."""
    rows = [line for line in plain[at + 1 : at + _BELOW] if line]
    if (at and plain[at - 1].strip()) or not plain[at + 1 : at + 2] or not plain[at + 1].strip() or len(rows) < _MANY:
        return False
    starts = [gap.end() for gap in _GAP.finditer(plain[at])]
    clear = all(sum(line[start - 1 : start] in ("", " ") for line in rows) >= _BLANK * len(rows) for start in starts)
    filled = sum(sum(line[start : start + 1] not in ("", " ") for line in rows) > 0.5 * len(rows) for start in starts)
    return clear and filled >= _FEWEST


def _can_be_labels(line: str) -> bool:
    cells = _GAP.split(line.strip())
    words = all(0 < len(cell) <= _LABEL and cell[0].isalpha() and not cell.endswith((":", ".:")) for cell in cells)
    return len(cells) >= _FEWEST and words and sum(map(str.isdigit, line)) <= 1 and ":" not in line


def _parted(lines: Sequence[str], labels: frozenset[str]) -> tuple[dict[str, list[str]], list[str]]:
    """(the rows under each line of labels, all other lines)."""
    state = _Page(dict.fromkeys(labels, (0,)))
    bodies: dict[str, list[str]] = {head: [] for head in labels}
    others: list[str] = []
    head, before = "", ""
    following = [*map(_plain, lines[1:]), ""]
    for line, after in zip(lines, following, strict=True):
        plain = _plain(line)
        under = state.turn(line, plain)
        alone = not _GAP.search(plain.strip()) or after in labels
        title = not before and alone  # behind a blank line: of the next rows, or of the end
        if plain in labels:
            head = plain
        elif under and plain and not title:
            bodies[head].append(plain)
        elif plain:
            others.append(plain)
        before = plain
    return {head: body for head, body in bodies.items() if body}, others


def _is_list(body: Sequence[str], others: Sequence[str]) -> bool:
    """Whether what tells people apart stands in the rows, and not around them as in a letter with a table."""
    if not body or is_log([*body]):
        return False
    told = sum(bool(_TOLD.search(line)) for line in body)
    around = sum(bool(_TOLD.search(line)) for line in others)
    prose = sum(bool(_PROSE.search(line)) for line in others)
    return told > 0.6 * len(body) and around <= told and prose <= 0.2 * len(others)


def _starts(head: str, body: Sequence[str]) -> Starts:
    """Where columns start: after what is blank in labels and rows alike, wide, or narrow with a label behind it."""
    kept = [line for line in body if _GAP.search(line.strip())]
    if len(kept) < 0.7 * len(body):
        return ()
    every = [head, *kept]
    longest = max(map(len, every))
    padded = [line.ljust(longest) for line in every]
    blank = "".join("_" if column.count(" ") >= _BLANK * len(every) else "x" for column in zip(*padded, strict=True))
    spans = [gap.span() for gap in re.finditer("(?<=x)_+(?=x)", blank)]
    gaps = [(start, end) for start, end in spans if end - start > 1 or _is_border(head, kept, end)]
    ends = [*(start for start, _ in gaps[1:]), longest]
    starts = [_start(every, *gap) for gap, end in zip(gaps, ends, strict=True) if _is_column(padded, *gap, end)]
    return tuple(_filled([0, *starts], kept))


def _is_column(padded: Sequence[str], start: int, behind: int, end: int) -> bool:
    """Whether a gap parts columns: a label stands behind it, or no line at all runs into it."""
    return bool(padded[0][start:end].strip()) or all(line[start:behind].isspace() for line in padded)


def _start(lines: Sequence[str], start: int, end: int) -> int:
    """Where a column starts after a gap: at its text when that is aligned left, else as early as it can.

    Not in the middle of cells that run into the gap, where they stop short of the text behind it.
    """
    left = sum(line[end : end + 1] not in ("", " ") for line in lines)
    cut, kept = (sum(len(line) > at and line[at - 1] != " " for line in lines) for at in (start + 1, end))
    return end if left > 0.6 * len(lines) or kept < cut else start + 1


def _is_border(head: str, body: Sequence[str], at: int) -> bool:
    """Whether a gap of one is a border: a label starts behind it, and chance did not make it."""
    named = head[at : at + 1].strip() and not head[at - 1 : at].strip()
    return bool(named) and (len(body) >= _MANY or _unlike(body, at))


def _unlike(body: Sequence[str], at: int) -> bool:
    """Whether digits stand on one side of a place and letters on the other, in every row that has both."""
    pairs = [(line[:at].rstrip()[-1:], line[at : at + 1].strip()) for line in body]
    return all(before.isdigit() != after.isdigit() for before, after in pairs if before and after)


def _filled(starts: Sequence[int], body: Sequence[str]) -> list[int]:
    """Starts of columns that hold anything; an empty one is part of the label before it."""
    spans = zip(starts, (*starts[1:], None), strict=True)
    return [start for start, end in spans if not start or any(line[start:end].strip() for line in body)]


def _cells(line: str, starts: Starts) -> list[str]:
    """The cells of a row; by its gaps when it has moved against the others; none when it runs across the columns."""
    if not starts:
        return []
    if any(len(line) > start and line[start - 1] != " " for start in starts[1:]):
        parts = _GAP.split(line.strip())
        return parts if len(parts) == len(starts) else []
    return [line[start:end].strip() for start, end in zip(starts, (*starts[1:], None), strict=True)]
