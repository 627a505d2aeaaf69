"""The incident in rows."""

from datetime import UTC, date, datetime

from betrokken.model import words
from betrokken.model.incident import Controller, DropFact, Event, Incident
from betrokken.stages.notifying import timeline
from betrokken.stages.notifying.timeline import Count

INCIDENT = Incident(
    stolen=date(2025, 7, 5),
    published=date(2025, 7, 6),
    controllers=(Controller("oever", "Stichting Oeverscreening"),),
    drops=(DropFact("sample", date(2025, 7, 7)), DropFact("unknown day")),
    events=(
        Event("in", "entry", date(2025, 7, 3)),
        Event("out", "exfiltration", date(2025, 7, 5), what="300 GB taken"),
        Event("told", "told", datetime(2025, 8, 6, 12, 20, tzinfo=UTC), whom=("oever",)),
    ),
)
COUNTS = [Count(datetime(2025, 8, 20, tzinfo=UTC), 1, 5, {"proven": 3, "": 2})]


def test_everything_stands_in_it_once_by_moment_with_its_source() -> None:
    sources = {("event", "in"): "forensic report", ("drop", "sample"): "facts.toml"}
    found = timeline.rows(INCIDENT, sources, [("sample", "2025-07-09"), ("second", "2025-08-18")], COUNTS)
    told = [(row.lane, row.what, row.source, row.people) for row in found]
    assert told == [
        ("entry", "entry", "forensic report", None),
        ("theft", "300 GB taken", "", None),  # the day of [incident] says the same
        ("publications", "published", "", None),
        ("publications", "drop 'sample'", "facts.toml", None),  # a fact goes before what was entered with the drop
        ("awareness", "told", "", None),
        ("publications", "drop 'second'", "entered with the drop", None),
        ("people", "in the register", "generation 1 of the register", 5),
        ("people", "no class", "generation 1 of the register", 2),
        ("people", "proven", "generation 1 of the register", 3),
    ]
    assert found[0].at == datetime(2025, 7, 2, 22, 0, tzinfo=UTC)
    assert [row.exact for row in found[:5]] == [False, False, False, False, True]
    assert found[4].whom == "Stichting Oeverscreening"


def test_every_kind_of_event_has_one_lane() -> None:
    kinds = [kind for held in timeline.LANES.values() for kind in held]
    assert sorted(kinds) == sorted(words.EVENT_KINDS)
