"""How a column writes its dates, and whether they are days of birth: decided over the column, never per cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Final

from betrokken.kit import days
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.layout import Column

_NUMERIC: Final = re.compile(r"^\s*'?([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]'?(?:[0-9]{4}|[0-9]{2})(?:[T ,].*)?$")
_SERIAL: Final = re.compile(r"^[1-9][0-9]{3,4}(?:\.[0-9]+)?$")  # 1902 to 2173 in the 1900 date system
_MOST: Final = 0.6
_BIRTHS_SPREAD: Final = 20  # years between the first and the last day that only days of birth lie apart
_RECENT: Final = 12  # years before the last day of the table in which samples were taken


def orders(values: Iterable[str]) -> set[str]:
    """{"day"}, {"month"}, both or none: which order some value can only be read in."""
    found = set()
    for value in values:
        if match := _NUMERIC.match(value):
            first, second = int(match[1]), int(match[2])
            found |= {"day"} if first > 12 >= second else {"month"} if second > 12 >= first else set()
    return found


def is_numeric(cell: str) -> bool:
    """Whether a cell is a date whose day and month could be swapped."""
    found = _NUMERIC.match(cell)
    return found is not None and int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])


def has_serials(values: Sequence[str], setting: Setting) -> bool:
    """Whether a column labelled as dates holds spreadsheet day numbers, alone or among written dates."""
    numbers = sum(bool(_SERIAL.match(value)) for value in values)
    written = sum(days.parse(value, setting.latest.year) is not None for value in values) if numbers else 0
    return numbers > 0 and numbers + written >= _MOST * len(values)


def settle(columns: Sequence[Column], samples: Sequence[Sequence[str]], setting: Setting) -> bool:
    """Set the order of day and month in every date column; whether it stays open for the whole table.

    A column that shows its order keeps it; one that does not follows the others of the table; else the day is first.
    """
    dated = [column for column in columns if column.word in ("birth_date", "taken_on", "deceased_on", "name")]
    shown = {column.index: orders(samples[column.index]) for column in dated}
    shown_anywhere = set().union(*shown.values())
    for column in dated:
        told = shown[column.index] or shown_anywhere
        serial = column.word != "name" and has_serials(samples[column.index], setting)
        column.reread(column.word, replace(setting, month_first=told == {"month"}, serial=serial))
    return not shown_anywhere


def share(values: Sequence[str], setting: Setting) -> float:
    """Part of the values that are written as dates of some kind; bare day numbers do not count."""
    return sum(days.parse(value, setting.latest.year) is not None for value in values) / len(values) if values else 0.0


def read_all(values: Iterable[str], setting: Setting) -> list[date]:
    """The days of a column, placeholders left out."""
    month_first = orders(values := list(values)) == {"month"}
    found = (days.parse(value, setting.latest.year, month_first) for value in values)
    return sorted(day for day in found if day and not days.is_placeholder(day) and day <= setting.latest)


def tell_apart(found: dict[int, list[date]]) -> tuple[int | None, int | None]:
    """(column of birth dates, column of sample dates) among unlabelled date columns; None where there is none.

    Days of birth are the ones spread over decades; the days of samples are recent and close together.
    """
    said = {index: dates for index, dates in found.items() if dates}
    if not said:
        return None, None
    last = max(dates[-1] for dates in said.values()).year
    births = {i: median(d.toordinal() for d in dates) for i, dates in said.items() if _are_births(dates, last)}
    birth = min(births, key=lambda i: births[i]) if births else _oldest(said)
    recent = [i for i, dates in said.items() if i != birth and last - dates[0].year <= _RECENT]
    return birth, recent[0] if recent else None


def _are_births(dates: list[date], last: int) -> bool:
    middle = dates[len(dates) // 2].year
    return dates[-1].year - dates[0].year >= _BIRTHS_SPREAD or last - middle > _RECENT + 2


def _oldest(said: dict[int, list[date]]) -> int | None:
    """Of two columns of a short table, the one that is all before the other by years."""
    middles = {i: dates[len(dates) // 2] for i, dates in said.items()}
    first = min(middles, key=lambda i: middles[i])
    return first if len(said) > 1 and max(middles.values()).year - middles[first].year > 2 else None
