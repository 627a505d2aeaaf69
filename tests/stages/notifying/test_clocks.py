"""The clocks on an incident with the dates of a real one and invented parties."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from betrokken.model.facts_file import read
from betrokken.model.incident import Controller, Dataset, Event, Incident
from betrokken.stages.notifying import stage, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

FACTS = """
[[organisation]]
id = "lab"
name = "Laboratorium Noordermeer"

[[organisation]]
id = "toezicht"
name = "Autoriteit Persoonsgegevens"

[[organisation]]
id = "csirt"
name = "Z-CERT"

[[organisation]]
id = "krant"
name = "De Oeverbode"

[[controller]]
id = "oever"
name = "Stichting Oeverscreening"
kind = "screening"

[[controller]]
id = "zhw"
name = "Ziekenhuis Westerdijk"
kind = "hospital"

[[dataset]]
id = "first"
controller = "oever"
processor = "lab"
status = "published"

[[dataset]]
id = "second"
controller = "oever"
processor = "lab"
status = "unknown"

[[dataset]]
id = "old"
controller = "oever"
processor = "lab"
status = "not_touched"
ground = "on another machine"

[[event]]
id = "lab-knew"
kind = "discovery"
at = 2025-07-06T14:20:00+02:00
who = "lab"

[[event]]
id = "lab-told"
kind = "told"
at = 2025-08-06T14:20:00+02:00
who = "lab"
whom = ["oever"]
dataset = "first"

[[event]]
id = "lab-told-more"
kind = "told"
at = 2025-08-29T17:05:00+02:00
who = "lab"
whom = ["oever"]
dataset = "second"

[[event]]
id = "filed"
kind = "report"
at = 2025-08-08T09:00:00+02:00
who = "oever"
whom = ["toezicht"]
dataset = "first"

[[event]]
id = "filed-more"
kind = "report"
at = 2025-09-02T08:12:00+02:00
who = "oever"
whom = ["toezicht"]

[[event]]
id = "wave-1"
kind = "letters"
at = 2025-08-20
who = "oever"
dataset = "first"

[[event]]
id = "wave-2"
kind = "letters"
at = 2025-09-12
who = "oever"
"""
LATER = datetime(2025, 10, 1, 10, 0, tzinfo=UTC)
BANDS = {"oever": {"very_high": 3, "medium": 2}}


def incident() -> Incident:
    return read([("facts.toml", tomllib.loads(FACTS))])


def known(more: tuple[Event, ...] = (), at: datetime = LATER, law: str = "", **change: object) -> Known:
    told = incident()
    held = replace(told, events=(*told.events, *more))
    bands: Mapping[str, Mapping[str, int]] | None = change.get("bands", BANDS)  # type: ignore[assignment]
    return Known(held, {"lab-told": "letter of the laboratory"}, at, terms.read("more", law), bands)


def clocks(found: Known) -> dict[tuple[str, str, str, str], Clock]:
    return {(one.law, one.party, one.dataset, one.duty): one for one in stage.run(found)}


def of(found: Known, law: str, party: str, dataset: str) -> Clock:
    (one,) = [one for (a, b, c, _), one in clocks(found).items() if (a, b, c) == (law, party, dataset)]
    return one


def shown(moment: datetime | None) -> str:
    return f"{terms.local(moment):%Y-%m-%d %H:%M %z}" if moment else ""


def test_each_data_set_of_a_controller_has_its_own_72_hours() -> None:
    one = of(known(), "gdpr_33", "oever", "first")
    assert (shown(one.started), shown(one.due)) == ("2025-08-06 14:20 +0200", "2025-08-09 14:20 +0200")
    assert (one.state, shown(one.done), one.late_by, one.asked) == ("done", "2025-08-08 09:00 +0200", None, "")
    assert "15:00" in one.information
    assert one.why == (
        "Laboratorium Noordermeer told Stichting Oeverscreening (event:lab-told, letter of the laboratory)"
    )
    two = of(known(), "gdpr_33", "oever", "second")
    assert (shown(two.started), shown(two.due)) == ("2025-08-29 17:05 +0200", "2025-09-01 17:05 +0200")
    assert (two.state, two.late_by) == ("done", timedelta(hours=15, minutes=7))
    assert "question 4.5" in two.asked


def test_the_processor_took_31_days() -> None:
    one = of(known(), "gdpr_33_2", "lab", "first")
    assert (one.state, one.took, one.due, one.late_by) == ("done", timedelta(days=31), None, None)
    assert "event:lab-told," in one.done_by
    two = of(known(), "gdpr_33_2", "lab", "second")
    assert two.took == timedelta(days=54, hours=2, minutes=45)


def test_a_clock_without_a_fact_says_what_to_enter() -> None:
    one = of(known(), "gdpr_33", "zhw", "")
    assert (one.state, one.due, one.started) == ("not_started", None, None)
    assert one.why == (
        "no fact says when Ziekenhuis Westerdijk knew: enter an [[event]] of kind told (whom = "
        '["zhw"]) or discovery (who = "zhw")'
    )
    assert 'dataset = "first"' in of(known(at=datetime(2025, 7, 1, tzinfo=UTC)), "gdpr_33", "oever", "first").why


def test_the_moment_of_looking_decides_what_is_known() -> None:
    moments = {
        "2025-08-06T14:19:00+02:00": ("not_started", None),
        "2025-08-06T14:20:00+02:00": ("running", None),
        "2025-08-08T08:59:00+02:00": ("running", None),
        "2025-08-08T09:00:00+02:00": ("done", None),
    }
    for at, (state, late) in moments.items():
        one = of(known(at=datetime.fromisoformat(at).astimezone(UTC)), "gdpr_33", "oever", "first")
        assert (one.state, one.late_by) == (state, late)
    due, after = datetime(2025, 9, 1, 15, 5, tzinfo=UTC), datetime(2025, 9, 1, 15, 6, tzinfo=UTC)
    on_time = of(known(at=due), "gdpr_33", "oever", "second")
    assert (on_time.state, on_time.late_by) == ("running", None)
    late = of(known(at=after), "gdpr_33", "oever", "second")
    assert (late.state, late.late_by) == ("late", timedelta(minutes=1))


def test_a_discovery_before_the_telling_starts_the_clock() -> None:
    early = Event("found", "discovery", datetime(2025, 8, 5, 8, 0, tzinfo=UTC), who="oever")
    one = of(known((early,)), "gdpr_33", "oever", "first")
    assert one.started == early.at
    assert "found out (event:found" in one.why


def test_a_newspaper_makes_nobody_aware_but_is_shown() -> None:
    told = Event("press", "told", datetime(2025, 7, 20, tzinfo=UTC), who="krant", whom=("oever",))
    one = of(known((told,)), "gdpr_33", "oever", "first")
    assert shown(one.started) == "2025-08-06 14:20 +0200"
    assert any("event:press" in note and "enter a discovery" in note for note in one.notes)
    anybody = Event("press-zhw", "told", datetime(2025, 7, 20, tzinfo=UTC), who="krant", whom=("zhw",))
    assert of(known((anybody,)), "gdpr_33", "zhw", "").state == "late"  # no data set: nobody says whose processor


def test_a_filing_to_another_or_by_another_does_not_end_the_clock() -> None:
    at = datetime(2025, 8, 30, tzinfo=UTC)
    to_csirt = Event("to-csirt", "report", at, who="oever", whom=("csirt",), dataset="second")
    by_lab = Event("by-lab", "report", at, who="lab", whom=("toezicht",), dataset="second")
    one = of(known((to_csirt, by_lab)), "gdpr_33", "oever", "second")
    assert one.done_by.startswith("Stichting Oeverscreening filed (event:filed-more")
    assert [note for note in one.notes if "to-csirt" in note]
    assert [note for note in one.notes if "by-lab" in note]


def test_a_filing_before_a_data_set_was_known_is_not_of_it() -> None:
    early = Event("early", "report", datetime(2025, 8, 10, tzinfo=UTC), who="oever", whom=("toezicht",))
    assert "filed-more" in of(known((early,)), "gdpr_33", "oever", "second").done_by


def test_only_a_day_is_counted_from_its_first_minute_to_its_last() -> None:
    day = datetime(2025, 8, 1).date()
    told = Event("day", "told", day, who="lab", whom=("zhw",))
    filed = Event("day-filed", "report", datetime(2025, 8, 4).date(), who="zhw")
    one = of(known((told, filed)), "gdpr_33", "zhw", "")
    assert (shown(one.due), shown(one.done)) == ("2025-08-04 00:00 +0200", "2025-08-04 23:59 +0200")
    assert one.late_by == timedelta(hours=23, minutes=59, seconds=59)
    assert "only the day is known" in one.why


def test_a_data_set_that_stayed_out_of_it_is_off() -> None:
    assert of(known(), "gdpr_33", "oever", "old").off == "this data set stayed out of it (on another machine)"
    assert of(known(), "gdpr_34", "oever", "old").state == "off"


def test_people_are_told_when_letters_went_out_and_the_risk_is_shown() -> None:
    one = of(known(), "gdpr_34", "oever", "first")
    assert (one.state, shown(one.done), one.due) == ("done", "2025-08-20 23:59 +0200", None)
    assert "high risk for 3 of 5 people in the register" in one.notes
    assert any(note.startswith("later:") and "wave-2" in note for note in one.notes)
    assert "wave-2" in of(known(), "gdpr_34", "oever", "second").done_by
    running = of(known(at=datetime(2025, 8, 10, tzinfo=UTC)), "gdpr_34", "oever", "first")
    assert (running.state, running.took) == ("running", timedelta(days=3, hours=11, minutes=40))
    low = of(known(bands={"oever": {"low": 4}}, at=datetime(2025, 8, 10, tzinfo=UTC)), "gdpr_34", "oever", "first")
    assert low.state == "running"  # a score lowers no duty
    assert any("a human decides" in note for note in low.notes)
    assert "no register yet" in " ".join(of(known(bands=None), "gdpr_34", "oever", "first").notes)


NIS2 = """
[[nis2]]
valid_from = 2025-01-01
parties = ["lab"]
early_hours = 24
hours = 72
months = 1
authority = ["Z-CERT"]
source = "test"
"""


def report(id_: str, at: str) -> Event:
    return Event(id_, "report", datetime.fromisoformat(at), who="lab", whom=("csirt",))


def test_nis2_is_off_until_its_day_is_set() -> None:
    found = [one for one in stage.run(known()) if one.law == "nis2"]
    assert len(found) == 9  # three phases of two controllers and a processor
    assert {one.state for one in found} == {"off"}
    assert all("no day is set" in one.off for one in found)


def test_nis2_has_three_phases() -> None:
    filed = (report("r1", "2025-07-07T10:00:00+02:00"), report("r2", "2025-07-09T15:00:00+02:00"))
    found = {one.duty: one for one in stage.run(known(filed, law=NIS2)) if (one.law, one.party) == ("nis2", "lab")}
    early, notification, final = (found[duty] for duty in ("early warning", "notification", "final report"))
    assert (shown(early.due), early.late_by) == ("2025-07-07 14:20 +0200", None)
    assert (shown(notification.due), notification.late_by) == ("2025-07-09 14:20 +0200", timedelta(minutes=40))
    assert (shown(final.started), shown(final.due)) == (
        "2025-07-09 15:00 +0200",
        "2025-08-11 23:59 +0200",
    )  # a Saturday
    assert final.state == "late"
    without = {one.duty: one for one in stage.run(known(law=NIS2)) if (one.law, one.party) == ("nis2", "lab")}
    assert (without["final report"].state, without["final report"].due) == ("not_started", None)
    assert {one.off for one in stage.run(known(law=NIS2)) if (one.law, one.party) == ("nis2", "zhw")} == {
        "not for this party, by the file of terms"
    }


def test_wkkgz_is_off_until_a_human_says_it_applies() -> None:
    assert of(known(), "wkkgz", "oever", "").state == "off"
    law = '[[wkkgz]]\nvalid_from = 2016-01-01\nworking_days = 3\nsource = "t"\n'
    one = of(known(law=law), "wkkgz", "oever", "")
    assert (shown(one.due), one.state) == ("2025-08-11 23:59 +0200", "late")  # Wednesday, then Thu, Fri, Mon


def test_a_changed_law_is_one_more_entry() -> None:
    law = """
[[gdpr_33]]
valid_from = 2018-05-25
hours = 72
source = "old"
[[gdpr_33]]
valid_from = 2025-08-10
hours = 96
source = "new"
"""
    assert shown(of(known(law=law), "gdpr_33", "oever", "first").due) == "2025-08-09 14:20 +0200"
    assert shown(of(known(law=law), "gdpr_33", "oever", "second").due) == "2025-09-02 17:05 +0200"


def test_the_order_is_by_due_moment_and_always_the_same() -> None:
    found = stage.run(known())
    due = [one.due for one in found if one.due and one.state != "off"]
    assert due == sorted(due)
    assert [one.due is not None for one in found] == sorted([one.due is not None for one in found], reverse=True)
    turned = known()
    turned = replace(turned, incident=replace(turned.incident, events=turned.incident.events[::-1]))
    assert stage.run(turned) == found


@given(some.datetimes(datetime(2018, 5, 26), datetime(2060, 1, 1), timezones=some.just(UTC)), some.integers(0, 200_000))
def test_due_is_72_hours_after_the_start_whatever_the_moment(told: datetime, minutes: int) -> None:
    case = Incident(
        controllers=(Controller("c", "Kliniek Zuid"),),
        datasets=(Dataset("d", "c", processor="c"),),
        events=(Event("e", "discovery", told, who="c"),),
    )
    at = told + timedelta(minutes=minutes)
    (one,) = [one for one in stage.run(Known(case, {}, at, terms.shipped())) if one.law == "gdpr_33"]
    assert one.due is not None
    assert one.started is not None
    assert one.due - one.started == timedelta(hours=72)
    assert one.state == ("late" if minutes > 72 * 60 else "running")
    assert one.late_by == (timedelta(minutes=minutes) - timedelta(hours=72) if minutes > 72 * 60 else None)
