"""Numbers of patients at the laboratory or its clients; told by a label only."""

import re
from collections.abc import Iterator, Mapping

from betrokken.kit import organisations
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("patient_number",)
CATEGORY = "patient_number"
UNLABELLED: Mapping[str, float] = {}

_SHAPE = re.compile(r"^[A-Za-z]{0,6}[ ./:_-]?[A-Za-z0-9]{0,4}[ ./:_-]?[0-9][A-Za-z0-9 ./:_-]{0,23}$")

# How pathology numbers its cases, whatever the label calls them: a letter for the kind, the year, a serial (T22-12345).
# The code of a client in the same shape ("AB12-34567" of client AB12) makes it a number of that client.
_CASE = re.compile(r"^([A-Za-z]{1,3}[0-9]{2})[-.][0-9]{3,6}$")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell holds one number, letters before it allowed."""
    text = cell.strip()
    return bool(_SHAPE.match(text)) and sum(map(str.isdigit, text)) >= 2


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"patient_number": as written}, {"sample_number": ...} for the number of a case; {} for zeros and fillers."""
    text = cell.strip().strip("#'\"")
    if is_filler(text) or not text.strip("0-. "):
        return {}
    if (case := _CASE.match(text)) and not organisations.exact(case[1], setting.institutions):
        return {"sample_number": text}
    return {"patient_number": text.removesuffix(".0")} if fits(word, text, setting) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """No number tells by itself that it is a patient's."""
    return iter(())
