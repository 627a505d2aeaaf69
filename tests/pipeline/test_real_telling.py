"""A real case from the first call to the last letter, on invented people and parties, a thousand times smaller.

The days and figures are those of a laboratory that was robbed in July 2025: it told its client after 31 days; 485 became
715 became 941; the first 405 letters went out in August, and all 941 in September, in four versions: seen in the first
set (405), seen in the second (216), not excluded (282), and older ones by way of the family doctors (38). Of the 715 that
were told 94 were not confirmed in the end. Nobody published why; here a human judged them, and the program says so.
"""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

from typer.testing import CliRunner

from betrokken.cli.main import app
from betrokken.edges.notices import Notices
from betrokken.pipeline import generations, told
from tests.pipeline.telling_case import AGAIN, DATASETS, EARLY, FIRST, LATE, SECOND, Told, bsn


def test_the_clocks_tell_who_was_late(story: Told) -> None:
    file = story.folder / "clocks.json"
    story.run("clocks", "--at", "2025-09-12T12:00:00+02:00", "--generation", "september", "--json", file)
    found = [one for one in json.loads(file.read_text("utf-8"))["clocks"] if one["controller"] == "bvo"]
    by_law = {(one["law"], one["dataset"]): one for one in found}
    assert {one["dataset"] for one in found if one["law"] == "gdpr_33"} == set(DATASETS)
    for dataset in DATASETS:
        processor, controller = by_law["gdpr_33_2", dataset], by_law["gdpr_33", dataset]
        assert processor["took_minutes"] == 31 * 24 * 60
        assert controller["due"]["netherlands"] == "2025-08-09T14:20:00+02:00"
        assert (controller["state"], controller["late_by_minutes"]) == ("done", None)
        assert by_law["gdpr_34", dataset]["done"]["netherlands"].startswith("2025-08-20")


def test_the_figures_rise_with_each_checkpoint(story: Told) -> None:
    assert story.classes("august") == {"proven": 485}
    assert story.classes("confirmed") == {"proven": 715}
    assert story.classes("everybody") == {"proven": 715, "possible": 226}
    assert story.classes("september") == {"proven": 621, "possible": 320}
    case = story.case()
    for name in ("august", "confirmed", "everybody", "september"):
        person = generations.register(case, name)["person"]
        assert story.classes(name) == Counter(person["certainty"].to_pylist())
        assert story.figures(name)["generation"]["sha256"] == generations.resolve(case, name).hash


def test_every_statement_says_what_changed_and_why(story: Told) -> None:
    assert "Dit is ons eerste bericht." in story.page("august")
    assert story.figures("august")["changes"] == []
    told = [(name, [(one["class_before"], one["became"], one["causes"], one["people"]) for one in story.figures(name)["changes"]])
            for name in ("confirmed", "everybody", "september")]  # fmt: skip
    assert told == [
        ("confirmed", [("", "proven", ["drop"], 230)]),
        ("everybody", [("", "possible", ["population"], 226)]),
        ("september", [("proven", "possible", ["judgement"], 94)]),
    ]
    page = story.page("september")
    assert "Ons vorige bericht was van 2 september 2025." in page
    assert "Het aantal mensen bij &#39;gezien in de gestolen bestanden&#39; is 94 lager." in page
    assert "94 mensen gingen van" in page
    assert "een mens keek het na" in page


def test_the_statement_says_what_is_not_known_and_whom_to_call(story: Told) -> None:
    august, september = story.page("august"), story.page("september")
    assert "Aan 80 mensen kunnen wij nog niet schrijven." in august
    assert "kunnen wij nog niet schrijven" not in september
    assert "nog niet hoeveel mensen wij hebben gemist" in september
    assert "0800-000 0000 (maandag" in september
    assert "onze excuses aan" in september
    assert "6 augustus 2025" in september
    assert "Laboratorium Noordermeer: diefstal verteld aan Bevolkingsonderzoek Duinland" in september
    for word in ("payment", "found-later", "sample", bsn(3), "Aalbers", "laboratory&#39;s log"):
        assert word not in september


def test_the_public_files_agree_with_each_other(story: Told) -> None:
    rows = list(csv.DictReader((story.folder / "september" / "figures.csv").read_text("utf-8").splitlines()))
    told = story.figures("september")["figures"]
    assert [{key: "" if one[key] is None else str(one[key]) for key in one} for one in told] == rows
    total = next(one for one in rows if one["kind"] == "people" and not one["controller"])
    assert (total["people"], total["people_before"]) == ("941", "941")


def test_the_same_statement_is_the_same_again_and_a_draft_is_not_recorded(story: Told) -> None:
    again = story.folder / "again"
    out = story.run("statement", "--generation", "september", "--to", again, "--day", "2025-09-12")
    assert "recorded before, with the same figures" in out
    for path in (story.folder / "september").iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes()
    before = story.run("statement")
    assert [line.split()[0] for line in before.splitlines()] == ["2025-08-11", "2025-08-29", "2025-09-02", "2025-09-12"]
    out = story.run("statement", "--generation", "confirmed", "--to", again, "--draft", "--language", "en")
    assert "a draft: not recorded" in out
    assert "DRAFT" in (again / "statement.en.html").read_text("utf-8")
    assert story.run("statement") == before


def test_what_cannot_be_told_is_refused_with_what_to_do(story: Told) -> None:
    nowhere = story.folder / "nowhere"
    for words, said in (
        (("--generation", "none", "--to", str(nowhere)), "there is no generation named 'none'"),
        (("--generation", "september"), "say where the page goes: --to DIR"),
        (("--generation", "september", "--to", str(nowhere), "--language", "fy"), "no words for 'fy'"),
        (("--generation", "september", "--to", str(story.folder / "key" / "x")), "cannot be made"),
    ):
        env = {"BETROKKEN_KEY_FILE": str(story.folder / "key")}
        done = CliRunner().invoke(app, ["statement", str(story.path), *words], env=env)
        assert (done.exit_code, said in done.output) == (1, True), done.output
    assert not nowhere.exists()


def test_audit_and_projection_are_told_of_the_newest_generation_only(story: Told, tmp_path: Path) -> None:
    shutil.copytree(story.folder, tmp_path / "copy")
    one = Told(tmp_path / "copy")
    one.run("project")
    questions = tmp_path / "questions.csv"
    one.run("audit", "--questions", questions)
    asked = list(csv.DictReader(questions.read_text("utf-8-sig").splitlines()))
    answers = "question,answer\n" + "".join(f"{each['question']},0\n" for each in asked)
    one.run("audit", "--answers", one.put("answers.csv", answers.encode()))
    about = ("--to", tmp_path / "out", "--draft", "--day", "2025-09-20")
    one.run("statement", "--generation", "september", *about)
    page = (tmp_path / "out" / "statement.nl.html").read_text("utf-8")
    assert "Het zijn er ten minste 715." in page
    assert "hoogstens 941" in page
    assert f"Een mens keek {len(asked)} stukken na" in page
    told = json.loads((tmp_path / "out" / "figures.json").read_text("utf-8"))
    assert (told["projection"], told["audit"]["judged"]) == ({"low": 715, "middle": None, "high": 941}, len(asked))
    assert told["audit"]["finished"] is True
    one.run("statement", "--generation", "august", *about)
    page = (tmp_path / "out" / "statement.nl.html").read_text("utf-8")
    assert "Dit gaat over de bestanden zoals wij ze nu lezen." in page
    assert "nog niet geschat" in page
    assert "Wij lazen alle bestanden die wij hebben: 1." in page


def test_a_statement_that_was_not_made_public_is_taken_back(story: Told) -> None:
    before = story.run("statement")
    story.run("statement", "--generation", "september", "--undo")
    assert "2025-09-12" not in story.run("statement")
    story.run("statement", "--generation", "september", "--to", story.folder / "back", "--day", "2025-09-12")
    assert story.run("statement").splitlines()[-1].split()[0] == "2025-09-12"
    assert story.run("statement") == before


def test_the_first_wave_reaches_whom_it_can_and_lists_the_others(story: Told) -> None:
    case = story.case()
    first = [one for one in Notices(case.decided).held() if one.generation == 1]
    assert Counter((one.variant, one.state) for one in first) == {("proven", "sent"): 405}
    assert Counter(one.reason for one in Notices(case.decided).suppressed(1, "bvo")) == {"unaddressable": 80}


def test_the_second_wave_comes_in_four_versions(story: Told) -> None:
    """405 told in August, 40 of them with a supplement; 216 seen since; 282 and 38 who cannot be excluded."""
    case = story.case()
    four: Counter[tuple[bool, str, str]] = Counter()
    newest = generations.resolve(case, "september").number
    held = [one for one in Notices(case.decided).held() if one.state != "withdrawn"]
    standing = generations.register(case, "september")["standing"].to_pylist()
    sets = {(one["person_id"], one["certainty"]): one["dataset"] for one in standing}
    for one in held:
        certainty = json.loads(one.says)["certainty"]
        if one.variant != "supplement":
            four[one.generation == newest, one.variant, sets[one.person_id, certainty]] += 1
    assert four == {
        (False, "proven", "first"): FIRST,
        (True, "proven", "second"): SECOND,
        (True, "possible", "late"): LATE,
        (True, "possible", "early"): EARLY,
    }
    assert sum(four.values()) == 941
    supplements = [one for one in held if one.variant == "supplement"]
    assert len(supplements) == AGAIN
    assert {one.earlier_id for one in supplements} <= {one.notice_id for one in held if one.generation == 1}


def test_everybody_is_in_one_place_after_the_second_wave(story: Told) -> None:
    state = told.states(story.case())[0]
    assert state.people == 941
    assert state.states["sent"] == FIRST - AGAIN
    assert state.states["planned"] == SECOND + LATE + EARLY + AGAIN
    assert state.suppressed == {}
