"""`betrokken clocks` and `betrokken timeline`, run as a user runs them."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import notifying
from tests.cases import Bench

MORE = """
[[organisation]]
id = "lab"
name = "Laboratorium Noordermeer"

[[dataset]]
id = "smears"
controller = "zhw"
processor = "lab"
status = "stolen"

[[event]]
id = "lab-knew"
kind = "discovery"
at = 2025-07-06T14:20:00+02:00
who = "lab"
source = "=forensic report"

[[event]]
id = "told-zhw"
kind = "told"
at = 2025-08-06T14:20:00+02:00
who = "lab"
whom = ["zhw"]
dataset = "smears"
source = "letter of 6 August"

[[event]]
id = "filed-zhw"
kind = "report"
at = 2025-08-09T16:31:00+02:00
who = "zhw"
"""


@pytest.fixture(scope="module")
def case(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The shared case with what happened entered; a copy, as others only read theirs."""
    folder = tmp_path_factory.mktemp("clocks")
    shutil.copytree(done.case, folder / "case")
    shutil.copy(done.folder / "key", folder / "key")
    made = Bench(folder, done.made)
    (folder / "more.toml").write_text(MORE, "utf-8")
    made.run("facts", made.case, folder / "more.toml")
    return made


def test_clocks_are_told_written_and_the_same_again(case: Bench) -> None:
    files = [case.folder / "a.ics", case.folder / "a.json"]
    words: list[str | Path] = [
        "clocks",
        case.case,
        "--at",
        "2025-09-01T12:00:00+02:00",
        "--ics",
        files[0],
        "--json",
        files[1],
    ]
    wide = {"COLUMNS": "220"}
    told = case.run(*words, env=wide).stdout
    line = " ".join(next(line for line in told.splitlines() if "GDPR art. 33(1): 72 hours" in line).split())
    assert line.startswith("1 2025-08-09 14:20 +0200 GDPR art. 33(1): 72 hours")
    assert line.endswith("smears done, 2 h 11 min late 2025-08-09 16:31 +0200")
    assert "started 2025-08-06 14:20 +0200: Laboratorium Noordermeer told" in told
    assert "(event:told-zhw, letter of 6 August)" in told
    assert "question 4.5" in told
    assert "done, took 31 d" in told
    assert "no fact says when" in told
    held = json.loads(files[1].read_text("utf-8"))
    one = next(one for one in held["clocks"] if (one["law"], one["dataset"]) == ("gdpr_33", "smears"))
    assert (one["late_by_minutes"], one["due"]["utc"]) == (131, "2025-08-09T12:20:00+00:00")
    assert len(held["clocks"]) == told.count("\n    started") + told.count("\n    not started") + told.count(
        "\n    off:"
    )
    risks = [note for clock in held["clocks"] for note in clock["notes"] if note.startswith("high risk for")]
    assert risks
    assert b"DTSTART:20250809T122000Z" in files[0].read_bytes()
    before = [path.read_bytes() for path in files]
    assert case.run(*words, env=wide).stdout == told
    assert [path.read_bytes() for path in files] == before


def test_another_law_and_what_is_wrong(case: Bench, tmp_path: Path) -> None:
    law = tmp_path / "law.toml"
    law.write_text('[[gdpr_33]]\nvalid_from = 2018-05-25\nhours = 96\nsource = "a proposal"\n', "utf-8")
    told = case.run("clocks", case.case, "--law", law, "--at", "2025-09-01T12:00:00Z").stdout
    assert "2025-08-10 14:20 +0200" in told
    refused = case.run("clocks", case.case, "--law", tmp_path / "none.toml", ok=False)
    assert (refused.returncode, "the terms cannot be read" in refused.stderr) == (1, True), refused.stderr


@pytest.mark.parametrize("text", ["2025-09-01T12:00:00", "yesterday", "2025-09-01"])
def test_a_moment_without_its_time_zone_is_refused(text: str) -> None:
    with pytest.raises(BetrokkenError, match="is no instant with its time zone"):
        notifying.instant(text)


def test_the_timeline_is_drawn_and_written(case: Bench) -> None:
    drawn, table = case.folder / "t.svg", case.folder / "t.csv"
    case.run("timeline", case.case, drawn, "--csv", table)
    svg = drawn.read_text("utf-8")
    for text in ("awareness", "filings", "theft", "Laboratorium Noordermeer: told", "generation 1"):
        assert text in svg
    assert "http" not in svg.replace("http://www.w3.org/", "")
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [row["what"] for row in rows][:2] == ["stolen", "discovery"]
    assert rows[1]["source"] == "'=forensic report"
    people = [row for row in rows if row["lane"] == "people"]
    total = next(int(row["people"]) for row in people if row["what"] == "in the register")
    assert total == sum(int(row["people"]) for row in people if row["what"] != "in the register") > 0
    refused = case.run("timeline", case.case, case.folder / "t.gif", ok=False)
    assert "drawn as .svg or .png" in refused.stderr
