"""Care providers of the case in running text: told as the client, and never as a person or an exam."""

from dataclasses import replace

import pytest

from betrokken.model.fragments import Text
from betrokken.stages.finding.prose import providers
from betrokken.stages.finding.texts import find_texts
from tests.stages.finding.invented import SETTING
from tests.stages.finding.prose.telling import A, of_role, search, tells

PERSON = {"surname": "Wolters", "initials": "M.", "birth_date": "1981-02-03", "sex": "F"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Nabellen HAP De Linde: urinekweek", ["HAP De Linde"]),
        ("doorgebeld naar Huisartsenpraktijk De Linde, ALAT 88 U/l", ["Huisartsenpraktijk De Linde"]),
        ("aangevraagd door Noorderhaven. Terugbellen", ["Noorderhaven"]),
        ('order=40803236 client="HAP77" test=SOAS', ["HAP77"]),
        ("status=OK klant=NHV collected=2024-01-02", ["NHV"]),
        ("NHV", ["NHV"]),
        ("9400 AA  Noorderhaven", []),
        ("Dorpsstraat 12 Noorderhaven", []),
        ("Noorderhaven, 11 december 2020", []),
        ("mw. Noorderhaven belt", []),
        ("Noorderhaven, A.B. geb. 3-4-1960", []),
        ("de NHV van vandaag", []),
        ("Lab Zuidwest", []),
    ],
)
def test_where_care_providers_stand(line: str, found: list[str]) -> None:
    assert [one.text for one in providers.find(line, SETTING)] == found


@pytest.mark.parametrize(
    "line",
    [
        "Nabellen HAP De Linde: urinekweek mw M. Wolters, geb. 03-02-1981.",
        "HAP De Linde belt over mw M. Wolters geb. 03-02-1981, wil urinekweek nog eens herhaald",
        "mw M. Wolters (03-02-1981): urinekweek doorgebeld naar HAP De Linde, ALAT 88 U/l",
        "urinekweek van mw M. Wolters (geb. 03-02-1981) op verzoek van HAP De Linde",
    ],
)
def test_client_wherever_it_stands_in_a_note(line: str) -> None:
    tells(line, {**PERSON, "institution": "HAP De Linde", "exam": "urine"})


def test_client_by_its_code_in_a_log() -> None:
    tells(
        f'2024-01-06 12:50:42 INFO order=44402034 name="WOLTERS M" dob=1981-02-03 bsn={A} klant=HAP77 test=UKWK\n'
        "2024-01-06 12:50:43 INFO health 200",
        {"bsn": A, "surname": "Wolters", "initials": "M.", "birth_date": "1981-02-03", "institution": "HAP77"},
    )


def test_the_signature_of_a_mail_names_the_client_of_everybody_in_it() -> None:
    tells(
        """Beste Niels,

Nog geen verslag ontvangen van:
- Mw. M. Wolters, geb. 03-02-1981: huidbiopt d.d. 03-10-2021
- Dhr. K. Vermeer, geb. 05-06-1950: huidbiopt d.d. 04-10-2021

Met vriendelijke groet,
J. de Roos
gynaecoloog
Ziekenhuis Noorderhaven
Tel. 050-6242060""",
        {**PERSON, "institution": "Ziekenhuis Noorderhaven", "exam": "skin", "taken_on": "2021-10-03"},
        {
            "surname": "Vermeer",
            "initials": "K.",
            "birth_date": "1950-06-05",
            "sex": "M",
            "institution": "Ziekenhuis Noorderhaven",
        },
    )


def test_the_name_of_a_professional_or_client_is_no_exam() -> None:
    tells(
        """Aanvrager: H. Wiersema, arts soa
Praktijk: Huidzorg en Soapoli
Patiënt: Wolters, M. (Mw.)
Geboren: 03-02-1981
Verslag bloedbeeld""",
        {**PERSON, "exam": "blood"},
    )


def test_a_mobile_number_below_the_client_is_the_patients() -> None:
    tells(
        """Thuisafname Mw. M. Wolters
Geb. 03-02-1981
Aanvrager: Ziekenhuis Noorderhaven
Tel: 0612345678""",
        {**PERSON, "phones": "+31612345678", "institution": "Ziekenhuis Noorderhaven"},
    )


def test_a_practice_that_is_called_after_a_surname_hides_nobody() -> None:
    finding = search("Naam: Linde\nVoorletters: T.\nGeboren: 03-02-1981\nBSN: " + A)
    assert [draft.fields["surname"] for draft in of_role(finding, "patient")] == ["Linde"]


def test_a_short_name_in_capitals_is_the_client_and_a_town_in_capitals_is_not() -> None:
    code = "NHV"
    told = search(f"09.10u mevr. A. Blom, 14-02-1967, {code}: buisje lekte, nieuwe afname geregeld.").drafts
    assert [draft.fields.get("institution") for draft in told] == [code]
    silent_ = search(f"MEVR. A. BLOM\nGEB. 14-02-1967\nDORPSSTRAAT 1\n1234 AB {code}\n").drafts
    assert [draft.fields.get("institution") for draft in silent_] == [None]


def test_the_name_of_the_laboratory_is_no_exam() -> None:
    setting = replace(SETTING, labs=frozenset({"laboratorium dermalux groep"}))
    letter = """Laboratorium Dermalux Groep
Mevr. A. Blom, geboren 14-02-1967
Bij u is materiaal weggenomen. Het ging om: Bloedbeeld."""
    (told,) = find_texts([Text("", letter)], "map/stuk", setting).drafts
    assert told.fields["exam"] == "blood"


def test_a_list_of_clients_above_rows_is_nobodys_and_the_code_in_a_row_is() -> None:
    wide = replace(SETTING, institutions={**SETTING.institutions, "oostkliniek": "east", "ost": "east"})
    rows = "\n".join(
        (
            "Lab Zuidwest     Daglijst 4",
            "Kl.: NHV=Ziekenhuis Noorderhaven   HAP77=Huisartsenpraktijk De Linde   OST=Oostkliniek",
            "Labnr        Naam             Geboren       Kl.      Bepaling        Uitslag",
            "K2206334     Wolters, W.      03-07-1946    OST      Urinekweek      geen groei",
            "K2206335     Beeksma, R.      25-07-1956    NHV      Urinekweek      geen groei",
        )
    )
    found = [draft.fields for draft in find_texts([Text("page 1", rows)], "lijst.pdf", wide).drafts]
    assert [one["institution"] for one in found] == ["OST", "NHV"]
    assert not any("sender_code" in one and one["sender_code"] != one["institution"] for one in found)


def test_the_name_of_the_laboratory_names_no_client_it_is_called_after() -> None:
    setting = replace(SETTING, labs=frozenset({"diagnostisch centrum noorderhaven vechtrand"}))
    line = "Diagnostisch Centrum Noorderhaven-Vechtrand, gevraagd door Noorderhaven"
    assert [(one.text, one.start > 40) for one in providers.find(line, setting)] == [("Noorderhaven", True)]
