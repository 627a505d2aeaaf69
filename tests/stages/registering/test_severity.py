"""The table `severity`: a row for every person and controller, scored by what was seen or what is usual there."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from betrokken.edges import queries
from betrokken.kit import arrow
from betrokken.model.incident import Controller, Dataset, Incident
from betrokken.stages.registering import severity

INCIDENT = Incident(
    lab="Lab",
    stolen=date(2025, 7, 5),
    today=date(2025, 8, 11),
    controllers=(Controller("zkh", "Ziekenhuis"), Controller("bvo", "Onderzoek", "screening")),
    datasets=(
        Dataset("bvo-new", "bvo", exams=("hpv_self_test",), status="stolen"),
        Dataset("bvo-old", "bvo", exams=("cervical_smear",), status="unknown"),
        Dataset("zkh-all", "zkh", exams=("blood",), status="published"),
    ),
)
RESULT = ("name", "address", "birth_date", "bsn", "exam", "test_result")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with queries.connection(tmp_path, {}) as opened:
        yield opened


def exposures(who: str, controller: str | None, exam: str | None, *categories: str) -> list[dict[str, Any]]:
    return [{"person_id": who, "controller": controller, "exam": exam, "category": one} for one in categories]


def stands(who: str, controller: str | None, dataset: str | None, certainty: str) -> dict[str, Any]:
    return {"person_id": who, "controller": controller, "dataset": dataset, "certainty": certainty}


def score(
    connection: duckdb.DuckDBPyConnection,
    held: list[dict[str, Any]],
    standing: list[dict[str, Any]],
    people: list[dict[str, Any]] = [],  # noqa: B006 - read only
    incident: Incident = INCIDENT,
    **more: Any,
) -> list[dict[str, Any]]:
    known = {one["person_id"] for one in people}
    rest = sorted({one["person_id"] for one in standing} - known)
    person = arrow.make("person", [*people, *({"person_id": one} for one in rest)])
    made = severity.run(
        arrow.make("exposure", held), arrow.make("standing", standing), person, incident, connection, **more
    )
    assert made.schema.equals(arrow.empty("severity").schema)
    return made.to_pylist()


def test_a_row_for_every_person_and_controller_but_those_not_touched(connection: duckdb.DuckDBPyConnection) -> None:
    held = exposures("p1", "bvo", "hpv_self_test", *RESULT) + exposures("p1", None, None, "name", "phone")
    standing = [
        stands("p1", "bvo", "bvo-new", "proven"),
        stands("p1", None, None, "proven"),
        stands("p2", "zkh", "zkh-all", "presumed"),
        stands("p3", "zkh", "zkh-all", "not_touched"),
    ]
    found = score(connection, held, standing)
    assert [(one["person_id"], one["controller"]) for one in found] == [("p1", None), ("p1", "bvo"), ("p2", "zkh")]
    assert [one["se"] for one in found] == [1.75, 5.0, 2.0]
    assert [one["band"] for one in found] == ["low", "very_high", "medium"]
    assert [one["phishing"] for one in found] == [2, 1, 1]


def test_who_was_not_seen_is_scored_by_what_half_of_the_proven_have(connection: duckdb.DuckDBPyConnection) -> None:
    held = [*exposures("a", "bvo", "hpv_self_test", *RESULT), *exposures("b", "bvo", "hpv_self_test", *RESULT, "iban")]
    held += exposures("c", "bvo", "hpv_self_test", "name", "email")
    standing = [stands(who, "bvo", "bvo-new", "proven") for who in "abc"]
    standing += [stands("d", "bvo", "bvo-new", "presumed"), stands("e", "bvo", "bvo-old", "possible")]
    found = {one["person_id"]: one for one in score(connection, held, standing)}
    assert (found["d"]["dpc"], found["d"]["cb"], found["d"]["se"]) == (4, 1.0, 5.0)
    assert "of this data set" in found["d"]["grounds"][0]
    assert (found["e"]["cb"], found["e"]["se"]) == (0.5, 4.5)  # as those of the same controller, but not seen
    assert "of this controller" in found["e"]["grounds"][0]
    assert found["d"]["phishing"] == 1  # one of three has an e-mail address: not everybody's


def test_without_anybody_seen_an_order_is_assumed(connection: duckdb.DuckDBPyConnection) -> None:
    standing = [stands("a", "bvo", "bvo-new", "possible"), stands("b", "zkh", "zkh-all", "presumed")]
    first, second = score(connection, [], standing)
    assert (first["dpc"], first["ei"], first["cb"], first["se"]) == (3, 1, 0.5, 3.5)  # a test for HPV
    assert (second["dpc"], second["se"]) == (1, 2.0)  # a general test of blood
    assert "every order" in first["grounds"][0]


def test_of_two_standings_at_one_controller_the_gravest_counts(connection: duckdb.DuckDBPyConnection) -> None:
    held = exposures("a", "bvo", None, "name") + exposures("b", "bvo", "cervical_smear", *RESULT)
    standing = [
        stands("a", "bvo", "bvo-new", "proven"),
        stands("a", "bvo", "bvo-old", "possible"),
        stands("b", "bvo", "bvo-old", "proven"),
    ]
    first, _ = score(connection, held, standing)
    assert (first["se"], first["cb"]) == (4.5, 0.5)


def test_flags(connection: duckdb.DuckDBPyConnection) -> None:
    people: list[dict[str, Any]] = [
        {"person_id": "child", "birth_date": date(2010, 1, 1)},
        {"person_id": "youth", "birth_date": date(2008, 8, 12)},
        {"person_id": "adult", "birth_date": date(2007, 8, 11), "secret_address": "0"},
        {"person_id": "hidden", "birth_date": date(1980, 1, 1), "secret_address": "7"},
        {"person_id": "late", "birth_date": date(1930, 1, 1), "deceased_on": date(2024, 1, 1)},
    ]
    held = [row for one in people for row in exposures(one["person_id"], "zkh", None, "name", "address")]
    standing = [stands(one["person_id"], "zkh", "zkh-all", "proven") for one in people]
    found = {one["person_id"]: one for one in score(connection, held, standing, people, unintelligible={"zkh-all"})}
    assert {who: one["flags"][1:] for who, one in found.items()} == {
        "child": ["under_16", "under_18"],
        "youth": ["under_18"],
        "adult": [],
        "hidden": ["secret_address"],
        "late": ["deceased"],
    }
    assert {one["flags"][0] for one in found.values()} == {"unintelligible"}
    assert found["hidden"]["dpc"] == 4
    assert found["hidden"]["safety"] == 3
    assert {one["ei"] for one in found.values()} == {0.25}


@pytest.mark.parametrize(("people", "flag"), [(100, []), (101, ["more_than_100_people"])])
def test_the_flag_of_many_people(connection: duckdb.DuckDBPyConnection, people: int, flag: list[str]) -> None:
    held = [row for n in range(people) for row in exposures(f"p{n:03}", "zkh", None, "name")]
    standing = [stands(f"p{n:03}", "zkh", "zkh-all", "proven") for n in range(people)]
    assert {tuple(one["flags"]) for one in score(connection, held, standing)} == {tuple(flag)}


def test_nothing_changed_or_meant_lowers_the_circumstances(connection: duckdb.DuckDBPyConnection) -> None:
    standing = [stands("a", "zkh", "zkh-all", "possible")]
    calm = replace(INCIDENT, malicious=False)
    wild = replace(INCIDENT, integrity="unrecoverable", availability="temporary")
    assert [score(connection, [], standing, incident=one)[0]["cb"] for one in (calm, wild)] == [0.0, 1.25]


def test_a_case_of_the_real_size_is_quick_and_the_same_again(connection: duckdb.DuckDBPyConnection) -> None:
    wide = ("name", "address", "birth_date", "sex", "bsn", "exam", "test_result", "phone")
    kinds = ("cervical_smear", "blood", "skin", None)
    count, controllers = 53_000, [f"c{n:02}" for n in range(20)]
    columns: dict[str, list[Any]] = {"person_id": [], "category": [], "controller": [], "exam": []}
    for n in range(count):
        for category in wide[: 3 + n % 6]:
            columns["person_id"].append(f"p{n:06}")
            columns["category"].append(category)
            columns["controller"].append(controllers[n % 20])
            columns["exam"].append(kinds[n % 4])
    empty = arrow.empty("exposure")
    rows = len(columns["person_id"])
    held = pa.table({name: columns.get(name, [None] * rows) for name in empty.column_names}, schema=empty.schema)
    who = [f"p{n:06}" for n in range(count)]
    standing = pa.table(
        {
            "person_id": who,
            "controller": [controllers[n % 20] for n in range(count)],
            "dataset": [None] * count,
            "certainty": ["presumed" if n % 3 == 0 else "proven" for n in range(count)],
            "ground": [""] * count,
        },
        schema=arrow.empty("standing").schema,
    )
    plain = arrow.empty("person")
    person = pa.table({n: who if n == "person_id" else [None] * count for n in plain.column_names}, schema=plain.schema)
    start = time.process_time()  # of this process alone: others may share the processors
    first = severity.run(held, standing, person, INCIDENT, connection)
    assert time.process_time() - start < 2  # seconds; 0.4 on the machine it was written on
    assert first.num_rows == count
    assert first.equals(severity.run(held, standing, person, INCIDENT, connection))
