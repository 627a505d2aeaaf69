import random
import time
from pathlib import Path

import pytest

from betrokken.edges.parts import Parts
from betrokken.edges.worked import Worked
from betrokken.model.errors import CaseError
from tests.edges import rows, writers

KEY = writers.KEY


def _parts(folder: Path, code: str = "a", inputs: str = "1") -> Parts:
    worked = Worked(folder, KEY, code)
    with worked.writing():
        return worked.parts("finding", {"pile": inputs}, {"limit": 3})


def test_parts_are_there_again(tmp_path: Path) -> None:
    parts = _parts(tmp_path)
    parts.append({"item": rows.items(2), "mention": rows.mentions(1)}, ["a", "b"])
    parts.append({"mention": rows.mentions(3)}, ["c"])
    parts.append({}, ["d"])
    again = _parts(tmp_path)
    assert parts.done() == again.done() == {"a", "b", "c", "d"}
    assert again.tables().keys() == {"item", "mention"}
    assert again.tables()["mention"].num_rows == 4
    assert again.scan("item").read_all().equals(rows.items(2))
    assert again.scan("doubt").read_all().num_rows == 0
    again.append({}, ["e"])
    assert _parts(tmp_path).done() == {"a", "b", "c", "d", "e"}


def test_parts_end_with_the_run(tmp_path: Path) -> None:
    parts = _parts(tmp_path)
    parts.append({"item": rows.items(2)}, ["a"])
    parts.clear()
    assert parts.done() == _parts(tmp_path).done() == set()
    parts.append({"item": rows.items(2)}, ["b"])
    assert _parts(tmp_path).done() == {"b"}


@pytest.mark.parametrize("change", [{"code": "b"}, {"inputs": "2"}])
def test_parts_of_something_else_are_dropped(tmp_path: Path, change: dict[str, str]) -> None:
    _parts(tmp_path).append({"item": rows.items(2)}, ["a"])
    assert _parts(tmp_path, **change).done() == set()
    assert _parts(tmp_path).done() == set()


def test_rows_of_another_schema_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="schema"):
        _parts(tmp_path).append({"item": rows.mentions(1)}, ["a"])


def test_changed_and_swapped_parts_are_refused(tmp_path: Path) -> None:
    parts = _parts(tmp_path)
    for key in "ab":
        parts.append({"item": rows.items(2, key)}, [key])
    first, second = sorted(tmp_path.rglob("*.part"))
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    with pytest.raises(CaseError, match="part of the unfinished run"):
        _parts(tmp_path)
    for at in (1, 10, len(data) // 2, len(data) - 1):
        first.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(CaseError):
            _parts(tmp_path).tables()


def test_a_kill_leaves_whole_parts_only(tmp_path: Path) -> None:
    worked, chance = Worked(tmp_path, KEY, "a"), random.Random(3)
    for _ in range(8):
        hear, told = writers.pipe()
        process = writers.start(writers.parts, tmp_path, told)
        kept = hear.recv()
        time.sleep(chance.random() * 0.03)
        process.kill()
        process.join()
        with worked.writing():
            parts = worked.parts("finding", {}, {})
        count = len(parts.done())
        assert parts.done() == {str(n + 1) for n in range(count)}
        assert count >= kept
        assert parts.tables()["item"].num_rows == parts.tables()["mention"].num_rows == count * (count + 1) // 2
