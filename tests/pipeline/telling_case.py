"""The real case, driven by the privacy officer: its facts, its people by number, and the way from drop to letters."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update
from typer.testing import CliRunner

from betrokken.cli.main import app
from betrokken.edges import keys
from betrokken.edges.decided_tables import NOTICE
from betrokken.edges.notices import Notices
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


def whole(folder: Path) -> Told:
    """All of it, from the first sample to the second wave of letters."""
    one = Told(folder)
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
