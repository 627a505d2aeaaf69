"""What one part of a text says for another: a surname named in full once, "my date of birth" and the signature."""

import re
from functools import cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.flow import Told
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.subjects import Subject
from betrokken.stages.finding.prose.who import same_surname

_SHEET: Final = 3
_CLIENT: Final = frozenset({"institution", "sender_code"})
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


def recipient(lines: list[Line], told: Told) -> None:
    """Who is greeted as the patient is the one the mail went to: its "To:" gives the initials and the address."""
    if len(told.people) != 1:
        return
    who = told.people[0]
    greeted = [mark for line in who.lines if line.told == "greeting" for mark in line.marks if mark in who.marks]
    for line in lines if greeted else ():
        names = [mark for mark in line.marks if mark.word == "name"]
        if line.told == "mail" and _to().match(line.text) and len(names) == 1 and same_surname(names[0], greeted[0]):
            names[0].role, names[0].kind = "", "cue"
            for mark in line.marks:
                mark.role = "" if mark.word in ("name", "email") else mark.role
                _give(who, line, mark)


def signed(lines: list[Line], told: Told) -> None:
    """The care provider that signs a letter or mail is the client of all whom it speaks of and gives no other."""
    start = 0
    for at, line in enumerate(lines):
        if line.told in ("greeting", "mail"):
            start = at
        for mark in line.marks if line.told == "closing" else ():
            if mark.kind == "known":
                spoken = {id(one) for one in lines[start:at]}
                for who in told.people:
                    if not any(one.word in _CLIENT for one in who.marks) and any(
                        id(one) in spoken for one in who.lines
                    ):
                        who.marks.append(mark)


def correspondent(lines: list[Line], told: Told) -> None:
    """The one care provider named in the heads of a thread of mails, quoted ones too, is the client of all in it."""
    heads = [line for line in lines if _head().match(line.text)]
    named = [mark for line in heads for mark in line.marks if mark.kind == "known"]
    if len({words(mark.fields.get(mark.word, "")) for mark in named}) != 1:
        return
    for who in told.people:
        if not any(one.word in _CLIENT for one in who.marks):
            who.marks.append(named[0])


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"(?i)[\s>]*(?:{cues.alternatives('letter', 'mail')})\s*:")


def is_sheet(people: list[Subject]) -> bool:
    """Whether a text is a sheet of addresses: three people or more with a form of address, each with a full one."""
    addressed = sum(
        any(mark.word == "name" and mark.kind == "cue" for mark in one.marks)
        and any(mark.word in ("address", "postcode_city") for mark in one.marks)
        for one in people
    )
    return addressed >= _SHEET and 2 * addressed >= len(people)


@cache
def _to() -> re.Pattern[str]:
    return re.compile(r"(?i)\s*(?:to|aan)\s*:")


def _signs(line: Line, mark: Mark) -> bool:
    return line.told in _SIGNED and mark.word == "name" and mark.role == "professional"


def _give(who: Subject, line: Line, mark: Mark) -> None:
    who.add(line, mark)
