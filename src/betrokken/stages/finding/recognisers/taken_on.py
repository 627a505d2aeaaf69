"""Days a sample was taken, and days of death, which are no day of the person's care."""

from collections.abc import Iterator, Mapping
from datetime import date

from betrokken.kit import days
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("taken_on", "deceased_on")
CATEGORY = ""
UNLABELLED: Mapping[str, float] = {"taken_on": 0.8}

EARLIEST = date(1980, 1, 1)  # no laboratory system that was copied holds samples from before it


def _day(cell: str, setting: Setting) -> date | None:
    found = days.parse(cell, setting.latest.year, setting.month_first, setting.serial)
    return found if found and found <= setting.latest else None


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is a day on which a sample can have been taken, or somebody can have died."""
    found = _day(cell, setting)
    return found is not None and (word == "deceased_on" or found >= EARLIEST or days.is_placeholder(found))


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"taken_on" or "deceased_on": ISO day}; {} for a placeholder."""
    found = _day(cell, setting)
    if found is None:
        return {} if is_filler(cell) else None
    if days.is_placeholder(found) or (word == "taken_on" and found < EARLIEST):
        return {}
    return {word: found.isoformat()}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Nothing tells such a day without a cue."""
    return iter(())
