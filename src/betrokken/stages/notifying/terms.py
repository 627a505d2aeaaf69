"""Terms of the law: read from dated entries, and counted. Instants are UTC; days are calendar days in the Netherlands."""

import tomllib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from betrokken.model.errors import LawError

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_LAST: Final = time(23, 59, 59)  # a day ends with the expiry of its last hour (Reg. 1182/71 art. 3(2))
_HOLIDAYS: Final = "holidays"
_LENGTHS: Final = ("hours", "early_hours", "months", "working_days")


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of law.toml, which says what each key means. valid_from: None when it is not in force."""

    source: str
    valid_from: date | None = None
    on: bool = True
    parties: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    hours: int = 0
    early_hours: int = 0
    months: int = 0
    working_days: int = 0


Law = Mapping[str, Sequence[Term]]  # law -> its entries, by valid_from


@cache
def shipped() -> Law:
    """The terms that come with the program."""
    return _law("law.toml", {key: entries for key, entries in _data().items() if key != _HOLIDAYS})


def read(name: str, text: str) -> Law:
    """The terms that come with the program, those of the laws in `text` (TOML) replaced. Raises LawError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LawError(f"{name}: this is no TOML: {error}") from error
    return {**shipped(), **_law(name, document)}


def at(law: Law, key: str, day: date) -> Term | None:
    """The entry of a law that is in force on a day, None when none is."""
    held = [term for term in law[key] if term.valid_from and term.valid_from <= day]
    return held[-1] if held else None


def newest(law: Law, key: str) -> Term:
    """The last entry of a law, in force or not."""
    return law[key][-1]


def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "law.toml").read_text("utf-8"))


def _law(name: str, document: Mapping[str, Any]) -> dict[str, tuple[Term, ...]]:
    known = [key for key in _data() if key != _HOLIDAYS]
    found = {}
    for key, entries in document.items():
        if key not in known:
            raise LawError(f"{name}: {key!r} is no law that has a clock; known are {', '.join(known)}")
        if not isinstance(entries, list) or not entries:
            raise LawError(f"{name}: write each term of {key} under a line [[{key}]] (two brackets)")
        held = _data()[key][-1]
        made = [_term(f"{name}: [[{key}]] number {at}", entry, held) for at, entry in enumerate(entries, start=1)]
        found[key] = tuple(sorted(made, key=lambda term: term.valid_from or date.min))
    return found


def _term(where: str, entry: Mapping[str, Any], held: Mapping[str, Any]) -> Term:
    """One entry. held: one that comes with the program: it has the lengths the law needs, and the usual authority."""
    shapes = {one.name: one.type for one in fields(Term)}
    for key, value in entry.items():
        if key not in shapes:
            raise LawError(f"{where}: unknown key {key!r}; known are {', '.join(shapes)}")
        if not _fits(shapes[key], value):
            raise LawError(f"{where}: {key} does not hold what it must: {_SAYS[shapes[key]]}")
    if not entry.get("source"):
        raise LawError(f"{where}: say in `source` where the term stands in the law")
    lacking = [key for key in _LENGTHS if key in held and key not in entry]
    if lacking:
        raise LawError(f"{where} lacks {' and '.join(lacking)}")
    entry = {"authority": held.get("authority", [])} | dict(entry)
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Term(**made)


_SAYS: Final[Mapping[Any, str]] = {
    str: "text between quotes",
    date | None: "a day without quotes, such as 2026-07-01",
    bool: "true or false",
    tuple[str, ...]: 'a list of texts, such as ["zhw"]',
    int: "a whole number of 1 or more",
}


def _fits(shape: Any, value: object) -> bool:
    if shape is str:
        return isinstance(value, str)
    if shape is bool:
        return isinstance(value, bool)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if shape == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, date) and not isinstance(value, datetime)


def first(when: datetime | date) -> datetime:
    """The instant, or the first of the day when only that is known: a clock never starts later than it did."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, time(), AMSTERDAM).astimezone(UTC)


def last(when: datetime | date) -> datetime:
    """The instant, or the last second of the day when only that is known: nothing is done later than it was."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, _LAST, AMSTERDAM).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The instant on a clock in the Netherlands."""
    return instant.astimezone(AMSTERDAM)


def hours_after(start: datetime, hours: int) -> datetime:
    """So many absolute hours later: the clocks that go forward or back in between change nothing."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def reg1182_after(start: datetime, hours: int) -> datetime:
    """The same by Reg. (EEC, Euratom) 1182/71 art. 3(1): the hour in which it happened is not counted."""
    hour = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hours_after(hour + timedelta(hours=1), hours)


def months_after(start: datetime, months: int) -> datetime:
    """The end of the same day so many months later, of the month's last day where it has no such day.

    Art. 3(2)(c) of Reg. 1182/71; art. 3(4): when that is no working day, the end of the next one.
    """
    day = local(start).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    ends = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    while not is_working_day(ends):
        ends += timedelta(days=1)
    return last(ends)


def working_days_after(start: datetime, days: int) -> datetime:
    """The end of the so-manieth working day after the day of `start`."""
    day = local(start).date()
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return last(day)


def is_working_day(day: date) -> bool:
    """Neither Saturday or Sunday nor a holiday of the Algemene termijnenwet."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    told = _data()[_HOLIDAYS]
    days = {date.fromisoformat(f"{year}-{day}") for day in told["fixed"]}
    days |= {_easter(year) + timedelta(days=after) for after in told["easter"]}
    king = date.fromisoformat(f"{year}-{told['king']}")
    return frozenset(days | {king - timedelta(days=king.weekday() == 6)})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as J. Meeus gives it)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return date(year, month, day + 1)
