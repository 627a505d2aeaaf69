"""Employees who were examined: in a paper of an occupational physician the employee is the patient.

"Werknemer: A. Bos" names somebody at work; where a day of birth or a BSN comes next, and a sample, and no patient is
named, it is him it is about.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.mark import NAMES, Mark
from betrokken.stages.finding.prose.passages import Line

_KEYS: Final = frozenset({"bsn", "birth_date"})
_CARE: Final = frozenset({"exam", "taken_on", "test_result"})
_NEAR: Final = 6  # lines behind the name


def settle(lines: Sequence[Line]) -> None:
    """Make the employees of a text its patients where it is about what was found in them."""
    marks = list(chain.from_iterable(line.marks for line in lines))
    if not any(map(_is_employee, marks)) or any(map(_is_patient, marks)):
        return
    if not any(mark.word in _CARE and mark.cued and not mark.role for mark in marks):
        return
    keyed = False
    for at, line in enumerate(lines):
        for mark in line.marks:
            near = chain.from_iterable(one.marks for one in lines[at : at + _NEAR])
            if not keyed and _is_employee(mark) and any(map(_is_key, near)):
                mark.role = "patient"
        keyed = any(map(_is_key, line.marks)) or (keyed and not any(map(_is_employee, line.marks)))


def _is_employee(mark: Mark) -> bool:
    return mark.word in NAMES and mark.kind == "label" and mark.label in cues.known("person", "employed")


def _is_patient(mark: Mark) -> bool:
    named = mark.word in NAMES and not _is_employee(mark)
    return named and (mark.role == "patient" or (mark.kind == "label" and not mark.role))


def _is_key(mark: Mark) -> bool:
    return mark.word in _KEYS and mark.cued and not mark.role
