"""Rows of words apart by single spaces, texts in quotes and "?" for nothing: dumps of OpenEdge tables (.d) and kin."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from betrokken.model.fragments import Fragment, Source, Table
from betrokken.stages.reading import charset

NAME: Final = "quoted words"
MEDIA_TYPE: Final = "text/x-quoted-words"

_CELL: Final = re.compile(r'"((?:[^"]|"")*)"(?= |$)|([^\s"]+)(?= |$)')
_LOOKED_AT: Final = 200  # lines
_FEWEST: Final = 5  # cells of a row
_QUOTED: Final = 3  # of them in quotes
_SHARE: Final = 0.8  # of the lines before the trailer that are rows of one width
_TRAILER: Final = "."  # alone on its line: what follows tells of the dump
_NOTHING: Final = "?"
_CHUNK: Final = 50_000  # rows


def recognise(source: Source) -> float:
    """0.86 when nearly all lines are rows of as many cells, most of them quoted texts."""
    start = charset.start(source.head)
    if not start.lstrip().startswith('"'):
        return 0.0
    found = [line for line in islice(_lines([start]), _LOOKED_AT) if line]
    if source.size > len(source.head) and len(found) > 1:
        found.pop()
    widths = Counter(len(row) for line in found if (row := _row(line)) and line.count('"') >= 2 * _QUOTED)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    return 0.86 if width >= _FEWEST and often >= 2 and often >= _SHARE * len(found) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table without columns, in chunks."""
    lines = _lines(charset.plain(block) for block in charset.blocks(source))
    rows = (tuple(_row(line) or [line]) for line in lines)
    for chunk in range(1 << 30):
        cells = list(islice(rows, _CHUNK))
        if not cells:
            return
        yield Table("", (), cells, first=1 + chunk * _CHUNK, chunk=chunk)


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    """The lines up to the trailer."""
    for block in blocks:
        for line in charset.lines(block):
            text = line.rstrip("\r\n")
            if text == _TRAILER:
                return
            yield text


def _row(line: str) -> list[str]:
    """The cells of a line; [] when it is no such row."""
    cells: list[str] = []
    at = 0
    while at < len(line):
        found = _CELL.match(line, at)
        if not found:
            return []
        told = found[1].replace('""', '"') if found[1] is not None else found[2]
        cells.append("" if found[2] == _NOTHING else told)
        at = found.end() + 1
    return cells
