"""The units of a text put together: what goes on about the same person, what starts anew, what is nobody's."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import care, clients, sections, subjects
from betrokken.stages.finding.prose.mark import NAMES
from betrokken.stages.finding.prose.passages import Line, Unit
from betrokken.stages.finding.prose.profiles import KEYS
from betrokken.stages.finding.prose.subjects import Subject


@dataclass(slots=True)
class Told:
    """What one text tells: its people, and what its headings say about all of them.

    going_on: it names nobody and opens no letter, so that it can be the next page about the person before it.
    """

    people: list[Subject] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    going_on: bool = False


def of_units(units: list[Unit], setting: Setting) -> Told:
    """The people of the units of a text, in order."""
    found = [(unit, subjects.of_unit(unit)) for unit in units]
    apart = _stand_apart(found)
    told = Told(shared=_headings(found, apart, setting))
    if apart:
        told.people = [who for _, people in found for who in people]
        return told
    current: Subject | None = None
    waiting: list[Unit] = []
    for unit, people in found:
        if not people and current is None:
            waiting.append(unit)
        elif not people and current is not None:
            append(current, unit)
        for who in people:
            if current is not None and (current.profile.agrees(who.profile) or _goes_on(current, who)):
                current.take(who)
                continue
            for one in waiting:
                append(who, one, first=True)
            waiting = []
            current = who
            told.people.append(who)
    told.going_on = not told.people and not any(
        _opens_letter(line, setting) for unit in units[:2] for line in unit.lines[:4]
    )
    return told


def _goes_on(current: Subject, who: Subject) -> bool:
    """Whether a unit with keys and no name is about the person named before: no key differs."""
    return not who.profile.parts and not current.profile.differs(who.profile)


def _opens_letter(line: Line, setting: Setting) -> bool:
    return line.told in ("addressee", "greeting", "mail", "letterhead") or sections.is_letterhead(line.text, setting)


def _stand_apart(found: list[tuple[Unit, list[Subject]]]) -> bool:
    """Whether units are entries of a list or log, each about its own: two at least speak of people of their own."""
    if any(unit.kind == "line" for unit, _ in found):
        return True
    entries = [people for unit, people in found if unit.kind == "entry"]
    own = sum(1 for people in entries if people)
    return own >= 2 and own * 3 >= len(entries)


def append(who: Subject, unit: Unit, first: bool = False) -> None:
    """Give a unit that names nobody to somebody."""
    other = Subject(lines=list(unit.lines))
    for line in unit.lines:
        for mark in line.marks:
            # A day above the first person is of the paper, unless a label says otherwise.
            if mark.role in ("", "patient") and mark.word not in NAMES and not (first and mark.word == "date"):
                other.marks.append(mark)
    who.take(other, first)


def _headings(found: list[tuple[Unit, list[Subject]]], apart: bool, setting: Setting) -> dict[str, str]:
    """What the lines above the first person name, a title or a letterhead: the institution, above lists the exam."""
    above: list[Line] = []
    keyed = any(who.profile.keys for who in _all(found))
    for unit, people in found:
        sure = [who for who in people if not keyed or not _is_bare_name(who)]
        named = {id(mark) for who in sure for mark in who.marks if mark.word in ("name", *KEYS)}
        for line in unit.lines:
            if any(id(mark) in named for mark in line.marks):
                told = all(any(mark.word == "institution" for mark in who.marks) for who in _all(found))
                client = {} if told else _client(above, setting)
                return client | (_exam(above, setting) if apart else {})
            above.append(line)
    return {}


def _is_bare_name(who: Subject) -> bool:
    """Whether of somebody there is a name alone that no word explains: who is logged in, who printed the page."""
    return not who.profile.keys and all(mark.kind in ("initials", "known", "") for mark in who.marks)


def _all(found: list[tuple[Unit, list[Subject]]]) -> Iterator[Subject]:
    for _, people in found:
        yield from people


def _exam(above: list[Line], setting: Setting) -> dict[str, str]:
    exam = care.exam_in(line.text for line in above[-3:] if not clients.names_client(line.text, setting))
    return {"exam": exam} if exam and exam != "other" else {}


def _client(above: list[Line], setting: Setting) -> dict[str, str]:
    client = clients.heading_in((line.text for line in above[:12]), setting)
    return {"institution": client} if client else {}
