"""Letters and reports of laboratories that word and lay them out in unlike ways."""

from betrokken.model.fragments import Text
from tests.stages.finding.prose.telling import NUMBERS, A, B, C, of_role, search, tells


def test_report_with_two_labels_on_a_line() -> None:
    tells(
        f"""Lab Zuidwest
Postbus 8, 4700 AA Roosendaal tel. 0165-555000
Aan: R. de Groot, huisarts
Lindelaan 3, 4701 BB Roosendaal
Opdrachtgever: Ziekenhuis Noorderhaven
Datum afname: 05-12-2023 Labnummer: C23-12345
Betreft: Mw. L. Elberts-van Dam, geboren 23-03-1946
BSN: {A} Patiëntnummer: PN0123456
Adres: Parkweg 7a, 4702 CD Bergen op Zoom
Onderzoek: uitstrijkje
Conclusie: Pap 1
Met collegiale groet,
K. Holtrop, patholoog""",
        {
            "bsn": A,
            "surname": "Elberts-van Dam",
            "initials": "L.",
            "birth_date": "1946-03-23",
            "sex": "F",
            "street": "Parkweg",
            "house_number": "7",
            "house_number_suffix": "a",
            "postcode": "4702CD",
            "city": "Bergen op Zoom",
            "patient_number": "PN0123456",
            "exam": "cervical_smear",
            "taken_on": "2023-12-05",
            "institution": "Ziekenhuis Noorderhaven",
            "result": "yes",
        },
    )


def test_letter_to_the_patient_with_an_address_block_and_no_label() -> None:
    tells(
        """Streeklaboratorium
Postbus 12
9700 AB Groningen

De heer K. Vermeer
Dorpsstraat 5
9712 AB Groningen

Groningen, 4 april 2024

Geachte heer Vermeer,

Op 28 maart 2024 hebben wij uw urine ontvangen voor onderzoek op chlamydia.
De uitslag is negatief.

Met vriendelijke groet,

mw. drs. P. Alberts
arts-microbioloog
tel. 050-3612345""",
        {
            "surname": "Vermeer",
            "initials": "K.",
            "sex": "M",
            "street": "Dorpsstraat",
            "house_number": "5",
            "postcode": "9712AB",
            "city": "Groningen",
            "exam": "sti",
            "taken_on": "2024-03-28",
            "result": "yes",
        },
    )


def test_two_letters_in_one_document_are_two_people() -> None:
    letter = """Mw. L. {name}
Kade {number}
2720 NJ  Zoetermeer

Leiden, 8 april 2023
Cliëntnummer: 82022{number}
Geboortedatum: {number} oktober 1981   BSN: {bsn}
Geachte mevrouw {name},
Op {number} maart 2023 heeft u in opdracht van HAP De Linde een bloedbeeld laten doen. De uitslag is: Hb 8,1.
Neem bij vragen contact op met uw huisarts C.T. van den Heuvel, Leiden.
Hoogachtend, het laboratorium
"""
    one = letter.format(name="Post", number=11, bsn=A)
    other = letter.format(name="François", number=12, bsn="")
    shared = {"initials": "L.", "sex": "F", "street": "Kade", "postcode": "2720NJ", "city": "Zoetermeer"}
    care = {"exam": "blood", "institution": "HAP De Linde", "result": "yes"}
    tells(
        one + "\n" + other,
        {
            "bsn": A,
            "surname": "Post",
            "birth_date": "1981-10-11",
            "house_number": "11",
            "patient_number": "8202211",
            "taken_on": "2023-03-11",
            "place": "line 1",
            **shared,
            **care,
        },
        {
            "surname": "François",
            "birth_date": "1981-10-12",
            "house_number": "12",
            "patient_number": "8202212",
            "taken_on": "2023-03-12",
            "place": "line 13",
            **shared,
            **care,
        },
    )


def test_letter_to_a_general_practitioner_about_somebody_else() -> None:
    drafts = tells(
        """Aan: Huisartsenpraktijk De Brug
t.a.v. mevrouw A. de Wit, huisarts
Lindelaan 3
3511 AB Utrecht

Datum: 02-02-2024
Betreft: uw patiënte mevrouw S. Yilmaz-Kaya, geb. 14-07-1985, Rozenstraat 8 te Utrecht

Geachte collega De Wit,

Bovengenoemde patiënte werd op 30 januari 2024 gezien. Biopt van de huid: naevus, benigne.

Met collegiale groet,
J.K. de Haan, dermatoloog""",
        {
            "surname": "Yilmaz-Kaya",
            "initials": "S.",
            "birth_date": "1985-07-14",
            "sex": "F",
            "street": "Rozenstraat",
            "house_number": "8",
            "city": "Utrecht",
            "exam": "skin",
            "taken_on": "2024-01-30",
            "result": "yes",
        },
    )
    assert "3511AB" not in drafts[0].fields.values()


def test_referral_with_a_given_name_in_brackets_and_two_telephones() -> None:
    tells(
        f"""VERWIJSBRIEF
Aan       : Polikliniek Dermatologie, Ziekenhuis Noorderhaven
Van       : P. Bosman, huisarts
Datum     : 14 maart 2024

Naam            : Mw. T. (Truus) van der Horst-Bakker
Geslacht        : Vrouw
Geboortedatum   : 22 november 1947 (76 jaar)
BSN             : {A}
Adres           : Molenweg 14-2
Woonplaats      : 3812 PX  Amersfoort
Telefoon        : 033-4612345 / 06-51234567
Verzekering     : CZ, polisnr. 801234567

Graag uw beoordeling van een snel groeiende moedervlek. V/P melanoom?
Met vriendelijke groet,
P. Bosman""",
        {
            "bsn": A,
            "surname": "Horst-Bakker",
            "prefix": "van der",
            "initials": "T.",
            "given_names": "Truus",
            "birth_date": "1947-11-22",
            "sex": "F",
            "street": "Molenweg",
            "house_number": "14",
            "house_number_suffix": "2",
            "postcode": "3812PX",
            "city": "Amersfoort",
            "insurance_number": "801234567",
            "phones": "+31334612345,+31651234567",
            "exam": "skin",
            "result": "no",
        },
    )


def test_report_with_labels_in_a_column_told_by_wide_gaps() -> None:
    tells(
        f"""Patiënt           Anna Maria Jansen
Geboortedatum     03-05-1971
BSN               {A}
Telefoon          06-12345678
Aanvrager         dr. K. Bakker
Materiaal         urine
Uitslag           E. coli > 10^5 kve/ml""",
        {
            "bsn": A,
            "surname": "Jansen",
            "given_names": "Anna Maria",
            "birth_date": "1971-05-03",
            "phones": "+31612345678",
            "exam": "urine",
            "result": "yes",
        },
    )


def test_labels_above_their_values() -> None:
    person = {"bsn": A, "surname": "Hendriks", "initials": "P.", "birth_date": "1960-03-12"}
    tells(f"Naam\nP. Hendriks\nGeboortedatum\n12 maart 1960\nBurgerservicenummer\n{A}", person)
    tells(f"Naam:\nGeboortedatum:\nBSN:\nP. Hendriks\n12-03-1960\n{A}", person)


def test_forms_one_below_the_other_start_where_the_first_label_comes_back() -> None:
    tells(
        """Patiëntnummer: 1001
Naam: A. Aarts
Geboortedatum: 01-02-1950
Uitslag: negatief
Patiëntnummer: 1002
Naam: B. Bos
Geboortedatum: 02-03-1960
Uitslag: volgt""",
        {"patient_number": "1001", "surname": "Aarts", "initials": "A.", "birth_date": "1950-02-01", "result": "yes"},
        {"patient_number": "1002", "surname": "Bos", "initials": "B.", "birth_date": "1960-03-02", "result": "no"},
    )


def test_forms_side_by_side() -> None:
    tells(
        f"""Naam: A. Kok                     Naam: B. Kok
Geb.: 01-02-1960                 Geb.: 03-04-1965
BSN: {A}                   BSN: {B}""",
        {"bsn": A, "surname": "Kok", "initials": "A.", "birth_date": "1960-02-01"},
        {"bsn": B, "surname": "Kok", "initials": "B.", "birth_date": "1965-04-03"},
    )


def test_second_page_without_a_person_goes_on_about_the_first() -> None:
    pages = [
        Text("page 1", f"Betreft: dhr. A. Mulder, geb. 03-04-1955\nBSN {A}"),
        Text("page 2", "Vervolg verslag\nConclusie: basaalcelcarcinoom"),
        Text("page 3", f"Betreft: mw. C. Post, geb. 05-06-1965\nBSN {B}\nUitslag: volgt"),
    ]
    tells(
        pages,
        {
            "bsn": A,
            "surname": "Mulder",
            "initials": "A.",
            "birth_date": "1955-04-03",
            "sex": "M",
            "place": "page 1",
            "exam": "skin",
            "result": "yes",
        },
        {
            "bsn": B,
            "surname": "Post",
            "initials": "C.",
            "birth_date": "1965-06-05",
            "sex": "F",
            "place": "page 3",
            "result": "no",
        },
    )


def test_letter_to_the_parents_of_a_child() -> None:
    tells(
        """Aan de ouders/verzorgers van
Sem van Leeuwen
Vlierstraat 12
5038 KL Tilburg

Betreft: uitslag bloedonderzoek van Sem, geboren 12-05-2019

Het ijzergehalte is te laag.""",
        {
            "surname": "Leeuwen",
            "prefix": "van",
            "given_names": "Sem",
            "birth_date": "2019-05-12",
            "street": "Vlierstraat",
            "house_number": "12",
            "postcode": "5038KL",
            "city": "Tilburg",
            "exam": "blood",
            "result": "yes",
        },
    )


def test_invoice_with_the_laboratory_on_the_left_and_the_patient_on_the_right() -> None:
    tells(
        """Lab Zuidwest                                  Uw kenmerk : 2024/77
Postbus 1234                                  Ons kenmerk: ZW-24-00881
4800 DA Breda                                 Datum      : 6 maart 2024
Tel. 076-5551234                              Behandeld door: A. Kok

                                              De heer J. van Bergen
                                              Ginnekenweg 12
                                              4818 JA Breda

Betreft: rekening bloedonderzoek d.d. 14-02-2024

Geachte heer Van Bergen,
Uw verzekerdennummer is 102938475.""",
        {
            "surname": "Bergen",
            "prefix": "van",
            "initials": "J.",
            "sex": "M",
            "street": "Ginnekenweg",
            "house_number": "12",
            "postcode": "4818JA",
            "city": "Breda",
            "insurance_number": "102938475",
            "taken_on": "2024-02-14",
            "exam": "blood",
        },
    )


def test_pathology_report_in_capitals_with_a_clinical_question() -> None:
    tells(
        f"""PATHOLOGIEVERSLAG T24-12345
Pat.: VAN DER MEER-DE JONG, A.B.C. (V) 12-05-1969
BSN {A}
Aanvrager: P. Klaassen, gynaecoloog, Ziekenhuis Noorderhaven
Klinische gegevens: afwijkende cervix, verdenking carcinoom?
Conclusie: volgt
Patholoog: dr. E. Koning""",
        {
            "bsn": A,
            "surname": "Meer-De Jong",
            "prefix": "van der",
            "initials": "A.B.C.",
            "birth_date": "1969-05-12",
            "sex": "F",
            "exam": "cervical_smear",
            "result": "no",
        },
    )


def test_letter_wrapped_within_a_name_a_day_and_a_number() -> None:
    tells(
        f"""Hierbij bericht ik u over uw patiënt, de heer J.
van der Berg, geboren op 4 februari 1948, wonende
aan de Stationsstraat 14 te Delft (BSN
{A}), die op 3 maart 2024 op ons spreekuur
kwam. Uitslag biopsie prostaat: adenocarcinoom.""",
        {
            "bsn": A,
            "surname": "Berg",
            "prefix": "van der",
            "initials": "J.",
            "birth_date": "1948-02-04",
            "sex": "M",
            "street": "Stationsstraat",
            "house_number": "14",
            "city": "Delft",
            "taken_on": "2024-03-03",
            "result": "yes",
        },
    )


def test_english_report_and_letter() -> None:
    tells(
        """Patient name: John Smith   DOB: 12/03/1960   Sex: M
Hospital number: H1234567
Requested by: Dr A. Jones, Consultant
Specimen: skin biopsy, collected 04/02/2024
Conclusion: benign naevus""",
        {
            "surname": "Smith",
            "given_names": "John",
            "birth_date": "1960-03-12",
            "sex": "M",
            "patient_number": "H1234567",
            "exam": "skin",
            "taken_on": "2024-02-04",
            "result": "yes",
        },
    )
    tells(
        """Dear Dr Jones,

Re: Mrs Mary Brown, date of birth 23 May 1955

Thank you for referring this patient. The cervical smear taken on 3 March 2024 was negative.

Yours sincerely,
P. Green
Consultant pathologist""",
        {
            "surname": "Brown",
            "given_names": "Mary",
            "birth_date": "1955-05-23",
            "sex": "F",
            "exam": "cervical_smear",
            "taken_on": "2024-03-03",
            "result": "yes",
        },
    )


def test_clinic_card_with_parts_of_the_name_behind_labels() -> None:
    tells(
        """SOA-poli consultkaart
Cliëntcode: SP-20240117      Datum consult: 17-01-2024
Voornaam: Ricardo   Achternaam: da Silva   Geb: 05/09/1994   M
Mobiel: 0623456712     E-mail: Ricardo.daSilva@voorbeeld.example
Klachten: geen. Partner positief getest op chlamydia.
PCR CT: POSITIEF   PCR NG: negatief""",
        {
            "surname": "Silva",
            "prefix": "da",
            "given_names": "Ricardo",
            "birth_date": "1994-09-05",
            "sex": "M",
            "patient_number": "SP-20240117",
            "phones": "+31623456712",
            "emails": "ricardo.dasilva@voorbeeld.example",
            "exam": "sti",
            "result": "yes",
        },
    )


def test_relatives_and_professionals_keep_their_telephones() -> None:
    text = """Naam: mw. J. Hofman
Geb.datum: 03-03-1940
Contactpersoon: dochter Els Hofman, tel. 06-98765432
Huisarts: dr. P. van Rijn, tel 071-5123456"""
    tells(text, {"surname": "Hofman", "initials": "J.", "birth_date": "1940-03-03", "sex": "F"})
    finding = search(text)
    assert [draft.lists for draft in of_role(finding, "relative")] == [{"phones": ["+31698765432"]}]
    assert [draft.lists for draft in of_role(finding, "professional")] == [{"phones": ["+31715123456"]}]


def test_placeholders_are_nobody_s_number_or_birth_date() -> None:
    text = "Naam: P. Doornbos\nGeboortedatum: 01-01-1900\nBSN: 999999990\nPatiëntnummer: 445566\nUitslag: negatief"
    drafts = tells(text, {"surname": "Doornbos", "initials": "P.", "patient_number": "445566", "result": "yes"})
    assert drafts[0].categories == {"name", "patient_number", "test_result"}


def test_test_patients_are_dummies() -> None:
    finding = search(
        "Testpatiënt: Test, T. geb. 01-01-1900 BSN 999999990 Teststraat 1, 1234 AB Testdorp. HPV negatief."
    )
    assert [draft.role for draft in finding.drafts] == ["dummy"]
    finding = search(f"Betreft: mw. A. Test, geb. 04-05-1966, BSN {C}. Uitslag HPV: negatief")
    assert [draft.role for draft in finding.drafts] == ["patient"]


def test_a_name_alone_is_nobody_yet() -> None:
    finding = search("Geachte mevrouw Zwart,\n\nDank voor uw brief.")
    assert [(draft.role, draft.confidence < 0) for draft in finding.drafts] == [("unknown", True)]


def test_capitals_throughout_and_names_from_elsewhere() -> None:
    person = {"bsn": A, "surname": "Groot", "prefix": "de", "initials": "A.B.", "birth_date": "1950-05-04", "sex": "M"}
    tells(
        f"BETREFT: DHR. A.B. DE GROOT, GEB. 04-05-1950, BSN {A}\nCONCLUSIE: GEEN MALIGNITEIT.",
        {**person, "result": "yes"},
    )
    tells(
        "Patiënte: Nguyễn Thị Hoa, geb. 12-10-1975. Uitslag: Pap 1.",
        {"surname": "Hoa", "given_names": "Nguyễn Thị", "birth_date": "1975-10-12", "sex": "F", "result": "yes"},
    )
    tells(
        "Patiënte: Şahin-Çelik, E., geb. 07-07-1991. Uitslag: Pap 3a.",
        {"surname": "Şahin-Çelik", "initials": "E.", "birth_date": "1991-07-07", "sex": "F", "result": "yes"},
    )


def test_every_number_here_is_invented_and_passes() -> None:
    assert len(set(NUMBERS)) == len(NUMBERS)


def test_a_number_that_the_reader_is_asked_to_call_is_the_senders() -> None:
    letter = """Mevrouw A. Blom
Rietveld 190
8199 MP  Rijswijk
Geboortedatum 14 februari 1967
Geachte mevrouw Blom,
Op 3 mei 2023 is bij u een onderzoek gedaan: urinekweek. {} 030-1234567."""
    for asked, phone in (("Wilt u een afspraak maken via", ""), ("Wij belden u op uw nummer", "+31301234567")):
        (found,) = [one for one in search(letter.format(asked)).drafts if one.role == "patient"]
        assert ",".join(found.lists.get("phones", [])) == phone
        assert (found.fields["exam"], found.fields["taken_on"]) == ("urine", "2023-05-03")
