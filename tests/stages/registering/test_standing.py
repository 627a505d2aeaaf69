"""Each class of certainty with its ground; who may supply what lacks; what could not be attributed."""

from datetime import date

import pyarrow as pa

from betrokken.model.incident import Controller, Dataset, Incident
from betrokken.stages.registering.about import About, HeldDrop, Ruling
from betrokken.stages.registering.requests import requests
from tests.stages.registering.pile import Pile

SMEARS = Dataset("smears", "bvo", exams=("cervical_smear",), period_start=date(2022, 1, 1), status="published")
OLD = Dataset("old", "bvo", exams=("cervical_smear",), period_end=date(2021, 12, 31), status="unknown", ground="no log")
SKIN = Dataset("skin", "zhw", status="not_touched", ground="kept elsewhere")
DROPS = (
    HeldDrop("1", "first"), HeldDrop("2", "second"), HeldDrop("3", "bvo list", "population", "bvo", "smears", "2025-08-01"),
    HeldDrop("4", "old list", "population", "bvo", "old", "2025-08-02"),
    HeldDrop("5", "skin list", "population", "zhw", "skin"),
)  # fmt: skip


def about(*rulings: Ruling, datasets: tuple[Dataset, ...] = (SMEARS, OLD, SKIN)) -> About:
    controllers = (
        Controller("bvo", "Bevolkingsonderzoek Duin", "screening"),
        Controller("zhw", "Waterweide", "hospital"),
    )
    return About(Incident(controllers=controllers, datasets=datasets), DROPS, rulings)


def standings(made: dict[str, pa.Table]) -> dict[tuple[str, str | None, str | None], tuple[str, str]]:
    return {
        (row["person_id"], row["controller"], row["dataset"]): (row["certainty"], row["ground"])
        for row in made["standing"].to_pylist()
    }


def classes(made: dict[str, pa.Table]) -> dict[str, str]:
    return {row["person_id"]: row["certainty"] for row in made["person"].to_pylist()}


def test_a_leaked_mention_proves_the_data_set_its_exam_and_day_fit() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "bvo", "cervical_smear", date(2023, 4, 1))
    pile.leak("2", ["a"], "bvo", "cervical_smear", date(2023, 4, 1))
    pile.leak("1", ["b"], "bvo", "cervical_smear", date(2019, 4, 1))
    pile.leak("1", ["c"], "bvo", "skin", date(2023, 4, 1))
    pile.leak("1", ["d"], "bvo")
    pile.leak("1", ["e"], None, "skin", ground="no ground tells: nothing")
    found = standings(pile.run(about()))
    assert found == {
        ("a", "bvo", "smears"): ("proven", "seen in drop first, second"),
        ("b", "bvo", "old"): ("proven", "seen in drop first"),
        ("c", "bvo", None): ("proven", "seen in drop first"),
        ("d", "bvo", "old"): ("proven", "seen in drop first"),
        ("d", "bvo", "smears"): ("proven", "seen in drop first"),
        ("e", None, None): ("proven", "seen in drop first"),
    }


def test_days_at_the_ends_of_a_period_are_in_it() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "bvo", "cervical_smear", date(2022, 1, 1))
    pile.leak("1", ["b"], "bvo", "cervical_smear", date(2021, 12, 31))
    assert set(standings(pile.run(about()))) == {("a", "bvo", "smears"), ("b", "bvo", "old")}


def test_identical_bytes_in_a_later_drop_were_seen_there_too() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "zhw", "skin", sha256="same")
    pile.leak("1", ["b"], "zhw", "skin", sha256="named", place="file name")
    pile.again("2", "same")
    pile.again("2", "named")
    found = standings(pile.run(about(datasets=())))
    assert found["a", "zhw", None][1] == "seen in drop first, second"
    assert found["b", "zhw", None][1] == "seen in drop first"


def test_a_list_gives_the_class_of_the_status_of_its_data_set() -> None:
    pile = Pile()
    pile.list_("3", ["a", "b"], "bvo")
    pile.list_("4", ["b", "c"], "bvo")
    pile.list_("5", ["d"], "zhw")
    made = pile.run(about())
    found = standings(made)
    assert found["a", "bvo", "smears"] == ("presumed", "in the list bvo list of 2025-08-01; data set is published")
    assert found["c", "bvo", "old"] == ("possible", "in the list old list of 2025-08-02; data set is unknown: no log")
    assert found["d", "zhw", "skin"][0] == "not_touched"
    assert found["d", "zhw", "skin"][1].endswith("data set is not_touched: kept elsewhere")
    assert classes(made) == {"a": "presumed", "b": "presumed", "c": "possible", "d": "not_touched"}
    assert made["exposure"].num_rows == 0


def test_the_leak_proves_more_than_the_list_and_than_the_facts() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "bvo", "cervical_smear", date(2023, 4, 1))
    pile.leak("1", ["d"], "zhw", "skin", date(2023, 4, 1))
    pile.list_("3", ["a"], "bvo")
    pile.list_("5", ["d"], "zhw")
    found = standings(pile.run(about()))
    assert found["a", "bvo", "smears"] == ("proven", "seen in drop first; in the list bvo list of 2025-08-01")
    certainty, ground = found["d", "zhw", "skin"]
    assert certainty == "proven"
    assert "seen in drop first" in ground
    assert "not_touched: kept elsewhere" in ground


def test_a_mention_that_tells_no_day_is_no_witness_against_an_untouched_data_set() -> None:
    dated = Dataset("dated", "zhw", exams=("skin",), period_start=date(2020, 1, 1), status="not_touched")
    pile = Pile()
    pile.leak("1", ["a"], "zhw", "skin")
    pile.leak("1", ["b"], "zhw", "skin", date(2021, 1, 1))
    assert set(standings(pile.run(about(datasets=(dated,))))) == {("a", "zhw", None), ("b", "zhw", "dated")}


def test_the_word_of_a_human_goes_before_the_evidence_and_the_later_before_the_earlier() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "zhw", "skin", date(2023, 4, 1))
    pile.list_("4", ["b", "c"], "bvo")
    rulings = (
        Ruling(1, True, "a", "skin"), Ruling(2, False, "a"), Ruling(3, False, "b", "old"), Ruling(4, True, "b", "old"),
        Ruling(5, True, "c", "smears"), Ruling(6, True, "nobody", "smears"),
    )  # fmt: skip
    made = pile.run(about(*rulings))
    found = standings(made)
    assert found["a", "zhw", "skin"][0] == "not_touched"
    assert "judgement 2" in found["a", "zhw", "skin"][1]
    assert "seen in drop first" in found["a", "zhw", "skin"][1]
    assert found["b", "bvo", "old"][0] == "proven"
    assert "judgement 4" in found["b", "bvo", "old"][1]
    assert found["c", "bvo", "old"][0] == "possible"
    assert found["c", "bvo", "smears"][0] == "proven"
    assert classes(made) == {"a": "not_touched", "b": "proven", "c": "proven"}


def test_those_with_a_list_are_asked_before_those_whose_data_leaked() -> None:
    pile = Pile()
    pile.leak("1", ["a", "b", "c"], "zhw", "blood")
    pile.leak("1", ["a"], "aaa", "blood")
    pile.list_("3", ["a"], "bvo")
    pile.leak("1", ["e"], None, ground="no ground tells: nothing")
    for person in ("a", "c", "e"):
        pile.people[person] |= {"addressable": False, "missing": ["street", "postcode"]}
    made = pile.run(about())
    suppliers = {row["person_id"]: row["suppliers"] for row in made["person"].to_pylist()}
    assert suppliers == {"a": ["bvo", "aaa", "zhw"], "b": [], "c": ["zhw"], "e": []}
    asked = requests(made["person"], made["standing"], "zhw").to_pylist()
    assert asked == [{"person_id": one, "missing": ["street", "postcode"]} for one in ("a", "c")]
    ruled = pile.run(about(Ruling(1, False, "c")))
    assert requests(ruled["person"], ruled["standing"], "zhw").num_rows == 1


def test_a_leaked_mention_without_a_controller_is_counted_once_under_one_reason() -> None:
    pile = Pile()
    pile.leak("1", ["a"], None, ground="no ground tells: nothing")
    pile.leak("1", ["a", "b"], None, ground="no ground tells: another")
    pile.rows["attribution"].append({"mention_id": "m0", "ground": "no ground tells: nothing, by its order"})
    pile.list_("3", ["b"], "bvo")
    assert pile.run(about())["unattributed"].to_pylist() == [
        {"person_id": "a", "reason": "no ground tells: another", "mentions": 1},
        {"person_id": "a", "reason": "no ground tells: nothing", "mentions": 1},
        {"person_id": "b", "reason": "no ground tells: another", "mentions": 1},
    ]


def test_what_stands_only_in_a_list_is_no_exposure() -> None:
    pile = Pile()
    pile.leak("1", ["a"], "zhw", "skin")
    pile.list_("3", ["a"], "bvo")
    rows = pile.run(about())["exposure"].to_pylist()
    assert {row["controller"] for row in rows} == {"zhw"}
    assert {row["category"] for row in rows} == {"bsn", "name"}


def test_the_order_of_the_rows_changes_no_byte() -> None:
    pile = Pile()
    pile.leak("1", [f"p{n}" for n in range(60)], "bvo", "cervical_smear", date(2023, 4, 1))
    pile.leak("2", [f"p{n}" for n in range(30, 90)], "zhw")
    pile.list_("4", [f"p{n}" for n in range(80, 120)], "bvo")
    first = pile.run(about())
    for rows in pile.rows.values():
        rows.reverse()
    assert pile.run(about()) == first
