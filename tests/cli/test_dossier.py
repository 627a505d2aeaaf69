"""`betrokken dossier` and `breach-register`, run as a user runs them, on a real case that grows: 94 people for 941,000."""

import csv
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from betrokken.pipeline import generations
from tests.cases import Bench
from tests.cli import inside
from tests.pipeline import own_lists, real_case
from tests.pipeline.test_real_case import FACTS

AT = "2025-08-09T12:00:00+02:00"
LATER = "2025-08-10T12:00:00+02:00"
OF = ("--controller", "screening")


def dossier(one: Bench, *words: str | Path, ok: bool = True) -> Any:
    """The command for the screening programme."""
    return inside.run(one, "dossier", one.case, *OF, *words, ok=ok)


def drawn(one: Bench, name: str, *words: str | Path) -> dict[str, Any]:
    """A dossier that is written, as JSON."""
    dossier(one, "--to", one.folder / name, *words)
    found: dict[str, Any] = json.loads((one.folder / name / "dossier-screening.json").read_text("utf-8"))
    return found


def count(sheet: dict[str, Any], number: str = "7.3") -> tuple[int, int | None]:
    value = next(one["value"] for one in sheet["answers"] if one["number"] == number)
    return value["least"], value["most"]


def changed(sheet: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["number"]: one for one in sheet["changes"]}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One drop without a list, then the lists and a second drop: generations `one` and `two`, both filed from."""
    one = real_case.begin(tmp_path_factory.mktemp("dossier"))
    assert "frozen generation" in dossier(one, ok=False).stderr
    real_case.drop(one, "one", "first", "one")
    drawn(one, "first", "--at", AT)
    dossier(one, "--filed", "Z-1", "--at", "2025-08-09T13:00:00+02:00")
    real_case.lists(one)
    real_case.drop(one, "two", "second", "two")
    return one


@pytest.fixture
def own(case: Bench, tmp_path: Path) -> Bench:
    """A copy of the case, for a test that writes to it."""
    shutil.copytree(case.case, tmp_path / "case")
    shutil.copy(case.folder / "key", tmp_path / "key")
    return Bench(tmp_path, case.made)


def test_the_case_grows_and_each_figure_is_the_registers(case: Bench) -> None:
    first = json.loads((case.folder / "first" / "dossier-screening.json").read_text("utf-8"))
    assert count(first) == (40, None)
    second = drawn(case, "second", "--at", LATER)
    assert count(second) == (62, 94)
    people = generations.resolve(own_lists.opened(case), "two").counts["certainty"]
    assert count(second) == (people["proven"], sum(people.values()))
    assert count(second, "6.3.1") == (62, 94)
    assert second["generation"]["frozen_as"] == ["two"]
    assert count(drawn(case, "again", "--at", LATER, "--generation", "one")) == (40, None)


def test_a_supplement_tells_what_changed_and_why(case: Bench) -> None:
    sheet = drawn(case, "supplement", "--at", LATER, "--language", "en")
    assert (sheet["kind"], sheet["earlier"]["receipt"]) == ("supplement", "Z-1")
    found = changed(sheet)
    assert {"5.3", "6.1", "6.3.1", "7.3"} <= found.keys()
    assert "1.1" not in found
    assert found["7.3"]["before"].startswith("at least 40, the most cannot be told")
    assert found["7.3"]["after"].startswith("at least 62, at most 94")
    why = " ".join(found["7.3"]["why"])
    assert "drop two" in why
    assert "list late.csv" in why
    assert "event" not in why


def test_all_but_what_only_a_human_can_know_is_answered(case: Bench) -> None:
    sheet = drawn(case, "whole", "--at", LATER)
    missing = {one["number"]: one["who"] for one in sheet["answers"] if one["origin"] == "MISSING" and one["open"]}
    assert missing.keys() == {"1.3", "2.2.1", "3.1.1.dpo", "3.1.1.kvk", "3.2.1", "9.1", "10.1.1", "10.1.3"}
    assert all(missing.values())
    assert sheet["counts"]["missing"] == len(missing)
    assert sum(sheet["counts"].values()) + 1 == len(sheet["answers"])  # 5.4 may stay open
    assert set(sheet["open"]) == {one["number"] for one in sheet["answers"] if one["open"]}
    assert "letter of 6 August" in str(sheet["answers"])


def test_the_same_moment_gives_the_same_files(case: Bench) -> None:
    for name in ("a", "b"):
        drawn(case, name, "--at", LATER)
    for kind in ("json", "pdf"):
        made = [(case.folder / name / f"dossier-screening.{kind}").read_bytes() for name in ("a", "b")]
        assert made[0] == made[1]
    assert (case.folder / "a" / "dossier-screening.json").stat().st_mode & 0o777 == 0o600
    assert "is there already" in dossier(case, "--to", case.folder / "a", ok=False).stderr


def test_the_pdf_is_tagged_and_says_what_the_json_says(case: Bench) -> None:
    sheet = drawn(case, "pdf", "--at", LATER)
    path = case.folder / "pdf" / "dossier-screening.pdf"
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "nl"
        assert pdf.docinfo["/Title"] == "Werkblad melding datalek: Screening Noordermeer"
    text = " ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(path))
    told = "".join(text.split())
    for one in sheet["answers"]:
        assert "".join(one["question"].split()) in told, one["number"]
        assert "".join(one["shown"].split()) in told, one["number"]


def test_a_report_that_was_filed_stops_the_clock(case: Bench) -> None:
    later = inside.run(case, "clocks", case.case, "--at", "2025-08-20T12:00:00+02:00").stdout
    assert "receipt Z-1" in later
    facts = inside.run(case, "facts", case.case).stdout
    assert "filed-screening-1" in facts


def test_answers_and_confirmations_are_kept_changed_and_taken_back(own: Bench) -> None:
    dossier(own, "--answer", "9.1", "Wij verliezen vertrouwen.", "--by", "F. Gratama", "--source", "notulen")
    dossier(own, "--confirm", "7.3", "--confirm", "6.1", "--by", "F. Gratama")
    sheet = drawn(own, "one", "--at", LATER)
    found = {one["number"]: one for one in sheet["answers"]}
    assert (found["9.1"]["origin"], found["9.1"]["shown"]) == ("RECORDED", "Wij verliezen vertrouwen.")
    assert "notulen" in found["9.1"]["sources"][0]
    assert found["7.3"]["confirmed"]["by"] == "F. Gratama"
    assert not {"7.3", "6.1", "9.1"} & set(sheet["open"])
    other = {one["number"]: one for one in drawn(own, "other", "--at", LATER, "--generation", "one")["answers"]}
    assert other["7.3"]["open"]  # what was confirmed was another figure
    dossier(own, "--take-back", "9.1")
    dossier(own, "--take-back", "7.3")
    assert {"9.1", "7.3"} <= set(drawn(own, "two", "--at", LATER)["open"])
    lines = own_lists.opened(own).journal.lines()
    assert [one["details"].get("kind") for one in lines if one["what"] == "dossier"][-3:] == ["take-back"] * 2 + [
        "supplement"
    ]
    assert "Gratama" not in str([one["details"] for one in lines])


def test_filings_follow_each_other(own: Bench) -> None:
    dossier(own, "--to", own.folder / "s", "--at", LATER)
    told = dossier(own, "--filed", "Z-2", "--at", "2025-08-30T10:00:00+02:00")
    assert "supplement of generation 2" in told.stdout
    assert "questions were missing or not confirmed" in told.stderr
    sheet = drawn(own, "w", "--kind", "withdrawal", "--at", "2025-09-01T10:00:00+02:00")
    assert (sheet["kind"], sheet["earlier"]["receipt"], sheet["changes"]) == ("withdrawal", "Z-2", [])
    dossier(own, "--filed", "Z-3", "--at", "2025-09-01T11:00:00+02:00")
    assert drawn(own, "f", "--at", "2025-09-02T10:00:00+02:00")["kind"] == "first"
    assert "there is no report to change" in dossier(own, "--kind", "change", ok=False).stderr
    dossier(own, "--take-back", "Z-3")
    assert drawn(own, "g", "--at", "2025-09-02T10:00:00+02:00")["kind"] == "supplement"
    events = {one.id for one in own_lists.opened(own).incident.events}
    assert {"filed-screening-1", "filed-screening-2"} <= events
    assert "filed-screening-3" not in events


def test_a_report_that_was_entered_by_hand_is_not_entered_again(own: Bench) -> None:
    real_case.facts(
        own, '[[event]]\nid = "by-hand"\nkind = "report"\nat = 2025-08-30T10:00:20+02:00\nwho = "screening"\n'
    )
    dossier(own, "--to", own.folder / "s", "--at", LATER)
    assert "event:by-hand" in dossier(own, "--filed", "Z-2", "--at", "2025-08-30T10:00:00+02:00").stdout
    dossier(own, "--take-back", "Z-2")
    assert "by-hand" in {one.id for one in own_lists.opened(own).incident.events}


def test_a_fact_lets_the_most_fall_and_says_so(own: Bench) -> None:
    dossier(own, "--to", own.folder / "s", "--at", LATER)
    dossier(own, "--filed", "Z-2", "--at", "2025-08-30T10:00:00+02:00")
    out = FACTS[FACTS.index('[[dataset]]\nid = "early"') :].replace("unknown", "not_touched")
    real_case.facts(own, out)
    real_case.run(own, "three")
    sheet = drawn(own, "t", "--at", "2025-09-02T10:00:00+02:00", "--language", "en")
    assert count(sheet) == (62, 90)
    assert changed(sheet)["7.3"]["why"] == ["fact dataset early changed: 4 changes"]
    assert "Of 4 people it was established that their data were not touched." in changed(sheet)["5.3"]["after"]


def test_the_calamity_gets_its_term_when_a_human_says_so(own: Bench) -> None:
    sheet = drawn(own, "off", "--at", LATER)
    assert next(one["shown"] for one in sheet["answers"] if one["number"] == "IGJ.1").startswith("nee.")
    dossier(own, "--answer", "IGJ.1", "yes: the board decided", "--by", "F. Gratama")
    answer = next(one for one in drawn(own, "on", "--at", LATER)["answers"] if one["number"] == "IGJ.1")
    assert answer["shown"].startswith("ja: melden binnen 3 werkdagen. the board decided")
    assert any("11 augustus 2025 23:59" in note for note in answer["notes"])  # told on a Wednesday


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--generation", "nope"), "no generation named 'nope'"),
        (("--kind", "first"), "a report was filed already (Z-1)"),
        (("--kind", "second"), "'second' is no kind of report"),
        (("--language", "fr", "--to", "x"), "dossiers are in nl and en"),
        (("--format", "pdf", "--to", "x"), "'pdf' is no format of a dossier"),
        (("--confirm", "9.1"), "question 9.1 is missing"),
        (("--confirm", "99"), "the form has no question '99'"),
        (("--answer", "9.3", "grave"), "takes low, medium, high, very_high"),
        (("--filed", "Z-9"), "when was it filed?"),
        (("--filed", "Z-9", "--at", "2999-01-01T00:00:00Z"), "still to come"),
        (("--filed", "Z-1", "--at", "2025-08-09T13:00:00+02:00"), "is stored already"),
        (("--filed", "Z-0", "--at", "2025-08-09T12:00:00+02:00"), "was filed after that moment"),
        (("--filed", "Z-9", "--to", "x"), "one thing at a time"),
        (("--take-back", "9.1"), "nobody answered or confirmed question 9.1"),
        (("--take-back", "Z-8"), "the form has no question 'Z-8'"),
    ],
)
def test_what_cannot_be_is_refused(case: Bench, words: tuple[str, ...], says: str) -> None:
    refused = dossier(case, *words, ok=False)
    assert refused.returncode == 1
    assert says in refused.stderr
    assert not Path("x").exists()


def test_another_controller(case: Bench) -> None:
    assert "no controller 'nobody'" in inside.run(case, "dossier", case.case, "--controller", "nobody", ok=False).stderr
    told = inside.run(case, "dossier", case.case, "--controller", "zhw", "--language", "en").stdout
    assert "at least 0, the most cannot be told." in told
    refused = inside.run(case, "dossier", case.case, "--controller", "zhw", "--filed", "Z", "--at", LATER, ok=False)
    assert "nothing was drawn up for 'zhw' yet" in refused.stderr


def test_other_forms_tell_the_same_figures(case: Bench) -> None:
    for kind in ("veris", "dpv"):
        dossier(case, "--to", case.folder / kind, "--format", kind, "--at", LATER)
    veris = json.loads((case.folder / "veris" / "dossier-screening.veris.json").read_text("utf-8"))
    dpv = json.loads((case.folder / "dpv" / "dossier-screening.dpv.jsonld").read_text("utf-8"))
    assert veris["attribute"]["confidentiality"]["data_total"] == 62
    assert veris["plus"]["betrokken"] == {"least": 62, "most": 94}
    scale = dpv["risk:hasIncident"]["dpv:hasDataSubject"]["dpv:hasDataSubjectScale"]
    assert (scale["schema:minValue"], scale["schema:maxValue"]) == (62, 94)
    assert len(dpv["dpv:hasNotice"]) == 1


def test_the_register_of_breaches_is_of_all_cases(case: Bench, tmp_path: Path) -> None:
    other = own_lists.empty(tmp_path / "other")
    real_case.new(other)  # never run: in the register all the same
    keys = ("--key", case.folder / "key", "--key", other.folder / "key")
    made = {}
    for kind in ("csv", "xlsx", "json"):
        path = tmp_path / f"register.{kind}"
        told = inside.run(
            case, "breach-register", case.case, other.case, *keys, "--to", path, "--at", LATER, "--language", "en"
        )
        made[kind] = path
        assert "12 rows, 2 cases" in told.stdout
    rows = json.loads(made["json"].read_text("utf-8"))["rows"]
    assert len({one["case_id"] for one in rows}) == 2
    ours = next(one for one in rows if one["controller"] == "screening" and one["generation"])
    assert (ours["people_least"], ours["people_most"], ours["frozen_as"]) == (62, 94, "two")
    assert ours["told_authority"] == "9 August 2025 13:00 (receipt Z-1)"
    assert ours["in_time"] == "within the term"
    assert ours["remedial_action"] == "The work with the laboratory was stopped."
    assert "loss of control over the data" in ours["effects"]
    theirs = [one for one in rows if one["generation"] is None]
    assert {(one["state"], one["people_least"]) for one in theirs} == {("no register of the case yet", None)}
    table = list(csv.DictReader(made["csv"].read_text("utf-8-sig").splitlines()))
    assert [(one["case_id"], one["controller"]) for one in table] == [
        (one["case_id"], one["controller"]) for one in rows
    ]
    assert zipfile.is_zipfile(made["xlsx"])
    one = inside.run(
        case, "breach-register", case.case, "--to", tmp_path / "one.json", *OF, "--language", "en", "--at", LATER
    )
    assert "1 rows, 1 cases" in one.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--to", "register.txt"), "is written as .csv, .xlsx or .json"),
        (("--to", "register.csv", "--controller", "nobody"), "no case has a controller 'nobody'"),
        (("--to", "register.csv", "--key", "a", "--key", "b"), "1 cases, but 2 key files"),
    ],
)
def test_a_register_that_cannot_be_is_refused(case: Bench, words: tuple[str, ...], says: str) -> None:
    assert says in inside.run(case, "breach-register", case.case, *words, ok=False).stderr
