import random
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from betrokken.edges import decided as module
from betrokken.edges.decided import Decided, NewFact, engine
from betrokken.edges.decided_tables import DROP, METADATA
from betrokken.edges.journal import Journal
from betrokken.edges.migrating import migrate
from betrokken.model.errors import CaseError, CaseKeyError
from tests.edges import rows

KEY = bytes(range(32))


def test_drops_come_back_in_order(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY, clock=lambda: "2025-07-01T00:00:00+00:00")
    made = [decided.add_drop(f"deel {n}", "/pile", n % 2 == 0, n, None, 10**15) for n in range(11)]
    assert Decided(tmp_path, KEY).drops() == made
    assert made[10].drop_id == "11"
    assert made[0].taken_at == "2025-07-01T00:00:00+00:00"


def test_changing_a_fact_keeps_the_old_one(tmp_path: Path) -> None:
    clock = iter(["t1", "t2", "t3"])
    decided = Decided(tmp_path, KEY, clock=lambda: next(clock))
    assert decided.set_facts("controller", {"a": {"name": "A"}, "b": [1, 2]}, "facts.toml") == 2
    assert decided.set_facts("controller", {"a": {"name": "A2"}, "b": [1, 2]}, "by hand") == 1
    assert decided.set_facts("controller", {"a": {"name": "A2"}}, "by hand") == 1
    assert decided.facts("controller") == {"a": {"name": "A2"}}
    history = [
        (f.subject, f.value, f.source, f.entered_at, f.superseded_at) for f in decided.fact_history("controller")
    ]
    assert history == [
        ("a", {"name": "A"}, "facts.toml", "t1", "t2"),
        ("b", [1, 2], "facts.toml", "t1", "t3"),
        ("a", {"name": "A2"}, "by hand", "t2", None),
    ]
    assert decided.facts("other") == {}


def test_facts_are_entered_and_ended_in_one_and_leave_the_others(tmp_path: Path) -> None:
    clock = iter(["t1", "t2", "t3"])
    decided = Decided(tmp_path, KEY, clock=lambda: next(clock))
    assert decided.enter_facts([NewFact("event", "a", 1, "x"), NewFact("event", "b", 2, "y", "t0")]) == 2
    changed = [NewFact("event", "a", 3, "z"), NewFact("drop", "b", 4, "z")]
    assert decided.enter_facts(changed, [("event", "b"), ("event", "unknown")]) == 4
    held = [(f.subject, f.value, f.source, f.entered_at, f.superseded_at) for f in decided.fact_history("event")]
    assert held == [("a", 1, "x", "t1", "t2"), ("b", 2, "y", "t0", "t2"), ("a", 3, "z", "t2", None)]
    assert (decided.facts("event"), decided.facts("drop")) == ({"a": 3}, {"b": 4})
    assert decided.enter_facts([], [("drop", "b")]) == 4
    assert decided.facts("drop") == {}


def test_judgements_are_withdrawn_and_not_forgotten(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY)
    first = decided.add_judgement("same_person", "m1", "m2", "yes", "jan", "same letter")
    second = decided.add_judgement("same_person", "m1", "m3", "no", "jan", "twins")
    decided.withdraw_judgement(first)
    assert [one.judgement_id for one in decided.judgements()] == [second]
    assert [one.withdrawn_at is None for one in decided.judgements(withdrawn=True)] == [False, True]
    for number in (first, 99):
        with pytest.raises(CaseError, match="no judgement"):
            decided.withdraw_judgement(number)


def test_anchors_are_remembered_and_moved(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY)
    assert decided.save_anchors({"m1": "p1", "m2": "p1"}) == 2
    assert decided.save_anchors({"m2": "p2", "m3": "p2"}) == 2
    assert decided.save_anchors({"m2": "p2"}) == 0
    assert Decided(tmp_path, KEY).anchors() == {"m1": "p1", "m2": "p2", "m3": "p2"}


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY)
    drop = decided.add_drop("deel 1", "/pile", False, 1)
    row = {name: getattr(drop, name) for name in drop.__slots__}

    def enter_twice() -> None:
        with decided.writing() as connection:
            for _ in range(2):
                connection.execute(insert(DROP), [row | {"drop_id": "9", "name": rows.MARKER}])

    with pytest.raises(IntegrityError) as told:
        enter_twice()
    assert len(decided.drops()) == 1
    assert rows.MARKER not in str(told.value)


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    Decided(tmp_path, KEY).close()
    with pytest.raises(CaseKeyError):
        Decided(tmp_path, bytes(32))
    with pytest.raises(sqlcipher.DatabaseError, match="not a database"):
        sqlcipher.connect(str(tmp_path / "decided.db")).execute("select * from sqlite_master")


def test_a_changed_page_is_found(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY)
    decided.save_anchors({f"m{n}": f"p{n}" for n in range(2000)})
    decided.check()
    decided.close()
    data = bytearray((tmp_path / "decided.db").read_bytes())
    data[random.Random(1).randrange(len(data) // 2, len(data))] ^= 1
    (tmp_path / "decided.db").write_bytes(data)
    with pytest.raises(CaseError, match="damaged"):
        Decided(tmp_path, KEY).check()


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    decided, other = Decided(tmp_path, KEY), Decided(tmp_path, KEY)
    with decided.writing() as connection:
        connection.execute(text("insert into anchor values ('m', 'p', 't')"))
        assert other.anchors() == {}
    assert other.anchors() == {"m": "p"}


def test_the_steps_make_the_tables_of_this_version(tmp_path: Path) -> None:
    decided = Decided(tmp_path, KEY)
    with decided.reading() as connection:
        assert module.version(connection) == module.HEAD
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_an_older_case_is_brought_to_this_version(tmp_path: Path) -> None:
    with engine(tmp_path / "decided.db", KEY).begin() as connection:
        migrate(connection, None, "0001")
        connection.execute(text("insert into anchor values ('m', 'p', 't')"))
    decided = Decided(tmp_path, KEY)
    assert decided.anchors() == {"m": "p"}
    assert Journal(decided, KEY).append("jan", "run") == 1


def test_a_newer_case_is_left_alone(tmp_path: Path) -> None:
    Decided(tmp_path, KEY).close()
    with engine(tmp_path / "decided.db", KEY).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(CaseError, match="newer version"):
        Decided(tmp_path, KEY)


def test_the_same_tables_go_to_postgresql() -> None:
    made = "\n".join(
        str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        for table in METADATA.sorted_tables
    )
    assert "BIGSERIAL" in made
    assert "BYTEA" in made
