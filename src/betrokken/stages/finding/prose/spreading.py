"""What one part of a text says for another: a surname named in full once, "my date of birth" and the signature."""

import re
from functools import cache
from typing import Final

from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.flow import Told
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.subjects import Subject

_SIGNED: Final = frozenset({"closing", "mail"})


def named_in_full(people: list[Subject]) -> frozenset[str]:
    """The surname parts of those whom a key beside the name makes sure."""
    return frozenset(part for one in people if one.profile.keys for part in one.profile.parts)


@cache
def _first_person() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{cues.alternatives('letter', 'first_person')})(?!\w)")


def first_person(lines: list[Line], told: Told) -> None:
    """Who writes "my date of birth is" is the patient: the signature or the sender gives the name."""
    nameless = [one for one in told.people if not one.profile.parts]
    if len(told.people) != 1 or not nameless or not any(_first_person().search(line.text) for line in lines):
        return
    signed = [(line, mark) for line in lines for mark in line.marks if _signs(line, mark)]
    if not signed:
        return
    line, name = max(signed, key=lambda one: (one[0].told == "closing", len(one[1].fields)))
    name.role, name.kind = "", "cue"
    _give(nameless[0], line, name)
    for other in lines:
        if other.told == "closing":
            for mark in other.marks:
                if mark.role == "professional" and mark.word not in ("name", "surname"):
                    mark.role = ""
                    _give(nameless[0], other, mark)


def _signs(line: Line, mark: Mark) -> bool:
    return line.told in _SIGNED and mark.word == "name" and mark.role == "professional"


def _give(who: Subject, line: Line, mark: Mark) -> None:
    who.add(line, mark)
