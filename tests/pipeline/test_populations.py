"""A controller's own list is linked like mentions, tells who lives where now, and is never a leak."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import populations
from betrokken.pipeline.intake import OwnList
from betrokken.pipeline.progress import Step
from betrokken.settings import Settings
from tests.cases import Bench
from tests.pipeline.own_lists import COLUMNS, CONTROLLER, empty, opened, put, row, table, with_datasets

LEAKED = [
    row(1, "Oosterveld"),
    row(2, "Wagenmaker"),
    row(3, "Zijderveld", Tussenvoegsel="van"),
    row(4, "Kruidhof"),
    row(5, "Palsma", **{"Datum overlijden": "03-02-2025", "Indicatie geheim": "2"}),
]
MORE = [row(8, "Brandsma"), row(9, "Lubbers")]
OWN = [
    row(8, "Brandsma", Straat=".", Huisnummer="", Postcode="", Woonplaats=""),
    row(1, "Oosterveld", Straat="Lindelaan", Huisnummer="7", Toevoeging="A", Postcode="3511 CD", Woonplaats="Utrecht"),
    row(2, "Wagenmaker", **{"Datum overlijden": "14-05-2025"}),
    row(3, "Zijderveld", Tussenvoegsel="van", **{"Indicatie geheim": "7"}),
    row(4, "Kruidhof", Straat=".", Huisnummer="", Postcode="", Woonplaats=""),
    row(6, "Haverkort"),
    row(7, "Doornbos", **{"Indicatie geheim": "0"}),
]


STAFF_COLUMNS = ("Functie", "Achternaam", "Voorletters", "E-mail", "Telefoon", "Huisarts")
STAFF = [
    dict(zip(STAFF_COLUMNS, ("Analist", name, "C.D.", f"{name.lower()}@voorbeeld.nl", phone, "Dr. P. Molenaar"), strict=True))
    for name, phone in (("Ruitenberg", "0612345678"), ("Stokvis", "0612345679"), ("Terpstra", "0612345670"))
]  # fmt: skip
NAMES_OF_STAFF = {row["Achternaam"] for row in STAFF}
TODAY = date(2025, 9, 1)


def nothing(step: Step) -> None:
    """No progress is shown."""


def population(one: Bench, path: Path, *more: str | Path, ok: bool = True, dataset: str = "bvo-2024") -> Any:
    return one.run("population", one.case, path, "--controller", CONTROLLER, "--dataset", dataset, *more, ok=ok)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A case with a leak, and two populations: one in csv, one in xlsx that holds the very same people as the leak."""
    one = empty(tmp_path_factory.mktemp("listed"))
    leaked = put(one.folder / "pile" / "uitslagen.csv", table(LEAKED))
    with_datasets(one)
    put(one.folder / "pile" / "more.csv", table(MORE))
    one.run("add", one.case, one.folder / "pile", "--drop", "leak")
    one.run("run", one.case)
    one.export("before")
    own = table(OWN) + b";;;;;;;;;;;;;\nTotaal;7\n"
    population(one, put(one.folder / "lists" / "Jansen J.csv", own), "--as-of", "2025-08-01", "--name", "participants")
    old = put(one.folder / "lists" / "deelnemers.xlsx", workbook([row(1, "Oosterveld", Straat="Oudeweg")]))
    population(one, old, "--as-of", "2020-01-01", dataset="bvo-all")
    staff = put(one.folder / "lists" / "medewerkers.csv", table(STAFF, STAFF_COLUMNS))
    for path, name in ((staff, "staff"), (leaked, "the leaked file")):
        own_list = OwnList(CONTROLLER, "bvo-all", "2019-01-01")
        populations.add(opened(one), path, name, own_list, TODAY, False, Settings(workers=1), nothing)
    one.run("run", one.case)
    one.export()
    return one


def workbook(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet("Deelnemers")
    sheet.write_row(0, 0, COLUMNS)
    for number, one in enumerate(rows, start=1):
        sheet.write_row(number, 0, [one.get(name, "") for name in COLUMNS])
    made.close()
    return out.getvalue()


def test_the_address_of_the_latest_list_wins_as_a_whole(listed: Bench) -> None:
    found = {row["surname"]: row for row in listed.table("people").to_pylist()}
    moved = found["Oosterveld"]
    told = [moved[name] for name in ("street", "house_number", "house_number_suffix", "postcode", "city")]
    assert told == ["Lindelaan", "7", "A", "3511CD", "Utrecht"]
    assert (moved["address_from"], moved["certainty"]) == ("population", "proven")


def test_a_list_without_an_address_keeps_what_is_known(listed: Bench) -> None:
    """Somebody who left the country stands in the list with a dot for a street."""
    found = {row["surname"]: row for row in listed.table("people").to_pylist()}
    told = [found["Brandsma"][name] for name in ("street", "house_number", "postcode", "address_from", "addressable")]
    assert told == ["Dorpsstraat", "18", "2308AB", "leak", True]
    older = [found["Kruidhof"][name] for name in ("street", "house_number", "address_from")]
    assert older == ["Dorpsstraat", "14", "population"]


def test_death_and_secrecy_are_kept(listed: Bench) -> None:
    found = {row["surname"]: row for row in listed.table("people").to_pylist()}
    assert found["Wagenmaker"]["deceased_on"] == date(2025, 5, 14)
    assert found["Zijderveld"]["secret_address"] == "7"
    assert (found["Palsma"]["deceased_on"], found["Palsma"]["secret_address"]) == (date(2025, 2, 3), "2")
    assert found["Doornbos"]["secret_address"] == "0"
    assert found["Oosterveld"]["secret_address"] is None
    assert found["Haverkort"]["certainty"] == "presumed"


def test_a_list_is_no_exposure_and_no_source(listed: Bench) -> None:
    before, after = listed.table("exposures", "before"), listed.table("exposures")
    assert after.equals(before)
    assert listed.table("sources").equals(listed.table("sources", "before"))
    assert listed.table("items").equals(listed.table("items", "before"))


def test_adding_a_list_changes_no_id_of_who_leaked(listed: Bench) -> None:
    before = {row["surname"]: row["person_id"] for row in listed.table("people", "before").to_pylist()}
    after = {row["surname"]: row["person_id"] for row in listed.table("people").to_pylist()}
    assert len(before) == len(LEAKED) + len(MORE)
    assert before == {surname: after[surname] for surname in before}
    assert after.keys() - before.keys() == {"Haverkort", "Doornbos"} | NAMES_OF_STAFF


def test_a_list_is_its_controllers_and_tells_the_exam_of_its_data_set(listed: Bench) -> None:
    case = opened(listed)
    own = {row["mention_id"] for row in case.worked.read("mention").to_pylist() if row["source"] == "population"}
    told = [row for row in case.worked.read("attribution").to_pylist() if row["mention_id"] in own]
    assert {(row["controller"], row["exam"], row["taken_on"], row["ground"]) for row in told} == {
        (CONTROLLER, "cervical_smear", None, "its own list"),
        (CONTROLLER, None, None, "its own list"),
    }
    assert len(told) == len(own)


def test_lists_are_counted_apart(listed: Bench) -> None:
    told = listed.run("status", listed.case).stdout
    assert "population participants: rows" in told
    assert "as of 2025-08-01" in told
    assert "aside: title or total row" in told
    assert "people in populations and in no leak: 5" in told
    rows = {row["name"]: row for row in listed.table("populations").to_pylist()}
    assert list(rows) == ["participants", "deelnemers.xlsx", "staff", "the leaked file"]
    own = rows["participants"]
    assert (own["rows_with_mentions"], own["status"], own["dataset"]) == (7, "read", "bvo-2024")
    # the header and the total are rows too; the blank line may be swallowed by the reader of csv
    assert own["rows"] > own["rows_with_mentions"]
    shown = listed.run("show", listed.case, people_id(listed, "Oosterveld")).stdout
    assert "population participants: Jansen J.csv" in shown


def people_id(one: Bench, surname: str) -> str:
    return str({row["surname"]: row["person_id"] for row in one.table("people").to_pylist()}[surname])


def test_a_name_in_the_path_of_a_list_is_nobody(listed: Bench) -> None:
    places = {
        row["place"] for row in opened(listed).worked.read("mention").to_pylist() if row["source"] == "population"
    }
    assert not places & {"file name", "folder name"}
    assert "Jansen" not in {row["surname"] for row in listed.table("people").to_pylist()}


def test_everybody_in_a_list_is_a_patient(listed: Bench) -> None:
    mentions = opened(listed).worked.read("mention").to_pylist()
    roles = {row["surname"]: row["role"] for row in mentions if row["surname"] in {*NAMES_OF_STAFF, "Molenaar"}}
    assert roles == dict.fromkeys(NAMES_OF_STAFF, "patient") | {"Molenaar": "professional"}
    sure = [row for row in mentions if row["source"] == "population" and row["role"] == "patient"]
    assert len(sure) == len(OWN) + 1 + len(STAFF) + len(LEAKED)
    assert all(row["confidence"] > 6 and "a controller's own list +6.0" in row["reasons"] for row in sure)
    assert not any("a controller's own list +6.0" in row["reasons"] for row in mentions if row["source"] == "leak")


def test_the_very_file_that_leaked_is_read_as_a_list_too(listed: Bench) -> None:
    mentions = opened(listed).worked.read("mention").to_pylist()
    assert len(mentions) == len({row["mention_id"] for row in mentions})
    assert sum(row["source"] == "leak" for row in mentions) == len(LEAKED) + len(MORE)
    rows = {row["name"]: row for row in listed.table("populations").to_pylist()}
    assert rows["the leaked file"]["sha256"] in listed.table("items")["sha256"].to_pylist()
    assert (rows["the leaked file"]["status"], rows["the leaked file"]["rows_with_mentions"]) == ("read", len(LEAKED))


@pytest.mark.parametrize(
    ("controller", "dataset", "as_of", "message"),
    [
        ("bvo", "bvo-1999", "", "the facts hold of it bvo-2024, bvo-all"),
        ("{other}", "bvo-2024", "", "it is one of bvo"),
        ("{other}", "x", "", "the facts hold of it none: state it first"),
        ("bvo", "bvo-2024", "2025-09-02", "still to come"),
        ("bvo", "bvo-2024", "1 May", "is no day; write it as 2025-09-01"),
    ],
)
def test_what_does_not_fit_the_facts_is_refused(
    listed: Bench, controller: str, dataset: str, as_of: str, message: str
) -> None:
    case = opened(listed)
    own = OwnList(controller.format(other=case.incident.controllers[0].id), dataset, as_of)
    before = len(case.decided.drops())
    with pytest.raises(BetrokkenError, match=message):
        populations.add(
            case, listed.folder / "lists" / "medewerkers.csv", "new", own, TODAY, False, Settings(), nothing
        )
    assert len(case.decided.drops()) == before


def test_an_unknown_controller_is_refused_with_those_that_are_known(listed: Bench) -> None:
    words = ("--controller", "nobody", "--dataset", "bvo-2024")
    done = listed.run("population", listed.case, listed.folder / "lists" / "medewerkers.csv", *words, ok=False)
    assert done.returncode == 1
    assert "no controller 'nobody'; they hold brug, bvo, " in done.stderr
