"""Codes of care providers in the AGB register (Vektis): 8 digits, told by a label or a format only."""

import re
from collections.abc import Iterator, Mapping

from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("agb",)
CATEGORY = ""
UNLABELLED: Mapping[str, float] = {}

_DIGITS = re.compile(r"^[0-9]{5,12}(?:\.0)?$")
_SPOKEN = re.compile(r"(?i)\bagb(?:[ -]?(?:code|nr|nummer))?\W{0,3}([0-9]{8})(?![0-9])")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell holds a number of a care provider: AGB, or BIG (11 digits), which stands under the same labels."""
    return bool(_DIGITS.match(_packed(cell)))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"agb": 8 digits}; {} for zeros and for numbers of another register.

    Of 7 digits a spreadsheet dropped the leading zero: codes of general practitioners begin with 01.
    """
    text = _packed(cell)
    if is_filler(cell) or not text.strip("0"):
        return {}
    if not _DIGITS.match(text):
        return None
    digits = text.removesuffix(".0")
    digits = digits.zfill(8) if len(digits) == 7 else digits
    return {"agb": digits} if len(digits) == 8 and not digits.startswith("00") else {}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """No number tells by itself that it is a code; `beside` reads it behind its own name."""
    return iter(())


def beside(text: str) -> str:
    """The one code a line of text calls by its name ("AGB-code 01234567"); "" for none, or for several."""
    found = set(_SPOKEN.findall(text))
    return found.pop() if len(found) == 1 else ""


def _packed(cell: str) -> str:
    return re.sub(r"[ .-](?=[0-9]{2})", "", cell.strip())
