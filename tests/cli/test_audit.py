"""`betrokken audit` as a user runs it: drawing, judging, stopping, going on, files of answers, markers, and what is told."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from betrokken.cli.main import app
from betrokken.edges import keys
from betrokken.pipeline import auditing, export, rooms
from betrokken.pipeline.case import Case, open_case
from betrokken.pipeline.progress import silent
from betrokken.settings import Settings
from tests.cases import Bench

Rows = list[dict[str, str]]
ONE = Settings(workers=1)


@pytest.fixture
def audited(done: Bench, tmp_path: Path) -> Bench:
    """A case of its own, over the pile of `done`."""
    shutil.copytree(done.case, tmp_path / "case")
    shutil.copy(done.folder / "key", tmp_path / "key")
    return Bench(tmp_path, done.made)


def audit(bench: Bench, *words: str | Path, typed: str | None = None, ok: bool = True) -> Result:
    arguments = ["audit", str(bench.case), "--workers", "1", *map(str, words)]
    done = CliRunner().invoke(app, arguments, input=typed, env=bench.environment)
    assert (done.exit_code == 0) == ok, done.output
    return done


def opened(bench: Bench) -> Case:
    return open_case(bench.case, keys.key_from_file(bench.folder / "key"))


def questions(bench: Bench, *words: str) -> Rows:
    audit(bench, "--questions", bench.folder / "questions.csv", *words)
    return list(csv.DictReader((bench.folder / "questions.csv").read_text("utf-8-sig").splitlines()))


def answer(bench: Bench, rows: Rows, ok: bool = True) -> str:
    file = bench.folder / "answers.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, ("question", "answer", "by", "why"))
        writer.writeheader()
        writer.writerows(rows)
    return audit(bench, "--answers", file, ok=ok).output


def test_judged_row_after_row_stopped_and_gone_on(audited: Bench) -> None:
    first = audit(audited, "--sample", "40", typed="veel\n5\nu\n2\n0\nq\n").output
    assert "an answer is a number of people" in first
    assert "provisional: 38 of 40 rows are still to be judged" in first
    assert "with 2 seen in 2 judged rows" in first
    assert "no bound" in first
    again = audit(audited, typed="q\n").output
    assert "1 of 38" in again
    assert "1 of 38" in audit(audited, "--sample", "10", typed="q\n").output  # a sample only grows
    held = opened(audited).decided.judgements(withdrawn=True)
    assert [json.loads(one.value)["answer"] for one in held] == [5, 2, 0]
    assert [one.withdrawn_at is None for one in held] == [False, True, True]


def test_judged_from_files_and_told_everywhere(audited: Bench) -> None:
    asked = questions(audited, "--sample", "30")
    assert "text" not in asked[0]
    assert all(row["path"] and row["place"] for row in asked)
    assert questions(audited) == asked
    shown = questions(audited, "--with-text")
    assert all(row["text"].strip(" |") or "blank row" in row["stratum"] for row in shown)
    assert (audited.folder / "questions.csv").stat().st_mode & 0o077 == 0
    told = answer(
        audited, [{"question": row["question"], "answer": str(n // 29), "by": "bo"} for n, row in enumerate(asked)]
    )
    bound = re.search(r"at most ([\d,]+) data subjects \(95 %\), with 1 seen in 30 judged rows", told)
    assert bound
    assert "provisional" not in told
    status = CliRunner().invoke(app, ["status", str(audited.case)], env=audited.environment).output
    assert bound[0] in status
    leaving(audited, int(bound[1].replace(",", "")))


def leaving(audited: Bench, bound: int) -> None:
    case = opened(audited)
    rows = {row["stratum"]: row for row in export.of_case(case)["audit"].to_pylist()}
    assert (rows[""]["judged"], rows[""]["people"], rows[""]["upper"]) == (30, 1, bound)
    assert rows[""]["rows"] == sum(row["rows"] for name, row in rows.items() if name)
    assert case.worked.read("audit").to_pylist() == [rows[name] for name in sorted(rows)]
    assert rooms.run(case, ONE, silent) == []  # answers about rows change nothing in the register
    case.journal.verify()
    lines = [line for line in case.journal.lines() if line["what"] in ("audit", "look")]
    assert {line["details"].get("command") for line in lines} == {"draw", "questions", "questions.with-text", "answer"}


def test_each_look_is_in_the_journal(audited: Bench) -> None:
    audit(audited, "--sample", "5", typed="0\n0\nq\n")
    case = opened(audited)
    looks = [line["details"] for line in case.journal.lines() if line["what"] == "look"]
    drawn = auditing.plan(case, None, "an").drawn
    assert looks == [{"item_id": one.item_id, "rows": 1} for one in drawn[:3]]


def test_reviewers_who_disagree_are_told_and_counted(audited: Bench) -> None:
    asked = questions(audited, "--sample", "4")
    one = asked[0]["question"]
    answer(audited, [{"question": row["question"], "answer": "0", "by": "bo"} for row in asked])
    told = answer(audited, [{"question": one, "answer": "?", "by": "an"}])
    assert f"reviewers disagree on 1 rows, counted as missed: {one}" in told
    assert "with 1 seen in 4 judged rows" in told
    assert len(questions(audited, "--second")) == 4
    back = answer(audited, [{"question": one, "answer": "0", "by": "an"}])
    assert "disagree" not in back


def test_a_bad_file_of_answers_is_refused_as_a_whole(audited: Bench) -> None:
    one = questions(audited, "--sample", "4")[0]["question"]
    told = answer(audited, [{"question": one, "answer": "1"}, {"question": one, "answer": "veel"}], ok=False)
    assert "line 3 of the answers" in told
    assert "nothing was taken over" in told
    assert "veel" not in told
    assert "no such question" in answer(audited, [{"question": "0" * 16, "answer": "1"}], ok=False)
    assert opened(audited).decided.judgements() == []
    (audited.folder / "answers.csv").write_text("vraag;antwoord\n")
    assert "lacks the column 'question'" in audit(audited, "--answers", audited.folder / "answers.csv", ok=False).output


def test_marker_people_are_counted_and_leave_no_trace(audited: Bench) -> None:
    before = opened(audited).worked.manifest("finding")
    told = audit(audited, "--markers", "60").output
    found = re.search(r"marker people found by the machine: (\d+) of (\d+), so at least ([\d.]+)%", told)
    assert found
    assert int(found[2]) >= 55
    assert int(found[1]) >= 0.95 * int(found[2])
    case = opened(audited)
    assert case.worked.manifest("finding") == before
    assert found[0] in audit(audited, "--markers", "60").output  # the same seed puts the same people in
    assert found[0] in audit(audited, "--status").output
    kinds = {row["stratum"]: row for row in case.worked.read("audit").to_pylist() if row["markers"]}
    assert {"HL7 v2", "delimited text", "mail"} <= kinds.keys()
    assert kinds[""]["markers"] == sum(row["markers"] for name, row in kinds.items() if name)


def test_answers_hold_no_more_once_the_rows_are_read_with_other_facts(fresh: Bench) -> None:
    fresh.all()
    asked = questions(fresh, "--sample", "12")
    assert "12 answers taken over" in answer(fresh, [{"question": row["question"], "answer": "0"} for row in asked])
    later = fresh.folder / "later.toml"
    later.write_text("[incident]\ntoday = 2025-09-09\n", "utf-8")
    fresh.run("facts", fresh.case, later)
    rooms.run(opened(fresh), ONE, silent)
    assert "answers that hold no more: 12: the item was read again since" in audit(fresh, "--status").output
    fresh.leak.rename(fresh.folder / "elsewhere")
    moved = questions(fresh)  # and a pile that moved is told, row by row
    assert [row["question"] for row in moved] == [row["question"] for row in asked]
    assert {row["place"] for row in moved} == {"cannot be opened: No such file or directory"}


def test_nothing_to_audit_before_a_run(fresh: Bench) -> None:
    fresh.new()
    assert "run the case first" in audit(fresh, ok=False).output
