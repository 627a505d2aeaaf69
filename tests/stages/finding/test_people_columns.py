"""Columns that name people: by a word for the patient or an employee, or once more as a whole."""

import pytest

from tests.stages.finding.grids import dutch, have, patients, search, table
from tests.stages.finding.invented import people

SOME = people(15, seed=37)


def test_a_whole_name_beside_its_parts_is_no_surname() -> None:
    rows = [[f"{p.given} {p.surname}", p.surname, p.given, p.birth] for p in SOME]
    finding = search(table(rows, ["fullName", "lastName", "firstNames", "dob"]))
    have(patients(finding), SOME, "surname", "given_names", "birth_date")


@pytest.mark.parametrize("label", ["Participant", "Subject"])
def test_a_word_for_the_patient_over_names_names_him(label: str) -> None:
    rows = [[n, f"{p.given} {p.surname}", dutch(p.birth), p.exam] for n, p in enumerate(SOME)]
    finding = search(table([["Kit", label, "Born", "Test"], *rows]))
    have(patients(finding), SOME, "surname", "given_names", "birth_date")


def test_employees_who_were_examined_are_patients() -> None:
    rows = [[p.comma, dutch(p.birth), p.exam, dutch(p.taken)] for p in SOME]
    finding = search(table([["Werknemer", "Geboren", "Test", "Afname"], *rows]))
    have(patients(finding), SOME, "surname", "birth_date")
    again = [[p.patient, dutch(p.birth), p.exam, f"Bos, {'AB'[n % 2]}."] for n, p in enumerate(SOME)]
    finding = search(table([["Patiëntnr", "Geboren", "Test", "Medewerker"], *again]))
    assert {draft.fields.get("surname", "") for draft in patients(finding)} == {""}


@pytest.mark.parametrize("surname", ["Testperson", "QA-Sample", "Zzdonotuse"])
def test_names_that_nobody_has_are_of_test_patients(surname: str) -> None:
    rows: list[list[object]] = [[surname, "Tess", "1980-01-01"], *([p.surname, p.given, p.birth] for p in SOME)]
    finding = search(table(rows, ["surname", "given", "dob"]))
    assert [draft.role for draft in finding.drafts] == ["dummy", *["patient"] * len(SOME)]


def test_names_under_an_unknown_label_beside_keys_are_the_patients_not_the_callers() -> None:
    callers = ("C. Averink", "F. Mollema", "T. Jurgens")
    rows = [[callers[n % 3], callers[(n + 1) % 3], p.comma, dutch(p.birth), p.bsn] for n, p in enumerate(SOME)]
    finding = search(table([["Gebruiker", "xyzzy", "plugh", "Geboren", "BSN"], *rows]))
    have(patients(finding), SOME, "surname", "initials", "birth_date", "bsn")


def test_people_typed_in_as_the_name_of_a_sample() -> None:
    rows = [[f"A{n}", f"23H1{n:04} {p.surname} {p.initials} *{dutch(p.birth)}", p.exam] for n, p in enumerate(SOME)]
    finding = search(table([["# run report", "", ""], ["Pos", "Sample Name", "Assay"], *rows]))
    have(patients(finding), SOME, "surname", "initials", "birth_date")


def test_a_child_with_its_day_of_birth_and_exam_is_the_patient_and_not_its_mother() -> None:
    rows = [[f"Baby {p.surname}", dutch(p.birth), p.exam, dutch(p.taken), f"A. {p.surname}"] for p in SOME]
    finding = search(table([["kind", "geb.", "onderzoek", "afname", "moeder"], *rows]))
    have(patients(finding), SOME, "surname", "birth_date", "exam")
