"""Running text to mentions: letters, notes, mails, logs, lists.

Lines with anything of a person in them are read for marks (`prose/marks.py`); the text says who is what
(`prose/who.py`); units of lines give people (`prose/subjects.py`), units together a text (`prose/flow.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from betrokken.model.fragments import Text
from betrokken.stages.finding.hits import Draft, Fields, Finding, Setting
from betrokken.stages.finding.prose import (
    addressed,
    client_parts,
    drafts,
    echoes,
    flow,
    gate,
    legends,
    marks,
    passages,
    sections,
    spreading,
    titled,
    who,
)
from betrokken.stages.finding.prose.flow import Told
from betrokken.stages.finding.prose.passages import Line, Unit
from betrokken.stages.finding.prose.subjects import Subject

_CARE: Final = frozenset({"exam", "taken_on", "test_result", "institution", "sender_code"})
NOBODY: Final = "no person in this line"
_FAR_COLON: Final = re.compile(r"(?<=\S)[ \t]+:(?=[ \t])")  # "Pat.nr     : 12" is a label, not two columns
_TELLING: Final = frozenset({"name", "surname", "bsn", "birth_date", "patient_number"})
PROFESSIONAL: Final = "professional only"


@dataclass(slots=True)
class _Page:
    """One text with what it tells. units: those whose lines were read."""

    text: Text
    lines: list[Line]
    units: list[Unit] = field(default_factory=list)
    told: Told = field(default_factory=Told)


def find_texts(texts: list[Text], path: str, setting: Setting, into: Finding | None = None) -> Finding:
    """The mentions of all texts of one item (the pages of a letter, a body, a log) and the account of their lines.

    into: what the item gave so far, to be added to.
    """
    finding = Finding() if into is None else into
    finding.texts += len(texts)
    last: Subject | None = None
    pages: list[_Page] = []
    for text in texts:
        page = _read(text, setting)
        if page.told.going_on and last is not None:
            for unit in page.units:
                flow.append(last, unit)
        last = page.told.people[-1] if page.told.people else last if page.told.going_on else None
        pages.append(page)
    for page in pages:
        _write(page, setting, finding)
    _account(pages, finding)
    return finding


def care_told(text: str, setting: Setting) -> Fields:
    """What a text that names nobody says behind labels and cues of an exam, its day, its result and the client."""
    told: Fields = {}
    for line in passages.lines_of(text, 1):
        for mark in marks.of_line(line.text, setting):
            if mark.cued and mark.word in _CARE and not mark.role:
                told = {**mark.fields, **told}
    return told


def _read(text: Text, setting: Setting) -> _Page:
    """What one text tells."""
    lines = passages.lines_of(addressed.plain(_FAR_COLON.sub(":", text.text)), text.first_line)
    units = passages.units(lines)
    logged = bool(units) and units[0].kind == "line"
    live = gate.read(lines, setting, logged)
    if not live:
        return _Page(text, lines, units, Told(going_on=not logged and not gate.opens_letter(lines, setting)))
    legends.drop(lines, setting)
    titled.settle(lines)
    kept = [unit for unit in units if not logged or any(line.live for line in unit.lines)]
    who.assign([line for unit in kept for line in unit.lines], setting)
    if not logged:
        echoes.mark([line for unit in kept for line in unit.lines])
    told = _told(kept, setting)
    spreading.first_person(lines, told)
    spreading.recipient(lines, told)
    spreading.signed(lines, told)
    spreading.correspondent(lines, told)
    return _Page(text, lines, kept, told)


def _told(units: list[Unit], setting: Setting) -> Told:
    """What the units tell, part by part where names of clients head them."""
    found: list[Told] = []
    for heading, part in client_parts.parts(units, setting):
        found.append(flow.of_units(part, setting))
        found[-1].people = echoes.fold(found[-1].people)
        client_parts.give(found[-1].people, heading, setting)
    people = [who for told in found for who in told.people]
    return Told(people, found[0].shared, all(told.going_on for told in found))


def _write(page: _Page, setting: Setting, finding: Finding) -> None:
    """The mentions of the people of one text, and those of professionals and relatives, once each."""
    people = page.told.people
    spread = spreading.named_in_full(people)
    staff = bool(people) and sections.is_staff_paper(page.lines)
    office = bool(people) and sections.is_office_paper(page.lines)
    sheet = spreading.is_sheet(people)
    for one in people:
        draft = drafts.of_subject(one, _place(page, one), page.told.shared, setting, one.profile.parts & spread)
        draft = drafts.of_sheet(draft) if sheet else drafts.of_meeting(draft) if office else draft
        finding.drafts.append(drafts.of_staff(draft) if staff else draft)
    finding.drafts += _others(page)


def _others(page: _Page) -> Iterator[Draft]:
    """Professionals and relatives, once each."""
    seen: set[tuple[str, str]] = set()
    for line in page.lines:
        for mark in line.marks:
            if mark.word != "name" or mark.role not in ("professional", "relative") or mark.kind == "loose":
                continue
            key = (mark.fields.get("surname", ""), mark.fields.get("initials", ""))
            other = drafts.of_other(mark, line, page.text.place) if key not in seen else None
            seen.add(key)
            if other:
                line.used = True
                yield other


def _place(page: _Page, one: Subject) -> str:
    if page.text.place or len(page.told.people) < 2:
        return page.text.place
    telling = [mark for mark in one.marks if mark.word in _TELLING] or one.marks
    mine = {id(mark) for mark in telling}
    return f"line {min(line.number for line in one.lines if any(id(mark) in mine for mark in line.marks))}"


def _account(pages: list[_Page], finding: Finding) -> None:
    """Every line either gave something to a mention or is set aside with the reason."""
    used = {id(mark) for page in pages for one in page.told.people for mark in one.marks}
    for page in pages:
        whole: list[str] = _whole_lines(page) if finding.asked else []
        for at, (number, pieces) in enumerate(groupby(page.lines, key=lambda line: line.number)):
            lines = list(pieces)
            rows = sum(line.rows for line in lines)
            found = [mark for line in lines for mark in line.marks]
            place = f"{page.text.place} line {number}".lstrip() if finding.asked else ""
            finding.rows += rows
            if any(line.used for line in lines) or any(id(mark) in used for mark in found):
                finding.rows_with_mentions += rows
            elif any(mark.word == "name" and mark.role == "professional" for mark in found):
                finding.set_aside(PROFESSIONAL, rows, place, whole, at)
            else:
                finding.set_aside(NOBODY, rows, place, whole, at)


def _whole_lines(page: _Page) -> list[str]:
    """The text of each line with a number of its own, its further pieces put back behind it."""
    return [" ".join(piece.text for piece in pieces) for _, pieces in groupby(page.lines, key=lambda line: line.number)]
