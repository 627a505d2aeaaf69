"""People in the names of files and folders."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.finding.filenames import find_in_path
from betrokken.stages.finding.hits import Draft
from betrokken.stages.finding.path_names import unsaid
from tests.stages.finding.invented import SETTING
from tests.stages.finding.prose.telling import A


@pytest.mark.parametrize(
    ("path", "surname", "initials", "birth_date"),
    [
        ("Brieven/Brief Bakker-Brouwer AF 19561205.docx", "Bakker-Brouwer", "A.F.", "1956-12-05"),
        ("uitslag_Mulder_S_19870312_x.pdf", "Mulder", "S.", "1987-03-12"),
        ("scans/Van Loock_JH_21-05-1980.pdf", "Loock", "J.H.", "1980-05-21"),
        ("uitslag_Brugman-van_der_Meer_CC_19701008_a02.pdf", "Brugman-van der Meer", "C.C.", "1970-10-08"),
        ("uitslag-jansen-p-03-05-1971.pdf", "Jansen", "P.", "1971-05-03"),
        ("jansen_pj_19710503.pdf", "Jansen", "P.J.", "1971-05-03"),
        ("19710503_de_Vries_JA.pdf", "Vries", "J.A.", "1971-05-03"),
        ("oud.zip!/Kopie van Brief Postma WFN 19731109.docx", "Postma", "W.F.N.", "1973-11-09"),
        ("dossier Anna de Vries 03-05-1971.pdf", "Vries", "", "1971-05-03"),
    ],
)
def test_name_and_day_in_a_file_name(path: str, surname: str, initials: str, birth_date: str) -> None:
    (draft,) = find_in_path(path, SETTING)
    assert (draft.place, draft.role) == ("file name", "patient")
    assert draft.fields["surname"] == surname
    assert draft.fields.get("initials", "") == initials
    assert draft.fields["birth_date"] == birth_date
    assert draft.categories >= {"name", "birth_date"}


def test_a_folder_of_one_person() -> None:
    (draft,) = find_in_path("patienten/Jansen, P. 03-05-1971/verslag.pdf", SETTING)
    assert (draft.place, draft.role, draft.fields["birth_date"]) == ("folder name", "patient", "1971-05-03")


def test_a_number_alone_passes_at_random() -> None:
    (draft,) = find_in_path(f"uitslag_{A}_01.pdf", SETTING)
    assert (draft.role, draft.fields, draft.confidence < 0) == ("unknown", {"bsn": A}, True)
    (draft,) = find_in_path(f"{A} Jansen.pdf", SETTING)
    assert (draft.role, draft.fields) == ("patient", {"bsn": A, "surname": "Jansen"})
    assert find_in_path("123456782 Jansen.pdf", SETTING) == []


@pytest.mark.parametrize(
    "path", ["P. Jansen.pdf", "Notulen Jansen P 12-03-2025.docx", "CV P. Jansen.pdf", "Brief Ridder B 20241008.docx"]
)
def test_a_name_without_a_second_sign_is_unsure(path: str) -> None:
    assert [(draft.role, "birth_date" in draft.fields) for draft in find_in_path(path, SETTING)] == [("unknown", False)]


@pytest.mark.parametrize(
    "path",
    [
        "uitslag_T23-57450_a0156.pdf",
        "Brief Höning a0047.docx",
        "Brief patient a0041.docx",
        "rooster week 12.txt",
        "Notulen overleg 12-03-2024.docx",
        "export_HAP Ginneken_2024_a0500.csv",
        "LIMS gebruikershandleiding.pdf",
        "IMG_20230512.jpg",
        "nieuwsbrief_a0716.csv",
        "images/coupe_00003.png",
        "Factuur 123456782.pdf",
    ],
)
def test_files_named_after_nobody(path: str) -> None:
    assert find_in_path(path, SETTING) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_path_is_read(path: str) -> None:
    for draft in find_in_path(path, SETTING):
        assert draft.role in ("patient", "unknown", "dummy")
        assert draft.place in ("file name", "folder name")


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"surname": "Boer-Smit", "initials": "A.F.", "birth_date": "1956-12-05"}, 0),
        ({"surname": "Boer-Smit", "initials": "A.F.", "birth_date": "1957-12-05"}, 1),
        ({"surname": "Bakker", "initials": "A.F.", "birth_date": "1956-12-05"}, 1),
        ({"surname": "Smit", "initials": "B."}, 1),
    ],
)
def test_who_the_content_tells_of_is_not_told_again_by_the_name_of_the_file(told: dict[str, str], left: int) -> None:
    named = find_in_path("Brieven/Boer_Smit_05121956_012.rtf", SETTING)
    assert len(named) == 1
    assert len(unsaid(named, [Draft("", fields=told)])) == left


def test_twins_in_the_name_of_a_file_and_in_the_file_are_two() -> None:
    named = find_in_path("Brief Boer AF 19561205.docx", SETTING)
    assert unsaid(named, [Draft("", fields={"surname": "Boer", "initials": "K.", "birth_date": "1956-12-05"})]) == named
