"""Numbers of passports, identity cards and driving licences; told by a label only."""

import re
from collections.abc import Iterator, Mapping

from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("id_document",)
CATEGORY = "id_document"
UNLABELLED: Mapping[str, float] = {}

# Dutch passports and cards: two letters, six letters or digits, a digit, never the letter O (Paspoortwet, PUN);
# Dutch driving licences: ten digits; foreign papers are up to 14 characters long.
_DUTCH = re.compile(r"^(?:[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]|[0-9]{10})$")
_ANY = re.compile(r"^[A-Z0-9]{5,14}$")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is written as Dutch papers are numbered."""
    return bool(_DUTCH.match(_packed(cell)))


def _packed(cell: str) -> str:
    return re.sub(r"[\s.\-]", "", cell).upper()


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"id_document": number without spaces}."""
    packed = _packed(cell)
    if is_filler(cell) or not packed.strip("0"):
        return {}
    whole = _DUTCH.match(packed) or (_ANY.match(packed) and any(map(str.isdigit, packed)))
    return {"id_document": packed} if whole else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Too many numbers have this shape to be found without a label."""
    return iter(())
