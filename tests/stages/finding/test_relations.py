"""Tables of one item that point to each other."""

import random

import pytest

from betrokken.model.fragments import Table
from betrokken.stages.finding import kept
from betrokken.stages.finding.hits import Draft
from tests.stages.finding.grids import patients, search, table
from tests.stages.finding.invented import Person, people

SOME = people(15, seed=11)


def person_table(name: str = "patient", key: str = "id") -> Table:
    rows = [[900 + n, p.bsn, p.surname, p.prefix, p.initials, p.birth] for n, p in enumerate(SOME)]
    return table(rows, [key, "bsn", "achternaam", "voorvoegsel", "voorletters", "geboortedatum"], f"table {name}", name)


def orders(name: str, columns: list[str], key: int = 900) -> Table:
    rows = [[50 + n, key + n, 1 + n % 2, f"K{n % 3}", p.taken, p.result] for n, p in enumerate(SOME)]
    return table(rows, columns, f"table {name}", name)


CLIENTS = table([[1, "Ziekenhuis Noorderhaven", "06099001"], [2, "HAP De Linde", "01099002"]], ["id", "naam", "agb"], "table klant", "klant")  # fmt: skip
CODES = table([["K0", "Huidbiopt"], ["K1", "Urinekweek"], ["K2", "Bloedonderzoek"]], ["code", "omschrijving"], "table onderzoek", "onderzoek")  # fmt: skip
ORDER_COLUMNS = ["id", "patient_id", "klant_id", "onderzoek_code", "afname", "uitslag"]
KINDS = ["skin", "urine", "blood"]


def pointing(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if "points_to" in draft.fields]


def check(drafts: list[Draft], people_: list[Person]) -> None:
    assert len(drafts) == len(people_)
    for n, (draft, person) in enumerate(zip(drafts, people_, strict=True)):
        assert draft.fields["points_to"].endswith(f":{900 + n}")
        assert draft.fields["taken_on"] == person.taken.isoformat()
        assert draft.fields["exam"] == KINDS[n % 3]
        assert draft.fields["institution"] == ("Ziekenhuis Noorderhaven" if n % 2 == 0 else "HAP De Linde")
        assert draft.fields["sender_code"] == ("06099001" if n % 2 == 0 else "01099002")
        assert draft.has_result
        assert {"exam", "test_result"} <= draft.categories
        assert "patient_number" not in draft.fields


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_orders_point_to_people_and_codes_are_resolved(order: tuple[int, ...]) -> None:
    tables = [person_table(), orders("aanvraag", ORDER_COLUMNS), CLIENTS, CODES]
    finding = search(*(tables[n] for n in order))
    check(pointing(finding.drafts), SOME)
    keys = [d.fields["record_key"] for d in finding.drafts if "record_key" in d.fields]
    assert keys == [f"patient:{900 + n}" for n in range(len(SOME))]
    assert finding.aside == {"no person in this row": 5}
    assert not any("patient_number" in d.categories for d in finding.drafts)


@pytest.mark.parametrize(
    ("table_name", "column"),
    [("Patienten", "PatientID"), ("tbl_client", "client_nr"), ("persons", "fk_person"), ("deelnemer", "id_deelnemer"), ("clients", "pat_id")],
)  # fmt: skip
def test_names_of_keys(table_name: str, column: str) -> None:
    columns = ["id", column, "klant_id", "onderzoek_code", "afname", "uitslag"]
    finding = search(person_table(table_name), orders("orders", columns), CLIENTS, CODES)
    check(pointing(finding.drafts), SOME)


def test_declared_keys_need_no_telling_names() -> None:
    rows = [[50 + n, 900 + n, p.taken, p.result] for n, p in enumerate(SOME)]
    theirs = table(rows, ["a", "b", "afnamedatum", "uitslag"], "table z9", "z9", refers={"b": "patient.id"})
    assert len(pointing(search(theirs, person_table()).drafts)) == len(SOME)


def test_results_reach_their_person_through_the_order() -> None:
    results = table([[n, 50 + n, p.result] for n, p in enumerate(SOME)], ["id", "aanvraag_id", "conclusie"], "table uitslag", "uitslag")  # fmt: skip
    finding = search(results, orders("aanvraag", ORDER_COLUMNS), person_table(), CLIENTS, CODES)
    found = [d for d in pointing(finding.drafts) if d.place.startswith("table uitslag")]
    check(found, SOME)


def test_addresses_in_a_table_of_their_own() -> None:
    rows = [[n, 900 + n, p.street, p.number, p.postcode, p.city] for n, p in enumerate(SOME)]
    theirs = table(rows, ["id", "patient_id", "straat", "huisnummer", "postcode", "plaats"], "table adres", "adres")
    found = pointing(search(person_table(), theirs).drafts)
    assert [d.fields["postcode"] for d in found] == [p.postcode for p in SOME]
    assert all("address" in d.categories for d in found)


def test_people_who_refer_to_their_address() -> None:
    addresses = table([[n, p.street, p.number, p.postcode] for n, p in enumerate(SOME)], ["id", "straat", "huisnummer", "postcode"], "table adres", "adres")  # fmt: skip
    rows = [[900 + n, p.bsn, p.surname, n] for n, p in enumerate(SOME)]
    theirs = table(rows, ["id", "bsn", "achternaam", "adres_id"], "table patient", "patient")
    found = patients(search(theirs, addresses))
    assert [d.fields.get("postcode") for d in found] == [p.postcode for p in SOME]


def test_values_that_are_no_keys_make_no_relation() -> None:
    finding = search(person_table(), orders("aanvraag", ORDER_COLUMNS, key=5000), CLIENTS, CODES)
    assert not pointing(finding.drafts)


def test_users_are_no_patients() -> None:
    users = table([[n, p.natural, "analist"] for n, p in enumerate(SOME)], ["id", "naam", "functie"], "table medewerker", "medewerker")  # fmt: skip
    log = table([[n, n % 15, 900 + n % 15, "ingelogd"] for n in range(30)], ["id", "medewerker_id", "patient_id", "actie"], "table logboek", "logboek")  # fmt: skip
    finding = search(users, log, person_table())
    assert len(patients(finding)) == len(SOME)
    assert sum(d.role == "professional" for d in finding.drafts) == len(SOME)


def test_above_the_limit_people_are_found_and_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 20)
    finding = search(person_table(), orders("aanvraag", ["id", "p", "klant_id", "onderzoek_code", "afname", "uitslag"]))
    assert len(patients(finding)) == len(SOME)
    assert finding.aside[kept.TOO_LARGE] > 0


def test_contact_persons_are_relatives() -> None:
    theirs = table([[n, 900 + n, p.natural, p.phone] for n, p in enumerate(people(15, seed=5))], ["id", "patient_id", "naam", "telefoon"], "table contactpersoon", "contactpersoon")  # fmt: skip
    finding = search(person_table(), theirs)
    assert len(patients(finding)) == len(SOME)
    assert sum(d.role == "relative" for d in finding.drafts) == 15


def test_random_tables_never_break_the_account() -> None:
    random_ = random.Random(5)
    for _ in range(20):
        tables = [person_table(), orders("aanvraag", ORDER_COLUMNS), CLIENTS, CODES]
        random_.shuffle(tables)
        for one in tables:
            random_.shuffle(one.rows)
        assert len(pointing(search(*tables).drafts)) == len(SOME)


def test_sheets_of_a_workbook_point_to_each_other() -> None:
    head = ["Patiëntnr", "Naam", "Geboortedatum"]
    first = table([head, *([p.patient, p.comma, p.birth] for p in SOME)], place="sheet Patiënten")
    head = ["Ordernr", "Patiëntnr", "Onderzoek", "Afnamedatum"]
    second = table(
        [head, *([f"{n}-1", p.patient, p.exam, p.taken] for n, p in enumerate(SOME * 2))], place="sheet Orders"
    )
    found = pointing(search(second, first).drafts)
    assert [d.fields["points_to"] for d in found] == [f"Patiënten:{p.patient}" for p in SOME * 2]
    assert all("patient_number" in d.categories for d in found)


def test_rows_about_somebody_else_point_to_nobody() -> None:
    theirs = [[n, 900 + n, p.surname + "x", p.birth] for n, p in enumerate(people(15, seed=99))]
    finding = search(
        person_table(), table(theirs, ["id", "patient_id", "achternaam", "geboortedatum"], "table kopie", "kopie")
    )
    assert not pointing(finding.drafts)
    assert len(patients(finding)) == 30


def test_a_record_with_a_list_in_it_is_pointed_to_all_the_same() -> None:
    rows = [[f"p{n}", kind, p.bsn if kind == "bsn" else p.patient, p.surname, p.initials, p.birth] for n, p in enumerate(SOME) for kind in ("bsn", "mrn")]  # fmt: skip
    twice = tuple(f"record {n // 2 + 1}" for n in range(len(rows)))
    labels = ["id", "ids.kind", "ids.value", "surname", "initials", "dob"]
    persons = table(rows, labels, "included", "patients", row_names=twice)
    cases = table([[f"c{n}", f"p{n}", p.taken, p.result] for n, p in enumerate(SOME)], ["id", "patients.id", "collected", "result"], "data", "cases")  # fmt: skip
    found = pointing(search(cases, persons).drafts)
    assert [draft.fields["points_to"] for draft in found] == [f"patients:p{n}" for n in range(len(SOME))]


def test_names_beside_the_key_of_somebody_of_another_name_are_of_others() -> None:
    doctors = ["J. Hulshof", "M. de Boer", "K. Zandstra"]
    rows = [[50 + n, 900 + n, p.patient, doctors[n % 3], p.taken] for n, p in enumerate(SOME)]
    visits = table(rows, ["visit_id", "patient_id", "mrn", "attended", "drawn"], "table visit", "visit")
    found = [draft for draft in search(person_table(), visits).drafts if draft.place.startswith("table visit")]
    assert [draft.fields["points_to"] for draft in found] == [f"patient:{900 + n}" for n in range(len(SOME))]
    assert not any("surname" in draft.fields for draft in found)


def test_a_table_of_care_providers_is_one_of_organisations() -> None:
    clients = table([["06099001", "Ziekenhuis Noorderhaven"], ["01099002", "HAP De Linde"]], ["id", "title"], "included", "care-providers")  # fmt: skip
    rows = [[900 + n, ("06099001", "01099002")[n % 2], p.taken, p.result] for n, p in enumerate(SOME)]
    cases = table(rows, ["patient.id", "care-providers.id", "collected", "result"], "data", "cases")
    found = pointing(search(person_table(), cases, clients).drafts)
    assert [draft.fields["institution"] for draft in found[:2]] == ["Ziekenhuis Noorderhaven", "HAP De Linde"]


def test_a_column_called_like_what_it_points_to() -> None:
    persons = table([[f"P{n:03}", p.bsn, p.surname, p.birth] for n, p in enumerate(SOME)], ["key", "bsn", "achternaam", "geboren"], "personen", "")  # fmt: skip
    samples = table([[f"M-{n}", f"P{n:03}", p.taken, p.result] for n, p in enumerate(SOME)], ["nr", "persoon", "afname", "uitslag"], "monsters", "")  # fmt: skip
    found = pointing(search(samples, persons).drafts)
    assert [draft.fields["points_to"] for draft in found] == [f"personen:P{n:03}" for n in range(len(SOME))]


def test_a_column_that_is_called_no_more_than_the_table_it_points_to() -> None:
    rows = [[f"P{n}", "Urinekweek", p.taken, p.result] for n, p in enumerate(SOME)]
    who = [[f"P{n}", p.surname, p.prefix, p.initials, p.birth] for n, p in enumerate(SOME)]
    found = search(
        table(rows, ["pat", "onderzoek", "afname", "uitslag"], "Export/Onderzoeken/Ond"),
        table(who, ["key", "achternaam", "voorvoegsel", "voorletters", "geboortedatum"], "Export/Patienten/Pat"),
    )
    assert [one.fields["points_to"] for one in pointing(found.drafts)] == [
        f"Export/Patienten/Pat:P{n}" for n in range(len(SOME))
    ]
