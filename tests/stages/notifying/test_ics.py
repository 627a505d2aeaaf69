"""Deadlines as a calendar file."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from betrokken.stages.notifying import ics
from betrokken.stages.notifying.clock import Clock

AT = datetime(2025, 8, 7, 12, 0, tzinfo=UTC)
CLOCK = Clock(
    law="gdpr_33",
    duty="tell the authority",
    party="oever",
    controller="oever",
    dataset="first",
    term="72 hours",
    at=AT,
    started=datetime(2025, 8, 6, 12, 20, tzinfo=UTC),
    why="told; by the laboratory, on paper\nand by telephone",
    due=datetime(2025, 8, 9, 12, 20, tzinfo=UTC),
)


def written(*clocks: Clock, case: str = "case") -> str:
    return ics.calendar(clocks, case, lambda one: f"{one.duty} ({one.party}), één").decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_deadline_is_an_event_in_utc_with_alarms() -> None:
    lines = unfolded(written(CLOCK))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20250809T122000Z" in lines
    assert "SUMMARY:tell the authority (oever)\\, één" in lines
    assert [line for line in lines if line.startswith("TRIGGER")] == [
        "TRIGGER:-PT24H",
        "TRIGGER:-PT4H",
        "TRIGGER:-PT1H",
    ]
    described = next(line for line in lines if line.startswith("DESCRIPTION:Started"))
    assert described.endswith("told\\; by the laboratory\\, on paper\\nand by telephone")
    for begin in ("VEVENT", "VALARM", "VCALENDAR"):
        assert lines.count(f"BEGIN:{begin}") == lines.count(f"END:{begin}") > 0


def test_what_is_done_has_no_alarm_and_what_is_off_is_not_there() -> None:
    done = replace(CLOCK, done=AT + timedelta(days=3), done_by="filed", reason="say why")
    text = "\n".join(unfolded(written(done)))
    assert "VALARM" not in text
    assert "SUMMARY:Done: tell" in text
    assert "say why" in text
    assert "VEVENT" not in written(replace(CLOCK, off="not in force"), replace(CLOCK, due=None))


def test_an_id_stays_when_the_due_moment_moves_and_differs_otherwise() -> None:
    def uid(clock: Clock, case: str = "case") -> str:
        return next(line for line in unfolded(written(clock, case=case)) if line.startswith("UID:"))

    assert uid(CLOCK) == uid(replace(CLOCK, due=AT, started=AT, at=AT + timedelta(days=1), done=AT))
    others = [replace(CLOCK, dataset="second"), replace(CLOCK, law="gdpr_34"), replace(CLOCK, party="zhw")]
    assert len({uid(CLOCK), uid(CLOCK, "other"), *map(uid, others)}) == 5


@given(some.text(some.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_have_at_most_75_octets_and_unfold_to_what_they_were(text: str) -> None:
    parts = list(ics.fold(text))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text


@given(some.text(some.sampled_from("ab\\;,\n\r é"), max_size=40))
def test_an_escaped_text_holds_no_bare_separator_and_reads_back(text: str) -> None:
    made = ics.escape(text)
    assert not re.search(r"[\r\n]|(?<!\\)(?:\\\\)*[;,]", made)
    back = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], made)
    assert back == text.replace("\r\n", "\n").replace("\r", "\n")
