"""Texts in parts, each under the name of a client that speaks for the people below it, up to the next one.

A name of a client is believed to be such a heading where it stands alone in its line, where two clients or more are
named so, and where people follow each of them: the foot of a letter or a signature is followed by nobody.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import clients
from betrokken.stages.finding.prose.mark import CLIENTS, Mark
from betrokken.stages.finding.prose.passages import Line, Unit
from betrokken.stages.finding.prose.profiles import KEYS
from betrokken.stages.finding.prose.subjects import Subject, is_name

_LONGEST: Final = 80  # characters of a heading
_LABEL: Final = re.compile(r"\s*[^\W\d_][^:]{0,40}:\s*$")
_PLAIN: Final = frozenset({"", "letterhead"})

Part = tuple[Mark | None, list[Unit]]


def parts(units: Sequence[Unit], setting: Setting) -> list[Part]:
    """The units of a text by the heading they stand under; one part without a heading where there are no two."""
    lines = [line for unit in units for line in unit.lines]
    found_heads = ((at, _heading(line, setting)) for at, line in enumerate(lines))
    heads = {id(lines[at]): told for at, told in found_heads if told and not _in_form(lines, at)}
    if len({client for _, client in heads.values()}) < 2 or not _speak(lines, heads):
        return [(None, list(units))]
    found: list[Part] = [(None, [])]
    for unit in units:
        for piece in _pieces(unit, heads):
            if id(piece.lines[0]) in heads:
                mark = heads[id(piece.lines[0])][0]
                found = [(mark, found[0][1])] if found[0][0] is None else [*found, (mark, [])]
            else:
                found[-1][1].append(piece)
    return found


def _heading(line: Line, setting: Setting) -> tuple[Mark, str] | None:
    """(mark, client) of a line that names a client and nothing else."""
    told = [mark for mark in line.marks if mark.kind != "loose"]
    if line.told not in _PLAIN or len(line.text) > _LONGEST or not told or {one.word for one in told} - CLIENTS:
        return None
    client = clients.heading_in([line.text], setting)
    return (told[0], client) if client else None


def _in_form(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is one of a form: labelled lines stand right above it, or right below when it has a label too."""
    own = _is_labelled(lines[at])
    return any(
        lines[near].group == lines[at].group and _is_labelled(lines[near])
        for near in ((at - 1, at + 1) if own else (at - 1,))
        if 0 <= near < len(lines)
    )


def _is_labelled(line: Line) -> bool:
    return any(mark.kind == "label" and _LABEL.match(line.text, 0, mark.start) for mark in line.marks)


def _speak(lines: Sequence[Line], heads: dict[int, tuple[Mark, str]]) -> bool:
    """Whether nobody stands above the first heading, and somebody under each."""
    places = [at for at, line in enumerate(lines) if id(line) in heads]
    above = any(map(_names, lines[: places[0]]))
    return not above and all(any(map(_names, lines[a:b])) for a, b in pairwise([*places, len(lines)]))


def _names(line: Line) -> bool:
    """Whether somebody is named with a key in a line, or by a word before the name."""
    own = [mark for mark in line.marks if not mark.role or mark.role == "patient"]
    return any(mark.word in KEYS or (is_name(mark) and mark.kind in ("cue", "label")) for mark in own)


def _pieces(unit: Unit, heads: dict[int, tuple[Mark, str]]) -> Iterator[Unit]:
    """A unit cut at its headings, each of which is a piece of its own."""
    cuts = sorted({0, *(n for at, line in enumerate(unit.lines) if id(line) in heads for n in (at, at + 1))})
    for start, end in pairwise([*cuts, len(unit.lines)]):
        if start < end:
            yield Unit(unit.lines[start:end], unit.kind)


def give(people: Sequence[Subject], heading: Mark | None, setting: Setting) -> None:
    """Let a heading speak for the people under it with whom no client is named; a doctor who asked is none."""
    for who in people if heading else ():
        if heading and not any(_is_client(mark, setting) for mark in who.marks):
            who.marks.append(heading)


def _is_client(mark: Mark, setting: Setting) -> bool:
    named = mark.word == "requester" and clients.heading_in(mark.fields.values(), setting)
    return mark.word in ("institution", "sender_code") or bool(named)
