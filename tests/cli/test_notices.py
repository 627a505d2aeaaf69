"""`betrokken notices`, `returned` and `trace`: everybody at a controller is in one place, and stays to be explained."""

import csv
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import update

from betrokken.edges import keys
from betrokken.edges.decided import now
from betrokken.edges.decided_tables import NOTICE
from betrokken.edges.notices import Notice, Notices
from betrokken.model.errors import AccountingError, BetrokkenError, LetterError
from betrokken.pipeline import told as becoming
from betrokken.pipeline.case import Case, open_case
from tests.cases import Bench


@pytest.fixture(scope="module")
def frozen(done: Bench, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The finished case with its register frozen as wave-1."""
    folder = tmp_path_factory.mktemp("notices") / "copy"
    shutil.copytree(done.folder, folder)
    bench = Bench(folder, done.made)
    bench.run("freeze", bench.case, "wave-1")
    return bench


@pytest.fixture
def planned(frozen: Bench, tmp_path: Path) -> Bench:
    """A copy of it whose notices are planned."""
    shutil.copytree(frozen.folder, tmp_path / "copy")
    bench = Bench(tmp_path / "copy", frozen.made)
    bench.run("notices", bench.case, "--generation", "wave-1")
    return bench


def _opened(bench: Bench) -> Case:
    return open_case(bench.case, keys.key_from_file(bench.folder / "key"))


def _held(bench: Bench) -> list[Notice]:
    return Notices(_opened(bench).decided).held()


def _send(bench: Bench, ids: set[str]) -> None:
    """As a print run leaves them."""
    with _opened(bench).decided.writing() as connection:
        connection.execute(update(NOTICE).where(NOTICE.c.notice_id.in_(ids)).values(sent_at=now(), release_id=1))


def _standings(bench: Bench) -> Counter[str]:
    rows = {(row["person_id"], row["controller"]) for row in bench.table("standings").to_pylist() if row["controller"]}
    return Counter(controller for _, controller in rows)


def test_everybody_at_a_controller_is_planned_or_listed_with_a_reason(planned: Bench) -> None:
    people = _standings(planned)
    found = {one.controller: one for one in becoming.states(_opened(planned))}
    assert {key: one.people for key, one in found.items()} == dict(people)
    for one in found.values():
        assert sum(one.states.values()) + sum(one.suppressed.values()) == one.people
    assert sum(one.states["planned"] for one in found.values()) == len(_held(planned)) > 50


def test_planning_twice_changes_nothing(planned: Bench) -> None:
    before = _held(planned)
    out = planned.run("notices", planned.case, "--generation", "wave-1").stdout
    assert "0 new" in out
    assert _held(planned) == before
    assert len({one.code for one in before}) == len(before)


def test_a_letter_that_was_sent_is_not_planned_again(planned: Bench) -> None:
    before = _held(planned)
    gone = {one.notice_id for one in before[::2]}
    _send(planned, gone)
    planned.run("notices", planned.case, "--generation", "wave-1")
    after = {one.notice_id: one.state for one in _held(planned)}
    assert after == {one.notice_id: "sent" if one.notice_id in gone else "planned" for one in before}
    assert sum(one.states["sent"] for one in becoming.states(_opened(planned))) == len(gone)


def test_returned_mail_is_entered_by_code_and_nothing_is_lost(planned: Bench, tmp_path: Path) -> None:
    one, two, three = _held(planned)[:3]
    _send(planned, {one.notice_id, two.notice_id})
    bag = tmp_path / "bag.txt"
    bag.write_text(f"{one.code.lower()}\n\n{two.notice_id}\n{three.code}\nnonsense\n", "utf-8")
    ran = planned.run("returned", planned.case, bag, "--reason", "moved", ok=False)
    assert "2 entered" in ran.stdout
    assert f"line 4: not entered: notice {three.notice_id} is planned" in ran.stderr
    assert "line 5: not entered: that is no letter code" in ran.stderr
    assert {each.notice_id for each in _held(planned) if each.state == "returned"} == {one.notice_id, two.notice_id}
    planned.run("notices", planned.case, "--generation", "wave-1")
    states = becoming.states(_opened(planned))
    assert sum(each.states["returned"] for each in states) == 2
    assert len(_held(planned)) == sum(each.states["planned"] for each in states) + 2


def test_a_shelter_in_the_facts_keeps_its_people_out_of_the_mail(planned: Bench, tmp_path: Path) -> None:
    one = _held(planned)[0]
    person = next(row for row in planned.table("people").to_pylist() if row["person_id"] == one.person_id)
    facts = planned.folder / "shelters.toml"
    facts.write_text(
        f'[[shelter]]\nid = "s1"\npostcode = "{person["postcode"]}"\nhouse_number = "{person["house_number"]}"\n',
        "utf-8",
    )
    planned.run("facts", planned.case, facts)
    planned.run("notices", planned.case, "--generation", "wave-1", "--controller", one.controller)
    held = {each.notice_id: each.state for each in _held(planned)}
    assert held[one.notice_id] == "withdrawn"
    state = next(each for each in becoming.states(_opened(planned)) if each.controller == one.controller)
    assert state.suppressed["shelter"] >= 1
    _queue(planned, tmp_path / "queue.csv", {"shelter"})
    planned.run("facts", planned.case, "--withdraw", "shelter:s1")
    planned.run("notices", planned.case, "--generation", "wave-1", "--controller", one.controller)
    again = next(each for each in _held(planned) if each.notice_id == one.notice_id)
    assert (again.state, again.code) == ("planned", one.code)


def _queue(planned: Bench, path: Path, reasons: set[str]) -> None:
    out = planned.run("notices", planned.case, "--queue", path).stdout
    count = re.search(rf"{path.name}: (\d+) people", out.replace(",", ""))
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert count
    assert len(rows) == int(count.group(1)) > 0
    assert {row["reason"] for row in rows} == reasons
    assert path.stat().st_mode & 0o077 == 0


def test_a_trace_leads_from_a_code_to_the_files_without_a_value_of_the_person(planned: Bench) -> None:
    one = max(_held(planned), key=lambda each: len(json.loads(each.says)["leaked"]))
    told = planned.run("trace", planned.case, one.code).stdout
    found = json.loads(told)
    assert found["notice"]["notice_id"] == one.notice_id
    assert {row["category"] for row in found["exposures"]} == set(found["claims"]["says"]["leaked"])
    sources = {
        (row["path"], row["place"]) for row in planned.table("sources").to_pylist() if row["person_id"] == one.person_id
    }
    assert {(row["path"], row["place"]) for row in found["mentions"]} <= sources
    assert all(re.fullmatch("[0-9a-f]{64}", row["sha256"]) for row in found["mentions"])
    assert found["mentions"][0]["ground"]
    assert found["release"] is found["batch"] is None
    person = next(row for row in planned.table("people").to_pylist() if row["person_id"] == one.person_id)
    for key in ("bsn", "surname", "street"):
        assert not person[key] or f'"{person[key]}"' not in told


def test_a_sum_that_is_off_is_an_error(planned: Bench) -> None:
    case = _opened(planned)
    one = _held(planned)[0]
    with case.decided.writing() as connection:
        connection.execute(update(NOTICE).where(NOTICE.c.notice_id == one.notice_id).values(withdrawn_at=now()))
    with pytest.raises(AccountingError, match="plan its notices again"):
        becoming.states(case)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--generation", "1", "--controller", "nobody"), "no controller 'nobody'"),
        (("--generation", "wave-9"), "no generation named"),
        (("--generation", "wave-1", "--language", "fy"), "no words for 'fy'"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_what_to_do(planned: Bench, asked: tuple[str, ...], told: str) -> None:
    assert told in planned.run("notices", planned.case, *asked, ok=False).stderr


def test_only_a_frozen_generation_is_planned_from(done: Bench) -> None:
    assert "betrokken freeze" in done.run("notices", done.case, "--generation", "1", ok=False).stderr


def test_an_unknown_reason_or_notice_is_refused(planned: Bench) -> None:
    with pytest.raises(LetterError, match="no reason why mail comes back"):
        becoming.returned(_opened(planned), "N-0123456789AB", "lost", "tester")
    with pytest.raises(BetrokkenError, match="no notice of this id"):
        becoming.find(_opened(planned), "N-0123456789AB")
