"""`betrokken project`, run as a user runs it on the case that was filled once."""

import csv
import random
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from betrokken.edges import keys
from betrokken.model import tables
from betrokken.pipeline.case import Case, open_case
from tests.cases import Bench


@pytest.fixture(scope="module")
def held(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A copy of the case that was filled once: these tests write to it."""
    folder = tmp_path_factory.mktemp("held") / "copy"
    shutil.copytree(done.folder, folder)
    return Bench(folder, done.made)


@pytest.fixture
def listed(held: Bench, tmp_path: Path) -> Path:
    """A listing of the pile and of as many files again that nobody read, under another root."""
    rows = [
        (f"D:\\lab\\{path.relative_to(held.leak)}".replace("/", "\\"), path.stat().st_size) for path in _files(held)
    ]
    chance = random.Random(3)
    rows += [(path.replace(".", f"_{number}.", 1), size) for number, (path, size) in enumerate(chance.sample(rows, 40))]
    file = tmp_path / "files.csv"
    with file.open("w", newline="", encoding="cp1252") as out:
        csv.writer(out, delimiter=";").writerows([("Pad", "Grootte"), *rows, ("D:\\lab\\nameless.csv", "unknown")])
    return file


def _files(held: Bench) -> list[Path]:
    return sorted(path for path in held.leak.rglob("*") if path.is_file())


def _case(held: Bench) -> Case:
    return open_case(held.case, keys.key_from_file(held.folder / "key"))


def _estimate(held: Bench) -> pa.Table:
    return _case(held).worked.read("estimate")


def _whole(table: pa.Table, method: str) -> dict[str, object]:
    return next(row for row in table.to_pylist() if row["stratum"] == "" and row["method"] == method)


def test_without_a_listing_there_is_a_floor_and_what_a_listing_would_add(held: Bench) -> None:
    told = held.run("project", held.case).stdout
    assert "at least 120 people" in told
    assert "no figure for the whole theft can be supported" in told
    assert "no upper figure below the people registered with these controllers" in told
    assert "not drawn at random" in told
    assert "a listing of all files (--listing" in told
    assert _case(held).journal.lines()[-1]["what"] == "project"
    bounds = _whole(_estimate(held), "bracket")
    assert (bounds["seen"], bounds["low"], bounds["middle"]) == (120, 120, None)
    refused = _whole(_estimate(held), "projection")
    assert (refused["low"], refused["middle"], refused["high"]) == (None, None, None)
    assert len(refused["assumptions"]) >= 3  # type: ignore[arg-type]


def test_a_listing_accounts_for_every_file_and_says_what_to_read_next(
    held: Bench, listed: Path, tmp_path: Path
) -> None:
    chart, plan = tmp_path / "chart.svg", tmp_path / "next.csv"
    told = held.run("project", held.case, "--listing", listed, "--chart", chart, "--next", plan).stdout
    on_disk = len(_files(held))
    assert f"of {on_disk + 40:,} files" in told
    assert "in the listing give no file: 1 line\n" in told
    assert f"line {on_disk + 42}: the size is no number" in told
    found = _estimate(held)
    assert found.schema.equals(tables.schema("estimate"))
    whole = _whole(found, "bracket")
    strata = [row for row in found.to_pylist() if row["stratum"]]
    for column in ("files", "files_read", "bytes", "bytes_read"):
        assert sum(row[column] for row in strata) == whole[column]
    assert all(row["seen"] <= row["low"] for row in strata)
    with plan.open(encoding="utf-8", newline="") as read:
        wanted = list(csv.DictReader(read))
    names = {path.relative_to(held.leak).as_posix() for path in _files(held)}
    assert wanted
    assert "people" in chart.read_text("utf-8")
    assert len([row for row in wanted if row["path"].removeprefix("lab/") not in names]) > 0.5 * len(wanted)


def test_the_same_question_gives_the_same_bytes(held: Bench, listed: Path, tmp_path: Path) -> None:
    asked = ("project", held.case, "--listing", listed, "--drawn", "random", "--split-rate", "0.01")
    made = []
    for one in "ab":
        told = held.run(*asked, "--chart", tmp_path / f"{one}.svg").stdout.replace(f"{one}.svg", "")
        manifest = _case(held).worked.manifest("projecting")
        assert manifest is not None
        made.append((told, manifest.outputs(), (tmp_path / f"{one}.svg").read_bytes()))
    assert made[0] == made[1]


def test_the_figures_leave_with_the_export(held: Bench) -> None:
    held.run("project", held.case)
    held.run("export", held.case, held.folder / "with_estimate")
    assert pq.read_table(held.folder / "with_estimate" / "estimate.parquet").equals(_estimate(held))


def test_an_estimate_of_other_files_does_not_leave(held: Bench, tmp_path: Path) -> None:
    shutil.copytree(held.folder, tmp_path / "more")
    more = Bench(tmp_path / "more", held.made)
    more.run("project", more.case)
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "note.csv").write_text("naam;geboortedatum\nJ. Verzonnen;01-02-1970\n", "utf-8")
    more.run("add", more.case, tmp_path / "late")
    more.run("run", more.case)
    assert "estimate.parquet" not in more.export("later")


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be opened"), ("", "no file with a path and a size"), ("pad;grootte\nx.csv;12\n", "none of the")],
)
def test_a_listing_that_cannot_be_used(held: Bench, tmp_path: Path, content: str | None, says: str) -> None:
    file = tmp_path / "l.csv"
    if content is not None:
        file.write_text(content, "utf-8")
    told = held.run("project", held.case, "--listing", file, ok=False)
    assert (told.returncode, says in told.stderr, "Traceback" in told.stderr) == (1, True, False)


def test_a_chart_of_an_unknown_kind(held: Bench) -> None:
    told = held.run("project", held.case, "--chart", "x.bmp", ok=False)
    assert (told.returncode, "written as .svg or .png" in told.stderr) == (1, True)
