"""Columns that mean something else than their label says: by their values, their neighbours, or the people beside them."""

from datetime import timedelta

import pytest

from tests.stages.finding.grids import dutch, have, patients, search, table
from tests.stages.finding.invented import people

SOME = people(15, seed=31)
NAMES = ("surname", "prefix", "initials")
SERIAL = 693594  # ordinal of day 0 of the 1900 date system


@pytest.mark.parametrize("label", ["Debiteur", "Klant", "Klantnaam", "Customer"])
def test_people_who_pay_are_patients_without_a_birth_date(label: str) -> None:
    rows = [[f"24{n:05}", f"Dhr. {p.natural}", f"{p.street} {p.number}", f"{p.postcode} {p.city}", p.exam, dutch(p.taken), "Noorderhaven"] for n, p in enumerate(SOME)]  # fmt: skip
    finding = search(table([["Factuurnr", label, "Adresregel", "Postcode en plaats", "Prestatie", "Datum afname", "Verwijzer"], *rows]))  # fmt: skip
    assert len(patients(finding)) == len(SOME)
    have(patients(finding), SOME, *NAMES, "street", "house_number", "postcode", "exam", "taken_on")


def test_organisations_that_pay_are_no_patients() -> None:
    rows = [[n, f"Praktijk {p.surname} BV", f"{p.street} {p.number}", p.postcode, "12,50"] for n, p in enumerate(SOME)]
    assert not patients(search(table([["Factuurnr", "Debiteur", "Adres", "Postcode", "Bedrag"], *rows])))


@pytest.mark.parametrize("labels", [("Straat", "Nr", "Toev"), ("street", "number", "extension")])
def test_a_number_right_of_a_street_is_a_house_number(labels: tuple[str, str, str]) -> None:
    rows = [[700 + n, p.surname, p.initials, p.birth, p.street, p.number, p.suffix, p.postcode] for n, p in enumerate(SOME)]  # fmt: skip
    finding = search(table(rows, ["client_id", "surname", "initials", "dob", *labels, "zipcode"], "table client", "client"))  # fmt: skip
    have(patients(finding), SOME, "surname", "birth_date", "street", "house_number", "house_number_suffix", "postcode")


def test_dates_of_appointments_are_no_house_numbers() -> None:
    rows = [[p.comma, p.birth, p.street + " " + p.number, p.postcode, p.taken, p.exam] for p in SOME]
    finding = search(table([["Naam", "Geb.", "Adres", "Postcode", "Datum prik", "Bepaling"], *rows]))
    have(patients(finding), SOME, *NAMES, "birth_date", "street", "house_number", "taken_on")


def test_of_two_numbers_the_one_the_database_made_up_is_none_of_the_patient() -> None:
    rows = [[2000 + n, p.patient, p.surname, p.initials, p.birth] for n, p in enumerate(SOME)]
    finding = search(table(rows, ["PatientID", "PatientNummer", "Achternaam", "Voorletters", "Geboortedatum"], "", "Patient"))  # fmt: skip
    have(patients(finding), SOME, "surname", "patient_number")


def test_a_patient_column_of_numbers_holds_numbers_of_patients() -> None:
    rows = [[p.patient, p.comma, dutch(p.birth), p.bsn] for p in SOME]
    finding = search(table([["pat", "naam_volledig", "dob", "sofinr"], *rows]))
    have(patients(finding), SOME, *NAMES, "patient_number", "bsn", "birth_date")


def test_an_article_is_an_exam_and_the_billing_name_the_customer() -> None:
    rows = [[f"#{3000 + n}", p.email, "paid", p.exam, f"{p.given} {p.surname}", f"{p.street} {p.number}", p.postcode] for n, p in enumerate(SOME)]  # fmt: skip
    labels = ["Name", "Email", "Financial Status", "Lineitem name", "Billing Name", "Billing Street", "Billing Zip"]
    finding = search(table([labels, *rows]))
    have(patients(finding), SOME, "surname", "given_names", "street", "house_number", "postcode", "exam")


def test_an_address_beside_many_people_is_of_who_handles_them() -> None:
    handlers = ["j.spek@lab-zuidwest.example", "m.hulshof@lab-zuidwest.example"]
    rows = [[p.taken, handlers[n % 2], "inzien", p.comma, p.birth, p.bsn] for n, p in enumerate(SOME)]
    found = patients(search(table(rows, ["t", "wie", "actie", "betreft", "geb", "bsn"])))
    assert len(found) == len(SOME)
    assert not any("emails" in draft.lists for draft in found)


def test_addresses_of_their_own_stay_theirs() -> None:
    rows = [[p.comma, p.birth, p.email] for p in SOME]
    found = patients(search(table([["Naam", "Geb.datum", "Contact via"], *rows])))
    assert [draft.lists["emails"] for draft in found] == [[p.email] for p in SOME]


def test_days_counted_from_1900_are_births_under_a_short_label() -> None:
    rows = [[p.surname, p.birth.toordinal() - SERIAL, p.taken.toordinal() - SERIAL, p.exam] for p in SOME]
    finding = search(table([["ANAAM", "GBDT", "AFNDT", "OND"], *rows]))
    have(patients(finding), SOME, "surname", "birth_date", "taken_on")


def test_midnight_here_as_an_instant_is_the_day_that_began() -> None:
    rows = [[p.surname, p.initials, f"{p.birth - timedelta(days=1)}T23:00:00.000Z", p.postcode] for p in SOME]
    finding = search(table(rows, ["last", "initials", "dob", "zip"]))
    have(patients(finding), SOME, "birth_date", "postcode")


def test_numbers_without_a_label_in_a_list_of_people() -> None:
    rows = [[p.patient, p.comma, f"{p.birth:%Y%m%d}", p.sex, p.postcode] for p in SOME]
    have(patients(search(table(rows))), SOME, *NAMES, "patient_number", "birth_date")


def test_numbers_of_samples_do_not_come_back_with_the_person() -> None:
    rows = [[f"7{n}{m}35{n:03}", p.comma, f"{p.birth:%Y%m%d}", p.exam] for m in (1, 2) for n, p in enumerate(SOME)]
    assert not any("patient_number" in draft.fields for draft in patients(search(table(rows))))


def test_a_title_names_the_exam_of_all_rows() -> None:
    rows = [[n, p.comma, dutch(p.birth), p.bsn, dutch(p.taken)] for n, p in enumerate(SOME)]
    head = [["Werklijst Cervixcytologie"], ["Inzender: Noorderhaven"], [], ["Volgnr", "Patiënt", "Geb.", "BSN", "Afgenomen"]]  # fmt: skip
    found = patients(search(table([*head, *rows])))
    assert {draft.fields["exam"] for draft in found} == {"cervical_smear"}
    assert all("exam" in draft.categories for draft in found)
    assert {draft.fields["institution"] for draft in found} == {"Noorderhaven"}


def test_an_organisation_in_a_title_is_no_exam() -> None:
    rows = [[n, p.comma, dutch(p.birth), p.bsn] for n, p in enumerate(SOME)]
    found = patients(search(table([["Patiënten van de Huidkliniek"], [], ["Nr", "Naam", "Geb.", "BSN"], *rows])))
    assert len(found) == len(SOME)
    assert not any("exam" in draft.categories for draft in found)


def test_a_person_called_like_a_practice_is_a_person() -> None:
    rows = [["Linde, T.", "10-01-1975", "M"], ["HULSHOF MC", "11-01-1975", "V"]]
    found = patients(search(table([["Patiënt", "Geb.", "M/V"], *rows])))
    assert [draft.fields["surname"] for draft in found] == ["Linde", "Hulshof"]


def test_members_of_staff_in_a_list_of_addresses() -> None:
    rows = [[p.email, p.given, p.surname] for p in SOME] + [["e.postma@labzuidwest.example", "Esther", "Postma"]]
    finding = search(table([["E-mailadres", "Voornaam", "Achternaam"], *rows]))
    assert len(patients(finding)) == len(SOME)
    assert [draft.role for draft in finding.drafts if draft.fields["surname"] == "Postma"][-1] == "professional"


def test_test_patients_with_a_low_number_or_a_test_street() -> None:
    rows = [["P0000004", "Dummy", "Doutzen", "1980-01-01", "Kerkstraat 1"], ["P7771234", "Testman", "Lis", "1999-12-31", "Teststraat 1"]]  # fmt: skip
    finding = search(table([["Patnr", "Achternaam", "Voornaam", "Geb.datum", "Adres"], *rows]))
    assert {draft.role for draft in finding.drafts} == {"dummy"}


def test_an_addition_right_behind_a_house_number_is_no_prefix_of_a_name() -> None:
    rows = [(p.surname, p.prefix, p.initials, p.birth, p.street, p.number, "ABC"[n % 3]) for n, p in enumerate(SOME)]
    labels = ("Achternaam", "Tv", "Voorl", "Geb.dat", "Adr.str", "Adr.nr", "Adr.tv")
    found = patients(search(table([labels, *rows])))
    assert [one.fields["house_number_suffix"] for one in found] == ["ABC"[n % 3] for n in range(len(SOME))]
    assert [one.fields.get("prefix", "") for one in found] == [p.prefix for p in SOME]


def test_the_only_day_beside_an_exam_and_its_result_is_the_day_of_that_exam() -> None:
    rows = [(p.surname, p.initials, p.birth, p.taken, "Urinekweek", "positief") for p in SOME]
    labels = ("Achternaam", "Voorl", "Geb.dat", "Dt. brok", "Onderzoek", "Uitslag")
    found = patients(search(table([labels, *rows])))
    assert [one.fields["taken_on"] for one in found] == [p.taken.isoformat() for p in SOME]
    invited = patients(search(table([labels[:-1], *(row[:-1] for row in rows)])))
    assert not any("taken_on" in one.fields for one in invited)


def test_forms_of_address_under_a_label_of_names_tell_the_sex() -> None:
    rows = [(f"{p.initials} {p.surname}", "Mw" if p.sex == "F" else "Dhr", p.birth) for p in SOME]
    found = patients(search(table([("Naam", "Dhr/Mw", "Geb.dat"), *rows])))
    assert [one.fields["sex"] for one in found] == [p.sex for p in SOME]


def test_a_row_of_a_child_and_its_mother_is_about_the_child() -> None:
    rows = [(f"Baby {p.surname}", "03-04-2024", f"B. {p.surname}", p.birth, "Bloedonderzoek") for p in SOME]
    found = search(table([("kind", "geb_kind", "moeder", "geb_moeder", "onderzoek"), *rows])).drafts
    assert [one.fields["birth_date"] for one in found if one.role == "patient"] == ["2024-04-03"] * len(SOME)
    assert sum(one.role == "relative" for one in found) == len(SOME)


def test_numbers_under_analytes_beside_people_are_results() -> None:
    rows = [(p.surname, p.initials, p.birth, "Bloedonderzoek", f"{n % 4 + 7},1", 90 + n) for n, p in enumerate(SOME)]
    labels = ("Achternaam", "Voorl", "Geb.dat", "Onderzoek", "Hb", "Kr")
    assert all(one.has_result for one in patients(search(table([labels, *rows]))))
    others = ("Achternaam", "Voorl", "Geb.dat", "Onderzoek", "Bak", "Rek")
    assert not any(one.has_result for one in patients(search(table([others, *rows]))))


def test_a_name_made_of_a_kind_of_test_is_nobodys() -> None:
    rows = [("Koppelingtest", "K.", "31-12-1999"), *[(p.surname, p.initials, p.birth) for p in SOME]]
    found = search(table([("Achternaam", "Voorl", "Geb.dat"), *rows])).drafts
    assert [one.role for one in found] == ["dummy", *["patient"] * len(SOME)]
