"""Forms with space between labels and values, paths of nested records, and what labels alone tell wrongly."""

from tests.stages.finding.grids import dutch, have, patients, search, table
from tests.stages.finding.invented import people

SOME = people(15, seed=51)


def test_a_form_with_an_empty_column_and_values_that_are_labels_elsewhere() -> None:
    one = SOME[0]
    pairs = [
        ("Geslachtsnaam", one.surname), ("Voorletters", one.initials), ("Geb. datum", dutch(one.birth)),
        ("Burgerservicenr", one.bsn), ("Bepaling", "HPV"), ("Inzender", "Noorderhaven"),
    ]  # fmt: skip
    rows = [["PATIËNTKAART", "", ""], ["", "", ""], *([label, "", value] for label, value in pairs)]
    (found,) = patients(search(table(rows, place="sheet 1")))
    have([found], [one], "surname", "initials", "birth_date", "bsn")
    assert found.fields["exam"]
    assert found.fields["sender_code"] == "Noorderhaven"


def test_parts_of_a_path_mean_what_they_mean_together() -> None:
    labels = ["name.used", "name.particle", "name.letters", "dob", "home.street", "home.number", "home.zip", "ids.kind", "ids.val"]  # fmt: skip
    rows = [[p.surname, p.prefix, p.initials, p.birth, p.street, p.number, p.postcode, ("bsn", "chart")[n % 2], (p.bsn, p.patient)[n % 2]] for n, p in enumerate(SOME)]  # fmt: skip
    found = patients(search(table(rows, labels)))
    have(found, SOME, "surname", "prefix", "initials", "birth_date", "street", "house_number", "postcode")
    assert [draft.fields.get("bsn", "") for draft in found] == [p.bsn if n % 2 == 0 else "" for n, p in enumerate(SOME)]


def test_days_under_a_label_of_an_exam() -> None:
    rows = [[p.surname, p.initials, p.birth, p.exam, p.taken] for p in SOME]
    labels = ["achternaam", "vl", "geboortedatum", "soort test", "test gedaan"]
    have(patients(search(table(rows, labels))), SOME, "surname", "birth_date", "exam", "taken_on")


def test_a_column_is_told_by_its_values_though_labels_come_back_among_them() -> None:
    labels = ["NAAM", "GEB.", "S", "UITSLAG"]
    rows = [[p.comma, p.birth, p.sex, p.result] for p in SOME[:6]]
    found = patients(search(table([labels, *rows[:3], labels, *rows[3:]])))
    have(found, SOME[:6], "surname", "birth_date", "sex")


def test_forms_side_by_side_are_of_people_of_their_own() -> None:
    labels = ["Naam patiënt", "Geboortedatum", "BSN", "Postcode", "Onderzoek"]
    cells = [[p.comma, dutch(p.birth), p.bsn, p.postcode, p.exam] for p in SOME[:3]]
    cells[1][2] = ""
    rows = [["", "", "", "", "", "", "", ""]]
    rows += [[labels[n], cells[0][n], "", labels[n], cells[1][n], "", labels[n], cells[2][n]] for n in range(5)]
    found = patients(search(table(rows, place="sheet 1")))
    have(found, SOME[:3], "surname", "initials", "birth_date", "postcode", "exam")
    assert [draft.fields.get("bsn") for draft in found] == [SOME[0].bsn, None, SOME[2].bsn]


def test_cells_that_hold_their_label_over_their_value() -> None:
    one = SOME[1]
    rows = [
        [f"Patiënt\n{one.comma}", f"Geboren / geslacht\n{dutch(one.birth)}  man", f"BSN\n{one.bsn}"],
        ["Aanvrager\nH. Brugman", "Materiaal\nhuidbiopt", "Verkregen\n05-02-2024"],
    ]
    (found,) = patients(search(table(rows)))
    have([found], [one], "surname", "initials", "birth_date", "bsn")
    assert found.fields["sex"] == "M"


def test_a_table_on_its_side_has_a_person_in_each_column() -> None:
    some = SOME[:5]
    rows = [
        ["Overzicht", *[""] * 5],
        ["Cliënte", *(f"{one.given} {one.surname}" for one in some)],
        ["Geboren", *(dutch(one.birth) for one in some)],
        ["BSN", *(one.bsn for one in some)],
        ["Tarief", "1", "2", "3", "4", "5"],
    ]
    have(patients(search(table(rows, place="sheet 1"))), some, "birth_date", "bsn")
