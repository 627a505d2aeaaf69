"""Values with their kind beside them, resources of several types, letters around a form, and tables of codes."""

from betrokken.model.fragments import Text
from betrokken.stages.finding.stage import find
from tests.stages.finding.grids import have, patients, search, table
from tests.stages.finding.invented import SETTING, people

SOME = people(12, seed=41)


def test_a_value_is_what_its_kind_says() -> None:
    kinds = ["BSN", "ID-kaart/paspoort"]
    rows = [[p.surname, p.initials, p.birth, kinds[n % 2], p.bsn if n % 2 == 0 else f"SPECI2{n:02}{n % 10}"[:9]] for n, p in enumerate(SOME)]  # fmt: skip
    labels = ["naam.achternaam", "naam.voorletters", "geboortedatum", "identificatie.soort", "identificatie.waarde"]
    found = patients(search(table(rows, labels)))
    assert [draft.fields.get("bsn", "") for draft in found] == [p.bsn if n % 2 == 0 else "" for n, p in enumerate(SOME)]
    assert all("id_document" in draft.categories for draft in found[1::2])
    assert not any("id_document" in draft.categories for draft in found[::2])


def test_several_values_in_one_cell_keep_their_kinds() -> None:
    rows = [[p.surname, p.birth, "phone; email", f"{p.phone}; {p.email}"] for p in SOME]
    found = patients(search(table(rows, ["family", "birthDate", "telecom.system", "telecom.value"])))
    assert [draft.lists["emails"] for draft in found] == [[p.email] for p in SOME]
    assert all("phone" in draft.categories for draft in found)


def test_kinds_that_are_none_stay_as_they_are() -> None:
    rows = [[p.surname, p.birth, "hoog", "12"] for p in SOME]
    have(patients(search(table(rows, ["achternaam", "geboortedatum", "soort", "waarde"]))), SOME, "surname", "birth_date")  # fmt: skip


def test_relationships_of_a_page_of_resources() -> None:
    orders = [["order", f"o{n}", p.surname, p.birth, p.taken, "test", f"T{n % 2}", "organisation", "NHV"] for n, p in enumerate(SOME)]  # fmt: skip
    labels = ["type", "id", "attributes.patient.familyName", "attributes.patient.dateOfBirth", "attributes.collectedAt", "relationships.test.data.type", "relationships.test.data.id", "relationships.requester.data.type", "relationships.requester.data.id"]  # fmt: skip
    others = [["test", "T0", "Urinekweek", ""], ["organisation", "NHV", "", "Ziekenhuis Noorderhaven"], ["test", "T1", "Huidbiopt", ""]]  # fmt: skip
    included = table(others, ["type", "id", "attributes.displayName", "attributes.name"], "included", "included")
    found = patients(search(table(orders, labels, "data", "data"), included))
    assert [draft.fields["exam"] for draft in found] == ["urine" if n % 2 == 0 else "skin" for n in range(len(SOME))]
    assert {draft.fields["institution"] for draft in found} == {"Ziekenhuis Noorderhaven"}
    assert [draft.place for draft in found] == [f"data row {n + 1}" for n in range(len(SOME))]


def test_codes_for_sex_and_place_stand_in_tables_of_their_own() -> None:
    sexes = table([[1, "vrouw"], [2, "man"]], ["id", "oms"], "table geslacht", "geslacht")
    places = table([[1, "Leiden"], [2, "Gouda"]], ["id", "naam"], "table woonplaats", "woonplaats")
    rows = [[300 + n, p.comma, p.birth, 1 if p.sex == "F" else 2, p.bsn, f"{p.street} {p.number}", p.postcode, n % 2 + 1] for n, p in enumerate(SOME)]  # fmt: skip
    payers = table(rows, ["id", "naam", "geb", "geslacht_id", "bsn", "adres", "pc", "woonplaats_id"], "table debiteur", "debiteur")  # fmt: skip
    found = patients(search(sexes, places, payers))
    have(found, SOME, "surname", "initials", "bsn", "sex", "street", "house_number", "postcode")
    assert [draft.fields["city"] for draft in found] == [("Leiden", "Gouda")[n % 2] for n in range(len(SOME))]


def test_a_declared_key_whose_column_is_not_told() -> None:
    persons = table([[500 + n, p.surname, p.birth] for n, p in enumerate(SOME)], ["pat_id", "achternaam", "gebdat"], "table pat", "pat")  # fmt: skip
    exams = table([[1, "UKW", "Urinekweek"], [2, "HBI", "Huidbiopt"]], ["ond_id", "code", "omschrijving"], "table onderzoek", "onderzoek")  # fmt: skip
    orders = table([[n, 500 + n, n % 2 + 1, p.taken] for n, p in enumerate(SOME)], ["nr", "pat_id", "ond_id", "afgenomen"], "table aanvraag", "aanvraag", refers={"pat_id": "pat.id", "ond_id": "onderzoek.id"})  # fmt: skip
    finding = search(persons, exams, orders)
    pointing = [draft for draft in finding.drafts if "points_to" in draft.fields]
    assert [draft.fields["points_to"] for draft in pointing] == [f"pat:{500 + n}" for n in range(len(SOME))]
    assert [draft.fields["exam"] for draft in pointing] == [("urine", "skin")[n % 2] for n in range(len(SOME))]


def test_rows_that_say_nothing_share_nothing_with_other_items() -> None:
    log = table([[n, 1700000000 + n, "sync ok"] for n in range(3)], ["id", "ts", "msg"], "table device_log", "device_log")  # fmt: skip
    persons = table([[n, p.surname, p.birth] for n, p in enumerate(SOME)], ["id", "achternaam", "geboortedatum"], "table patient", "patient")  # fmt: skip
    orders = table([[n, n, p.taken] for n, p in enumerate(SOME)], ["id", "patient_id", "afname"], "table aanvraag", "aanvraag")  # fmt: skip
    assert len(search(persons, orders, log).drafts) == 2 * len(SOME)
    assert search(log).drafts == []


def test_a_letter_around_a_form_is_about_who_stands_in_it() -> None:
    p = SOME[0]
    form = table([["Naam", p.surname, "Voorletters", p.initials], ["Geboortedatum", p.birth, "Geslacht", p.sex], ["BSN", p.bsn, "Postcode", p.postcode]])  # fmt: skip
    text = Text("", "Urinekweek\n\nConclusie: geen groei van bacteriën.\n")
    found = patients(find([text, form], "map/brief.docx", SETTING))
    assert len(found) == 1
    assert found[0].fields["exam"] == "urine"
    assert {"test_result", "exam", "bsn"} <= found[0].categories
