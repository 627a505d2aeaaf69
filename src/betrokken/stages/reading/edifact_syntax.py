"""EDIFACT as text: separators, segments and released characters (ISO 9735 syntax versions 1 to 4)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_INTERCHANGE: Final = re.compile(r"(?=UNA[^\w]{3}[^\w][^\w][^\w]\s*UN[BGH])")
_TAG: Final = re.compile(r"^[A-Z][A-Z0-9]{2}(?![A-Za-z0-9])")
# Released characters stand as these private characters until the segment is split.
_HELD: Final = "\ue000\ue001\ue002\ue003"
_SEGMENT_CAP: Final = 1_000_000  # characters without a terminator after which the text is cut anyway


@dataclass(frozen=True, slots=True)
class Marks:
    """The separators of one interchange, from its UNA segment."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"


_USUAL: Final = Marks()


class Segment:
    """One segment: its three-letter tag, and its elements counted from 1. Components are split when asked for."""

    __slots__ = ("_elements", "_marks", "tag")

    def __init__(self, text: str, marks: Marks) -> None:
        self.tag = text[:3]
        self._elements = text.split(marks.element)
        self._marks = marks

    def __len__(self) -> int:
        return len(self._elements)

    def element(self, number: int) -> list[str]:
        """The components of an element, at least one."""
        text = self._elements[number] if number < len(self._elements) else ""
        parts = text.split(self._marks.component)
        return parts if text.isascii() else [_released(part, self._marks) for part in parts]

    def value(self, number: int, component: int = 0) -> str:
        """One component, "" where it is left out."""
        if number >= len(self._elements) or not (text := self._elements[number]):
            return ""
        if self._marks.component in text:
            parts = text.split(self._marks.component)
            text = parts[component] if component < len(parts) else ""
        elif component:
            return ""
        return text if text.isascii() else _released(text, self._marks)


def marks_of(text: str) -> Marks:
    """The separators told by the UNA segment a text starts with, else the usual ones."""
    if text[:3] != "UNA" or len(text) < 9:
        return _USUAL
    return Marks(component=text[3], element=text[4], release=text[6], terminator=text[8])


def segments(texts: Iterable[str]) -> Iterator[Segment]:
    """Segments in order. Text without a tag continues the segment before: a terminator that was not released.

    texts: the whole text in blocks.
    """
    held, marks, wrapped = "", _USUAL, False
    for number, text in enumerate(texts):
        wrapped = _wrapped(text) if number == 0 else wrapped
        text = text.replace("\r", "").replace("\n", "") if wrapped else text
        pieces = _INTERCHANGE.split(held + text)
        for piece in pieces[:-1]:
            marks = marks_of(piece) if piece.startswith("UNA") else marks
            yield from _joined(_raw(piece, marks), marks)
        last = pieces[-1]
        marks = marks_of(last) if last.startswith("UNA") else marks
        cut = _last_end(last, marks)
        yield from _joined(_raw(last[:cut], marks), marks)
        held = last[cut:]
    yield from _joined(_raw(held, marks), marks)


def _wrapped(text: str) -> bool:
    """Whether lines are cut at a fixed length, so that line ends are no part of the text."""
    lengths = [len(line) for line in text[:4000].splitlines()[:-1]]
    return len(lengths) > 2 and len(set(lengths)) == 1 and lengths[0] > 30


def _last_end(text: str, marks: Marks) -> int:
    """Where the last whole segment ends that is followed by a tag; UNA is left to stand before its interchange."""
    at = len(text)
    while (at := text.rfind(marks.terminator, 0, at)) > 0:
        rest = text[at + 1 : at + 40].lstrip()
        if text[at - 1] != marks.release and _TAG.match(rest) and not rest.startswith("UNA"):
            return at + 1
    return 0 if len(text) < _SEGMENT_CAP else len(text)


def _raw(text: str, marks: Marks) -> list[str]:
    """Pieces between terminators, with released characters held."""
    if text.startswith("UNA"):
        text = text[9:]
    release = marks.release
    if release.strip() and release in text:
        for held, mark in zip(_HELD, (release, marks.terminator, marks.element, marks.component), strict=True):
            text = text.replace(release + mark, held)
        for mark in (marks.element, marks.component):  # an ordinary character that was released all the same
            text = text.replace(mark + release, mark)
    return text.split(marks.terminator)


def _joined(raw: list[str], marks: Marks) -> Iterator[Segment]:
    held = ""
    for piece in raw:
        stripped = piece.lstrip().rstrip("\r\n\x00\x1a")
        if _TAG.match(stripped):
            if held:
                yield Segment(held, marks)
            held = stripped
        elif stripped and held:
            held += marks.terminator + piece.rstrip("\r\n")
    if held:
        yield Segment(held, marks)


def _released(value: str, marks: Marks) -> str:
    for held, mark in zip(_HELD, (marks.release, marks.terminator, marks.element, marks.component), strict=True):
        value = value.replace(held, mark)
    return value
