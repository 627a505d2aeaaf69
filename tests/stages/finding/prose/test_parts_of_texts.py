"""Whose a line is when its heading, or another line of the text, says so."""

import pytest

from tests.stages.finding.prose.telling import A, B, C, of_role, search, tells


def test_each_heading_speaks_for_the_people_under_it() -> None:
    text = f"""Overzicht week 12

Ziekenhuis Noorderhaven

Mw. A. Smit, geb. 08-04-1977, BSN {A}: huidbiopt

Dhr. B. Postma, geb. 29-06-1961, BSN {B}: TSH

HAP De Linde

Mw. U. Engwerda, geb. 29-07-1994, BSN {C}: urinekweek
"""
    told = [draft.fields["institution"] for draft in of_role(search(text), "patient")]
    assert told == ["Ziekenhuis Noorderhaven", "Ziekenhuis Noorderhaven", "HAP De Linde"]
    lines = text.replace("\n\n", "\n").replace("Mw.", "- Mw.").replace("Dhr.", "- Dhr.")
    assert [draft.fields["institution"] for draft in of_role(search(lines), "patient")] == told


def test_a_signature_is_no_heading() -> None:
    text = f"""Ziekenhuis Noorderhaven

Mw. A. Smit, geb. 08-04-1977, BSN {A}: huidbiopt

HAP De Linde
"""
    assert [draft.fields["institution"] for draft in of_role(search(text), "patient")] == ["Ziekenhuis Noorderhaven"]


@pytest.mark.parametrize("above", ["ingelogd: H. Brugman", "H. Brugman"])
def test_a_bare_name_above_a_heading_does_not_silence_it(above: str) -> None:
    text = f"""Uitslagenportaal | {above}

Resultaten voor Ziekenhuis Noorderhaven

Mw. A. Smit
Geboren: 08-04-1977
BSN: {A}

Dhr. B. Postma
Geboren: 29-06-1961
BSN: {B}
"""
    told = [draft for draft in of_role(search(text), "patient") if "bsn" in draft.fields]
    assert [draft.fields["institution"] for draft in told] == ["Ziekenhuis Noorderhaven"] * 2


def test_an_answer_belongs_to_whom_the_question_names_with_a_key() -> None:
    text = f"""Over Vera Struik: Pap 1. Monsternummer M-57271.
Over Meindert Roosendaal: geen groei. Monsternummer M-35042.

> Voor mevr Vera Struik (8/4/2000, BSN {A}) heb ik een uitstrijkje ingestuurd.
> Voor meneer Meindert Roosendaal (16/2/1993, BSN {B}) heb ik een urinekweek ingestuurd.
"""
    found = tells(
        text,
        {"bsn": A, "surname": "Struik", "given_names": "Vera", "birth_date": "2000-04-08", "sex": "F", "result": "yes"},
        {"bsn": B, "surname": "Roosendaal", "given_names": "Meindert", "birth_date": "1993-02-16", "sex": "M", "result": "yes"},
    )  # fmt: skip
    assert [draft.fields["sample_number"] for draft in found] == ["M-57271", "M-35042"]


def test_the_day_behind_a_verb_goes_before_that_of_the_letter() -> None:
    text = f"""Datum brief: 23 mei 2024
Betreft: Mevrouw N. Haverkamp, geb. 28 mei 1992, BSN {A}
De afname vond plaats op 12 mei 2024. Gonokokken aangetoond in de kweek.
"""
    (found,) = of_role(search(text), "patient")
    assert (found.fields["taken_on"], found.fields["exam"]) == ("2024-05-12", "sti")


def test_a_thread_is_about_people_of_the_one_client_in_its_heads() -> None:
    text = f"""From: F. Kuitert <f.kuitert@lab.example>
To: D. Zandstra <d.zandstra@zorg.example>

> Wilt u kijken naar meneer Roelof op den Velde, geboren 23/2/1980, BSN {A}? Het gaat om urine van 27/11/2023.

Over Roelof op den Velde: geen groei.

> Voor mevr Anna Bos (9/5/1956, BSN {B}) heb ik op 2/9/2022 materiaal ingestuurd: urinekweek.

Met groet,
F. Kuitert

> Op 17 april 2024 schreef D. Zandstra:
>> Van: D. Zandstra, HAP De Linde
>> zie de vragen boven
"""
    found = of_role(search(text), "patient")
    assert [draft.fields["surname"] for draft in found] == ["Velde", "Bos"]
    assert [draft.fields["institution"] for draft in found] == ["HAP De Linde"] * 2
    assert [draft.fields["taken_on"] for draft in found] == ["2023-11-27", "2022-09-02"]
    assert found[0].fields["prefix"] == "op den"


def test_what_the_requester_calls_a_person_is_no_sample() -> None:
    text = f"""Betreft: Mevrouw N. Haverkamp, geb. 28 mei 1992, BSN {A}
Bovengenoemde persoon (uw kenmerk V-352438) is aangemeld voor een urinekweek.
"""
    (found,) = of_role(search(text), "patient")
    assert found.fields["patient_number"] == "V-352438"
    assert "sample_number" not in found.fields


def test_a_surname_that_starts_with_two_capitals_stands_behind_its_initials() -> None:
    text = "Aan: O. van Zanten\n\nBetreft: Mevrouw C. IJsselstein, geb. 21 september 1995\nUitslag urinekweek: geen groei\n"
    (found,) = of_role(search(text), "patient")
    assert (found.fields["surname"], found.fields["initials"]) == ("IJsselstein", "C.")


def test_a_name_over_each_card_opens_it() -> None:
    text = f"""Uitslagen
Ingelogd als dokter H. Brugman
A. Smit (vrouw, 08-04-1977)
BSN: {A}
Aangevraagd: huidbiopt
B. Postma (man, 29-06-1961)
BSN: {B}
Aangevraagd: TSH
U. Engwerda (vrouw, 29-07-1994)
BSN: {C}
Aangevraagd: urinekweek
"""
    told = of_role(search(text), "patient")
    assert [(one.fields["surname"], one.fields["bsn"], one.fields["birth_date"]) for one in told] == [
        ("Smit", A, "1977-04-08"),
        ("Postma", B, "1961-06-29"),
        ("Engwerda", C, "1994-07-29"),
    ]


def test_a_letterhead_over_an_address_with_a_day_of_birth_below() -> None:
    sheets = [
        f"""Stichting Trombosedienst Oost
Mevrouw {name}
Kerkstraat {number}
7766 MN HARDENBERG
geboren 02-01-196{number} Aangemeld door: HAP De Linde
INR 3,6"""
        for number, name in enumerate(("J. Smit", "O.J. Postma"), start=1)
    ]
    told = of_role(search(*sheets), "patient")
    assert [(one.fields["surname"], one.fields["birth_date"]) for one in told] == [
        ("Smit", "1961-01-02"),
        ("Postma", "1962-01-02"),
    ]
