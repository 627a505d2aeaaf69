"""Numbers of people at their health insurer; told by a label only."""

import re
from collections.abc import Iterator, Mapping

from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("insurance_number",)
CATEGORY = "insurance_number"
UNLABELLED: Mapping[str, float] = {}

_SHAPE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 ./-]{4,24}$")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell holds one number of at least five digits."""
    text = cell.strip()
    return bool(_SHAPE.match(text)) and sum(map(str.isdigit, text)) >= 5


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"insurance_number": as written}; {} for zeros and fillers."""
    text = cell.strip()
    if is_filler(text) or not text.strip("0-. "):
        return {}
    return {"insurance_number": text.removesuffix(".0")} if fits(word, text, setting) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """No number tells by itself that an insurer gave it."""
    return iter(())
