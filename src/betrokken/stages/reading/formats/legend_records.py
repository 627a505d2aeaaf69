"""Records of fixed width that say themselves how they are laid out: a legend gives each kind of line its fields.

"10 = NUMBER(10) NAME(30) BORN(8)": lines that start with 10 hold these fields, so many characters each. Old systems
split one record over lines of several kinds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Text
from betrokken.stages.reading import charset

NAME: Final = "legend_records"
MEDIA_TYPE: Final = "text/x-fixed-width"

_LEGEND: Final = re.compile(
    r"^\W{0,4}(\w{1,4})\s*[=:]\s*((?:[^\W\d_][\w./-]{0,30} ?\(\d{1,4}\)[\s,;+]*){1,}[\w./-]*)\s*$"
)
_FIELD: Final = re.compile(r"([^\W\d_][\w./-]*) ?(?:\((\d{1,4})\))?")
_TOP: Final = 100  # lines within which the legend stands
_SHARE: Final = 0.6  # of the lines must be of a kind in the legend
_CHUNK: Final = 5_000  # rows of one table fragment
_STRAY_LINES: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of one kind of line, and where each starts and ends behind the kind."""

    columns: tuple[int, ...]
    spans: tuple[slice, ...]


@dataclass(frozen=True, slots=True)
class _Legend:
    """All kinds of line by what they start with, and the names of all columns."""

    kinds: Mapping[str, _Layout]
    names: tuple[str, ...]

    def kind(self, line: str) -> str:
        """What a line starts with, "" when it is of no kind."""
        return next((kind for kind in self.kinds if line.startswith(kind)), "")


def recognise(source: Source) -> float:
    """Likely when most lines are of a kind that a legend at the top lays out."""
    if b"(" not in source.head[:8192]:
        return 0.0
    lines = [line for line in islice(charset.lines(charset.start(source.head)), 4 * _TOP) if line.strip()]
    legend = _legend(tuple(lines[:_TOP]))
    rest = [line for line in lines if not _LEGEND.match(line)]
    told = sum(bool(legend.kind(line)) for line in rest)
    return 0.87 if legend.kinds and told >= 2 and told >= _SHARE * len(rest) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table; a record that has a line of the first kind several others belong to. Then all other lines."""
    legend = _legend(tuple(line for line in islice(charset.lines(charset.start(source.head)), _TOP) if line.strip()))
    if not legend.kinds:
        raise UnreadableError("no legend of records")
    strays: list[str] = []
    columns = tuple(map(Field, legend.names))
    records = _records(_lines(source), legend, strays)
    chunk = 0
    while found := list(islice(records, _CHUNK)):
        rows, places = [row for row, _ in found], tuple(place for _, place in found)
        yield Table("", columns, rows, first=1 + chunk * _CHUNK, unit="record", chunk=chunk, row_names=places)
        chunk += 1
    if strays:
        yield Text("lines outside records", "\n".join(strays))


def _lines(source: Source) -> Iterator[str]:
    for block in charset.blocks(source):
        yield from charset.lines(block)


@lru_cache(maxsize=2)  # asked when a format is chosen and again when it reads
def _legend(lines: tuple[str, ...]) -> _Legend:
    kinds: dict[str, _Layout] = {}
    names: list[str] = []
    for line in lines:
        if found := _LEGEND.match(line.rstrip()):
            kinds[found[1]] = _layout(found[1], found[2], names)
    return _Legend(kinds, tuple(names))


def _layout(kind: str, told: str, names: list[str]) -> _Layout:
    at, columns, spans = len(kind), [], []
    for name, width in _FIELD.findall(told):
        end = at + int(width) if width else None
        columns.append(len(names))
        names.append(name if name not in names else f"{name} {names.count(name) + 1}")
        spans.append(slice(at, end))
        at = end or at
    return _Layout(tuple(columns), tuple(spans))


def _records(lines: Iterable[str], legend: _Legend, strays: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Rows and their places. A kind that comes back gives a further row with what the kinds before it said."""
    order = list(legend.kinds)
    open_: dict[str, tuple[str, ...]] = {}
    begun = number = 0
    for number, line in enumerate(lines, 1):
        kind = legend.kind(line)
        if not kind:
            if line.strip() and len(strays) < _STRAY_LINES:
                strays.append(line.rstrip())
            continue
        if kind in open_:
            yield _row(open_, legend), f"lines {begun}-{number - 1}"
            open_ = {one: cells for one, cells in open_.items() if order.index(one) < order.index(kind)}
            begun = begun if open_ else number
        begun = begun if open_ else number
        open_[kind] = tuple(line.rstrip("\r\n")[span].strip() for span in legend.kinds[kind].spans)
    if open_:
        yield _row(open_, legend), f"lines {begun}-{number}"


def _row(said: Mapping[str, tuple[str, ...]], legend: _Legend) -> tuple[str, ...]:
    row = [""] * len(legend.names)
    for kind, cells in said.items():
        for column, cell in zip(legend.kinds[kind].columns, cells, strict=True):
            row[column] = cell
    return tuple(row)
