"""Deadlines as a calendar file (RFC 5545): times in UTC, a UID that stays, lines of at most 75 octets, alarms."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from betrokken.stages.notifying.clock import Clock

_OCTETS: Final = 75  # RFC 5545 section 3.1, without the line break
_ALARMS: Final = ("-PT24H", "-PT4H", "-PT1H")
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r\n": "\\n", "\n": "\\n", "\r": "\\n"}


def calendar(clocks: Iterable[Clock], case_id: str, title: Callable[[Clock], str]) -> bytes:
    """One event for each clock with a due moment. case_id: tells the events of cases apart."""
    due = [one for one in clocks if one.due and one.state != "off"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//betrokken//clocks//EN", "CALSCALE:GREGORIAN"]
    for clock in due:
        lines += _event(clock, case_id, title(clock))
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in fold(line)).encode()


def _event(clock: Clock, case_id: str, title: str) -> Iterator[str]:
    assert clock.due is not None
    told = [f"Started {_stamp(clock.started)}: {clock.why}"] if clock.started else []
    told += [f"Done {_stamp(clock.done)}: {clock.done_by}"] if clock.done else []
    told += [clock.asked] if clock.asked else []
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(clock, case_id)}"
    yield f"DTSTAMP:{_stamp(clock.at)}"
    yield f"DTSTART:{_stamp(clock.due)}"
    yield f"SUMMARY:{escape(('Done: ' if clock.done else '') + title)}"
    yield "DESCRIPTION:" + escape("\n".join(told))
    yield f"CATEGORIES:{clock.state.upper()}"
    yield "TRANSP:TRANSPARENT"
    for trigger in () if clock.done else _ALARMS:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{trigger}",
            f"DESCRIPTION:{escape(title)}",
            "END:VALARM",
        )
    yield "END:VEVENT"


def fold(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets; no character is cut, each part but the first begins with a space."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part


def escape(text: str) -> str:
    """A value of type TEXT (RFC 5545 section 3.3.11)."""
    for sign, written in _ESCAPED.items():
        text = text.replace(sign, written)
    return text


def _uid(clock: Clock, case_id: str) -> str:
    """The same for the same duty in every file, whatever its due moment becomes."""
    about = "\n".join((case_id, clock.law, clock.duty, clock.party, clock.controller, clock.dataset))
    return hashlib.sha256(about.encode()).hexdigest()[:32] + "@betrokken.invalid"


def _stamp(instant: datetime | None) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if instant else ""
