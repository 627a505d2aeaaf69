"""HL7 v2 as text: messages, separators, segments and escapes (HL7 v2.5.1 chapter 2).

Messages of leaks are damaged, wrapped and logged, so nothing is refused: what is no segment is handed back apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from betrokken.stages.reading.charset import decode

# The look behind stands last, so that the search can leap from one MSH to the next.
_START: Final = re.compile(r"MSH(?=([^\w\s])[^\w\s]{2,5}\1)(?<![A-Za-z0-9]MSH)")
_MESSAGE_CAP: Final = 64 * 1024 * 1024  # characters without a new message after which the text is cut anyway
_FREE_TEXT: Final = frozenset({"OBX", "NTE", "TXA", "DG1", "AL1"})
_HEX: Final = re.compile(r"^[0-9A-Fa-f]+$")
_SKIPPED: Final = frozenset({"H", "N"})
_LINE_BREAKS: Final = (".br", ".sp", ".ce", ".fi", ".in", ".nf", ".sk", ".ti")


@dataclass(frozen=True, slots=True)
class Syntax:
    """The separators of one message, from MSH-1 and MSH-2."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    sub: str = "&"


_USUAL: Final = Syntax()
_PADDING: Final = [""] * 60  # more fields than any segment that is read has


def messages(texts: Iterable[str]) -> Iterator[str]:
    """Messages in order; the first is what stands before any message ("" when nothing does).

    texts: the whole text in blocks of whole lines.
    """
    held = ""
    lead = True
    for text in texts:
        held += text
        starts = [found.start() for found in _START.finditer(held)]
        if len(starts) < 2 and len(held) < _MESSAGE_CAP:
            continue
        keep = starts[-1] if starts else len(held)
        yield from _cut(held[:keep], starts[:-1], lead)
        held, lead = held[keep:], False
    yield from _cut(held, [found.start() for found in _START.finditer(held)], lead)


def _cut(held: str, starts: list[int], lead: bool) -> Iterator[str]:
    if lead or (not starts and held):
        yield held[: starts[0]] if starts else held
    for begin, end in pairwise([*starts, len(held)]):
        yield held[begin:end]


def starts(text: str) -> bool:
    """Whether a message starts anywhere in a text."""
    return bool(_START.search(text))


def syntax(header: str) -> Syntax:
    """The separators a header segment (MSH, FHS, BHS) gives; the usual ones for those it leaves out."""
    if header[3:8] == "|^~\\&":
        return _USUAL
    field = header[3:4] or "|"
    given = header[4:9].split(field)[0]
    usual = "^~\\&"
    return Syntax(field, *(given[i] if i < len(given) else usual[i] for i in range(4)))


def segments(text: str, sep: str) -> tuple[list[str], list[str]]:
    """(segments, other lines). A line that is no segment continues the one before when it can."""
    found: list[str] = []
    other: list[str] = []
    for line in text.splitlines():
        if line[3:4] == sep and line[:3].isalnum():
            found.append(line)
        elif len(line) > 2 or line.strip():
            _continue(line, sep, found, other)
    return found, other


def _continue(line: str, sep: str, found: list[str], other: list[str]) -> None:
    stripped = line.strip(" \t\x00")
    if not stripped or (len(stripped) == 3 and stripped.isalnum() and stripped.isupper()):
        return
    if stripped[3:4] == sep and stripped[:3].isalnum():
        found.append(stripped)
    elif found and (sep in line or found[-1][:3] in _FREE_TEXT):
        found[-1] += "\n" + line
    else:
        other.append(line)


def fields_of(segment: str, marks: Syntax) -> list[str]:
    """The fields of a segment by their number in the standard, with "" beyond the end."""
    return segment.split(marks.field) + _PADDING


def components(value: str, separator: str, count: int) -> list[str]:
    """At least `count` components of a value, "" for those it leaves out."""
    found = value.split(separator)
    return found if len(found) >= count else found + _PADDING[: count - len(found)]


def unescape(value: str, marks: Syntax) -> str:
    """A value with its escape sequences replaced; what is no sequence stays as it stands."""
    escape = marks.escape
    parts = value.split(escape)
    out = [parts[0]]
    at = 1
    while at < len(parts):
        meant = _meaning(parts[at], marks) if at + 1 < len(parts) else None
        if meant is None:
            out.append(escape + parts[at])
            at += 1
        else:
            out.append(meant + parts[at + 1])
            at += 2
    return "".join(out)


def _meaning(code: str, marks: Syntax) -> str | None:
    """What stands between two escape characters means; None when it is no sequence."""
    if not code:
        return None
    plain = {"F": marks.field, "S": marks.component, "T": marks.sub, "R": marks.repetition, "E": marks.escape}
    if code in plain:
        return plain[code]
    if code in _SKIPPED:
        return ""
    if code[:3] in _LINE_BREAKS and len(code) < 9:
        return "\n"
    if code[0] == "X" and _HEX.match(code[1:]) and len(code) % 2:
        return decode(bytes.fromhex(code[1:]))[0]
    return "" if code[0] in "CMZ" and _HEX.match(code[1:]) else None
