"""Telephone numbers."""

import re
from collections.abc import Iterator, Mapping

from betrokken.kit import checks
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("phone",)
CATEGORY = "phone"
UNLABELLED: Mapping[str, float] = {"phone": 4.0}

_LOOSE = re.compile(
    r"(?<![\w+./-])(?:(?:\+|00)[1-9][0-9]{0,2}[ -]?(?:\(0\))?[ -]?|\(?0)[1-9][0-9 ()-]{6,12}[0-9](?![\w/-]|[.,][0-9])"
)
_NEARLY = re.compile(r"0[1-9](?:[0-9]{7}|[0-9]{9})$")
_TAIL = re.compile(r"\s*\(?(?:[a-z]{1,12}\.?|thuis|werk|mobiel|prive|dochter|zoon|partner)\)?$", re.IGNORECASE)


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is a number as people write it; 10 or more digits, so that other numbers seldom are."""
    return bool(checks.phone(cell)) and cell.strip()[:1] in "+0("


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"phones": +31...}; a 9-digit number that lost its zero in a spreadsheet gets it back."""
    if found := checks.phone(cell):
        return {"phones": found}
    text = re.sub(r"^(?:tel|mob|t|m)[.: ]+", "", cell.strip(), flags=re.IGNORECASE)
    text = text.removesuffix(".0") if text.endswith(".0") else text
    found = checks.phone(text) or checks.phone(_TAIL.sub("", text)) or _lost_zero(text) or _mistyped(text)
    if found:
        return {"phones": found}
    return {} if is_filler(cell) else None


def _lost_zero(text: str) -> str:
    return checks.phone("0" + text) if text.isdigit() and len(text) == 9 and text[0] != "0" else ""


def _mistyped(text: str) -> str:
    """A Dutch number that somebody wrote with one digit too few or too many: data of a person all the same."""
    digits = re.sub(r"[ ()-]", "", text)
    return "+31" + digits[1:] if _NEARLY.match(digits) else ""


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Numbers that start as telephone numbers do and have ten digits or a country code."""
    for match in _LOOSE.finditer(text):
        found = checks.phone(match[0].lstrip("(").replace(")", ""))
        if found:
            yield Hit("phone", match.start(), match.end(), {"phones": found})
