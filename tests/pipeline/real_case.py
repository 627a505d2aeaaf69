"""A screening programme of invented people, 94 for 941,000: its own lists, then one drop after the other."""

from pathlib import Path

from demo import pile

from tests.cases import Bench
from tests.cli import inside
from tests.pipeline import own_lists
from tests.pipeline.test_real_case import FACTS, SIZES, csv_of, row

NAMES = tuple(SIZES)
MORE = """
[incident]
stolen = 2025-07-05
published = 2025-07-26

[[organisation]]
id = "lab"
name = "Laboratorium Noordermeer"

[[organisation]]
id = "ap"
name = "Autoriteit Persoonsgegevens"

[[contact]]
id = "screening"
address = ["Postbus 12"]
postcode = "2300 AB"
city = "Leiden"
phone = "070 000 00 00"
return_address = "Postbus 12, 2300 AB Leiden"
dpo_name = "F. Gratama"
dpo_email = "fg@screening.example"
did = ["De samenwerking met het laboratorium is gestopt."]
did_en = ["The work with the laboratory was stopped."]

[[event]]
id = "in"
kind = "entry"
at = 2025-07-03
who = "lab"
source = "forensic report"

[[event]]
id = "told"
kind = "told"
at = 2025-08-06T14:20:00+02:00
who = "lab"
whom = ["screening"]
source = "letter of 6 August"
"""


def rows(name: str) -> list[tuple[str, ...]]:
    """The people of one of the four data sets."""
    start = sum(SIZES[one] for one in NAMES[: NAMES.index(name)])
    return [row(number) for number in range(start, start + SIZES[name])]


def facts(one: Bench, text: str) -> None:
    """Enter facts."""
    path = one.folder / "entered.toml"
    path.write_text(text, "utf-8")
    inside.run(one, "facts", one.case, path)


def new(one: Bench) -> None:
    """Make the case."""
    (one.folder / "facts.toml").write_text(pile.facts(), "utf-8")
    inside.run(one, "new", one.case, "--facts", one.folder / "facts.toml")


def begin(folder: Path) -> Bench:
    """A case with its facts; the data sets have a processor."""
    one = own_lists.empty(folder)
    new(one)
    facts(one, MORE + FACTS.replace('controller = "screening"', 'controller = "screening"\nprocessor = "lab"'))
    return one


def lists(one: Bench) -> None:
    """Hand in the programme's own lists."""
    for name in NAMES:
        listed = own_lists.put(one.folder / f"{name}.csv", csv_of(rows(name)))
        inside.run(one, "population", one.case, listed, "--controller", "screening", "--dataset", name)


def drop(one: Bench, name: str, dataset: str, freeze: str) -> None:
    """Add a drop with the people of a data set, run, and freeze."""
    leak = csv_of(rows(dataset), "Uitstrijkje", "2023-05-01", "Screening Noordermeer")
    own_lists.put(one.folder / name / "lijst.csv", leak)
    inside.run(one, "add", one.case, one.folder / name, "--drop", name)
    run(one, freeze)


def run(one: Bench, freeze: str) -> None:
    """Run, and freeze what came of it."""
    one.run("run", one.case)
    inside.run(one, "freeze", one.case, freeze)
