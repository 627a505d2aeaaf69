"""Which lines are read closely. Logs repeat a few shapes of line millions of times: a shape that names nobody once
never does, whatever its digits are, and is passed over at once.
"""

import re
from collections.abc import Iterable

from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import marks, passages
from betrokken.stages.finding.prose.marks import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.people import touches

_DIGITS = str.maketrans("123456789", "000000000")
_NUMBER = re.compile(r"[0-9]{8,}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}\s?[A-Z]{2}\b")
_SILENT = frozenset({"sample_number", "exam", "institution", "sender_code", "test_result", "taken_on", "other", "material", "note"})
_MOST = 20_000  # shapes kept
_WORTH = re.compile(r"[0-9@:=\t]|[^\W\d_]\.|\b[^\W\d_a-z]")


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
        line.live = any(_personal(mark) for mark in line.marks)
        found = found or line.live
        if many and not line.live and len(dead) < _MOST and _is_dead(line, logged):
            dead.add(shape)
    return found


def _personal(mark: Mark) -> bool:
    """Whether a mark alone makes its line one of a person."""
    if mark.word == "name":
        return mark.kind != "loose"
    return mark.word not in _SILENT and mark.word != "date" and (mark.cued or mark.word in ("email", "iban", "address"))


def _is_dead(line: Line, logged: bool) -> bool:
    """Whether no other digits can make something of this line: none stand free, or nothing stands beside them."""
    numbers = list(_NUMBER.finditer(line.text))
    names = [mark for mark in line.marks if mark.word == "name"]
    for number in numbers:
        covered = any(mark.start <= number.start() < mark.end and (mark.word in _SILENT or mark.kind == "stamp") for mark in line.marks)
        near = any(touches(line.text, name.end, number.start()) for name in names)
        if not covered and (near or not logged):
            return False
    return True
