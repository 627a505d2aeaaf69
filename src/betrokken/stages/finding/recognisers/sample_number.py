"""Numbers of samples, orders and invoices: no identifiers of people, kept to tie papers together."""

import re
from collections.abc import Iterator, Mapping

from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("sample_number",)
CATEGORY = ""
UNLABELLED: Mapping[str, float] = {"sample_number": 1.0}

_SHAPE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 ./:_-]{0,30}$")
_YEARED = re.compile(r"^[A-Z]{1,3}\s?-?(?:[0-9]{2}|20[0-9]{2})[-./ ][0-9]{3,8}$")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is written as pathology numbers are, letter, year, serial: "H24-12345"."""
    return bool(_YEARED.match(cell.strip()))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"sample_number": as written}."""
    text = cell.strip().strip("#'\"")
    if is_filler(text) or not text.strip("0-. "):
        return {}
    digits = sum(map(str.isdigit, text))
    return {"sample_number": text.removesuffix(".0")} if _SHAPE.match(text) and digits >= 2 else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """No number tells by itself that it is a sample's."""
    return iter(())
