"""Calendars (iCalendar, RFC 5545): one text for each event, task or note, as a reader sees it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading.content_lines import Property, parted, plain, unfolded

NAME: Final = "calendar"
MEDIA_TYPE: Final = "text/calendar"

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}BEGIN:VCALENDAR\s", re.IGNORECASE)
_ENTRIES: Final = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
_NAME: Final = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?")
# In the order of reading; the others are traces of programs.
_PLAIN: Final = ("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "CONTACT", "CATEGORIES")
_PEOPLE: Final = ("ORGANIZER", "ATTENDEE")


def recognise(source: Source) -> float:
    """By its first line."""
    return 0.95 if _START.match(source.head) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A text "event 3" for each entry: what it is about, its day as ISO, where, and what was noted."""
    for number, entry in enumerate(_entries(unfolded(source)), 1):
        if text := "\n".join(_lines(entry)):
            yield Text(f"event {number}", text)


def _entries(lines: Iterable[str]) -> Iterator[list[Property]]:
    """The properties of each entry, also of the last when its end is cut off; those of alarms in it are left out."""
    within: list[str] = []
    found: list[Property] = []
    for line in lines:
        if (told := parted(line)) is None:
            continue
        name, word = told[0], told[2].strip().upper()
        if name == "BEGIN":
            within.append(word)
        elif name == "END":
            within = within[:-1]
            if word in _ENTRIES:
                yield found
                found = []
        elif within and within[-1] in _ENTRIES:
            found.append(told)
    if found:
        yield found


def _lines(entry: list[Property]) -> Iterator[str]:
    """The lines of an entry; its day comes after what it is about."""
    told = [(name, plain(value)) for wanted in _PLAIN for name, _, value in entry if name == wanted]
    days = [f"Appointment: {day}" for name, _, value in entry if name in ("DTSTART", "DUE") and (day := _day(value))]
    people = [_person(*one) for one in entry if one[0] in _PEOPLE]
    titles = [text for name, text in told if name == "SUMMARY"]
    others = [text for name, text in told if name != "SUMMARY"]
    for text in (*titles, *days[:1], *others, *people):
        yield from (line.strip() for line in text.split("\n") if line.strip())


def _day(value: str) -> str:
    found = _DAY.match(value)
    if not found:
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day} {found[4]}:{found[5]}" if found[4] else day


def _person(name: str, parameters: str, value: str) -> str:
    """ "ORGANIZER: A. Bos <a.bos@example.nl>"."""
    found = _NAME.search(parameters)
    address = value.removeprefix("mailto:").removeprefix("MAILTO:").strip()
    return f"{name}: {(found[1] or found[2]).strip()} <{address}>" if found else f"{name}: {address}"
