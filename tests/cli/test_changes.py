"""`betrokken changes` and `freeze`, and the generation that other commands name."""

import csv
import os
import random
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pytest

from betrokken.edges import keys
from betrokken.model.errors import CaseError
from betrokken.pipeline import generations
from betrokken.pipeline.case import Case, open_case
from tests.cases import COMMAND, Bench, bench

LATER = ("Uitslagen", "koppelingen")  # folders of the second drop


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A case of two drops; the register of the first is frozen."""
    one = bench(tmp_path_factory.mktemp("grown"), people=25)
    later = one.folder / "later"
    later.mkdir()
    for name in LATER:
        shutil.move(one.leak / name, later / name)
    one.all()
    one.run("freeze", one.case, "letters-1", "--why", "the first letters")
    one.run("add", one.case, later, "--drop", "second")
    refused = one.run("freeze", one.case, "too-early", ok=False)
    assert (refused.returncode, "since the last run" in refused.stderr) == (1, True)
    one.run("run", one.case)
    return one


def opened(one: Bench) -> Case:
    return open_case(one.case, keys.key_from_file(one.folder / "key"))


def test_the_list_tells_each_generation_and_its_cause(grown: Bench) -> None:
    told = grown.run("changes", grown.case).stdout
    assert "generation 1" in told
    assert "frozen as letters-1" in told
    assert "drop leak" in told
    assert re.search(r"generation 2.*\n +25 \(\+\d+\) people", told)
    assert "drop second" in told


def test_running_again_makes_no_generation(grown: Bench) -> None:
    grown.run("run", grown.case)
    assert generations.store(opened(grown)).numbers() == [1, 2]


def test_changes_since_a_name_add_up_with_the_registers(grown: Bench) -> None:
    case = opened(grown)
    first, now = generations.register(case, "letters-1"), generations.register(case, 2)
    told = grown.run(
        "changes", grown.case, "--since", "letters-1", "--to", grown.folder / "d", "--format", "csv"
    ).stdout
    people = [set(register["person"]["person_id"].to_pylist()) for register in (first, now)]
    assert f"people: {len(people[0]):,} -> {len(people[1]):,}" in told
    with (grown.folder / "d" / "changes.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    came = {row["person_id"] for row in rows if row["what"] == "person" and row["after"] == "present"}
    assert came == people[1] - people[0]
    assert {row["cause"] for row in rows} == {"drop second"}
    assert os.stat(grown.folder / "d" / "changes.csv").st_mode & 0o077 == 0


def test_a_frozen_register_stays_as_it_was(grown: Bench) -> None:
    case = opened(grown)
    one = generations.frozen(case)[0]
    assert (one.name, one.number, one.why) == ("letters-1", 1, "the first letters")
    assert one.hash == generations.resolve(case, 1).hash == generations.resolve(case, "letters-1").hash
    assert isinstance(generations.register(case, "letters-1")["exposure"], pa.Table)


def test_commands_say_which_generation_they_show(grown: Bench) -> None:
    wanted = f"generation of the register: {generations.label(opened(grown))}"
    assert re.search(r"2 \(hash [0-9a-f]{12}\)", wanted)
    assert wanted in grown.run("status", grown.case).stdout
    assert wanted in grown.run("export", grown.case, grown.folder / "out").stdout
    page = grown.folder / "page.html"
    grown.run("summary", grown.case, page)
    assert generations.label(opened(grown)) in page.read_text("utf-8")


def test_show_tells_the_history_of_a_person(grown: Bench) -> None:
    case = opened(grown)
    old = generations.register(case, "letters-1")["person"]["person_id"].to_pylist()
    grew = {r["person_id"] for r in generations.store(case).changes(2).to_pylist() if r["what"] == "exposure"}
    told = grown.run("show", grown.case, min(grew & set(old))).stdout
    history = told.split("what changed, and why")[1]
    assert re.search(r"generation 1 \(\d{4}-\d\d-\d\d\): came in; cause: drop leak", history)
    assert re.search(r"generation 2 .*exposures: .*; cause: drop second", history)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["changes", "CASE", "--since", "letters-2"], "no generation named 'letters-2'; frozen are: letters-1"),
        (["changes", "CASE", "--since", "7"], "there is no generation 7"),
        (["changes", "CASE", "--to", "x"], "give --since GENERATION too"),
        (["freeze", "CASE", "letters-1"], "a name is used once"),
        (["freeze", "CASE", "12"], "is no name for a generation"),
    ],
)
def test_bad_input_is_one_plain_message(grown: Bench, words: list[str], says: str) -> None:
    told = grown.run(*[str(grown.case) if word == "CASE" else word for word in words], ok=False)
    assert (told.returncode, says in told.stderr) == (1, True), told.stderr


def test_a_run_killed_while_entering_is_made_good(grown: Bench, tmp_path: Path) -> None:
    shutil.copytree(grown.case, tmp_path / "case")
    shutil.copy(grown.folder / "key", tmp_path / "key")
    one = Bench(tmp_path, grown.made)
    wanted = generations.resolve(opened(grown), 2).hash
    home = tmp_path / "case" / "generations"
    dice, killed = random.Random(4), 0
    for _ in range(2):
        shutil.rmtree(home)
        started = subprocess.Popen(
            [*COMMAND, "run", str(one.case)], env=one.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while not home.exists() and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.05))
        started.send_signal(signal.SIGKILL)
        killed += started.wait() == -signal.SIGKILL
        case = opened(one)
        for number in generations.store(case).numbers():
            assert generations.resolve(case, number).hash == wanted
            assert generations.register(case, number)
        if not generations.is_current(case):
            assert generations.label(case).startswith("none yet")
            with pytest.raises(CaseError, match="since the last run"):
                generations.freeze(case, "half", "tester", "")
    assert killed
    one.run("run", one.case)
    assert generations.store(opened(one)).numbers() == [2], "the number of a frozen generation is not given again"
    assert generations.is_fresh(opened(one))
    assert generations.resolve(opened(one), 2).hash == wanted
    lost = one.run("changes", one.case, "--since", "letters-1", ok=False)
    assert (lost.returncode, "there is no generation 1" in lost.stderr) == (1, True)
