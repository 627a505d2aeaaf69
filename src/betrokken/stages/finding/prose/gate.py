"""Which lines are read closely. Logs repeat a few shapes of line millions of times: a shape that names nobody once
never does, whatever its digits are, and is passed over at once.
"""

import re

from betrokken.kit import addresses
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import beside, marks, passages, sections
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.people import touches

_DIGITS = str.maketrans("123456789", "000000000")
_NUMBER = re.compile(
    r"[0-9]{8,}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}\s?[A-Z]{2}\b"
)
_SILENT = frozenset(
    {"sample_number", "exam", "institution", "sender_code", "test_result", "taken_on", "other", "material", "note"}
)
_MOST = 20_000  # shapes kept


def read(lines: list[Line], setting: Setting, logged: bool) -> bool:
    """Read the marks of the lines worth it; whether any can be of a person. logged: each line stands by itself."""
    dead: set[str] = set()
    found = False
    many = len(lines) > 40
    given = {} if logged else passages.given(lines)
    for at, line in enumerate(lines):
        shape = line.text.translate(_DIGITS) if many else ""
        if shape in dead and many and at not in given:
            continue
        line.marks = marks.of_line(line.text, setting, given.get(at, ()))
        if at and lines[at - 1].group == line.group and all(mark.kind == "loose" for mark in line.marks):
            _place_below(line, lines[at - 1])
        above = lines[at - 1] if at and lines[at - 1].group == line.group and not logged else None
        beside.settle(line, above, setting)
        line.live = any(_personal(mark) for mark in line.marks)
        found = found or line.live
        if many and not line.live and len(dead) < _MOST and (logged or not line.marks) and _is_dead(line, logged):
            dead.add(shape)
    return found


def _place_below(line: Line, above: Line) -> None:
    """The foreign postcode and place of the address whose street ends the line above."""
    if above.marks and above.marks[-1].word == "address" and "postcode" not in above.marks[-1].fields:
        found = addresses.parse(line.text)
        if found and found.postcode and not found.street:
            fields = {"postcode": found.postcode, "city": found.city}
            line.marks = [Mark("postcode_city", 0, len(line.text), {k: v for k, v in fields.items() if v})]


def opens_letter(lines: list[Line], setting: Setting) -> bool:
    """Whether the first lines of a text that names nobody are those of a letter or form of its own."""
    return any(
        sections.is_letterhead(one.text, setting) or sections.greets(one.text) or sections.opened_by(one.text)
        for one in lines[:6]
    )


def _personal(mark: Mark) -> bool:
    """Whether a mark alone makes its line one of a person."""
    if mark.word in ("name", "surname"):
        return mark.kind != "loose"
    if mark.kind == "beside":
        return True
    return mark.word not in _SILENT and mark.word != "date" and (mark.cued or mark.word in ("email", "iban", "address"))


def _is_dead(line: Line, logged: bool) -> bool:
    """Whether no other digits can make something of this line: none stand free, or nothing stands beside them."""
    numbers = list(_NUMBER.finditer(line.text))
    names = [mark for mark in line.marks if mark.word == "name"]
    for number in numbers:
        covered = any(
            mark.start <= number.start() < mark.end and (mark.word in _SILENT or mark.kind == "stamp")
            for mark in line.marks
        )
        near = any(touches(line.text, name.end, number.start()) for name in names)
        if not covered and (near or not logged):
            return False
    return True
