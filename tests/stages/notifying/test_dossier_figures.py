"""The figures of a dossier are those of the register: a real case that grows, on invented people, one for a thousand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from betrokken.model.incident import Controller, Dataset, Incident
from betrokken.stages.registering.about import About, HeldDrop, Ruling
from tests.stages.notifying.dossiers import counted
from tests.stages.registering.pile import Pile

SETS = (Dataset("first", "bvo", exams=("hpv_self_test",), status="published"),
        Dataset("second", "bvo", exams=("cervical_smear",), status="unknown"))  # fmt: skip
ALL = [f"p-{number:03}" for number in range(941)]
DAY = date(2023, 5, 1)


def register(drops: int, lists: bool, rulings: tuple[Ruling, ...] = (), sets: tuple[Dataset, ...] = SETS) -> Any:
    """485 people in the first drop, 230 more in the second; 941 on the lists of the controller."""
    made = Pile()
    held = [HeldDrop("1", "one"), HeldDrop("2", "two")]
    if lists:
        made.list_("l1", ALL[:485], "bvo")
        made.list_("l2", ALL[485:], "bvo")
        held += [HeldDrop(f"l{n}", f"list {n}", "population", "bvo", one.id) for n, one in enumerate(SETS, start=1)]
    made.leak("1", ALL[:485], "bvo", "hpv_self_test", DAY)
    if drops == 2:
        made.leak("2", ALL[485:715], "bvo", "cervical_smear", DAY)
    bvo = Controller("bvo", "Bevolkingsonderzoek Duinland", "screening")
    return made.run(About(Incident(controllers=(bvo,), datasets=sets), tuple(held), rulings))


@pytest.mark.parametrize(
    ("drops", "lists", "open_sets", "least", "most"),
    [(1, False, ("first", "second"), 485, None), (2, False, ("first", "second"), 715, None), (2, True, (), 715, 941)],
)
def test_least_and_most_grow_as_the_case_did(
    drops: int, lists: bool, open_sets: tuple[str, ...], least: int, most: int | None
) -> None:
    found = counted(register(drops, lists), open_sets)
    assert found.least_most(found.people) == {"least": least, "most": most}
    assert found.people["proven"] == least
    assert found.places == least
    assert found.categories == {"bsn": least, "name": least}
    assert sum(found.bands.values()) == found.touched


def test_who_was_not_touched_counts_in_nothing_that_leaked() -> None:
    ruled = tuple(Ruling(number, False, one) for number, one in enumerate(ALL[:5], start=1))
    found = counted(register(2, True, ruled))
    assert found.people == {"not_touched": 5, "possible": 226, "proven": 710}
    assert found.categories == {"bsn": 710, "name": 710}
    assert found.places == 710
    assert found.touched == 936
    assert sum(found.bands.values()) == 936


def test_a_fact_lets_the_most_fall() -> None:
    sets = (SETS[0], replace(SETS[1], status="not_touched", ground="the copies never came to the laboratory"))
    found = counted(register(1, True, sets=sets))
    assert found.least_most(found.people) == {"least": 485, "most": 485}
    assert found.people["not_touched"] == 456


def test_another_controller_has_nobody() -> None:
    found = counted(register(2, True), controller="zhw")
    assert (found.people, found.touched, found.places, found.exams) == ({}, 0, 0, {})


def test_a_person_in_two_files_is_one_person_and_two_places() -> None:
    made = Pile()
    made.leak("1", ["a", "b"], "bvo", "hpv_self_test", DAY)
    made.leak("1", ["a"], "bvo", "hpv_self_test", date(2025, 2, 1))
    made.leak("1", ["c"])
    bvo = Controller("bvo", "Bevolkingsonderzoek Duinland", "screening")
    found = counted(made.run(About(Incident(controllers=(bvo,)), (HeldDrop("1", "one"),))))
    assert (found.people, found.places, found.nowhere) == ({"proven": 2}, 3, 1)
