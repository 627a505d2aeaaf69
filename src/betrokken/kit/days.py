"""Dates as people write them in Dutch files, turned into days."""

import re
from datetime import date, timedelta
from functools import lru_cache

from betrokken.kit.fold import fold

MONTHS = {
    word: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february febr",
            "mrt maart march mar maa",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep september sept",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for word in names.split()
}

MONTH_WORD = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE_SHAPE = (
    r"(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})"
    rf"|[0-9]{{1,2}}[-. ]?\s?(?:{MONTH_WORD})\.?[-. ,]?\s?(?:[0-9]{{4}}|[0-9]{{2}})|'?[0-9]{{8}})"
)

_ISO = re.compile(r"^([0-9]{4})[-/.: ]([0-9]{1,2})[-/.: ]([0-9]{1,2})(?:[t ].*)?$")
# Midnight in the Netherlands written as an instant: +1 h, +2 h in summer, +0:19:32 before 1937 (IANA Europe/Amsterdam).
_UTC_MIDNIGHT = re.compile(r"t(?:2[23]:00(?::00)?|2[23]:40:28)(?:\.0+)?(?:z|\+00(?::?00)?)$")
_DUTCH = re.compile(r"^([0-9]{1,2})\s?[-/. :]\s?([0-9]{1,2})\s?[-/. :]\s?'?([0-9]{4}|[0-9]{2})(?:[t ,].*)?$")
_WORDS = re.compile(
    r"^(?:[a-z]{2,9},? )?([0-9]{1,2})(?:e|ste|de)?[-. ]?\s?([a-z]{3,9})\.?[-., ]?\s?'?([0-9]{4}|[0-9]{2})(?:[ ,].*)?$"
)
_MONTH_FIRST = re.compile(r"^([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$")
_PACKED = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2,6}(?:\.[0-9]+)?(?:[+-][0-9]{4})?)?$")
_PACKED_DUTCH = re.compile(r"^([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})$")
_SERIAL = re.compile(r"^[1-9][0-9]{3,4}(?:\.[0-9]+)?$")
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of the 1900 date system of spreadsheets (ECMA-376 part 1, 18.17.4.1)

PLACEHOLDERS = frozenset(
    {
        date(1900, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1901, 1, 1),
        date(1111, 11, 11),
        date(1970, 1, 1),
        date(1800, 1, 1),
        date(9999, 12, 31),
        date(2099, 12, 31),
    }
) - {date(1970, 1, 1)}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str, latest: int) -> int:
    """A two-digit year is the last such year not after `latest`."""
    year = int(text)
    if len(text) == 4:
        return year
    century = latest // 100 * 100
    return century + year if century + year <= latest else century - 100 + year


@lru_cache(maxsize=300_000)
def parse(value: str, latest: int, month_first: bool = False, serial: bool = False) -> date | None:
    """The day `value` writes, or None.

    An instant that is midnight in the Netherlands ("1994-09-03T22:00:00Z") is the day that began there.
    latest: last year a two-digit year may mean. month_first: m/d/y order. serial: also spreadsheet day numbers.
    """
    text = fold(value.strip().strip("'\"()[]*,;. "))
    if not text or not (text[0].isdigit() or text[0].isalpha()) or len(text) > 40:
        return None
    if found := _ISO.match(text):
        day = _day(int(found[1]), int(found[2]), int(found[3])) or _day(int(found[1]), int(found[3]), int(found[2]))
        return day + timedelta(days=1) if day and _UTC_MIDNIGHT.search(text, 10) else day
    if found := _DUTCH.match(text):
        return _numeric(found[1], found[2], _year(found[3], latest), month_first)
    if found := _WORDS.match(text):
        month = MONTHS.get(found[2])
        return _day(_year(found[3], latest), month, int(found[1])) if month else None
    if found := _MONTH_FIRST.match(text):
        month = MONTHS.get(found[1])
        return _day(int(found[3]), month, int(found[2])) if month else None
    return _packed(text, serial)


def _numeric(first: str, second: str, year: int, month_first: bool) -> date | None:
    a, b = (int(second), int(first)) if month_first else (int(first), int(second))
    return _day(year, b, a) or _day(year, a, b)


def _packed(text: str, serial: bool) -> date | None:
    if found := _PACKED.match(text):
        day = _day(int(found[1]), int(found[2]), int(found[3])) if "1880" <= found[1] <= "2100" else None
        if day:
            return day
    if found := _PACKED_DUTCH.match(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if serial and _SERIAL.match(text):
        return _SERIAL_ZERO + timedelta(days=int(float(text)))
    return None


def is_placeholder(day: date) -> bool:
    """A date written where the real one is not known."""
    return day in PLACEHOLDERS or day.year < 1890
