"""Bank accounts (ISO 13616)."""

import re
from collections.abc import Iterator, Mapping

from betrokken.kit import checks
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("iban",)
CATEGORY = "iban"
UNLABELLED: Mapping[str, float] = {"iban": 8.0}

_LOOSE = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")

_DUTCH = re.compile(r"^NL[0-9]{2}[A-Z]{4}[0-9]{10}$")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether length and check digits fit, or it has the shape of a Dutch one with a slip in it."""
    return bool(_number(cell))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"ibans": the number without spaces}."""
    if found := _number(cell):
        return {"ibans": found}
    return {} if is_filler(cell) else None


def _number(cell: str) -> str:
    """Without spaces. A column or label says what it is: a mistyped account leaked as well, and is kept as written."""
    packed = cell.replace(" ", "").upper()
    return checks.iban(cell.strip()) or (packed if _DUTCH.match(packed) else "")


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Every number in running text whose check digits fit."""
    for match in _LOOSE.finditer(text):
        if found := checks.iban(match[0]):
            yield Hit("iban", match.start(), match.end(), {"ibans": found})
