"""Facts kept one by one: packed and unpacked, entered, changed, taken back, and brought over from an earlier version."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from types import UnionType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.edges import keys
from betrokken.edges.decided import Decided
from betrokken.model.errors import FactsError
from betrokken.model.incident import ENTRIES, HELD_IN, Controller, Dataset, DropFact, Event, Incident, Organisation
from betrokken.model.stated import Stated
from betrokken.pipeline import stating
from betrokken.pipeline.case import Case, create, enter, open_case
from betrokken.pipeline.facts import for_finding, pack_incident, unpack_incident

KEY = bytes(range(32))
CONTROLLER = Stated("controller", "zhw", Controller("zhw", "Ziekenhuis Waterweide", "hospital"), "a.toml")
LAB = Stated("organisation", "lab", Organisation("lab", "Laboratorium"), "a.toml")
SMEARS = Stated("dataset", "smears", Dataset("smears", "zhw", processor="lab"), "b.toml")
TOLD = Stated("event", "told", Event("told", "told", date(2025, 8, 6), "lab", ("zhw",), "smears"), "b.toml")
STOLEN = Stated("incident", "stolen", date(2025, 7, 5), "a.toml")
ALL = (CONTROLLER, LAB, SMEARS, TOLD, STOLEN)


@pytest.fixture
def decided(tmp_path: Path) -> Decided:
    return Decided(tmp_path, KEY)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return create(tmp_path / "case", keys.make_key_file(tmp_path / "key"), ALL, "jan")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, datetime.fromisoformat("2025-01-01T00:00:00+02:00").tzinfo]))
VALUES: dict[type | UnionType, st.SearchStrategy[Any]] = {
    str: TEXTS,
    tuple[str, ...]: st.lists(TEXTS, max_size=3).map(tuple),
    date | None: st.none() | st.dates(),
    datetime | date: INSTANTS | st.dates(),
    int | None: st.none() | st.integers(0, 2**60),
    bool: st.booleans(),
}


def built(shape: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(shape, **{one.name: VALUES[one.type] for one in fields(shape)})  # type: ignore[index]


INCIDENTS = st.builds(
    Incident,
    **{one.name: VALUES[one.type] for one in fields(Incident) if one.name not in HELD_IN.values()},  # type: ignore[index]
    **{HELD_IN[kind]: st.lists(built(shape), max_size=2).map(tuple) for kind, shape in ENTRIES.items()},
)


@given(INCIDENTS)
def test_what_is_packed_is_unpacked_the_same(incident: Incident) -> None:
    assert unpack_incident(pack_incident(incident)) == incident


@given(INCIDENTS)
def test_finding_goes_by_the_laboratory_the_controllers_and_the_latest_day(incident: Incident) -> None:
    seen = for_finding(incident)
    assert (seen.lab, seen.lab_aliases, seen.controllers) == (incident.lab, incident.lab_aliases, incident.controllers)
    assert seen.latest == incident.latest
    assert seen == for_finding(unpack_incident(pack_incident(incident) | {"datasets": [], "events": [], "drops": []}))


def test_only_what_changed_is_entered_and_the_old_is_kept(decided: Decided) -> None:
    assert len(stating.enter(decided, ALL).new) == len(ALL)
    renamed = Stated("controller", "zhw", Controller("zhw", "Ziekenhuis Waterweide Noord", "hospital"), "c.toml")
    again = Stated("event", "told", TOLD.value, "c.toml")
    drop = Stated("drop", "deel 1", DropFact("deel 1"), "c.toml")
    done = stating.enter(decided, [renamed, again, drop])
    assert (done.new, done.changed, done.same) == (("drop:deel 1",), ("controller:zhw",), ("event:told",))
    assert {fact.name: fact.source for fact in stating.holding(decided)} == {
        "incident:stolen": "a.toml", "controller:zhw": "c.toml", "organisation:lab": "a.toml",
        "dataset:smears": "b.toml", "drop:deel 1": "c.toml", "event:told": "b.toml",
    }  # fmt: skip
    kept = [(fact.value["name"], fact.source, fact.superseded_at is None) for fact in history(decided, "controller")]
    assert kept == [
        ("Ziekenhuis Waterweide", "a.toml", False),
        ("Ziekenhuis Waterweide Noord", "c.toml", True),
    ]


def history(decided: Decided, kind: str) -> Sequence[Any]:
    return [fact for fact in stating.history(decided) if fact.kind == kind]


def test_another_source_that_is_told_is_a_change(decided: Decided) -> None:
    stating.enter(decided, ALL)
    assert stating.enter(decided, [Stated("incident", "stolen", STOLEN.value, "d.toml")]).last == 0
    letter = Stated("incident", "stolen", STOLEN.value, "d.toml", "letter of the laboratory")
    assert stating.enter(decided, [letter]).changed == ("incident:stolen",)
    assert stating.enter(decided, [letter]).same == ("incident:stolen",)


def test_references_are_checked_over_what_is_held_and_new_and_nothing_is_kept_of_a_failure(decided: Decided) -> None:
    with pytest.raises(FactsError, match="event 'told': dataset 'smears' is no known dataset"):
        stating.enter(decided, [CONTROLLER, LAB, TOLD])
    assert stating.history(decided) == []
    stating.enter(decided, [CONTROLLER, LAB, SMEARS])
    assert stating.enter(decided, [TOLD]).new == ("event:told",)


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        ([("controller", "zhw")], "it is named by dataset:smears, event:told;"),
        ([("organisation", "lab")], "it is named by dataset:smears, event:told;"),
        ([("dataset", "smears")], "it is named by event:told;"),
        ([("dataset", "smear")], "there is no fact dataset:smear that holds"),
    ],
)
def test_what_is_referred_to_is_not_withdrawn(decided: Decided, gone: list[tuple[str, str]], says: str) -> None:
    stating.enter(decided, ALL)
    with pytest.raises(FactsError, match=says):
        stating.enter(decided, [], gone)
    assert len(stating.holding(decided)) == len(ALL)


def test_facts_that_refer_to_each_other_are_withdrawn_together_and_stay_in_the_history(decided: Decided) -> None:
    stating.enter(decided, ALL)
    done = stating.enter(decided, [], [TOLD.key, SMEARS.key])
    assert done.withdrawn == ("event:told", "dataset:smears")
    assert {fact.kind for fact in stating.holding(decided)} == {"incident", "controller", "organisation"}
    assert [fact.superseded_at is None for fact in history(decided, "dataset")] == [False]


def test_a_fact_that_a_judgement_or_a_list_names_is_not_withdrawn(decided: Decided) -> None:
    stating.enter(decided, [CONTROLLER, LAB, SMEARS])
    judged = decided.add_judgement("affected", "Pa", None, "smears", "jan", "they said so")
    with pytest.raises(FactsError, match=f"judgement {judged}"):
        stating.enter(decided, [], [SMEARS.key])
    decided.withdraw_judgement(judged)
    decided.add_drop("leden", "/lijst", False, 1, source="population", controller="zhw", dataset="smears")
    with pytest.raises(FactsError, match="the list 'leden'"):
        stating.enter(decided, [], [SMEARS.key])


def test_the_case_is_what_its_facts_make_together(case: Case) -> None:
    enter(case, [Stated("controller", "abc", Controller("abc", "ABC"), "b.toml")], [TOLD.key], "jan")
    held = case.incident
    assert (held.stolen, [one.id for one in held.controllers]) == (STOLEN.value, ["abc", "zhw"])
    assert (held.datasets, held.events, held.malicious) == ((SMEARS.value,), (), True)
    lines = [(line["what"], line["details"]) for line in case.journal.lines()]
    assert lines[1:] == [
        ("facts", {"new": 5, "changed": 0, "withdrawn": 0, "fact_id": "5"}),
        ("facts", {"new": 1, "changed": 0, "withdrawn": 1, "fact_id": "6"}),
    ]


def test_a_case_that_keeps_all_its_facts_in_one_still_opens(case: Case, tmp_path: Path) -> None:
    whole = pack_incident(case.incident)
    earlier = {key: whole[key] for key in ("lab", "lab_aliases", "period_start", "stolen", "controllers")}
    folder, secret = tmp_path / "earlier", keys.key_from_file(tmp_path / "key")
    old = create(folder, secret, (), "jan").decided
    old.set_facts("incident", {"incident": earlier}, "facts.toml")
    entered = old.fact_history("incident")[0].entered_at
    for _ in range(2):
        opened = open_case(folder, secret)
        assert opened.incident == Incident(stolen=STOLEN.value, controllers=(CONTROLLER.value,))
        held = [fact for fact in stating.history(opened.decided) if fact.superseded_at is None]
        told = [(fact.kind, fact.subject, fact.source, fact.entered_at) for fact in held]
        assert told == [
            ("incident", "stolen", "facts.toml", entered),
            ("controller", "zhw", "facts.toml", entered),
        ]
    enter(opened, [LAB], (), "jan")
    assert opened.incident.organisations == (LAB.value,)
