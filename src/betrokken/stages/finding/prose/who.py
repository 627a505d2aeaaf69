"""Who is what in a text: addressees, signers, those present, kin, and whose the addresses and numbers are.

Works on the lines of one page or text with their marks, in order, and writes `Mark.role` and `Line.told`.
"""

from itertools import takewhile
from typing import Final

from betrokken.kit.names import first_letter, surname_parts
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues, employed, sections
from betrokken.stages.finding.prose.mark import CLIENTS, NAMES, Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.people import touches
from betrokken.stages.finding.prose.subjects import COLUMN

CONTACT: Final = frozenset({"address", "postcode_city", "postcode", "street", "house_number", "house_number_suffix", "city", "country", "phone", "email"})  # fmt: skip
_MOBILE: Final = "+316"
_LONGEST: Final = 80  # characters of a line of an address
_IDENTITY: Final = frozenset({"bsn", "birth_date", "patient_number", "insurance_number", "sex", "id_document"})
_KEYS: Final = frozenset({"bsn", "birth_date", "patient_number"})
# Roles that the text as a whole settles: who a letter is addressed to, who it greets, who called.
_OPEN: Final = frozenset({"addressee", "greeted", "caller"})


def assign(lines: list[Line], setting: Setting) -> None:
    """Write the roles of the marks of one page or text."""
    reading = sections.Reading()
    employed.settle(lines)
    _addressee_blocks(lines, setting)
    for at, line in enumerate(lines):
        reading.turn(line, lines[at - 1] if at else None)
        patient = any(
            is_marked_patient(mark) or (mark.role == "addressee" and mark.word == "name") for mark in line.marks
        )
        reading.open(line, any(mark.kind == "label" for mark in line.marks), patient)
        line.told = reading.part or ("greeting" if sections.greets(line.text) else "")
        firm = sections.is_firm_row(line.text)
        for mark in line.marks:
            _role(reading, line, mark, firm, setting)
        if not line.told and not patient and any(mark.role == "organisation" for mark in line.marks):
            line.told = "" if any(is_identified(line, mark) for mark in line.marks) else "letterhead"
    _settle(lines)


def is_marked_patient(mark: Mark) -> bool:
    """Whether a label or cue says that this is a patient's."""
    if mark.word in NAMES:
        return mark.role == "patient" or (mark.kind == "label" and not mark.role and not _is_caller(mark))
    return mark.word in _KEYS and mark.cued and not mark.role


def _is_caller(mark: Mark) -> bool:
    return mark.label in cues.known("person", "caller")


def _role(reading: sections.Reading, line: Line, mark: Mark, firm: bool, setting: Setting) -> None:
    if mark.word in NAMES:
        if mark.role == "addressee":
            reading.owner = "addressee"
        elif mark.kind != "loose" or reading.part in sections.OTHERS:
            mark.role = _name_role(reading, line, mark, firm)
            reading.owner = mark.role if mark.role != "patient" else ""
            reading.owner = reading.owner or "patient"
    elif mark.word in CLIENTS:
        reading.owner = "organisation" if mark.cued else reading.owner
    elif mark.word in _IDENTITY and mark.cued and not mark.role:
        reading.owner = "patient"
    elif mark.word in CONTACT and not mark.role:
        mark.role = _contact_role(reading, line, mark, setting)


def _name_role(reading: sections.Reading, line: Line, mark: Mark, firm: bool) -> str:
    if mark.kind == "label" and mark.role:
        return mark.role
    if is_identified(line, mark):
        return "patient" if mark.role == "patient" else ""
    if mark.role == "relative":
        return mark.role
    if reading.part in sections.OTHERS or (firm and mark.role != "patient"):
        return "professional"
    if mark.role:
        return mark.role
    if reading.part == "addressee":
        return "addressee"
    return "caller" if _is_caller(mark) else "greeted" if sections.greets(line.text) else ""


def is_identified(line: Line, name: Mark) -> bool:
    """Whether a day of birth or a number of a person stands right behind a name."""
    for mark in line.marks:
        if mark.start >= name.end and mark.word in _KEYS and not mark.role:
            apart = mark.kind == "label" and COLUMN.search(line.text, name.end, mark.start)
            return not apart and touches(line.text, name.end, mark.start)
    return False


def _contact_role(reading: sections.Reading, line: Line, mark: Mark, setting: Setting) -> str:
    if reading.part in sections.OTHERS or (mark.word == "phone" and sections.asks_reader(line.text, mark.start)):
        return "professional"
    if reading.owner == "organisation" and mark.fields.get("phones", "").startswith(_MOBILE):
        return ""  # organisations seldom have one
    if reading.owner:
        return "" if reading.owner == "patient" else reading.owner
    if reading.part == "addressee":
        return "addressee"
    if sections.is_letterhead(line.text, setting) and not any(is_marked_patient(one) for one in line.marks):
        return "organisation"
    return "" if mark.kind == "label" else "unowned"


def _addressee_blocks(lines: list[Line], setting: Setting) -> None:
    """A name alone on its line with an address in the next lines is an addressee, whatever says so or not."""
    for at, line in enumerate(lines):
        names = [m for m in line.marks if m.word == "name" and m.role in ("", "patient") and m.kind != "label"]
        dated = any(mark.word == "date" and mark.kind == "letter" for mark in line.marks)
        if len(names) != 1 or dated or len(line.text.strip()) - (names[0].end - names[0].start) > 24:
            continue
        block = list(takewhile(_is_of_block, (one for one in lines[at + 1 : at + 4] if one.group == line.group)))
        places = [
            mark for one in block for mark in one.marks if mark.word in CONTACT and not mark.role and not mark.cued
        ]
        if any(mark.word in ("address", "postcode_city") for mark in places):
            around = [one for one in lines[max(0, at - 1) : at + 3] if one.group == line.group]
            firm = any(sections.is_letterhead(one.text, setting) for one in around)
            firm = firm and not _is_born_below(lines[at + 2 : at + 6], line)
            bare = names[0].kind == "loose"
            if bare and (firm or not _is_plain_name(line, block[0]) or places[-1].word != "postcode_city"):
                continue
            names[0].kind = "beside" if bare else names[0].kind
            for mark in [*names, *places]:
                mark.role = "professional" if firm else "addressee"


def _is_born_below(below: list[Line], named: Line) -> bool:
    """Whether a day of birth behind a label follows an address with no other name between: of whom it is sent to."""
    for line in below:
        if line.group != named.group or any(mark.word in NAMES and mark.kind != "loose" for mark in line.marks):
            return False
        if any(mark.word == "birth_date" and mark.cued and not mark.role for mark in line.marks):
            return True
    return False


def _is_of_block(line: Line) -> bool:
    """Whether a line can be one of an address: short, and no greeting."""
    return len(line.text) < _LONGEST and not sections.greets(line.text)


def _is_plain_name(line: Line, below: Line) -> bool:
    """Whether a line is two words or more without a digit, right above a street."""
    words_only = " " in line.text.strip() and not any(map(str.isdigit, line.text))
    return words_only and any(mark.word == "address" for mark in below.marks)


def _settle(lines: list[Line]) -> None:
    """An addressee is the patient unless the text names another; so is who is greeted, and who called."""
    told = [
        mark
        for line in lines
        for mark in line.marks
        if mark.word in NAMES
        and mark.role in ("", "patient")
        and mark.kind != "loose"
        and (is_marked_patient(mark) or is_identified(line, mark))
    ]
    role = "professional" if told else ""
    for mark in [mark for line in lines for mark in line.marks if mark.role in _OPEN]:
        if mark.word in NAMES:
            same = any(same_surname(one, mark) and not _other_start(one, mark) for one in told)
            if mark.role == "caller":
                role = "relative" if told else ""
            else:
                role = "professional" if told and not same else ""
        mark.role = role
    _spread_professionals(lines)
    _own(lines)


def _own(lines: list[Line]) -> None:
    """A number or address before the only person of its line is his: "06-12345678 mw. Boer terugbellen"."""
    for line in lines:
        if any(mark.word in NAMES and mark.kind != "loose" and mark.role in ("", "patient") for mark in line.marks):
            for mark in line.marks:
                mark.role = "" if mark.role == "unowned" else mark.role


def _spread_professionals(lines: list[Line]) -> None:
    """Who was named as a professional once is one in the whole text, unless a key stands beside the name."""
    names = [(line, mark) for line in lines for mark in line.marks if mark.word == "name" and mark.kind != "loose"]
    first = ("initials", "given_names")
    known = [mark for _, mark in names if mark.role == "professional" and any(mark.fields.get(one) for one in first)]
    for line, mark in names:
        unsaid = mark.role == "" and mark.kind in ("initials", "cue") and not is_identified(line, mark)
        if unsaid and any(_same_name(one, mark) for one in known):
            mark.role = "professional"


def _same_name(one: Mark, other: Mark) -> bool:
    first, second = (first_letter(m.fields.get("initials", ""), m.fields.get("given_names", "")) for m in (one, other))
    return bool(first) and first == second and same_surname(one, other)


def _other_start(one: Mark, other: Mark) -> bool:
    """Whether the first letters of two names differ."""
    first, second = (first_letter(m.fields.get("initials", ""), m.fields.get("given_names", "")) for m in (one, other))
    return bool(first) and bool(second) and first != second


def same_surname(one: Mark, other: Mark) -> bool:
    """Whether two names share a surname, or the one is told by the given name of the other alone."""
    first, second = (surname_parts(mark.fields.get("surname", "")) for mark in (one, other))
    mine, theirs = (surname_parts(*mark.fields.get("given_names", "").split()) for mark in (one, other))
    return bool(first & second or first & theirs or second & mine)
