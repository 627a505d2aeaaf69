"""Notes, minutes, lists and mails: several people in one text, each with what is theirs."""

from tests.stages.finding.prose.telling import A, B, C, of_role, search, silent, tells


def test_call_notes_by_day_with_the_client_in_the_heading() -> None:
    tells(
        f"""Belnotities secretariaat - Ziekenhuis Noorderhaven

04-09-2023 Mw. R.G. Broeshart (geb. 01-03-1998) belt over de uitslag van urinekweek. BSN {A}. Uitslag doorgegeven: geen groei. HA is dr. Bossuyt te Leiden.

11-03-2024 Tel. van huisarts E.E. Aarts: patiënte Ven, S. van der, geb. 21-08-1953, wonende Zwaluwweg 2 te Zwolle, soa-onderzoek zoekgeraakt? Nagevraagd bij Boer.

14-04-2024 Partner van Dhr. T.R.D. van Bentheim (02-12-1961) vraagt of huidbiopt al binnen is. Niets doorgegeven, AVG.

11-05-2024 Materiaal van Mw. C. Teunissen, 26-02-1959, niet ondertekend. Weverspad 13 hs, 2252 AZ Voorschoten. Cliëntnr A5917712, retour.""",
        {
            "bsn": A,
            "surname": "Broeshart",
            "initials": "R.G.",
            "birth_date": "1998-03-01",
            "sex": "F",
            "exam": "urine",
            "taken_on": "2023-09-04",
            "institution": "Ziekenhuis Noorderhaven",
            "result": "yes",
            "place": "line 3",
        },
        {
            "surname": "Ven",
            "prefix": "van der",
            "initials": "S.",
            "birth_date": "1953-08-21",
            "sex": "F",
            "street": "Zwaluwweg",
            "house_number": "2",
            "city": "Zwolle",
            "exam": "sti",
            "result": "no",
            "place": "line 5",
        },
        {
            "surname": "Bentheim",
            "prefix": "van",
            "initials": "T.R.D.",
            "birth_date": "1961-12-02",
            "sex": "M",
            "exam": "skin",
            "result": "no",
            "institution": "Ziekenhuis Noorderhaven",
        },
        {
            "surname": "Teunissen",
            "initials": "C.",
            "birth_date": "1959-02-26",
            "sex": "F",
            "street": "Weverspad",
            "house_number": "13",
            "house_number_suffix": "hs",
            "postcode": "2252AZ",
            "city": "Voorschoten",
            "patient_number": "A5917712",
            "taken_on": "2024-05-11",
            "result": "no",
        },
    )


def test_hurried_notes_without_capitals() -> None:
    tells(
        f"""ma 12-3
- mw jansen 03-05-1971 belt, uitslag HPV? nog niet bekend
- dhr. de Boer (*12-06-1960) wil uitslag PSA. Doorgegeven: 2,1
- HAP De Linde, dr. Smit: spoed voor pat. Van Dam, geb 1-2-1980, bsn {A}
- koerier gebeld, komt later""",
        {"surname": "Jansen", "birth_date": "1971-05-03", "sex": "F", "exam": "cervical_smear", "result": "no"},
        {"surname": "Boer", "prefix": "de", "birth_date": "1960-06-12", "sex": "M", "exam": "blood", "result": "yes"},
        {"bsn": A, "surname": "Dam", "prefix": "van", "birth_date": "1980-02-01"},
    )


def test_notes_with_hours_whose_lines_go_on() -> None:
    tells(
        """12-03-2024 10:15 Mw. De Groot (geb. 4-5-1966) belt. Vraagt uitslag bloedonderzoek. 06-23456789.
   Teruggebeld door Karin. Uitslag: Hb 8,1.
12-03-2024 11:00 Dhr. Bakker, geb. 7-8-1949 komt langs met urine.
13-03-2024 09:00 Storing analyzer, monteur Jansen gebeld.""",
        {
            "surname": "Groot",
            "prefix": "de",
            "birth_date": "1966-05-04",
            "sex": "F",
            "phones": "+31623456789",
            "exam": "blood",
            "result": "yes",
            "place": "line 1",
        },
        {
            "surname": "Bakker",
            "birth_date": "1949-08-07",
            "sex": "M",
            "exam": "urine",
            "result": "no",
            "place": "line 3",
        },
    )


def test_chat_with_packed_days_and_first_names() -> None:
    tells(
        f"""12-03-24 10:15 - Karin: mevr jansen geb 010260 belt over haar uitstrijkje
12-03-24 10:17 - Joost: welke?
12-03-24 10:18 - Karin: Petra Jansen, {A}""",
        {"surname": "Jansen", "birth_date": "1960-02-01", "sex": "F", "exam": "cervical_smear", "place": "line 1"},
        {"bsn": A, "surname": "Jansen", "given_names": "Petra", "place": "line 3"},
    )


def test_minutes_name_staff_and_one_patient() -> None:
    text = """Notulen werkoverleg laboratorium 12-03-2024
Aanwezig: J. de Boer, P. Smit, K. van Dijk (voorzitter), mw. A. Bakker
Afwezig: L. Jansen (m.k.)
1. Opening. De voorzitter opent de vergadering.
2. Incident: monster verwisseld van mevrouw T. de Lange, geb. 02-03-1955. Actie: P. Smit.
3. Rondvraag: J. de Boer vraagt naar de verbouwing."""
    tells(
        text,
        {"surname": "Lange", "prefix": "de", "initials": "T.", "birth_date": "1955-03-02", "sex": "F", "taken_on": ""},
    )
    staff = {draft.fields["surname"] for draft in of_role(search(text), "professional")}
    assert staff == {"Boer", "Smit", "Dijk", "Bakker", "Jansen"}


def test_english_minutes() -> None:
    tells(
        """Minutes of the quality meeting, 5 March 2024
Present: Dr J. Smith (chair), A. Brown, C. Jones
1. Sample mix-up. Mr Peter Black (DOB 14/02/1961, MRN 556677) received a wrong report. Action: A. Brown.
2. AOB. None.""",
        {"surname": "Black", "given_names": "Peter", "birth_date": "1961-02-14", "patient_number": "556677"},
    )


def test_two_people_in_one_sentence() -> None:
    tells(
        f"Het materiaal van mevrouw A. Koster (geb. 01-02-1950) is verwisseld met dat van de heer B. Kuipers (geb. 03-04-1960, BSN {A}).",
        {"surname": "Koster", "initials": "A.", "birth_date": "1950-02-01", "sex": "F"},
        {"bsn": A, "surname": "Kuipers", "initials": "B.", "birth_date": "1960-04-03", "sex": "M"},
    )


def test_incident_report_with_a_reporter() -> None:
    tells(
        f"""Datum incident: 06-05-2024
Melder: M. Kuiper, analist
Betrokken patiënt: C. Verstraten, 17-10-1982, BSN {A}
Omschrijving: verwisseling van buizen tussen pt. Verstraten en pt. A. Nuyens (08-08-1988).""",
        {"bsn": A, "surname": "Verstraten", "initials": "C.", "birth_date": "1982-10-17", "place": "line 3"},
        {"surname": "Nuyens", "initials": "A.", "birth_date": "1988-08-08"},
    )


def test_who_calls_is_not_the_patient() -> None:
    tells(
        """Datum: 12-03-2024
Beller: mevrouw Peters
Over patiënt: Peters, L. (geb. 2-3-2015)
Vraag: uitslag allergietest""",
        {"surname": "Peters", "initials": "L.", "birth_date": "2015-03-02", "result": "no"},
    )
    text = """Klacht 17
Melder: dhr. R. Molenaar, zoon van patiënte mw. H. Molenaar-Visser (12-12-1938, Beukenlaan 22, 5611 CD Eindhoven)"""
    assert [draft.fields["initials"] for draft in of_role(search(text), "relative")] == ["R."]
    assert [draft.fields["initials"] for draft in of_role(search(text), "patient")] == ["H."]


def test_mail_thread_about_one_person() -> None:
    tells(
        f"""Van: Jansen, Karin <k.jansen@lab.example>
Aan: uitslagen@lab.example
Cc: P. de Boer <p.deboer@lab.example>
Onderwerp: FW: uitslag mw. Verhoeven

Hoi Piet,

Kun je even kijken naar Verhoeven, M.A., geb. 23-11-1979, BSN {A}? De huidexcisie van 12-02-2024 is nog niet geautoriseerd.

Groetjes Karin

Van: Secretariaat Huisartsen De Brug <info@debrug.example>
Verzonden: dinsdag 12 maart 2024 09:12
Aan: Jansen, Karin
Onderwerp: uitslag

Graag de uitslag van Mevr. M.A. Verhoeven, 23-11-1979.
Met vriendelijke groet,
Sandra de Vries
doktersassistente""",
        {
            "bsn": A,
            "surname": "Verhoeven",
            "initials": "M.A.",
            "birth_date": "1979-11-23",
            "sex": "F",
            "exam": "skin",
            "taken_on": "2024-02-12",
            "result": "no",
        },
    )


def test_the_patient_writes_herself() -> None:
    tells(
        f"""From: Petra van Leeuwen <p.vanleeuwen@voorbeeld.example>
To: info@lab.example
Subject: uitslag

Ik heb twee weken geleden een uitstrijkje laten maken en nog geen uitslag gehad.
Mijn geboortedatum is 17-09-1983 en mijn BSN {A}.

Met vriendelijke groet,
Petra van Leeuwen
Wilgenlaan 4, 3582 AB Utrecht
06-34567890""",
        {
            "bsn": A,
            "surname": "Leeuwen",
            "prefix": "van",
            "given_names": "Petra",
            "birth_date": "1983-09-17",
            "street": "Wilgenlaan",
            "house_number": "4",
            "postcode": "3582AB",
            "city": "Utrecht",
            "phones": "+31634567890",
            "exam": "cervical_smear",
            "result": "no",
        },
    )


def test_lists_with_and_without_a_header() -> None:
    people = [
        {"bsn": A, "surname": "Jansen", "initials": "P.", "birth_date": "1971-05-03"},
        {"bsn": B, "surname": "Vries", "prefix": "de", "initials": "J.A.", "birth_date": "1982-11-12"},
        {"bsn": C, "surname": "Öztürk", "initials": "F.", "birth_date": "1990-02-01"},
    ]
    tells(
        f"Lijst\n1. Jansen, P.   03-05-1971  {A}\n2. Vries, J.A. de   12-11-1982   {B}\n3. Öztürk, F.  01-02-1990  {C}",
        *people,
    )
    tells(f"Jansen P 03-05-1971 {A}\nde Vries JA 12-11-1982 {B}\nÖztürk F 01-02-1990 {C}", *people)
    tells(f"{A} Jansen P 03-05-1971\n{B} de Vries JA 12-11-1982\n{C} Öztürk F 01-02-1990", *people)
    tells(
        f"Naam;geboortedatum;bsn\nJansen, P.;03-05-1971;{A}\nVries, J.A. de;12-11-1982;{B}\nÖztürk, F.;01-02-1990;{C}",
        *people,
    )
    tells(
        f"| Patiënt | Geb.datum | BSN |\n|---|---|---|\n| Jansen, P. | 03-05-1971 | {A} |\n| De Vries, J.A. | 12-11-1982 | {B} |\n| Öztürk, F. | 01-02-1990 | {C} |",
        *people,
    )


def test_work_list_whose_heading_speaks_for_all() -> None:
    tells(
        """WERKLIJST HUIDBIOPTEN  12-06-2024
Nr  Naam                    Geb.dat     M/V  Afd   Aanvrager
1   Abdi, F.H.              01-01-1985  V    POLI  Bos
2   Brink, K. van den       30-06-1951  M    C3    De Jong""",
        {
            "surname": "Abdi",
            "initials": "F.H.",
            "birth_date": "1985-01-01",
            "sex": "F",
            "exam": "skin",
            "place": "line 3",
        },
        {
            "surname": "Brink",
            "prefix": "van den",
            "initials": "K.",
            "birth_date": "1951-06-30",
            "sex": "M",
            "exam": "skin",
            "place": "line 4",
        },
    )


def test_slashes_between_fields() -> None:
    tells(
        "Pt. 8877665/Mw. R.Dijkman/02-04-1960/cervixcytologie/15-01-2024/pap 2\nPt. 8877666/Mw. S. Ahmadi/12-09-1985/cervixcytologie/16-01-2024/pap 1",
        {
            "patient_number": "8877665",
            "surname": "Dijkman",
            "initials": "R.",
            "birth_date": "1960-04-02",
            "sex": "F",
            "taken_on": "2024-01-15",
            "exam": "cervical_smear",
            "result": "yes",
        },
        {
            "patient_number": "8877666",
            "surname": "Ahmadi",
            "initials": "S.",
            "birth_date": "1985-09-12",
            "sex": "F",
            "taken_on": "2024-01-16",
            "result": "yes",
        },
    )


def test_a_sticker_over_three_lines() -> None:
    tells(
        f"VRIES-JANSEN, A.M. DE    V\n12-03-1965   {A}\nKerkweg 3  1234AB Ons Dorp",
        {
            "bsn": A,
            "surname": "Vries-Jansen",
            "prefix": "de",
            "initials": "A.M.",
            "birth_date": "1965-03-12",
            "sex": "F",
            "street": "Kerkweg",
            "house_number": "3",
            "postcode": "1234AB",
            "city": "Ons Dorp",
        },
    )


def test_a_born_child_and_its_mother() -> None:
    tells(
        f"Pasgeborene van mw. K. de Bruin, Baby van de Bruin, geb. 01-03-2024, hielprik afgenomen 05-03-2024. BSN {A}.",
        {
            "bsn": A,
            "surname": "Bruin",
            "prefix": "de",
            "given_names": "Baby",
            "birth_date": "2024-03-01",
            "taken_on": "2024-03-05",
        },
    )


def test_a_surname_later_is_a_mention_of_its_own_in_notes() -> None:
    text = """03-01-2024 Mw. P. Zonderland (geb. 04-05-1960) belt over uitslag urinekweek.
05-01-2024 Mevr. Zonderland teruggebeld: uitslag urinekweek negatief."""
    drafts = of_role(search(text), "patient")
    assert [draft.place for draft in drafts] == ["line 1", "line 2"]
    assert any("elsewhere in the text" in reason for reason in drafts[1].reasons)


def test_staff_lists_rosters_and_suppliers_are_no_patients() -> None:
    finding = silent(
        "A.K. Schmidt      076-5663047  patholoog\nD. van de Brink   070-5219649  bezorger\nF.J. Sire   070-5119307  ICT-beheerder"
    )
    assert [draft.lists["phones"][0] for draft in finding.drafts] == ["+31765663047", "+31705219649", "+31705119307"]
    silent("Rooster week 12\nma: J. de Boer, P. Smit\ndi: K. van Dijk, A. Bakker\nAchterwacht: dr. M. Vos 06-12345678")
    silent(
        "Contactpersonen aanvragers\nHuisartsenpraktijk De Brug, Lindelaan 3, 3511 AB Utrecht, 030-2312345, A. de Wit"
    )
    silent(
        "Factuur 8812\nMedisch Groothandel BV\nt.a.v. de heer P. Jansen\nIndustrieweg 12\n1234 AB Almere\nArtikel: handschoenen"
    )
    silent("Curriculum vitae\nNaam: Jan Pieters\nGeboortedatum: 01-02-1985\nAdres: Dorpsstraat 1, 1234 AB Ons Dorp")


def test_manuals_prices_and_articles_are_silent() -> None:
    finding = silent(
        """Werkinstructie 12: invoer patiëntgegevens
1. Voer het BSN in (9 cijfers, bijv. 123456782).
2. Voer de geboortedatum in (dd-mm-jjjj), bijvoorbeeld 01-01-1980.
3. Naam: achternaam, voorletters.
Score van Gleason, classificatie volgens Bethesda; kleuring van Papanicolaou. Ziekte van Crohn. Morbus Bechterew."""
    )
    assert finding.aside == {"no person in this line": 5}
    silent(
        "Prijslijst 2024\nHemoglobine 070702 EUR 1,85\nReferentiewaarden: Hb 8,5 - 11,0 mmol/l\nInlichtingen: 071-5123456, info@lab.example"
    )
    silent(
        "Barrett-slijmvlies is een premaligne afwijking. In 2019 beschreven Van der Berg et al. een cohort van 123456789 cellen."
    )
    silent(
        "Lab Zuidwest, Postbus 1, 3000 AA Rotterdam. Bezoekadres: Havenkade 12, 3011 AB Rotterdam, tel. 010-1234567, KvK 12345678"
    )
    silent("[database]\nhost=10.0.0.12\nuser=lims\nport=5432\nname=production")


def test_names_and_days_of_shifts_courses_and_versions_are_nobody_s_birth_date() -> None:
    for text in (
        "Vakantieplanning\nJ. de Boer 12-07-2021 t/m 26-07-2021\nK. Visser 01-08-2021 t/m 14-08-2021",
        "BHV-cursus\nP. Jansen 14-05-2019 geslaagd\nS. Smit 14-05-2019 geslaagd",
        "v2.1 12-03-2024 J. de Boer: tabel toegevoegd\nv2.0 03-01-2023 K. Visser: eerste versie",
        "Geachte heer Jansen,\n\nHierbij bestellen wij 1000 bloedbuizen en 200 urinepotjes.\n\nGroet,\nK. de Wit\ninkoper",
        "Overeenkomst tussen Lab Zuidwest, vertegenwoordigd door dhr. A. Bos, en mw. dr. K. Vos, d.d. 12-03-2024.\nBloedonderzoek wordt vergoed.",
    ):
        assert [draft.fields.get("birth_date") for draft in search(text).drafts if draft.role == "patient"] == []


def test_a_child_s_day_of_birth_needs_more_than_its_place() -> None:
    child = {"surname": "Leeuwen", "prefix": "van", "given_names": "Sem", "birth_date": "2021-05-12"}
    tells("Materiaal van Sem van Leeuwen, 12-05-2021, niet ondertekend.", child)
    tells("Sem van Leeuwen (12-05-2021) uitslag bloedonderzoek", child)
    tells(f"Sem van Leeuwen 12-05-2021 {A}", {**child, "bsn": A})


def test_a_family_and_two_people_of_one_name() -> None:
    tells(
        "Gezin De Wit, Kerkstraat 1, 2311 AA Leiden: vader J. de Wit (01-02-1975) en kind Tom de Wit (05-06-2012). Allen getest op hepatitis B: negatief.",
        {
            "surname": "Wit",
            "prefix": "de",
            "initials": "J.",
            "birth_date": "1975-02-01",
            "street": "Kerkstraat",
            "house_number": "1",
            "postcode": "2311AA",
            "city": "Leiden",
            "result": "yes",
        },
        {"surname": "Wit", "prefix": "de", "given_names": "Tom", "birth_date": "2012-06-05", "result": "yes"},
    )
    tells(
        f"Twee patiënten met dezelfde naam.\nP. Jansen, 03-05-1951, BSN {A}\nP. Jansen, 09-09-1980, BSN {B}",
        {"bsn": A, "surname": "Jansen", "initials": "P.", "birth_date": "1951-05-03"},
        {"bsn": B, "surname": "Jansen", "initials": "P.", "birth_date": "1980-09-09"},
    )


def test_names_days_and_numbers_each_on_a_line() -> None:
    tells(
        f"Verbeek, T.\n04-05-1966\n{A}\n\nHermans, L.\n07-08-1977\n{B}",
        {"bsn": A, "surname": "Verbeek", "initials": "T.", "birth_date": "1966-05-04"},
        {"bsn": B, "surname": "Hermans", "initials": "L.", "birth_date": "1977-08-07"},
    )


def test_the_doctor_s_address_in_the_line_of_the_patient() -> None:
    tells(
        "Pat: mw. L. Donkers, 14-02-1961, HA: dr. P. Kersten, Dorpsstraat 1, 5613 AB Eindhoven, tel 040-2123456. Uitslag HPV: positief.",
        {"surname": "Donkers", "initials": "L.", "birth_date": "1961-02-14", "sex": "F", "result": "yes"},
    )


def test_somebody_deep_in_a_long_line() -> None:
    filler = "De afgelopen week zijn er meerdere monsters binnengekomen. " * 60
    tells(
        filler
        + f"Op 4 maart 2024 is bij mevrouw Hendrika Zwanenburg (geboren 14-08-1949, BSN {A}) een uitstrijkje afgenomen. "
        + filler,
        {
            "bsn": A,
            "surname": "Zwanenburg",
            "given_names": "Hendrika",
            "birth_date": "1949-08-14",
            "sex": "F",
            "exam": "cervical_smear",
        },
    )
