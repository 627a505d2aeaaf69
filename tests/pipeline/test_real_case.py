"""A real case scaled by a thousand, on invented people: the figures rise with each drop and fall with each reason.

A screening programme had four data sets at the laboratory: one that was published, one that was found in a later drop,
one that cannot be excluded, and an older one that came in by way of the family doctors. One person here is a thousand
people there.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from betrokken.model.incident import Controller, Dataset, Incident
from betrokken.stages.registering.about import About, HeldDrop, Ruling
from tests.pipeline import own_lists
from tests.stages.registering.pile import Pile

FIRST, SECOND, LATE, EARLY = 405, 216, 282, 38
SMEAR = ("cervical_smear",)
DATASETS = (
    Dataset("first", "bvo", exams=("hpv_self_test",), status="published", ground="in the published files"),
    Dataset("second", "bvo", exams=SMEAR, period_start=date(2022, 1, 1), status="unknown", ground="no log tells"),
    Dataset("late", "bvo", exams=SMEAR, period_start=date(2017, 1, 1), period_end=date(2021, 12, 31), ground="no log tells"),
    Dataset("early", "bvo", exams=SMEAR, period_end=date(2016, 12, 31), ground="by way of the family doctors"),
)  # fmt: skip
LISTS = tuple(HeldDrop(f"l-{one.id}", f"list {one.id}", "population", "bvo", one.id, "2025-08-01") for one in DATASETS)


def people(name: str, count: int) -> list[str]:
    return [f"{name}-{number:03}" for number in range(count)]


def pile(drops: int) -> Pile:
    """What stands in the lists of the programme, and in so many drops."""
    made = Pile()
    for name, count in (("first", FIRST), ("second", SECOND), ("late", LATE), ("early", EARLY)):
        made.list_(f"l-{name}", people(name, count), "bvo")
    if drops >= 1:
        made.leak("1", people("first", FIRST), "bvo", "hpv_self_test", date(2023, 5, 1))
    if drops >= 2:
        made.leak("2", people("second", SECOND), "bvo", "cervical_smear", date(2023, 5, 1))
    return made


def about(datasets: tuple[Dataset, ...] = DATASETS, rulings: tuple[Ruling, ...] = ()) -> About:
    programme = Controller("bvo", "Bevolkingsonderzoek Duinland", "screening")
    drops = (*LISTS, HeldDrop("1", "first drop"), HeldDrop("2", "second drop"))
    return About(Incident(controllers=(programme,), datasets=datasets), drops, rulings)


def figures(made: dict[str, pa.Table]) -> dict[str, int]:
    return dict(Counter(map(str, made["person"].column("certainty").to_pylist())))


def grounds(made: dict[str, pa.Table], dataset: str, certainty: str) -> set[str]:
    rows = made["standing"].to_pylist()
    return {row["ground"] for row in rows if (row["dataset"], row["certainty"]) == (dataset, certainty)}


def test_before_any_drop_everybody_is_presumed_or_possible() -> None:
    assert figures(pile(0).run(about())) == {"presumed": 405, "possible": 536}


def test_the_first_drop_proves_the_first_data_set() -> None:
    made = pile(1).run(about())
    assert figures(made) == {"proven": 405, "possible": 536}
    assert made["person"].num_rows == 941


def test_the_second_drop_brings_the_second_data_set_to_proven() -> None:
    made = pile(2).run(about())
    assert figures(made) == {"proven": 621, "possible": 320}
    per = Counter((row["dataset"], row["certainty"]) for row in made["standing"].to_pylist())
    assert per == {
        ("first", "proven"): 405,
        ("second", "proven"): 216,
        ("late", "possible"): 282,
        ("early", "possible"): 38,
    }
    assert grounds(made, "second", "proven") == {"seen in drop second drop; in the list list second of 2025-08-01"}


def test_a_fact_lets_the_possible_fall_and_the_ground_says_which() -> None:
    ground = "the copies at the doctors never came to the laboratory"
    early = replace(DATASETS[-1], status="not_touched", ground=ground)
    made = pile(2).run(about((*DATASETS[:-1], early)))
    assert figures(made) == {"proven": 621, "possible": 282, "not_touched": 38}
    assert grounds(made, "early", "not_touched") == {
        f"in the list list early of 2025-08-01; data set is not_touched: {ground}"
    }


def test_a_judgement_lets_the_proven_fall_and_the_ground_names_it() -> None:
    rulings = tuple(Ruling(number, False, one) for number, one in enumerate(people("first", 4), start=1))
    made = pile(2).run(about(rulings=rulings))
    assert figures(made) == {"proven": 617, "possible": 320, "not_touched": 4}
    told = grounds(made, "first", "not_touched")
    assert len(told) == 4
    assert all("judgement" in ground and "seen in drop first drop" in ground for ground in told)


def test_people_of_two_data_sets_count_once_in_their_surest_class() -> None:
    both = pile(2)
    both.list_("l-early", people("first", 10), "bvo")
    made = both.run(about())
    assert figures(made) == {"proven": 621, "possible": 320}
    assert made["standing"].num_rows == 941 + 10


NAMES = ("Aalbers", "Brugsma", "Cuperus", "Dijkgraaf", "Eising", "Fokkema", "Groeneweg", "Hakvoort", "Idema", "Jonkman")
COLUMNS = ("BSN", "Achternaam", "Voorletters", "Geboortedatum", "Straat", "Huisnummer", "Postcode", "Woonplaats")
SIZES = {"first": 40, "second": 22, "late": 28, "early": 4}  # one person is ten thousand people there
FACTS = """
[[dataset]]
id = "first"
controller = "screening"
status = "published"

[[dataset]]
id = "second"
controller = "screening"
status = "unknown"

[[dataset]]
id = "late"
controller = "screening"
status = "unknown"

[[dataset]]
id = "early"
controller = "screening"
status = "unknown"
"""


def row(number: int) -> tuple[str, ...]:
    """Somebody invented."""
    born = date(1960 + number % 30, 1 + number % 12, 1 + number % 28)
    name = NAMES[number % 10] + ("" if number < 10 else "-" + NAMES[number // 10 % 10])
    address = ("Dorpsstraat", str(number + 1), f"{1100 + number} AB", "Leiden")
    return (own_lists.bsn(number), name, "A.B.", born.isoformat(), *address)


def csv_of(rows: list[tuple[str, ...]], *more: str) -> bytes:
    head = (*COLUMNS, *(["Onderzoek", "Afnamedatum", "Opdrachtgever"] if more else []))
    return "\n".join(";".join(one) for one in (head, *((*one, *more) for one in rows))).encode() + b"\n"


def test_the_commands_tell_the_same_from_the_files(tmp_path: Path) -> None:
    one = own_lists.empty(tmp_path)
    made: dict[str, list[tuple[str, ...]]] = {}
    for name, size in SIZES.items():
        start = sum(map(len, made.values()))
        made[name] = [row(number) for number in range(start, start + size)]
    one.new()
    (tmp_path / "more.toml").write_text(FACTS, "utf-8")
    one.run("facts", one.case, tmp_path / "more.toml")
    for name, rows in made.items():
        listed = own_lists.put(tmp_path / f"{name}.csv", csv_of(rows))
        one.run("population", one.case, listed, "--controller", "screening", "--dataset", name)
    told = []
    for drop, name in (("one", "first"), ("two", "second")):
        leak = csv_of(made[name], "Uitstrijkje", "2023-05-01", "Screening Noordermeer")
        own_lists.put(tmp_path / drop / "lijst.csv", leak)
        one.run("add", one.case, tmp_path / drop, "--drop", drop)
        one.run("run", one.case)
        one.export()
        told.append(Counter(str(found["certainty"]) for found in one.table("people").to_pylist()))
    assert told == [{"proven": 40, "possible": 54}, {"proven": 62, "possible": 32}]
    per = Counter((found["dataset"], found["certainty"]) for found in one.table("standings").to_pylist())
    assert per == {
        ("first", "proven"): 40,
        ("second", "proven"): 22,
        ("late", "possible"): 28,
        ("early", "possible"): 4,
    }
    (tmp_path / "out.toml").write_text(
        FACTS[FACTS.index('[[dataset]]\nid = "early"') :].replace("unknown", "not_touched"), "utf-8"
    )
    one.run("facts", one.case, tmp_path / "out.toml")
    one.run("run", one.case)
    fell = one.run("changes", one.case, "--since", "2").stdout
    assert "possible" in fell
    assert "not touched" in fell
    assert "early" in fell
