"""Generations on disk: whole or not at all, sealed, and pruned to what must stay."""

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from betrokken.edges.generations import CHANGE, Generation, Generations, hash_of
from betrokken.kit import arrow
from betrokken.model import tables as model
from betrokken.model.errors import CaseError

KEY = bytes(range(32))

CHILD = """
import os, signal, sys
from pathlib import Path
left, real = int(sys.argv[2]), os.fsync
def fsync(handle):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(handle)
os.fsync = fsync
from tests.edges.test_generations import enter, opened
store = opened(Path(sys.argv[1]))
enter(store, 2)
store.prune({int(sys.argv[3])})
store.see({"run": 2})
"""


def opened(folder: Path) -> Generations:
    return Generations(folder, KEY)


def tables(people: int) -> dict[str, pa.Table]:
    person = arrow.make("person", [{"person_id": f"P{n}", "addressable": True} for n in range(people)])
    change = arrow.make("change", [{"generation": people, "person_id": "P0", "what": "person", "after": "present"}])
    return {CHANGE: change, "person": person}


def enter(store: Generations, people: int) -> Generation:
    return store.write(
        max(store.numbers(), default=0) + 1, tables(people), made_at="2025-08-06T10:00:00+00:00", code="c", hash=f"h{people}", causes=("drop one",),
        known={"drops": {"1": ["leak", "one"]}}, counts={"all": {"people": people}},
    )  # fmt: skip


def test_a_generation_is_read_as_it_was_written(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert (store.numbers(), store.latest(), store.seen()) == ([], None, {})
    made = enter(store, 3)
    again = opened(tmp_path)
    assert again.latest() == made
    assert again.changes(1).equals(tables(3)[CHANGE])
    assert again.whole(made)["person"].equals(tables(3)["person"])
    again.see({"run": 1})
    assert store.seen() == {"run": 1}


def test_whole_tables_stay_for_the_newest_and_the_frozen(tmp_path: Path) -> None:
    store = opened(tmp_path)
    made = [enter(store, people) for people in (1, 2, 3)]
    store.prune({1})
    assert [store.has_whole(one) for one in made] == [True, False, True]
    assert [store.changes(number).num_rows for number in (1, 2, 3)] == [1, 1, 1]
    assert store.manifest(2) == made[1]
    with pytest.raises(CaseError, match="of generation 2 only the changes are kept"):
        store.whole(made[1])


def test_tables_of_an_earlier_version_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    now = model.TABLES["person"]
    monkeypatch.setitem(model.TABLES, "person", tuple(c for c in now if c.name != "secret_address"))
    made = enter(store, 3)
    monkeypatch.setitem(model.TABLES, "person", now)
    person = store.whole(made)["person"]
    assert person.schema.equals(model.schema("person"))
    assert (person["person_id"].to_pylist(), person["secret_address"].null_count) == (["P0", "P1", "P2"], 3)


@pytest.mark.parametrize("changed", ["manifest", "change.parquet", "person.parquet"])
def test_a_changed_byte_is_refused(tmp_path: Path, changed: str) -> None:
    store = opened(tmp_path)
    made = enter(store, 3)
    path = tmp_path / "generations/000001" / changed
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(CaseError):
        store.manifest(1) if changed == "manifest" else (store.changes(1), store.whole(made))


def test_a_generation_in_the_place_of_another_is_refused(tmp_path: Path) -> None:
    store = opened(tmp_path)
    enter(store, 1)
    enter(store, 2)
    (tmp_path / "generations/000001/manifest").replace(tmp_path / "generations/000002/manifest")
    with pytest.raises(CaseError, match="generation 2 is damaged"):
        store.manifest(2)


def test_other_rows_under_the_hash_of_a_generation_are_refused(tmp_path: Path) -> None:
    store = opened(tmp_path / "one")
    made = enter(store, 3)
    other = opened(tmp_path / "other")
    enter(other, 4)
    theirs, ours = (tmp_path / name / "generations/000001/person.parquet" for name in ("other", "one"))
    ours.write_bytes(theirs.read_bytes())  # sealed with the same key for the same place: only the hash tells
    with pytest.raises(CaseError, match="the table person of generation 1 is not what it was"):
        store.whole(made)


def test_nothing_is_readable_without_the_key(tmp_path: Path) -> None:
    store = opened(tmp_path)
    enter(store, 3)
    store.see({"drops": "drop one"})
    for path in (tmp_path / "generations").rglob("*"):
        assert path.is_dir() or not any(word in path.read_bytes() for word in (b"drop one", b"person_id"))
    with pytest.raises(CaseError):
        Generations(tmp_path, bytes(32)).manifest(1)


def test_the_hash_depends_on_every_table_and_not_on_their_order() -> None:
    one = hash_of({"person": "aa", "exposure": "bb"})
    assert one == hash_of({"exposure": "bb", "person": "aa"})
    assert one != hash_of({"person": "aa", "exposure": "bc"}) != hash_of({"person": "aa"})


def test_killed_at_any_step_it_leaves_all_or_nothing(tmp_path: Path) -> None:
    found = []
    for step in range(1, 12):
        folder = tmp_path / str(step)
        store = opened(folder)
        first = enter(store, 1)
        store.see({"run": 1})
        child = subprocess.run([sys.executable, "-c", CHILD, str(folder), str(step), "9"], check=False)
        numbers = store.numbers()
        assert store.manifest(1) == first
        assert store.changes(1).num_rows == 1
        if numbers == [1, 2]:
            second = store.manifest(2)
            assert store.whole(second)["person"].num_rows == 2
        else:
            assert numbers == [1]
            assert store.whole(first)["person"].num_rows == 1
        assert store.seen() in ({"run": 1}, {"run": 2})
        assert store.seen() == {"run": 1} or numbers == [1, 2]
        again = store.manifest(2) if 2 in numbers else enter(store, 2)
        store.prune(set())
        assert (store.has_whole(first), store.has_whole(again)) == (False, True)
        assert not (folder / "generations/.new").exists()
        found.append((child.returncode == -signal.SIGKILL, numbers))
        if child.returncode == 0:
            break
    assert found[-1] == (False, [1, 2])
    assert {tuple(numbers) for killed, numbers in found if killed} == {(1,), (1, 2)}
