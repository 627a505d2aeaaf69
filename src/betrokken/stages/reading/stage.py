"""Room 2: one item turned into tables and texts, by the format its bytes show.

Nothing else comes out of a format. What it puts out is held to the caps of `Limits`; what it cannot read it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from betrokken.kit import discover
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Format, Fragment, Limits, Source, Table, Text, Trouble
from betrokken.stages.reading import carried, charset, kinds

FORMATS = "betrokken.stages.reading.formats"
_MEMBERS = ("NAME", "MEDIA_TYPE", "recognise", "read")
_SIGNED = 0.95  # what formats with a signature in the first bytes give
_TEXTUAL = ("json", "xml", "sql", "hl7-v2", "edifact", "x-ndjson")


@dataclass(slots=True)
class Reading:
    """What reading one item gives; `charset` is "" where the content is no text."""

    format: str
    media_type: str
    charset: str
    fragments: Iterator[Fragment]


@cache
def formats() -> tuple[Format, ...]:
    """Every module of the formats folder, those with a signature before those of text, which take longer to ask."""
    found = cast(tuple[Format, ...], discover.modules(FORMATS, _MEMBERS))
    return tuple(sorted(found, key=lambda form: _textual(form.MEDIA_TYPE)))


def choose(source: Source) -> Format | None:
    """The format most sure of the content, None when none knows it. Raises ValueError when two are equally sure.

    A signature settles it: the formats after it are not asked.
    """
    scores: list[tuple[float, str, Format]] = []
    for form in formats():
        scores.append((form.recognise(source), form.NAME, form))
        if scores[-1][0] >= _SIGNED:
            return form
    scores.sort(key=lambda score: score[:2])
    (second, other, _), (best, name, form) = scores[-2], scores[-1]
    if best <= 0:
        return None
    if best == second:
        raise ValueError(f"{other} and {name} are equally sure of the content")
    return form


def read(source: Source, limits: Limits) -> Reading:
    """Read one item. Raises UnreadableError, with the kind of content, when no format knows it."""
    if not source.size:
        raise UnreadableError("no bytes", "empty")
    form = choose(source)
    if form is None:
        raise UnreadableError(*kinds.kind(source.head))
    told = charset.detect(source) if _textual(form.MEDIA_TYPE) else ""
    return Reading(form.NAME, form.MEDIA_TYPE, told, _capped(carried.unpacked(form.read(source), source), limits))


def limits_for(size: int) -> Limits:
    """Caps for an item of this many bytes: text-like items put out about what they hold, so large ones may give more.

    Without this a sound dump of a gigabyte would be cut at the caps meant for bombs.
    """
    usual = Limits()
    return Limits(
        characters=max(usual.characters, 4 * size),
        rows=max(usual.rows, size // 8),
        cell=usual.cell,
        parts=max(usual.parts, size // 1_000),
    )


def _textual(media_type: str) -> bool:
    kind, _, name = media_type.partition("/")
    return kind == "text" or name.split("+")[-1] in _TEXTUAL or name in _TEXTUAL


def _capped(fragments: Iterator[Fragment], limits: Limits) -> Iterator[Fragment]:
    """Fragments until a cap is met; a fault after the first fragment is told and costs only the rest."""
    meter = _Meter(limits)
    given = False
    try:
        for fragment in fragments:
            yield from meter.passed(fragment)
            given = True
            if meter.full:
                yield Trouble("", meter.full)
                return
    except UnreadableError as error:
        if not given:
            raise
        yield Trouble("", error.reason)


class _Meter:
    """Counts what one item puts out; `full` is the reason to stop, "" as long as there is none."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self._rows = 0
        self._parts = 0
        self.full = ""

    def passed(self, fragment: Fragment) -> Iterator[Fragment]:
        """The part of a fragment that is within the caps."""
        self._parts += 1
        if self._parts > self._limits.parts:
            self.full = f"more than {self._limits.parts} tables and texts"
        elif isinstance(fragment, Table):
            yield from self._table(fragment)
        elif isinstance(fragment, Text):
            yield from self._text(fragment)
        else:
            yield fragment

    def _table(self, table: Table) -> Iterator[Fragment]:
        room = self._limits.rows - self._rows
        if len(table.rows) > room:
            self.full = f"more than {self._limits.rows} rows"
        cut = self._weigh(table.rows, min(room, len(table.rows)))
        if cut < len(table.rows):
            table.rows = table.rows[:cut]
            table.row_names = table.row_names[:cut]
        self._rows += len(table.rows)
        long_cells = _shorten(table.rows, self._limits.cell)
        yield table
        if long_cells:
            yield Trouble(table.place, f"cells cut at {self._limits.cell} characters, in {long_cells} rows")

    def _weigh(self, rows: list[tuple[str, ...]], count: int) -> int:
        """How many of the first `count` rows are within the cap on characters."""
        room = self._limits.characters - self._characters
        for number in range(count):
            room -= sum(map(len, rows[number]))
            if room < 0:
                self.full = self.full or f"more than {self._limits.characters} characters"
                return number
        self._characters = self._limits.characters - room
        return count

    def _text(self, text: Text) -> Iterator[Fragment]:
        room = self._limits.characters - self._characters
        if len(text.text) > room:
            self.full = f"more than {self._limits.characters} characters"
            text.text = text.text[: max(0, room)]
        self._characters += len(text.text)
        yield text


def _shorten(rows: list[tuple[str, ...]], longest: int) -> int:
    """Cut cells that are too long, in place; gives how many rows had one."""
    cut = 0
    for number, row in enumerate(rows):
        if sum(map(len, row)) > longest and max(map(len, row)) > longest:
            rows[number] = tuple(cell[:longest] for cell in row)
            cut += 1
    return cut
