"""`betrokken audit` as a user runs it: drawing, judging, stopping, going on, files of answers, markers, and what is told."""

import csv
import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from betrokken.edges import keys
from betrokken.pipeline.case import Case, open_case
from tests.cases import Bench

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def audited(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A case of its own, over the pile of `done`."""
    folder = tmp_path_factory.mktemp("audited")
    shutil.copytree(done.case, folder / "case")
    shutil.copy(done.folder / "key", folder / "key")
    return Bench(folder, done.made)


def opened(bench: Bench) -> Case:
    return open_case(bench.case, keys.key_from_file(bench.folder / "key"))


def questions(bench: Bench, *words: str) -> Rows:
    file = bench.folder / "questions.csv"
    bench.run("audit", bench.case, "--questions", file, *words)
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def answer(bench: Bench, rows: Rows, ok: bool = True) -> str:
    file = bench.folder / "answers.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, ("question", "answer", "by", "why"))
        writer.writeheader()
        writer.writerows(rows)
    done = bench.run("audit", bench.case, "--answers", file, ok=ok)
    return done.stdout if ok else done.stderr


def test_an_audit_from_the_first_row_to_the_export(audited: Bench) -> None:
    assert "not audited yet" in audited.run("status", audited.case).stdout
    asked = questions(audited, "--sample", "40")
    assert len(asked) == 40
    assert "text" not in asked[0]
    assert all(row["path"] and row["place"] for row in asked)

    told = stopped_and_gone_on(audited)
    assert "39 of 40" in told or "provisional: 38 of 40" in told

    left = questions(audited, "--with-text")
    assert len(left) == 38
    assert all(row["text"].strip(" |") or "blank row" in row["stratum"] for row in left)
    text = answer(audited, [{"question": row["question"], "answer": "0", "by": "bo"} for row in left])
    assert "provisional" not in text
    bound = re.search(r"at most ([\d,]+) data subjects \(95 %\), with (\d+) seen in 40 judged rows", text)
    assert bound
    assert int(bound[2]) == 2

    assert bound[0] in audited.run("status", audited.case).stdout
    second_reader(audited, left)
    what_leaves(audited)


def stopped_and_gone_on(audited: Bench) -> str:
    """The first row judged twice over, the second too, then stopped."""
    file = audited.folder / "typed"
    file.write_text("huh\n5\nu\n2\n0\nq\n")
    with file.open() as typed:
        shown = run_typed(audited, typed.read())
    assert "an answer is a number of people" in shown
    assert "1 of 40" in shown
    again = run_typed(audited, "q\n")
    assert "1 of 38" in again
    assert audited.run("audit", audited.case, "--sample", "10", "--status").returncode == 0
    return again


def run_typed(audited: Bench, typed: str) -> str:
    import subprocess

    from tests.cases import COMMAND

    done = subprocess.run(
        [*COMMAND, "audit", str(audited.case)],
        env=audited.environment, input=typed, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def second_reader(audited: Bench, left: Rows) -> None:
    one = left[0]["question"]
    told = answer(audited, [{"question": one, "answer": "?", "by": "an"}])
    assert f"reviewers disagree on 1 rows, counted as missed: {one}" in told
    back = answer(audited, [{"question": one, "answer": "0", "by": "an"}])
    assert "disagree" not in back
    bad = answer(audited, [{"question": one, "answer": "1"}, {"question": one, "answer": "veel"}], ok=False)
    assert "line 3 of the answers" in bad
    assert "nothing was taken over" in bad
    assert "veel" not in bad
    assert "no such question" in answer(audited, [{"question": "0" * 16, "answer": "1"}], ok=False)


def what_leaves(audited: Bench) -> None:
    audited.run("export", audited.case, audited.folder / "out")
    rows = {row["stratum"]: row for row in pq.read_table(audited.folder / "out/audit.parquet").to_pylist()}
    assert rows[""]["judged"] == 40
    assert rows[""]["people"] == 2
    assert rows[""]["rows"] == sum(row["rows"] or 0 for name, row in rows.items() if name)
    assert rows[""]["upper"] >= max(row["people"] or 0 for row in rows.values())
    audited.run("summary", audited.case, audited.folder / "page.html")
    assert "at most" in (audited.folder / "page.html").read_text("utf-8")
    case = opened(audited)
    lines = case.journal.lines()
    case.journal.verify()
    assert {"audit", "look"} <= {line["what"] for line in lines}
    told = json.dumps([line["details"] for line in lines if line["what"] in ("audit", "look")])
    assert re.fullmatch(r'[\w\s{}\[\]":,.-]*', told)
    assert "run" in audited.run("run", audited.case).stdout  # answers about rows change nothing in the register
    assert "nothing had changed" in audited.run("run", audited.case).stdout


def test_marker_people_are_counted_and_leave_no_trace(done: Bench, tmp_path: Path) -> None:
    shutil.copytree(done.case, tmp_path / "case")
    shutil.copy(done.folder / "key", tmp_path / "key")
    one = Bench(tmp_path, done.made)
    before = opened(one).worked.manifest("finding")
    told = one.run("audit", one.case, "--markers", "60").stdout
    found = re.search(r"marker people found by the machine: (\d+) of (\d+), so at least ([\d.]+)%", told)
    assert found
    assert int(found[2]) >= 55
    assert int(found[1]) >= 0.95 * int(found[2])
    case = opened(one)
    assert case.worked.manifest("finding") == before
    assert (
        case.worked.names() == [*sorted({*case.worked.names()} - {"audit"}), "audit"] or "audit" in case.worked.names()
    )
    again = one.run("audit", one.case, "--markers", "60").stdout
    assert found[0] in again  # the same seed puts the same people in
    assert found[0] in one.run("status", one.case).stdout


def test_answers_hold_no_more_once_the_rows_are_read_with_other_facts(fresh: Bench) -> None:
    fresh.all()
    asked = questions(fresh, "--sample", "12")
    assert "12 answers taken over" in answer(fresh, [{"question": row["question"], "answer": "0"} for row in asked])
    case = opened(fresh)
    from dataclasses import replace
    from datetime import date

    from betrokken.pipeline.case import set_facts

    set_facts(case, replace(case.incident, today=date(2025, 9, 9)), "test")
    fresh.run("run", fresh.case)
    told = fresh.run("audit", fresh.case, "--status").stdout
    assert "answers that hold no more: 12: the item was read again since" in told
    assert len(questions(fresh)) == 12


def test_a_pile_that_moved_is_told_and_not_passed_over(fresh: Bench) -> None:
    fresh.all()
    fresh.leak.rename(fresh.folder / "elsewhere")
    asked = questions(fresh, "--sample", "6")
    assert len(asked) == 6
    assert {row["place"] for row in asked} == {"cannot be opened: No such file or directory"}


def test_nothing_to_audit_before_a_run(fresh: Bench) -> None:
    fresh.new()
    told = fresh.run("audit", fresh.case, ok=False)
    assert told.returncode == 1
    assert "run the case first" in told.stderr
