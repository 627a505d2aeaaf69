"""E-mail addresses."""

import re
from collections.abc import Iterator, Mapping

from betrokken.kit import checks
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("email",)
CATEGORY = "email"
UNLABELLED: Mapping[str, float] = {"email": 8.0}

_LOOSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is an address."""
    return "@" in cell and bool(checks.email(cell))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"emails": address in lower case}."""
    if found := checks.email(cell):
        return {"emails": found}
    return {} if is_filler(cell) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Every address in running text."""
    if "@" not in text:
        return
    for match in _LOOSE.finditer(text):
        if found := checks.email(match[0]):
            yield Hit("email", match.start(), match.end(), {"emails": found})
