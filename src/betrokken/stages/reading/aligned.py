"""Text reports whose columns stand under each other, apart by spaces only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from betrokken.stages.reading.sniffing import foreign, is_log, split_lines

_GAP = re.compile(r" {2,}|\t+")
_LABEL = re.compile(r"^\s*[^\W\d][\w .()/'-]{0,30}\s*:(?:\s|$)")
_RULE = re.compile(r"^[\s\-=+_*|.]+$")
_DASHES = re.compile(r"^\s*-{2,}(?: +-{2,})+$|^\s*={2,}(?: +={2,})+$")
_HEADER = 50  # lines within which a header and its rule stand
_WIDEST = 1_000  # characters of a line that are looked at
_SPACED = 0.3  # wide gaps to a line, at least, in a text with columns
_FEWEST = 4  # rows before columns are believed in


@dataclass(frozen=True, slots=True)
class Aligned:
    """Where columns start, as positions in a line; () when cells are what two spaces or more set apart."""

    starts: tuple[int, ...]
    width: int


@lru_cache(maxsize=2)  # asked when a format is chosen and again when it reads
def sniff(text: str, cut: bool) -> Aligned | None:
    """The columns of the start of a text report, None when it is none."""
    if text.count("  ") + text.count("\t") < _SPACED * text.count("\n") or foreign(text):
        return None
    if ruled := _by_rule(split_lines(text, cut)):
        return ruled
    lines = [line.expandtabs().rstrip()[:_WIDEST] for line in split_lines(text, cut)]
    table = [line for line in lines if line and not _RULE.match(line)]
    if len(table) < _FEWEST or is_log(table) or _is_form(table):
        return None
    by_gap, by_place = _by_gap(table), _by_place(table)
    if by_gap and (by_place is None or by_gap.width >= by_place.width):
        return by_gap
    return by_place


def rows(lines: Iterable[str], how: Aligned) -> Iterator[list[str]]:
    """Cells of every line; a line that runs across the columns (a title) is one cell, a blank one an empty row."""
    for line in lines:
        line = line.expandtabs().rstrip()
        if not line:
            yield []
        elif how.starts:
            yield _cut(line, how.starts)
        else:
            yield _GAP.split(line.strip())


def _is_form(lines: list[str]) -> bool:
    return sum(bool(_LABEL.match(line)) for line in lines) > 0.4 * len(lines)


def _by_rule(lines: list[str]) -> Aligned | None:
    """Columns by a line of dashes under the header, as database clients print it."""
    for number, line in enumerate(lines[:_HEADER]):
        if _DASHES.match(line.rstrip()) and number and number + 1 < len(lines):
            starts = tuple(found.start() for found in re.finditer(r"[-=]+", line))
            return Aligned((0, *starts[1:]), len(starts))
    return None


def _by_gap(lines: list[str]) -> Aligned | None:
    widths = [len(_GAP.split(line.strip())) for line in lines]
    width = max(set(widths), key=widths.count)
    return Aligned((), width) if width >= 3 and widths.count(width) >= 0.9 * len(widths) else None


def _by_place(lines: list[str]) -> Aligned | None:
    """Columns by the positions that are blank in every line, once the lines that run across them are left out."""
    rough = _gaps(lines, 0.8)
    kept = [line for line in lines if not _across(line, [(start + end) // 2 for start, end in rough])]
    if len(kept) < max(_FEWEST, 0.8 * len(lines)):
        return None
    starts = (0, *(_start(kept, gap) for gap in _gaps(kept, 1.0)))
    full = sum(_filled(kept, start) for start in _spans(starts))
    return Aligned(starts, len(starts)) if len(starts) >= 3 and full >= 3 else None


def _gaps(lines: list[str], share: float) -> list[tuple[int, int]]:
    """Runs of two positions or more, after the first text, that are blank in at least this share of the lines."""
    longest = max(map(len, lines))
    padded = [line.ljust(longest) for line in lines]
    blank = "".join("_" if column.count(" ") >= share * len(lines) else "x" for column in zip(*padded, strict=True))
    return [found.span() for found in re.finditer("(?<=x)__+(?=x)", blank)]


def _start(lines: list[str], gap: tuple[int, int]) -> int:
    """Where the column after a gap starts: at its text when that is aligned left, else as early as it can."""
    start, end = gap
    left = sum(line[end : end + 1] not in ("", " ") for line in lines)
    return end if left > 0.6 * len(lines) else start + 1


def _across(line: str, places: Iterable[int]) -> bool:
    return any(" " not in line[place - 1 : place + 1] and len(line) > place for place in places if place)


def _spans(starts: tuple[int, ...]) -> Iterator[slice]:
    return (slice(start, end) for start, end in zip(starts, (*starts[1:], None), strict=True))


def _filled(lines: list[str], span: slice) -> bool:
    return sum(bool(line[span].strip()) for line in lines) > 0.5 * len(lines)


def _cut(line: str, starts: tuple[int, ...]) -> list[str]:
    if _across(line, starts):
        return [line.strip()]
    return [line[span].strip() for span in _spans(starts)]
