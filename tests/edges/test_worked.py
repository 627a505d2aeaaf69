import random
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.edges import parquet
from betrokken.edges.parquet import ROW_GROUP
from betrokken.edges.worked import Worked
from betrokken.model import tables
from betrokken.model.errors import CaseError, LockedError
from tests.edges import rows, writers

KEY = writers.KEY


def _worked(folder: Path, code: str = "a", key: bytes = KEY) -> Worked:
    return Worked(folder, key, code)


def _write(worked: Worked, *drops: str) -> None:
    with worked.writing():
        for drop in drops:
            worked.write("finding", {"item": rows.items(3, drop), "mention": rows.mentions(2)}, {"drop": drop}, {})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    _write(_worked(tmp_path), "1")
    worked = _worked(tmp_path)
    assert worked.read("mention").equals(rows.mentions(2))
    assert worked.read("item", "finding").equals(rows.items(3))
    assert pa.Table.from_batches(worked.scan("item")).equals(rows.items(3))
    assert worked.dataset("item").count_rows() == 3
    assert worked.names() == ["item", "mention"]


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    with worked.writing():
        manifest = worked.write("finding", {"mention": rows.mentions(0)}, {}, {})
    assert worked.read("mention").equals(rows.mentions(0))
    assert manifest.tables["mention"].rows == 0


def test_every_type_of_the_house_survives(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    whole = {name: rows.made(name, 2) for name in tables.TABLES}
    whole["item"] = rows.made("item", 2, file=[b"\xff\x00", None], size=[1 << 40, None], container=[True, None])
    whole["mention"] = rows.made("mention", 2, emails=[[], ["a", None]], confidence=[-1.5, None])
    with worked.writing():
        worked.write("all", whole, {}, {})
    for name, table in whole.items():
        assert worked.read(name).equals(table)


def test_a_new_generation_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1", "2", "3", "4")
    assert worked.read("item").column("drop_id").to_pylist() == ["4"] * 3
    kept = sorted(path.name for path in (tmp_path / "worked" / "stages" / "finding").iterdir())
    assert kept == ["000003", "000004", "current"]


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1")
    opened = worked.dataset("item")
    _write(worked, "2")
    assert opened.to_table().column("drop_id").to_pylist() == ["1"] * 3


def test_a_table_that_two_stages_write(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    with worked.writing():
        worked.write("intake", {"item": rows.items(1, "intake")}, {}, {})
        worked.write("finding", {"item": rows.items(1, "finding")}, {}, {})
    assert worked.read("item", "intake").column("drop_id").to_pylist() == ["intake"]
    assert worked.read("item").column("drop_id").to_pylist() == ["finding"]


def test_fresh_means_the_same_inputs_settings_and_code(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    assert not worked.is_fresh("finding", {"a": "1"}, {})
    with worked.writing():
        worked.write("finding", {"item": rows.items(1)}, {"a": "1"}, {"limits": (1, 2)})
    assert worked.is_fresh("finding", {"a": "1"}, {"limits": (1, 2)})
    assert not worked.is_fresh("finding", {"a": "2"}, {"limits": (1, 2)})
    assert not worked.is_fresh("finding", {"a": "1"}, {"limits": (1, 3)})
    assert not _worked(tmp_path, "b").is_fresh("finding", {"a": "1"}, {"limits": (1, 2)})
    next(tmp_path.rglob("item.parquet")).unlink()
    assert not worked.is_fresh("finding", {"a": "1"}, {"limits": (1, 2)})


def test_the_hash_of_an_output_is_that_of_its_rows(tmp_path: Path) -> None:
    worked, table = _worked(tmp_path), rows.mentions(1000)
    split = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    with worked.writing():
        first = worked.write("finding", {"mention": table}, {}, {})
        second = worked.write("finding", {"mention": split}, {}, {})
        third = worked.write("finding", {"mention": table.slice(1)}, {}, {})
    assert first.outputs() == second.outputs() != third.outputs()
    assert first.tables["mention"].file_sha256 != second.tables["mention"].file_sha256


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 50))
@settings(deadline=None, max_examples=60)
def test_even_batches_hold_the_same_rows(lengths: list[int], size: int) -> None:
    total = sum(lengths)
    whole = pa.table({"n": pa.array(range(total)), "t": [f"v{n}" if n % 3 else None for n in range(total)]})
    cuts = [whole.slice(sum(lengths[:n]), length) for n, length in enumerate(lengths)]
    batches = [batch for cut in cuts for batch in cut.to_batches()]
    made = list(parquet.even(batches, whole.schema, size))
    assert pa.Table.from_batches(made, whole.schema).equals(whole)
    assert [batch.num_rows for batch in made] == [size] * (total // size) + [total % size] * bool(total % size)


def test_a_long_table_is_scanned_in_batches(tmp_path: Path) -> None:
    worked, count = _worked(tmp_path), ROW_GROUP + 10
    with worked.writing():
        worked.write("finding", {"doubt": rows.made("doubt", count, left_id=[str(n) for n in range(count)])}, {}, {})
    scanned = list(worked.scan("doubt"))
    assert max(batch.num_rows for batch in scanned) <= ROW_GROUP
    assert [n for batch in scanned for n in batch.column("left_id").to_pylist()] == [str(n) for n in range(count)]


def test_rows_of_another_schema_are_refused_and_the_old_ones_stay(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1")
    with worked.writing(), pytest.raises(ValueError, match="lacks"):
        worked.write("finding", {"item": rows.items(3).drop_columns(["path"])}, {}, {})
    assert worked.read("item").equals(rows.items(3))


def test_a_table_of_an_older_schema_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1")
    monkeypatch.setitem(tables.TABLES, "item", tables.TABLES["item"][:-1])
    with pytest.raises(CaseError, match="another version"):
        worked.read("item")


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="exposure is not there yet"):
        _worked(tmp_path).read("exposure")


def test_no_name_of_a_stage_leaves_the_case(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    with worked.writing(), pytest.raises(ValueError, match="name of a stage"):
        worked.write("../other", {"item": rows.items(1)}, {}, {})


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    _write(_worked(tmp_path), "1")
    with pytest.raises(CaseError):
        _worked(tmp_path, key=bytes(32)).read("item")


def test_every_changed_byte_that_matters_is_found(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1")
    path, good = next(tmp_path.rglob("mention.parquet")), worked.read("mention")
    data, refused = path.read_bytes(), 0
    for at in random.Random(7).sample(range(len(data)), 60):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        try:
            assert worked.read("mention").equals(good)  # a byte that nothing is read from
        except CaseError:
            refused += 1
    assert refused > 50


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    _write(_worked(tmp_path), "1")
    path = next(tmp_path.rglob("mention.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CaseError, match="damaged"):
        _worked(tmp_path).read("mention")


def test_a_file_in_the_place_of_another_is_refused(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1", "2")
    old, new = sorted(tmp_path.rglob("item.parquet"))
    new.write_bytes(old.read_bytes())
    with pytest.raises(CaseError):
        worked.read("item")


def test_there_is_one_writer(tmp_path: Path) -> None:
    with _worked(tmp_path).writing(), pytest.raises(LockedError, match=r"process [0-9]+"), _worked(tmp_path).writing():
        pass
    with _worked(tmp_path).writing():
        pass


def test_nothing_is_written_without_the_lock(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    with pytest.raises(RuntimeError):
        worked.write("finding", {}, {}, {})
    with pytest.raises(RuntimeError):
        worked.parts("finding", {}, {})


def test_what_a_killed_writer_left_is_cleared(tmp_path: Path) -> None:
    worked = _worked(tmp_path)
    _write(worked, "1")
    home = tmp_path / "worked" / "stages" / "finding"
    for name in (".new", "000007"):
        (home / name).mkdir()
        (home / name / "half").touch()
    _write(worked, "2")
    assert sorted(path.name for path in home.iterdir()) == ["000001", "000002", "current"]


def test_a_kill_leaves_the_old_or_the_new_generation(tmp_path: Path) -> None:
    worked, chance = _worked(tmp_path), random.Random(5)
    last = 0
    for _ in range(15):
        hear, told = writers.pipe()
        process = writers.start(writers.generations, tmp_path, told)
        last = hear.recv()
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.join()
        told.close()
        while hear.poll():
            try:
                last = hear.recv()
            except EOFError:
                break
        manifest = worked.manifest("finding")
        assert manifest is not None
        assert manifest.number in (last, last + 1)
        found = {worked.read("item")["drop_id"][0].as_py(), worked.read("mention")["item_id"][399].as_py()}
        assert found == {manifest.inputs["number"]}
    assert last >= 15
