"""`betrokken professionals` and the exports of professionals: counts on the terminal, names only in the export."""

import shutil
from pathlib import Path

import pytest

from betrokken.cli import professionals as command
from betrokken.edges import keys
from betrokken.pipeline.case import Case, open_case
from betrokken.pipeline.professionals import Counts
from betrokken.stages.registering import professionals
from tests.cases import Bench


def test_counts_only(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = {("requester", "medium"): 1_200, ("staff", "low"): 3}
    command.tell(Counts(1_203, kinds, {"Ziekenhuis Waterweide": 3, "": 1_200}, 4_000, 3_998))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["requester", "1,200", "0", "1,200", "0", "0"] in lines
    assert ["Ziekenhuis", "Waterweide", "3"] in lines
    assert lines[-1][2:5] == ["professionals:", "4,000,", "2"]


def _registered(bench: Bench) -> Case:
    """The case with the tables of the professionals in it."""
    case = open_case(bench.case, keys.key_from_file(Path(bench.environment["BETROKKEN_KEY_FILE"])))
    mention, attribution = (case.worked.read(name) for name in professionals.READS)
    with case.worked.writing(), case.query({}) as connection:
        made = professionals.run(mention, attribution, case.incident, connection)
        case.worked.write("professionals", made, {}, {})
    return case


def test_a_case_tells_how_many_and_exports_who(done: Bench, tmp_path: Path) -> None:
    shutil.copytree(done.folder, tmp_path / "copy")
    fresh = Bench(tmp_path / "copy", done.made)
    case = _registered(fresh)
    names = set(case.worked.read("professional").column("surname").to_pylist())
    out = fresh.run("professionals", fresh.case).stdout
    assert names
    assert not any(str(name) in out for name in names)
    fresh.export()
    made, where = fresh.table("professionals"), fresh.table("professional_sources")
    assert out.splitlines()[0].split()[:2] == ["professionals", f"{made.num_rows:,}"]
    assert set(made.column("surname").to_pylist()) == names
    assert set(where.column("professional_id").to_pylist()) == set(made.column("professional_id").to_pylist())
    paths = set(fresh.table("items").column("path").to_pylist())
    assert set(where.column("path").to_pylist()) <= paths
    assert all(one["surname"] and one["band"] for one in made.to_pylist())
    called = set(case.worked.read("calling").column("mention_id").to_pylist())
    mentions = [one for one in case.worked.read("mention").to_pylist() if one["mention_id"] in called]
    assert all(one["role"] == "professional" or one["requester"] for one in mentions)  # a patient is never among them
