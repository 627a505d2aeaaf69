"""The same pile gives the same bytes: in any order, with any number of workers, in every kind of file."""

from pathlib import Path

import pytest

from tests.cases import Bench, bench, beside


@pytest.mark.parametrize("kind", ["parquet", *(pytest.param(one, marks=pytest.mark.slow) for one in ("csv", "xlsx"))])
def test_order_and_workers_do_not_change_a_byte(tmp_path: Path, kind: str) -> None:
    one = bench(tmp_path / "one", 40)
    two = beside(one, tmp_path / "two")
    folders = sorted(one.leak.iterdir())
    one.all(*folders, workers=1)
    two.new()
    two.run("add", two.case, *reversed(folders), "--drop", "leak", "--workers", "2")
    two.run("run", two.case, "--workers", "2")
    assert one.export(kind=kind) == two.export(kind=kind)


def test_adding_in_two_drops_gives_the_people_of_one(tmp_path: Path) -> None:
    one, two = bench(tmp_path / "one", 40), bench(tmp_path / "two", 40)
    one.all()
    two.new()
    folders = sorted(path for path in two.leak.iterdir() if path.is_dir())
    half = len(folders) // 2
    files = [path for path in two.leak.iterdir() if path.is_file()]
    two.run("add", two.case, *folders[:half], *files, "--drop", "first")
    two.run("run", two.case)
    first = _by_bsn(_people(two, "first"))
    two.run("add", two.case, *folders[half:], "--drop", "second")
    two.run("run", two.case)
    one.export()
    second = _people(two, "second")
    later = _by_bsn(second)
    assert len(first) > 5
    assert first == {bsn: later[bsn] for bsn in first}
    assert _identities(one.table("people").to_pylist()) == _identities(second)


def _people(one: Bench, folder: str) -> list[dict[str, object]]:
    one.export(folder)
    rows: list[dict[str, object]] = one.table("people", folder).to_pylist()
    return rows


def _by_bsn(rows: list[dict[str, object]]) -> dict[object, object]:
    return {row["bsn"]: row["person_id"] for row in rows if row["bsn"]}


def _identities(rows: list[dict[str, object]]) -> list[tuple[str, ...]]:
    return sorted(
        tuple(str(row[name]) for name in ("surname", "initials", "birth_date", "bsn", "postcode")) for row in rows
    )
