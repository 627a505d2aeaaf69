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
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from betrokken.cli.main import app
from betrokken.edges import keys
from betrokken.edges.decided_tables import NOTICE
from betrokken.edges.notices import Notices
from betrokken.pipeline import generations, told
from betrokken.pipeline.case import Case, open_case
from tests.pipeline import own_lists

FIRST, SECOND, LATE, EARLY, WITHDRAWN, AGAIN = 405, 216, 282, 38, 94, 40
NAMED = FIRST + 80  # in the first drop; of 80 no address stands in it
FACTS = """
[incident]
lab = "Laboratorium Noordermeer"
stolen = 2025-07-05
published = 2025-07-06
today = 2025-09-30

[[organisation]]
id = "lab"
name = "Laboratorium Noordermeer"

[[organisation]]
id = "ap"
name = "Autoriteit Persoonsgegevens"

[[controller]]
id = "bvo"
kind = "screening"
name = "Bevolkingsonderzoek Duinland"

[[contact]]
id = "bvo"
address = ["Postbus 1"]
postcode = "1990AA"
city = "Duinland"
phone = "0800-000 0000"
hours = "maandag tot en met vrijdag, 9 tot 17 uur"
return_address = "Postbus 1, 1990 AA Duinland"
"""
DATASETS = {
    "first": ("published", ["hpv_self_test"], ""),
    "second": ("unknown", ["cervical_smear"], "period_start = 2022-01-01"),
    "late": ("unknown", ["cervical_smear"], "period_start = 2017-01-01\nperiod_end = 2021-12-31"),
    "early": ("unknown", ["cervical_smear"], "period_end = 2016-12-31"),
}
EVENTS = (
    ("entry", "2025-07-03", "", ""),
    ("exfiltration", "2025-07-05", "", ""),
    ("discovery", "2025-07-06T14:20:00+02:00", "lab", ""),
    ("told", "2025-08-06T14:20:00+02:00", "lab", "bvo"),
    ("report", "2025-08-08T17:00:00+02:00", "bvo", "ap"),
    ("payment", "2025-08-13", "lab", ""),
)
COLUMNS = (
    "BSN",
    "Achternaam",
    "Voorletters",
    "Geboortedatum",
    "Geslacht",
    "Straat",
    "Huisnummer",
    "Postcode",
    "Woonplaats",
)
NAMES = ("Aalbers", "Brugsma", "Cuperus", "Dijkgraaf", "Eising", "Fokkema", "Groeneweg", "Hakvoort", "Idema", "Jonkman")

BSNS = sorted({own_lists.bsn(number) for number in range(2000)})


def facts() -> str:
    """The facts as the privacy officer enters them."""
    lines = [FACTS]
    for name, (status, exams, more) in DATASETS.items():
        lines.append(
            f'[[dataset]]\nid = "{name}"\ncontroller = "bvo"\nprocessor = "lab"\nstatus = "{status}"\nexams = {exams}\n{more}\n'
        )
    lines += [event(kind, at, who, whom) for kind, at, who, whom in EVENTS]
    return "\n".join(lines)


def event(kind: str, at: str, who: str, whom: str, source: str = "the file of the case") -> str:
    parties = f'whom = ["{whom}"]\n' * bool(whom) + f'who = "{who}"\n' * bool(who)
    return f'[[event]]\nid = "{kind}-{at[:10]}"\nkind = "{kind}"\nat = {at}\n{parties}source = "{source}"\n'


def bsn(number: int) -> str:
    """The BSN of an invented person: the next of the numbers that pass the 11-test."""
    return BSNS[number]


def row(number: int, address: bool = True) -> list[str]:
    """Somebody invented."""
    born = date(1960 + number % 30, 1 + number % 12, 1 + number % 28)
    name = f"{NAMES[number % 10]}-{NAMES[number // 10 % 10]}" + ("" if number < 100 else f" {NAMES[number // 100]}")
    place = ["Dorpsstraat", str(number + 1), f"{1100 + number} AB", "Leiden"] if address else [""] * 4
    return [bsn(number), name, "A.B.", born.isoformat(), "V", *place]


def people(start: int, count: int) -> list[int]:
    return list(range(start, start + count))


# By number: the first set, the second, those told too early (80 and 14), the late set, the early one.
IN_FIRST, IN_SECOND = people(0, FIRST), people(FIRST, SECOND)
EARLY_TOLD = people(FIRST + SECOND, WITHDRAWN)
IN_LATE = [*EARLY_TOLD, *people(FIRST + SECOND + WITHDRAWN, LATE - WITHDRAWN)]
IN_EARLY = people(FIRST + SECOND + LATE, EARLY)
LISTS = {"first": IN_FIRST, "second": IN_SECOND, "late": IN_LATE, "early": IN_EARLY}


@dataclass
class Told:
    """The case as the privacy officer drives it, in this process."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "case"

    def run(self, command: str, *words: str | Path) -> str:
        env = {"BETROKKEN_KEY_FILE": str(self.folder / "key"), "COLUMNS": "200"}
        done = CliRunner().invoke(app, [command, str(self.path), *map(str, words)], env=env, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def put(self, name: str, content: bytes) -> Path:
        return own_lists.put(self.folder / name, content)

    def enter(self, toml: str) -> None:
        self.run("facts", self.put("more.toml", toml.encode()))

    def case(self) -> Case:
        return open_case(self.path, keys.key_from_file(self.folder / "key"))

    def checkpoint(self, name: str, day: str) -> None:
        """A run, a frozen generation, and what the public is told of it."""
        self.run("run")
        self.run("freeze", name)
        self.run("statement", "--generation", name, "--to", self.folder / name, "--day", day)

    def drop(self, name: str, published: str, rows: list[list[str]], columns: tuple[str, ...]) -> None:
        self.put(f"{name}/lijst.csv", table(rows, columns))
        self.enter(f'[[drop]]\nname = "{name}"\npublished = {published}\n')
        self.run("add", self.folder / name, "--drop", name)

    def figures(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / name / "figures.json").read_text("utf-8"))
        return found

    def classes(self, name: str) -> dict[str, int]:
        """People by class on the public page; those without any are left out."""
        rows = self.figures(name)["figures"]
        return {r["word"]: r["people"] for r in rows if r["kind"] == "class" and not r["controller"] and r["people"]}

    def page(self, name: str) -> str:
        return (self.folder / name / "statement.nl.html").read_text("utf-8")


def table(rows: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return "\n".join(";".join(one) for one in (columns, *rows)).encode() + b"\n"


def seen(numbers: list[int], exam: str, address: bool = True) -> list[list[str]]:
    return [[*row(one, address), exam, "2023-05-01", "Bevolkingsonderzoek Duinland"] for one in numbers]


def mailed(case: Case, ids: list[str], at: str) -> None:
    """As a print run and the post leave them."""
    with case.decided.writing() as connection:
        for one in ids:
            connection.execute(update(NOTICE).where(NOTICE.c.notice_id == one).values(sent_at=at, release_id=1))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All of it, from the first sample to the second wave of letters."""
    one = Told(tmp_path_factory.mktemp("telling"))
    one.run("new", "--facts", one.put("facts.toml", facts().encode()))
    _first_drop(one)
    _second_drop(one)
    _lists(one)
    _judged(one)
    return one


CARE = ("Onderzoek", "Afnamedatum", "Opdrachtgever")


def _first_drop(one: Told) -> None:
    rows = seen(IN_FIRST, "HPV zelftest") + seen(EARLY_TOLD[:80], "HPV zelftest", address=False)
    one.drop("sample", "2025-07-06", rows, (*COLUMNS, *CARE))
    one.checkpoint("august", "2025-08-11")
    one.run("notices", "--generation", "august")
    case = one.case()
    mailed(case, [each.notice_id for each in Notices(case.decided).held()], "2025-08-20T10:00:00+00:00")
    one.enter(event("letters", "2025-08-20", "bvo", ""))


def _second_drop(one: Told) -> None:
    rows = seen(IN_SECOND, "Uitstrijkje") + seen(EARLY_TOLD[80:], "Uitstrijkje")
    rows = [[*each, ""] for each in rows]
    rows += [[*each, f"d{n}@voorbeeld.example"] for n, each in enumerate(seen(IN_FIRST[:AGAIN], "HPV zelftest"))]
    one.drop("found-later", "2025-08-25", rows, (*COLUMNS, *CARE, "E-mail"))
    one.checkpoint("confirmed", "2025-08-29")


def _lists(one: Told) -> None:
    for name, numbers in LISTS.items():
        listed = one.put(f"lists/{name}.csv", table([row(number) for number in numbers]))
        one.run("population", listed, "--controller", "bvo", "--dataset", name, "--as-of", "2025-08-01")
    one.checkpoint("everybody", "2025-09-02")


def _judged(one: Told) -> None:
    case = one.case()
    bsns = {bsn(number): name for name, numbers in (("first", EARLY_TOLD[:80]), ("second", EARLY_TOLD[80:])) for number in numbers}  # fmt: skip
    for each in case.table("person").to_pylist():
        if each["bsn"] in bsns:
            case.decided.add_judgement(
                "not_affected", each["person_id"], None, bsns[each["bsn"]], "tester", "the laboratory's log"
            )
    one.checkpoint("september", "2025-09-12")
    one.run("notices", "--generation", "september")


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
