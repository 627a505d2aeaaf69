"""The lists of one controller out of small tables."""

import duckdb
import pyarrow as pa
import pytest

from betrokken.kit import arrow
from betrokken.stages.handing_over import stage

Row = dict[str, object]
PEOPLE: list[Row] = [
    {"person_id": "P1", "surname": "Bos", "missing": ["street"], "addressable": False, "certainty": "proven"},
    {"person_id": "P2", "surname": "Vos", "missing": [], "addressable": True, "certainty": "proven"},
    {"person_id": "P3", "surname": "Kok", "missing": ["postcode"], "addressable": False, "certainty": "proven"},
]
MENTIONS: list[tuple[str, str, str, str | None]] = [
    ("m1", "P1", "leak", "a"),
    ("m2", "P1", "leak", "b"),
    ("m3", "P2", "leak", "a"),
    ("m4", "P2", "leak", None),
]
MENTIONS += [("m5", "P3", "population", "b"), ("m6", "P3", "leak", None), ("m7", "P2", "population", None)]
STANDING: list[tuple[str, str | None, str | None, str]] = [
    ("P1", "a", "d1", "possible"),
    ("P1", "a", "d2", "presumed"),
    ("P1", "b", None, "proven"),
]
STANDING += [("P2", "a", "d1", "proven"), ("P3", "b", "d3", "not_touched"), ("P3", None, None, "proven")]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect(config={"threads": 1})
    made: dict[str, list[Row]] = {
        "person": PEOPLE,
        "mention": [{"mention_id": m, "source": s} for m, _, s, _ in MENTIONS],
        "membership": [{"mention_id": m, "person_id": p} for m, p, _, _ in MENTIONS],
        "attribution": [
            {"mention_id": m, "controller": c, "ground": "path" if c else "no ground tells"} for m, _, _, c in MENTIONS
        ],
        "exposure": [
            {"person_id": p, "controller": c, "category": "name", "mentions": 1}
            for _, p, s, c in MENTIONS
            if s == "leak"
        ],
        "standing": [
            {"person_id": p, "controller": c, "dataset": d, "certainty": w, "ground": "g"} for p, c, d, w in STANDING
        ],
    }
    for name, rows in made.items():
        opened.register(name, arrow.make(name, rows))
    return opened


def lists(connection: duckdb.DuckDBPyConnection, controller: str | None, *more: str) -> dict[str, pa.Table]:
    """The lists, with the portraits of the case cut to the people of this controller."""
    connection.register("own", stage.own(connection, controller))
    portrait = connection.execute("SELECT * REPLACE ([] AS missing) FROM person SEMI JOIN own USING (person_id)")
    connection.register("portrait", portrait.to_arrow_table())
    return stage.lists(connection, controller, {"standing", *more})


def test_own_is_what_is_attributed_and_a_list_handed_in_is_never_nobodys(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    own = {key: stage.own(connection, key)["mention_id"].to_pylist() for key in ("a", "b", "none", None)}
    assert own == {"a": ["m1", "m3"], "b": ["m2", "m5"], "none": [], None: ["m4", "m6"]}


def test_the_class_is_the_surest_of_this_controllers_data(connection: duckdb.DuckDBPyConnection) -> None:
    classes = {
        key: dict(arrow.rows(lists(connection, key)["people"], "person_id", "certainty")) for key in ("a", "b", None)
    }
    assert classes["a"] == {"P1": "presumed", "P2": "proven"}
    assert classes["b"] == {"P1": "proven", "P3": "not_touched"}
    assert classes[None] == {"P2": "proven", "P3": "proven"}  # nobody's data give P2 no class: that of its portrait


def test_requests_are_own_people_the_case_cannot_write_to(connection: duckdb.DuckDBPyConnection) -> None:
    asked = {key: lists(connection, key)["requests"].to_pylist() for key in ("a", "b")}
    assert [(r["person_id"], r["surname"], r["missing"]) for r in asked["a"]] == [("P1", "Bos", ["street"])]
    assert [(r["person_id"], r["missing"]) for r in asked["b"]] == [("P1", ["street"])]  # P3 was not touched there


def test_rows_of_others_stay_away(connection: duckdb.DuckDBPyConnection) -> None:
    found = lists(connection, "b")
    assert arrow.values(found["exposures"], "person_id") == ["P1"]
    assert set(arrow.values(found["standing"], "dataset")) == {"d3", None}
    assert set(arrow.values(found["standing"], "controller")) == {"b"}
    assert "suppliers" not in found["people"].column_names
    assert "severity" not in found


def test_severity_and_reasons_are_taken_where_the_register_has_them(connection: duckdb.DuckDBPyConnection) -> None:
    scores: list[Row] = [{"person_id": "P1", "controller": c, "band": "high"} for c in ("a", "b", None)]
    connection.register("severity", arrow.make("severity", scores))
    connection.register(
        "unattributed", arrow.make("unattributed", [{"person_id": "P3", "reason": "no client is named", "mentions": 1}])
    )
    found = lists(connection, "a", "severity", "unattributed")
    assert arrow.values(found["severity"], "controller") == ["a"]
    assert "reasons" not in found
    reasons = lists(connection, None, "severity", "unattributed")["reasons"].to_pylist()
    assert reasons == [{"person_id": "P3", "reason": "no client is named", "mentions": 1}]
    derived = lists(connection, None)["reasons"].to_pylist()
    assert [(r["person_id"], r["reason"]) for r in derived] == [("P2", "no ground tells"), ("P3", "no ground tells")]


def test_shares_count_everybody_once_in_all(connection: duckdb.DuckDBPyConnection) -> None:
    assert stage.shares(connection) == ([("a", 2, 2), ("b", 2, 2), (None, 2, 2)], 3)


def test_the_readme_speaks_both_languages_and_names_the_signer() -> None:
    values = {"case": "c0ffee", "made_at": "today", "made_by": "me", "program": "1", "people": 7, "signer": "ab12"}
    text = stage.readme(values | {"controller": None}).decode()
    assert text.count("--signer ab12") == 2
    assert "WHAT THIS IS" in text
    assert "WAT DIT IS" in text
    assert "nobody" in text
    assert "niemand" in text
    assert "{" not in text
