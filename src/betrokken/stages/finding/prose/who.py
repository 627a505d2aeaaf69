"""Who is what in a text: addressees, signers, those present, and whose the addresses and telephone numbers are.

Works on lines with their marks, in order, and writes `Mark.role`: "professional", "relative", "organisation",
"addressee" (of whom the text as a whole tells whether it is the patient) and "greeted".
"""

import re
from functools import cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.kit.names import surname_parts
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.marks import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.people import touches

CONTACT: Final = frozenset({"address", "postcode_city", "postcode", "street", "house_number", "house_number_suffix", "city", "country", "phone", "email"})  # fmt: skip
IDENTITY: Final = frozenset({"bsn", "birth_date", "patient_number", "insurance_number", "sex", "id_document"})
_CLOSING_LINES = 6  # lines behind a closing that can hold the signature


@cache
def _opens(section: str, name: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)^\s*[>*]?\s*(?:{cues.alternatives(section, name)}){end}")


def _closes(text: str) -> bool:
    return len(text) < 90 and bool(_opens("letter", "closing", r"\.?\s*(?:[,.!:]|$)").match(text))


def _addresses(text: str) -> bool:
    return bool(_opens("letter", "addressee", r"\.?\s*(?::|$|\s(?=[A-Z]))").match(text)) and len(text) < 100


def _greets(text: str) -> bool:
    return len(text) < 100 and bool(_opens("letter", "greeting", r"\b").match(text))


def _lists_staff(text: str) -> bool:
    return bool(_opens("letter", "attendance", r"(?:\s\w{1,12}){0,3}\s*(?::|\t)").match(text))


def _is_mail_header(text: str) -> bool:
    return bool(_opens("letter", "mail", r"\s*:").match(text)) and ("@" in text or bool(re.match(r"(?i)\s*(?:from|van|to|aan|cc)\s*:", text)))


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('letter', 'organisation')})(?![\w])")


def is_letterhead(text: str, setting: Setting) -> bool:
    """Whether a line is of the laboratory itself or another organisation: its name, box number, web address."""
    folded = words(text)
    return any(lab in folded for lab in setting.labs) or bool(_organisation().search(text))


class _Reading:
    """Where in the text we are, and whose the next address or number is."""

    def __init__(self) -> None:
        self.section = ""
        self.left = 0
        self.owner = ""
        self.group = -1

    def enter(self, section: str, left: int) -> None:
        self.section, self.left = section, left


def assign(lines: list[Line], setting: Setting) -> None:
    """Write the roles of the marks of one page or text."""
    reading = _Reading()
    _addressee_blocks(lines, setting)
    for at, line in enumerate(lines):
        _turn(reading, line, lines[at - 1] if at else None)
        _section(reading, line)
        for mark in line.marks:
            _role(reading, line, mark, setting)
        reading.left -= 1
    _settle(lines)


def _turn(reading: _Reading, line: Line, before: Line | None) -> None:
    """A blank line ends what was being read, but for a signature that has not come yet."""
    if before is None or line.group == before.group:
        return
    reading.owner = ""
    waits = reading.section == "closing" and bool(_opens("letter", "closing", r"[\s.,!:]*$").match(before.text))
    if not waits:
        reading.section = ""


def _section(reading: _Reading, line: Line) -> None:
    if _closes(line.text):
        reading.enter("closing", _CLOSING_LINES)
    elif _lists_staff(line.text):
        reading.enter("staff", 40)
    elif _is_mail_header(line.text):
        reading.enter("mail", 1)
    elif _addresses(line.text):
        reading.enter("addressee", 6)
    elif reading.left <= 0 or (reading.section == "addressee" and any(mark.kind == "label" for mark in line.marks)):
        reading.section = ""
    patients = (is_marked_patient(mark) or (mark.role == "addressee" and mark.word == "name") for mark in line.marks)
    if reading.section in ("closing", "staff", "mail") and any(patients):
        reading.section = ""


def is_marked_patient(mark: Mark) -> bool:
    """Whether a label or cue says that this is a patient's."""
    named = mark.word == "name" and (mark.role == "patient" or (mark.kind == "label" and not mark.role))
    return named or (mark.word in ("bsn", "birth_date", "patient_number") and mark.cued and not mark.role)


def _role(reading: _Reading, line: Line, mark: Mark, setting: Setting) -> None:
    if mark.word == "name":
        if mark.role == "addressee":
            reading.owner = "addressee"
        elif mark.kind != "loose" or reading.section in ("closing", "staff", "mail"):
            mark.role = _name_role(reading, line, mark)
            reading.owner = mark.role or "patient"
    elif mark.word in ("institution", "requester", "sender_code"):
        reading.owner = "organisation" if mark.cued else reading.owner
    elif mark.word in IDENTITY and mark.cued and not mark.role:
        reading.owner = "patient"
    elif mark.word in CONTACT and not mark.role:
        mark.role = _contact_role(reading, line, mark, setting)


def _name_role(reading: _Reading, line: Line, mark: Mark) -> str:
    if mark.role == "relative" or (mark.kind == "label" and mark.role):
        return mark.role
    if is_identified(line, mark):
        return "patient" if mark.role == "patient" else ""
    if reading.section in ("closing", "staff", "mail"):
        return "professional"
    if mark.role:
        return mark.role
    if reading.section == "addressee":
        return "addressee"
    return "greeted" if _greets(line.text) else ""


def is_identified(line: Line, name: Mark) -> bool:
    """Whether a day of birth, or a day or number that can be one of a person, stands right behind a name."""
    for mark in line.marks:
        if mark.start >= name.end and mark.word in ("birth_date", "bsn", "patient_number") and not mark.role:
            return touches(line.text, name.end, mark.start)
        if mark.start >= name.end and mark.word == "date" and touches(line.text, name.end, mark.start):
            return mark.kind == ""
    return False


def _contact_role(reading: _Reading, line: Line, mark: Mark, setting: Setting) -> str:
    if reading.section in ("closing", "staff", "mail"):
        return "professional"
    if reading.owner:
        return "" if reading.owner == "patient" else reading.owner
    if reading.section == "addressee":
        return "addressee"
    if is_letterhead(line.text, setting) and not any(is_marked_patient(one) for one in line.marks):
        return "organisation"
    return "" if mark.kind == "label" else "unowned"


def _addressee_blocks(lines: list[Line], setting: Setting) -> None:
    """A name alone on its line with an address in the next lines is an addressee, whatever says so or not."""
    for at, line in enumerate(lines):
        names = [mark for mark in line.marks if mark.word == "name" and mark.role in ("", "patient") and mark.kind not in ("label", "loose")]
        if len(names) != 1 or len(line.text.strip()) - (names[0].end - names[0].start) > 24:
            continue
        block = [one for one in lines[at + 1 : at + 4] if one.group == line.group]
        places = [mark for one in block for mark in one.marks if mark.word in CONTACT and not mark.role and not mark.cued]
        if any(mark.word in ("address", "postcode_city") for mark in places):
            around = [one for one in lines[max(0, at - 1) : at + 3] if one.group == line.group]
            firm = any(is_letterhead(one.text, setting) for one in around)
            for mark in [*names, *places]:
                mark.role = "professional" if firm else "addressee"


def _settle(lines: list[Line]) -> None:
    """An addressee is the patient, unless the text names another; so is who is greeted."""
    marks = [mark for line in lines for mark in line.marks]
    others = [mark for mark in marks if mark.word == "name" and mark.role in ("", "patient") and mark.kind != "loose"]
    told = [mark for line in lines for mark in line.marks if mark in others and (is_marked_patient(mark) or is_identified(line, mark))]
    role = ""
    for mark in marks:
        if mark.role not in ("addressee", "greeted"):
            continue
        if mark.word == "name":
            other = any(not same_surname(one, mark) for one in told)
            role = "professional" if other and not any(same_surname(one, mark) for one in told) else ""
        mark.role = role


def same_surname(one: Mark, other: Mark) -> bool:
    """Whether two names share a surname; marks that are no names share it with any."""
    first, second = one.fields.get("surname", ""), other.fields.get("surname", "")
    return not first or not second or bool(surname_parts(first) & surname_parts(second))
