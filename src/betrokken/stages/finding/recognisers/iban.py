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


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether length and check digits fit."""
    return bool(checks.iban(cell))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"ibans": the number without spaces}."""
    if found := checks.iban(cell.strip()):
        return {"ibans": found}
    return {} if is_filler(cell) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Every number in running text whose check digits fit."""
    for match in _LOOSE.finditer(text):
        if found := checks.iban(match[0]):
            yield Hit("iban", match.start(), match.end(), {"ibans": found})
