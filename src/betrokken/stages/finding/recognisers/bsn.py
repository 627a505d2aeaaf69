"""Citizen service numbers: 9 digits that pass the 11-test (Besluit burgerservicenummer, art. 2)."""

import re
from collections.abc import Iterator, Mapping

from betrokken.kit import checks
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("bsn",)
CATEGORY = "bsn"
UNLABELLED: Mapping[str, float] = {}  # decided by its own rule over the whole column, see `numbers.py`

_SHAPE = re.compile(r"^(?:(?:bsn|sofi)[ :.=-]*)?'?[0-9](?:[ .\-]?[0-9]){7,8}(?:\.0+)?$", re.IGNORECASE)
_LOOSE = re.compile(
    r"(?<![\w.,/-])(?:[0-9]{9}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3}|[0-9]{3}[ .][0-9]{3}[ .][0-9]{3})(?![\w/-]|[.,][0-9])"
)


def digits_of(cell: str) -> str:
    """The 8 or 9 digits of a cell shaped like the number, dots, spaces and a spreadsheet's ".0" left out; else ""."""
    if cell.isascii() and cell.isdigit():
        return cell if 8 <= len(cell) <= 9 else ""
    text = cell.strip()
    if not _SHAPE.match(text):
        return ""
    whole, dot, tail = text.rpartition(".")
    if dot and not tail.strip("0") and len(re.sub(r"\D", "", whole)) >= 8:
        text = whole
    return re.sub(r"\D", "", text)


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether the digits pass the 11-test, a lost leading zero put back, or are a placeholder."""
    return not is_filler(cell) and read(word, cell, setting) is not None


def _read(cell: str) -> str | None:
    digits = digits_of(cell)
    if not digits:
        return "" if is_filler(cell) else None
    number = digits.zfill(9)
    if checks.eleven_test(number):
        return "" if checks.is_placeholder(number) else number
    return "" if checks.is_placeholder(number) or checks.is_placeholder(digits) else None


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"bsn": 9 digits}; {} for a placeholder."""
    found = _read(cell)
    if found is None:
        return None
    return {"bsn": found} if found else {}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Runs of 9 digits that pass the 11-test; one in eleven other numbers does too, so none of them is sure."""
    for match in _LOOSE.finditer(text):
        number = checks.bsn(match[0])
        if number and not checks.is_placeholder(number):
            yield Hit("bsn", match.start(), match.end(), {"bsn": number})
