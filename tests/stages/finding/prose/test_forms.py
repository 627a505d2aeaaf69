"""Forms, stickers and columns side by side: every value is of the one whom its label names."""

import pytest

from betrokken.model.fragments import Text
from betrokken.stages.finding.hits import Draft
from betrokken.stages.finding.notes import NoteReader
from betrokken.stages.finding.texts import care_told, find_texts
from tests.stages.finding.invented import SETTING
from tests.stages.finding.prose.telling import A, of_role, said, search, tells

BLOM = {"surname": "Blom", "initials": "A.", "birth_date": "1967-02-14"}


@pytest.mark.parametrize(
    "letter",
    [
        f"""Aanvrager: M. Terpstra             BSN: {A}
Praktijk: De Brug                  Naam: Blom, A.
Kenmerk: 12                        Geboren: 14-2-1967""",
        f"""Aanvrager         M. Terpstra, MDL-arts               Patiënt      Blom, A.
Instelling        Ziekenhuis Noorderhaven Geboren                  14-02-1967
Kopie aan         K. Wiersema                         BSN          {A}""",
        f"""Patiënt: Blom, A.
Geboren: 14-02-1967
In kopie          K. Wiersema                         BSN          {A}""",
        f"""Kopie aan: K. Wiersema
Patiënt: Blom, A.      Geboren: 14-02-1967      BSN: {A}""",
    ],
)
def test_a_doctor_gets_nothing_of_the_patient_beside_him(letter: str) -> None:
    finding = search(letter)
    assert [said(draft) for draft in of_role(finding, "patient")] == [{**BLOM, "bsn": A}]
    for draft in finding.drafts:
        assert draft.role == "patient" or not draft.categories & {"bsn", "birth_date", "address"}


def test_blocks_of_a_print_queue_with_dots_up_to_the_colon() -> None:
    tells(
        f"""======================================
Aanvrager ........: M. Terpstra
Praktijk/afdeling : Ziekenhuis Noorderhaven
Cliënt ...........: Vries, T. de / M / 07-03-2024
BSN ..............: {A}    Cliëntnr: D331076
Woonachtig .......: Parkweg 17 hs, 4702 CD BREDA
Monster ..........: 2024-387897   afgenomen 23-05-2024  ontvangen 24-05-2024

  Bloedkweek : geen groei

Geautoriseerd door S. Holtrop""",
        {
            "bsn": A,
            "surname": "Vries",
            "prefix": "de",
            "initials": "T.",
            "birth_date": "2024-03-07",
            "sex": "M",
            "street": "Parkweg",
            "house_number": "17",
            "house_number_suffix": "hs",
            "postcode": "4702CD",
            "city": "BREDA",
            "patient_number": "D331076",
            "institution": "Ziekenhuis Noorderhaven",
            "taken_on": "2024-05-23",
            "exam": "blood",
            "result": "yes",
        },
    )


def test_cards_below_each_other_keep_what_repeats() -> None:
    card = """Kaartnummer.....: {0}
Pat.nr..........: 90{0}
Naam............: {1}
Voorletters.....: M.
Geboren.........: 07.11.1973
Geslacht........: vrouw
Inzender........: HAP De Linde
Onderzoek.......: MRSA neus
Datum afname....: 0{2}.08.2020
Datum uitslag...: 09.08.2020
Uitslag.........: niet gevonden
═════════════════════════════"""
    names = ["Smit", "Kok", "Blom", "Vos", "Bos"]
    text = "\n".join(card.format(1001 + at, name, at + 1) for at, name in enumerate(names))
    drafts = of_role(search(text), "patient")
    assert [draft.fields["surname"] for draft in drafts] == names
    assert [draft.fields["patient_number"] for draft in drafts] == [f"90{1001 + at}" for at in range(5)]
    assert [draft.fields["taken_on"] for draft in drafts] == [f"2020-08-0{at + 1}" for at in range(5)]
    assert {draft.fields["institution"] for draft in drafts} == {"HAP De Linde"}


def test_sticker_with_a_sample_number_and_the_mnemonic_of_an_exam() -> None:
    (draft,) = tells(
        f"Blom, A.\nGeb: 14-02-1967  V\nBSN: {A}\n230398296  URKW\nAfname 08-02-2023\nNHV",
        {**BLOM, "bsn": A, "sex": "F", "exam": "urine", "taken_on": "2023-02-08"},
    )
    assert (draft.fields["sample_number"], draft.fields["sender_code"]) == ("230398296", "NHV")


def test_foreign_postcode_below_a_labelled_street_and_behind_the_place() -> None:
    tells(
        "Naam: Blom, A.\nGeboren: 14-02-1967\nAdres: Rue du Moulin 72\n59300 Valenciennes",
        {**BLOM, "street": "Rue du Moulin", "house_number": "72", "postcode": "59300", "city": "Valenciennes"},
    )
    tells(
        "Naam: Blom, A.\nGeboren: 14-02-1967\nAdres: Kirchweg 3\nWoonplaats: 52062 Aachen",
        {**BLOM, "street": "Kirchweg", "house_number": "3", "postcode": "52062", "city": "Aachen"},
    )


def test_a_sheet_of_private_addresses() -> None:
    sheet = "\n\n\n".join(
        f"{who}\n{street} {at}\n970{at} AB  GRONINGEN"
        for at, (who, street) in enumerate(
            [("Mevr. F.G. de Vries", "Fazantlaan"), ("Dhr. K. Blom", "Lindelaan"), ("Mevr. T. da Silva", "Boslaan")], 1
        )
    )
    drafts = of_role(search(sheet), "patient")
    assert [draft.fields["surname"] for draft in drafts] == ["Vries", "Blom", "Silva"]
    assert of_role(search(sheet.split("\n\n\n")[0]), "patient") == []


def test_examples_in_manuals_and_names_in_minutes_are_nobody() -> None:
    for text in (
        "Controleer naam en geboortedatum, bijvoorbeeld: Jansen, J.J., geb. 01-01-1980.",
        "1. Vraag naam en geboortedatum (voorbeeld: mevrouw V. Vos, 01-01-1980).",
    ):
        assert [draft.role for draft in search(text).drafts] == ["dummy"]
    minutes = (
        "Notulen werkoverleg pathologie\n\nAanwezig: Dirk Blom\n\n3. Actie: N. van der Sluis belt over 14-03-2024."
    )
    assert of_role(search(minutes), "patient") == []
    assert len(of_role(search("bijvoorbeeld mw. A. Blom, geb. 14-02-1967, urinekweek"), "patient")) == 1


def test_a_cell_of_a_table_that_names_nobody_tells_of_the_person_of_its_row() -> None:
    own = Draft("row 2", fields={"surname": "Blom", "taken_on": "2020-11-29"})
    reader = NoteReader(find_texts, care_told, "map/bericht", SETTING)
    letter = "Onderzoek: Urinekweek\nAfgenomen dd 25-11-2020\nUitslag: geen groei\nMet groet,\nS. Holtrop, patholoog"
    others = reader.read(letter, "row 2", own)
    assert [draft.role for draft in others] == ["professional"]
    assert (own.fields["exam"], own.fields["taken_on"], own.has_result) == ("urine", "2020-11-25", True)
    reader.read("Vorige kweek afgenomen dd 25-11-2017", "row 2", own)
    assert own.fields["taken_on"] == "2020-11-25"


def test_the_mail_that_went_to_the_patient() -> None:
    mail = """From: Lab Zuidwest <noreply@lab.example>
To: "A.B. de Wit" <anna.wit@mail.example>
Subject: uw afspraak

Beste mevrouw De Wit,
De uitslag van uw bloedonderzoek, afgenomen op 10 augustus 2023, staat klaar.
Ter controle: geboren 25-11-1973."""
    (draft,) = of_role(search(Text("", mail)), "patient")
    assert said(draft) == {
        "surname": "Wit",
        "prefix": "de",
        "initials": "A.B.",
        "birth_date": "1973-11-25",
        "sex": "F",
        "emails": "anna.wit@mail.example",
    }


def test_the_mail_to_a_doctor_of_the_same_surname() -> None:
    mail = """From: Lab Zuidwest <noreply@lab.example>
To: K. de Wit <k.wit@praktijk.example>
Subject: uitslag

Beste collega,
Bij mevrouw A.B. de Wit, geb. 25-11-1973, is bloed afgenomen."""
    (draft,) = of_role(search(mail), "patient")
    assert (draft.fields["initials"], draft.lists) == ("A.B.", {})


def test_letter_without_a_blank_line_between_its_parts() -> None:
    tells(
        f"""Huisartsenpraktijk De Linde
t.a.v. S.S.K. Tuinder, huisarts
Turfsteker 34
9988 AX Groningen
Groningen, 15 juli 2022
Betreft: Feceskweek, ons kenmerk C22.09840
Geachte collega Tuinder,
Op 9 juli 2022 is bij mevrouw A. Blom, geboren 14 februari 1967, wonende Ringdijk 11 te 8940 RJ Leeuwarden, BSN {A}, materiaal afgenomen.
Onze bevinding luidt: Salmonella niet gekweekt.
Hoogachtend,

G. Holtrop
patholoog""",
        {
            **BLOM,
            "bsn": A,
            "sex": "F",
            "street": "Ringdijk",
            "house_number": "11",
            "postcode": "8940RJ",
            "city": "Leeuwarden",
            "exam": "other",
            "taken_on": "2022-07-09",
            "institution": "Huisartsenpraktijk De Linde",
            "result": "yes",
        },
    )


def test_labels_far_from_their_colon() -> None:
    tells(
        """FAXBERICHT         pagina 1 van 6
Betreft        : Blom, A.    (V)
Geb.datum          : 14-feb-1967
Woonadres          : Rietveld 190
8199 MP                    Raalte
Pat.nr        : 3860896
Afname           : 03-mei-2023          Ontvangst: 05-mei-2023
Conclusie        : geen afwijkingen""",
        {
            **BLOM,
            "sex": "F",
            "street": "Rietveld",
            "house_number": "190",
            "postcode": "8199MP",
            "patient_number": "3860896",
            "taken_on": "2023-05-03",
            "result": "yes",
        },
    )


def test_what_a_letter_is_about_may_be_an_exam() -> None:
    tells(
        f"""U zond ons op 2 december 2024 materiaal in van mevrouw A. Blom, geboren 14 februari 1967 (BSN {A}).
Het betreft: Cervixcytologie, bij u verkregen op 1 december 2024 (ons nummer L24.10287).""",
        {**BLOM, "sex": "F", "bsn": A, "taken_on": "2024-12-01", "exam": "cervical_smear"},
    )


def test_slips_below_each_other_whose_values_are_words_for_labels() -> None:
    slip = """Slip                        R-{0}
Client                      {1}
DOB                         {2}           Sex    F
Requester                   Huisartsenpraktijk De Linde
Test                        Skin patch test
Collected                   07 Mar 2024
"""
    born = {"sex": "F", "exam": "skin", "taken_on": "2024-03-07"}
    tells(
        slip.format(1, "Anna Blom", "14 Feb 1967") + slip.format(2, "Bea Maas", "3 Jan 1980"),
        {"surname": "Blom", "given_names": "Anna", "birth_date": "1967-02-14", **born},
        {"surname": "Maas", "given_names": "Bea", "birth_date": "1980-01-03", **born},
    )


CERTIFICATE = """Keuringsuitslag
{0}: A. Blom
Geboren op: 14-02-1967
Arbodienst: Noorderhaven
Test: Urine cadmium
Monster afgenomen op: 29-04-2024
Bedrijfsarts: V. Oud
Laboratorium Zuid - O. ten Have"""


@pytest.mark.parametrize("label", ["Werknemer", "Employee"])
def test_the_employee_who_was_examined_is_the_patient(label: str) -> None:
    tells(CERTIFICATE.format(label), {**BLOM, "exam": "urine", "taken_on": "2024-04-29"})


def test_who_works_there_is_no_patient_beside_one() -> None:
    tells(
        "Patiënt: A. Blom\nGeboren op: 14-02-1967\nMedewerker: J. Vos\nTest: Urine cadmium", {**BLOM, "exam": "urine"}
    )


def test_an_inflammation_with_a_letter_is_no_name() -> None:
    tells(
        "Anna Blom, born 14 February 1967, Hepatitis B titre (blood) of 3 September 2024, phone 0629132016",
        {"surname": "Blom", "given_names": "Anna", "birth_date": "1967-02-14", "phones": "+31629132016"},
    )
