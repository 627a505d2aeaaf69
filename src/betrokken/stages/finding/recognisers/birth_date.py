"""Days of birth."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from betrokken.kit import days
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("birth_date",)
CATEGORY = "birth_date"
UNLABELLED: Mapping[str, float] = {"birth_date": 1.0}

# 01-01-1900 as a list with short years writes it; a birth on the first day of 2000 is far rarer.
_SHORT_PLACEHOLDER = re.compile(r"^\s*0?1[-/. ]0?1[-/. ]'?00\s*$")
_LOOSE = re.compile(rf"(?<![\w.,-])(?<![0-9]/){days.DATE_SHAPE}(?![\w-]|/[0-9]|[.,][0-9])", re.IGNORECASE)


def day(cell: str, setting: Setting) -> date | None:
    """The day a cell writes, read as the column writes days; None when it is none or lies after `latest`."""
    found = days.parse(cell, setting.latest.year, setting.month_first, setting.serial)
    if found is None or found <= setting.latest:
        return found
    short = re.search(r"[-/. ']([0-9]{2})$", cell.strip())  # a two-digit year that would lie in the future
    return found.replace(year=found.year - 100) if short and (found.month, found.day) != (2, 29) else None


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is a day someone alive can be born on, or a placeholder."""
    found = day(cell, setting)
    return found is not None


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"birth_date": ISO day}; {} for a placeholder."""
    found = day(cell, setting)
    if found is None:
        return {} if is_filler(cell) else None
    return {} if days.is_placeholder(found) or _SHORT_PLACEHOLDER.match(cell) else {"birth_date": found.isoformat()}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Every date in running text; only a cue tells a day of birth from any other day."""
    for match in _LOOSE.finditer(text):
        found = day(match[0], setting)
        if found and not days.is_placeholder(found):
            yield Hit("birth_date", match.start(), match.end(), {"birth_date": found.isoformat()})
