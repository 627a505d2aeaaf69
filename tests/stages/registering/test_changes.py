"""What differs between two registers, its cause, and many differences folded into one."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import arrow
from betrokken.model.words import CERTAINTIES
from betrokken.stages.registering import changes, folding
from betrokken.stages.registering.changes import Cause

ONE = (Cause("drop first", (("drop", "1"),)),)


def register(
    people: dict[str, list[str]],
    *,
    standing: Sequence[tuple[str, str | None, str | None, str]] = (),
    exposure: Sequence[tuple[str, str | None, int]] = (),
    homeless: tuple[str, ...] = (),
    **fields: dict[str, Any],
) -> dict[str, pa.Table]:
    """A register of people with their mentions; fields: column -> person -> value."""
    person = [
        {"person_id": p, "addressable": p not in homeless, "mentions": len(m)}
        | {name: found[p] for name, found in fields.items() if p in found}
        for p, m in people.items()
    ]
    member = [{"person_id": p, "mention_id": m} for p, mentions in people.items() for m in mentions]
    stands = [dict(zip(("person_id", "controller", "dataset", "certainty"), row, strict=True)) for row in standing]
    told = [{"person_id": p, "category": "name", "controller": c, "exam": None, "mentions": n} for p, c, n in exposure]
    return {
        "person": arrow.make("person", person),
        "membership": arrow.make("membership", member),
        "standing": arrow.make("standing", stands),
        "exposure": arrow.make("exposure", told),
    }


def between(
    before: dict[str, pa.Table],
    after: dict[str, pa.Table],
    causes: tuple[Cause, ...] = ONE,
    drops: dict[str, str] | None = None,
    number: int = 2,
) -> pa.Table:
    place = pa.table({"mention_id": pa.array(list(drops or {}), pa.string()), "drop_id": list((drops or {}).values())})
    with duckdb.connect() as connection:
        return changes.between(connection, before, after, place, causes, number)


def brief(change: pa.Table) -> list[tuple[Any, ...]]:
    return [(r["person_id"], r["what"], r["before"], r["after"]) for r in change.to_pylist()]


def net(change: list[pa.Table], since: int) -> folding.Net:
    with duckdb.connect() as connection:
        return folding.net(connection, pa.concat_tables(change), since)


def test_the_first_register_is_all_new() -> None:
    after = register({"P1": ["a"]}, standing=[("P1", "zhw", "set", "proven")], exposure=[("P1", "zhw", 2)])
    assert brief(between({}, after)) == [
        ("P1", "addressable", None, "yes"),
        ("P1", "exposure", None, "2 mentions"),
        ("P1", "person", None, "present"),
        ("P1", "standing", None, "proven"),
    ]


def test_the_same_register_differs_in_nothing() -> None:
    one = register({"P1": ["a"], "P2": ["b"]}, standing=[("P1", None, None, "proven")], exposure=[("P1", None, 1)])
    assert between(one, one).num_rows == 0


def test_fields_that_changed_are_named_and_their_values_are_not() -> None:
    before = register({"P1": ["a"]}, surname={"P1": "Vries"}, emails={"P1": ["a@voorbeeld.nl"]})
    after = register({"P1": ["a", "b"]}, surname={"P1": "Bakker"}, emails={"P1": []}, city={"P1": "Duinstad"})
    change = between(before, after)
    assert brief(change) == [("P1", "details", None, "surname, city, emails")]
    assert "Bakker" not in str(change.to_pylist())


def test_a_person_that_is_gone_tells_who_has_its_mentions() -> None:
    before = register({"P1": ["a"], "P2": ["b", "c"], "P3": ["d"]})
    after = register({"P1": ["a", "b", "c"]})
    told = {row[0]: row[3] for row in brief(between(before, after)) if row[1] == "person"}
    assert told == {"P2": "now P1", "P3": None}


def test_a_person_that_is_gone_is_whoever_has_most_of_its_mentions() -> None:
    before = register({"P1": ["a"], "P2": ["b", "c", "d"], "P3": ["e"], "P4": ["f", "g"]})
    after = register({"P1": ["a", "b", "f"], "P3": ["c", "d", "e", "g"]})
    told = {row[0]: row[3] for row in brief(between(before, after)) if row[1] == "person"}
    assert told == {"P2": "now P3", "P4": "now P1"}, "most of them; of as many, the smaller id"


def test_exposures_without_controller_are_compared_too() -> None:
    before = register({"P1": ["a"]}, exposure=[("P1", None, 1), ("P1", "zhw", 1)])
    after = register({"P1": ["a"]}, exposure=[("P1", None, 1), ("P1", "brug", 1)])
    found = [(r["controller"], r["before"], r["after"]) for r in between(before, after).to_pylist()]
    assert found == [("brug", None, "1 mentions"), ("zhw", "1 mentions", None)]


CAUSES = (
    Cause("drop second", (("drop", "2"),)),
    Cause("fact dataset old changed", (("dataset", "old"),)),
    Cause("judgement 1 not_affected entered", (("person", "P3"),)),
    Cause("judgement 2 is_not_person entered", (("mention", "d"),)),
    Cause("new version of the program"),
)


def test_each_change_has_its_own_cause_where_it_can_be_told() -> None:
    before = register(
        {"P1": ["a"], "P2": ["b"], "P3": ["c"], "P4": ["d"], "P5": ["e"]},
        standing=[("P2", "zhw", "old", "possible"), ("P3", "zhw", "new", "possible")],
    )
    after = register(
        {"P1": ["a", "x"], "P2": ["b"], "P3": ["c"]},
        standing=[("P2", "zhw", "old", "not_touched"), ("P3", "zhw", "new", "not_touched")],
        exposure=[("P1", "zhw", 1)],
    )
    change = between(before, after, CAUSES, {"a": "1", "b": "1", "c": "1", "x": "2"})
    causes = {(r["person_id"], r["what"]): r["cause"] for r in change.to_pylist()}
    assert causes["P1", "exposure"] == "drop second"
    assert causes["P2", "standing"] == "fact dataset old changed"
    assert causes["P3", "standing"] == "judgement 1 not_affected entered"
    assert causes["P4", "person"] == "judgement 2 is_not_person entered"
    assert causes["P5", "person"] == "; ".join(cause.text for cause in CAUSES)


def test_whoever_became_part_of_another_has_the_cause_of_the_other() -> None:
    before = register({"P1": ["a"], "P2": ["b"]})
    change = between(before, register({"P1": ["a", "b", "x"]}), CAUSES, {"a": "1", "b": "1", "x": "2"})
    assert {r["cause"] for r in change.to_pylist()} == {"drop second"}


def test_one_cause_is_the_cause_of_all() -> None:
    before = register({"P1": ["a"], "P9": ["z"]})
    assert {r["cause"] for r in between(before, register({"P1": ["a"]}), CAUSES[1:2]).to_pylist()} == {
        "fact dataset old changed"
    }


def test_what_went_and_came_back_is_no_change() -> None:
    one = register({"P1": ["a"], "P2": ["b"]}, exposure=[("P2", "zhw", 1)])
    two = register({"P1": ["a", "b"]}, exposure=[("P1", "zhw", 1)])
    steps = [between({}, one, number=1), between(one, two, number=2), between(two, one, number=3)]
    assert net(steps, 1).rows.num_rows == 0
    assert brief(net(steps[:2], 1).rows) == [
        ("P1", "exposure", None, "1 mentions"),
        ("P2", "addressable", "yes", None),
        ("P2", "exposure", "1 mentions", None),
        ("P2", "person", "present", "now P1"),
    ]


def test_whoever_became_somebody_who_became_another_is_that_other() -> None:
    one = register({"P1": ["a"], "P2": ["b"], "P3": ["c"]})
    two = register({"P2": ["a", "b"], "P3": ["c"]})
    three = register({"P3": ["a", "b", "c"]})
    steps = [between({}, one, number=1), between(one, two, number=2), between(two, three, number=3)]
    told = {row[0]: row[3] for row in brief(net(steps, 1).rows) if row[1] == "person"}
    assert told == {"P1": "now P3", "P2": "now P3"}


def test_somebody_who_came_and_became_another_in_between_is_not_told() -> None:
    one, two = register({"P1": ["a"]}), register({"P1": ["a"], "P2": ["b"]})
    three = register({"P1": ["a", "b"]})
    steps = [between({}, one, number=1), between(one, two, number=2), between(two, three, number=3)]
    assert net(steps, 1).rows.num_rows == 0


def test_every_figure_that_fell_has_its_reason() -> None:
    one = register(
        {f"P{n}": [f"m{n}"] for n in range(10)},
        standing=[(f"P{n}", "zhw", "s", "possible") for n in range(10)],
        exposure=[(f"P{n}", "zhw", 1) for n in range(10)],
    )
    people = {f"P{n}": [f"m{n}"] for n in range(6)}
    people["P0"] += ["m6", "m7", "m8"]
    two = register(
        people | {"P10": ["new"]},
        standing=[(f"P{n}", "zhw", "s", "not_touched" if n < 3 else "possible") for n in range(6)]
        + [("P10", "zhw", "s", "possible")],
        exposure=[(f"P{n}", "zhw", 1) for n in range(2, 6)],
        homeless=("P5",),
    )
    cause = (Cause("judgement 4 not_affected entered"),)
    found = {(f.kind, f.name): f for f in net([between({}, one, number=1), between(one, two, cause)], 1).figures}
    whole = found["people", ""]
    assert (whole.then, whole.now, whole.came) == (10, 7, 1)
    assert [(lost.fate, lost.people) for lost in whole.lost] == [(folding.MERGED, 3), (folding.GONE, 1)]
    possible = found["certainty", "possible"]
    assert (possible.then, possible.now, possible.came) == (10, 4, 1)
    assert {lost.fate: lost.people for lost in possible.lost} == {
        "now not_touched": 3, folding.MERGED: 3, folding.GONE: 1
    }  # fmt: skip
    at = found["controller", "zhw"]
    assert {lost.fate: lost.people for lost in at.lost} == {folding.ELSE: 2, folding.MERGED: 3, folding.GONE: 1}
    assert {lost.fate: lost.people for lost in found["addressable", ""].lost}[folding.ELSE] == 1
    for figure in found.values():
        assert figure.now == figure.then + figure.came - sum(lost.people for lost in figure.lost)
        assert all(lost.cause == "judgement 4 not_affected entered" for lost in figure.lost)


PEOPLE = st.dictionaries(
    st.sampled_from(["P1", "P2", "P3", "P4"]),
    st.tuples(st.sampled_from(CERTAINTIES), st.sampled_from([None, "zhw", "brug"]), st.booleans()),
)


def of(drawn: dict[str, tuple[str, str | None, bool]]) -> dict[str, pa.Table]:
    return register(
        {person: [f"m{person}"] for person in drawn},
        standing=[(person, controller, None, word) for person, (word, controller, _) in drawn.items()],
        exposure=[(person, controller, 1) for person, (_, controller, _) in drawn.items()],
        homeless=tuple(person for person, (_, _, there) in drawn.items() if not there),
    )


@settings(max_examples=8, deadline=None)
@given(st.lists(PEOPLE, min_size=2, max_size=4), st.data())
def test_folding_is_the_difference_of_the_ends(drawn: list[dict[str, Any]], data: st.DataObject) -> None:
    whole = [of(one) for one in drawn]
    steps = [between(a, b, number=n) for n, (a, b) in enumerate(zip([{}, *whole], whole, strict=False), start=1)]
    since = data.draw(st.integers(1, len(drawn)))
    folded = net(steps, since)
    wanted = [row for row in brief(between(whole[since - 1], whole[-1])) if row[1] != "details"]
    assert sorted(map(str, brief(folded.rows))) == sorted(map(str, wanted))
    classes = {f.name: (f.then, f.now) for f in folded.figures if f.kind == "certainty"}
    for word in CERTAINTIES:
        ends = tuple(sum(one[0] == word for one in drawn[end].values()) for end in (since - 1, -1))
        assert classes.get(word, (0, 0)) == ends


@pytest.mark.parametrize("word", CERTAINTIES)
def test_the_surest_class_counts(word: str) -> None:
    one = register({"P1": ["a"]}, standing=[("P1", "zhw", "s", word), ("P1", "brug", "t", "not_touched")])
    found = net([between({}, one, number=1)], 1).figures
    assert [(f.name, f.now) for f in found if f.kind == "certainty"] == [(word, 1)]
