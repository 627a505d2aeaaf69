"""Lists as unlike each other as real ones are, all of invented people."""

import random
from datetime import date

import pytest

from betrokken.stages.finding.hits import Draft
from tests.stages.finding.grids import dutch, patients, same, search, table
from tests.stages.finding.invented import people

SOME = people(12)
MANY = people(40, seed=7)


def roles(drafts: list[Draft], role: str) -> list[str]:
    return [draft.fields.get("surname", "") for draft in drafts if draft.role == role]


def test_a_full_dutch_export() -> None:
    rows: list[list[object]] = [["Patiëntnr", "BSN", "Achternaam", "Voorvoegsel", "Voorletters", "Roepnaam", "Geb.datum", "M/V", "Straat", "Huisnr", "Toev", "Postcode", "Woonplaats", "Telefoon", "E-mail", "Monsternr", "Onderzoek", "Afnamedatum", "Uitslag"]]  # fmt: skip
    for p in SOME:
        rows.append([p.patient, p.bsn, p.surname, p.prefix, p.initials, p.given, dutch(p.birth), "V" if p.sex == "F" else "M", p.street, p.number, p.suffix, p.postcode[:4] + " " + p.postcode[4:], p.city, p.phone, p.email, p.sample, p.exam, dutch(p.taken), p.result])  # fmt: skip
    finding = search(table(rows))
    same(finding.drafts, SOME, "patient_number", "bsn", "surname", "prefix", "initials", "given_names", "birth_date", "sex", "street", "house_number", "house_number_suffix", "postcode", "city", "sample_number", "exam", "taken_on")  # fmt: skip
    assert [d.lists for d in finding.drafts] == [{"phones": ["+31" + p.phone[1:]], "emails": [p.email]} for p in SOME]
    assert all(d.has_result and "test_result" in d.categories for d in finding.drafts)
    assert finding.drafts[0].place == "row 2"
    assert finding.aside == {"header row": 1}
    assert all(d.confidence > 4 for d in finding.drafts)


def test_the_same_export_without_labels() -> None:
    rows = [[p.patient, p.bsn, p.surname, p.prefix, p.initials, p.given, dutch(p.birth), "V" if p.sex == "F" else "M", p.street, p.number, p.suffix, p.postcode, p.city, p.sample, p.exam, dutch(p.taken), p.result, "J.L. Hulshof"] for p in MANY]  # fmt: skip
    finding = search(table(rows))
    same(patients(finding), MANY, "bsn", "surname", "prefix", "initials", "given_names", "birth_date", "sex", "street", "house_number", "house_number_suffix", "postcode", "city", "sample_number", "exam", "taken_on")  # fmt: skip
    assert set(roles(finding.drafts, "professional")) == {"Hulshof"}


def test_three_columns_without_labels() -> None:
    rows = [[p.comma, dutch(p.birth), p.bsn] for p in SOME]
    same(search(table(rows)).drafts, SOME, "surname", "prefix", "initials", "birth_date", "bsn")


def test_english_labels_month_first() -> None:
    rows: list[list[object]] = [
        ["MRN", "Last Name", "First Name", "DOB", "Gender", "Zip Code", "Collection Date", "Test"]
    ]
    for p in SOME:
        rows.append([p.patient, f"{p.prefix} {p.surname}".strip(), p.given, f"{p.birth:%m/%d/%Y}", "Female" if p.sex == "F" else "Male", p.postcode, f"{p.taken:%m/%d/%Y}", p.exam])  # fmt: skip
    same(search(table(rows)).drafts, SOME, "patient_number", "surname", "prefix", "given_names", "birth_date", "sex", "postcode", "taken_on", "exam")  # fmt: skip


def test_an_english_list_that_does_not_show_its_order_keeps_both_readings() -> None:
    rows = [["Patient name", "Date of birth", "Phone number"], ["Jansen, A.", "03/04/1980", "0612345678"]]
    draft = search(table(rows)).drafts[0]
    assert draft.fields["birth_date"] == "1980-04-03"
    assert draft.birth_dates == {"1980-03-04"}


def test_a_dutch_list_that_does_not_show_its_order_is_read_day_first() -> None:
    rows = [["Naam", "Geboortedatum"], ["Jansen, A.", "03/04/1980"]]
    draft = search(table(rows)).drafts[0]
    assert draft.fields["birth_date"] == "1980-04-03"
    assert not draft.birth_dates


def test_group_labels_tell_patient_from_gp() -> None:
    rows: list[list[object]] = [
        ["", "Patiënt", "", "", "", "", "Huisarts", "", "", ""],
        ["Nr", "Naam", "Adres", "Postcode", "Plaats", "Geb.dat", "Naam", "Adres", "Plaats", "Telefoon"],
    ]
    for n, p in enumerate(SOME):
        rows.append([n, p.comma, f"{p.street} {p.number}{p.suffix and ' ' + p.suffix}", p.postcode, p.city, dutch(p.birth), "Hulshof, J.L.", "Zorgplein 1", "Breda", "076-5123456"])  # fmt: skip
    finding = search(table(rows))
    same(patients(finding), SOME, "surname", "prefix", "initials", "street", "house_number", "house_number_suffix", "postcode", "city", "birth_date")  # fmt: skip
    assert roles(finding.drafts, "professional") == ["Hulshof"] * len(SOME)
    assert not any(d.lists for d in patients(finding))


def test_contact_columns_behind_the_gp_are_the_gps() -> None:
    rows: list[list[object]] = [["Naam", "Geboren", "Adres", "Woonplaats", "Huisarts", "Adres", "Plaats", "Tel"]]
    for n, p in enumerate(MANY):
        gp = ["Hulshof, J.", "Zorgplein 1", "Breda", "076-5123456"] if n % 3 else ["Rees, B. van", "Laan 2", "Gouda", "0182-512345"]  # fmt: skip
        rows.append([p.comma, dutch(p.birth), f"{p.street} {p.number}", p.city, *gp])
    finding = search(table(rows))
    same(patients(finding), MANY, "surname", "prefix", "initials", "birth_date", "street", "house_number", "city")
    assert not any(d.lists for d in patients(finding))


def test_title_lines_name_the_client_and_totals_are_set_aside() -> None:
    head: list[object] = ["Naam", "Geb.dat.", "BSN", "Postcode", "Huisnr", "Verrichting", "Datum", "Bedrag"]
    rows: list[list[object]] = [
        ["Lab Zuidwest - declaraties Ziekenhuis Noorderhaven - 2025", *[""] * 7],
        [*[""] * 8],
        head,
    ]
    for n, p in enumerate(SOME):
        rows.append([p.comma, p.birth, p.bsn, p.postcode, p.number, p.exam, p.taken, "41,50"])
        if n == 5:
            rows.append(head)
    rows.append(["Totaal", "", "", "", "", "", "", "498,00"])
    finding = search(table(rows, place="sheet Blad1"))
    same(finding.drafts, SOME, "surname", "prefix", "initials", "birth_date", "bsn", "postcode", "house_number", "exam", "taken_on")  # fmt: skip
    assert {d.fields["institution"] for d in finding.drafts} == {"Ziekenhuis Noorderhaven"}
    assert finding.aside == {"title or total row": 2, "blank row": 1, "header row": 2}
    assert finding.drafts[0].place == "sheet Blad1 row 4"


def test_blocks_below_each_other_have_columns_and_clients_of_their_own() -> None:
    first, second = SOME[:6], SOME[6:]
    rows: list[list[object]] = [["Opdrachtgever: Huisartsenpraktijk De Linde", "", "", ""], ["BSN", "Naam", "Geb.datum", "Onderzoek"]]  # fmt: skip
    rows += [[p.bsn, p.comma, dutch(p.birth), p.exam] for p in first]
    rows += [
        ["", "", "", ""],
        ["Opdrachtgever: Noorderhaven", "", "", ""],
        ["Naam", "Onderzoek", "Postcode", "Geboortedatum"],
    ]
    rows += [[p.comma, p.exam, p.postcode, dutch(p.birth)] for p in second]
    finding = search(table(rows))
    same(finding.drafts[:6], first, "bsn", "surname", "prefix", "initials", "birth_date", "exam")
    same(finding.drafts[6:], second, "surname", "prefix", "initials", "birth_date", "exam", "postcode")
    clients = [d.fields["institution"] for d in finding.drafts]
    assert clients == ["Huisartsenpraktijk De Linde"] * 6 + ["Noorderhaven"] * 6


def test_everything_about_a_person_in_one_cell() -> None:
    rows: list[list[object]] = [["Patiënt", "Adresgegevens", "Tel"]]
    for p in SOME:
        rows.append([f"{p.comma}, geb. {dutch(p.birth)}, BSN {p.bsn}", f"{p.street} {p.number}, {p.postcode[:4]} {p.postcode[4:]} {p.city}", f"{p.phone} / 071-5123456"])  # fmt: skip
    finding = search(table(rows))
    same(finding.drafts, SOME, "surname", "prefix", "initials", "birth_date", "bsn", "street", "house_number", "postcode", "city")  # fmt: skip
    assert finding.drafts[0].lists["phones"] == ["+31" + SOME[0].phone[1:], "+31715123456"]


def test_name_and_date_in_one_cell_without_labels() -> None:
    rows = [[f"{p.comma} {dutch(p.birth)}", p.postcode] for p in SOME]
    same(search(table(rows)).drafts, SOME, "surname", "prefix", "initials", "birth_date", "postcode")


@pytest.mark.parametrize(
    "labels", [["F_001", "F_002", "F_003", "F_004", "F_005"], ["xnm", "xvl", "xgd", "xident", "xpk"]]
)
def test_labels_of_unknown_software(labels: list[str]) -> None:
    rows: list[list[object]] = [list(labels)]
    rows += [[p.surname, p.initials, f"{p.birth:%Y%m%d}", p.bsn, p.postcode] for p in MANY]
    same(search(table(rows)).drafts, MANY, "surname", "initials", "birth_date", "bsn", "postcode")


def test_patient_and_contact_person_in_one_row() -> None:
    rows: list[list[object]] = [["Naam patiënt", "Geboortedatum", "BSN", "Naam partner", "Telefoon partner", "Geboortedatum partner"]]  # fmt: skip
    rows += [[p.comma, dutch(p.birth), p.bsn, q.comma, q.phone, dutch(q.birth)] for p, q in zip(SOME[:6], SOME[6:], strict=True)]  # fmt: skip
    finding = search(table(rows))
    same(patients(finding), SOME[:6], "surname", "prefix", "initials", "birth_date", "bsn")
    assert roles(finding.drafts, "relative") == [q.surname for q in SOME[6:]]


def test_two_patients_in_one_row() -> None:
    rows: list[list[object]] = [["BSN", "Naam", "Geb.datum", "BSN 2", "Naam 2", "Geb.datum 2"]]
    rows += [[p.bsn, p.comma, dutch(p.birth), q.bsn, q.comma, dutch(q.birth)] for p, q in zip(SOME[:6], SOME[6:], strict=True)]  # fmt: skip
    found = patients(search(table(rows)))
    same(found[::2], SOME[:6], "bsn", "surname", "prefix", "initials", "birth_date")
    same(found[1::2], SOME[6:], "bsn", "surname", "prefix", "initials", "birth_date")


def test_staff_are_professionals() -> None:
    rows = [["Naam", "Functie", "Telefoon", "E-mail", "AGB"]]
    rows += [[p.comma, "analist", p.phone, p.email, "01099003"] for p in SOME]
    finding = search(table(rows), path="HR/lijst.csv")
    assert roles(finding.drafts, "professional") == [p.surname for p in SOME]
    assert not patients(finding)
    assert all(d.confidence < 0 for d in finding.drafts)


def test_a_payroll_with_citizen_numbers_is_still_one_of_staff() -> None:
    rows = [["Personeelsnr", "Achternaam", "Voorletters", "BSN", "Geboortedatum", "Afdeling", "Salarisschaal"]]
    rows += [["4471", p.surname, p.initials, p.bsn, dutch(p.birth), "PA", "FWG 35"] for p in SOME]
    assert not patients(search(table(rows)))


def test_suppliers_products_and_codes_name_nobody() -> None:
    suppliers = [["Leverancier", "Adres", "Postcode", "Plaats", "Contactpersoon", "Telefoon", "IBAN"]]
    suppliers += [
        ["Van Dam Labtechniek", f"{p.street} {p.number}", p.postcode, p.city, p.natural, p.phone, ""] for p in SOME
    ]
    finding = search(table(suppliers))
    assert not patients(finding)
    assert roles(finding.drafts, "professional") == [p.surname for p in SOME]
    products = [["Artikelnr", "Omschrijving", "Prijs"], ["123456782", "Handschoenen Nitril", "12,50"], ["111222333", "Reagens Bakker", "3"]]  # fmt: skip
    codes = [["code", "omschrijving"], ["CYTCX", "Uitstrijkje"], ["HISTH", "Huidbiopt"]]
    names_of_things = [["Naam", "Aantal"], ["Handschoenen", "3"], ["Pipet", "4"], ["Centrifuge", "1"]]
    for rows in (products, codes, names_of_things):
        assert not search(table(rows)).drafts


def test_orders_without_names_carry_the_patient_number() -> None:
    rows: list[list[object]] = [
        ["Patiëntnummer", "Monsternummer", "Onderzoek", "Afnamedatum", "Uitslag", "Opdrachtgever"]
    ]
    rows += [[p.patient, p.sample, p.exam, dutch(p.taken), p.result, "HAP De Linde"] for p in SOME]
    drafts = search(table(rows)).drafts
    same(drafts, SOME, "patient_number", "sample_number", "exam", "taken_on")
    assert all(d.has_result and d.fields["institution"] == "HAP De Linde" for d in drafts)


def test_samples_of_a_client_are_kept_and_those_of_an_analyser_are_not() -> None:
    theirs: list[list[object]] = [["Monsternummer", "Onderzoek", "Uitslag", "Opdrachtgever"]]
    theirs += [[p.sample, p.exam, p.result, "Noorderhaven"] for p in SOME]
    same(search(table(theirs)).drafts, SOME, "sample_number", "exam")
    analyser: list[list[object]] = [["Sample ID", "Test", "Result", "Unit", "Flag", "Timestamp"]]
    analyser += [
        [random.Random(n).randrange(10**8, 10**9), "GLU", "5.4", "mmol/L", "", "2025-02-01 08:00"] for n in range(30)
    ]
    assert not search(table(analyser)).drafts


def test_numbers_that_pass_by_chance_are_no_citizen_numbers() -> None:
    numbers = random.Random(3)
    rows: list[list[object]] = [["Naam", "Monster", "Nummer"]]
    rows += [[p.comma, numbers.randrange(10**8, 10**9), numbers.randrange(10**8, 10**9)] for p in MANY]
    assert not any("bsn" in d.fields for d in search(table(rows)).drafts)
    serial = [[p.comma, dutch(p.birth), 612_000_000 + 11 * n] for n, p in enumerate(MANY)]
    assert not any("bsn" in d.fields for d in search(table(serial)).drafts)


def test_a_patient_number_that_passes_the_test_keeps_its_label() -> None:
    rows: list[list[object]] = [["Patiëntnummer", "Naam", "Geb.datum"]]
    rows += [[p.bsn, p.comma, dutch(p.birth)] for p in MANY]
    drafts = search(table(rows)).drafts
    assert [d.fields["patient_number"] for d in drafts] == [p.bsn for p in MANY]
    assert not any("bsn" in d.fields for d in drafts)


def test_numbers_as_spreadsheets_leave_them() -> None:
    rows: list[list[object]] = [["BSN", "Naam", "Geboren", "Afgenomen"]]
    day = date(1899, 12, 30)
    for p in MANY:
        rows.append([f"{int(p.bsn)}.0", p.comma, (p.birth - day).days, (p.taken - day).days])
    same(search(table(rows)).drafts, MANY, "bsn", "surname", "prefix", "initials", "birth_date", "taken_on")


@pytest.mark.parametrize("form", ["%Y%m%d", "%d%b%Y", "%d-%m-%y", "%d %B %Y", "%Y-%m-%dT00:00:00", "%d.%m.%Y"])
def test_ways_of_writing_dates(form: str) -> None:
    young = [p for p in MANY if p.birth.year > 1945]
    rows: list[list[object]] = [["Naam", "Geb", "BSN"]]
    rows += [[p.comma, p.birth.strftime(form), p.bsn] for p in young]
    same(search(table(rows)).drafts, young, "surname", "prefix", "initials", "birth_date", "bsn")


def test_a_label_that_the_values_refute_loses() -> None:
    rows: list[list[object]] = [["Naam", "Geb", "Geboortedatum"]]
    rows += [[p.comma, p.city, dutch(p.birth)] for p in SOME]
    assert [d.fields["birth_date"] for d in search(table(rows)).drafts] == [p.birth.isoformat() for p in SOME]


def test_own_and_partner_names() -> None:
    rows = [
        ["Eigen naam", "Voorvoegsel eigen naam", "Partnernaam", "Voorvoegsel partner", "Voorletters", "Geb.datum"],
        ["Berg", "van den", "Vries", "de", "A.", "01-02-1980"],
        ["Smit", "", "", "", "B.", "02-03-1981"],
    ]
    first, second = search(table(rows)).drafts
    assert (first.fields["prefix"], first.fields["surname"]) == ("de", "Vries-van den Berg")
    assert first.fields["birth_surname"] == "van den Berg"
    assert second.fields["surname"] == "Smit"
    assert "birth_surname" not in second.fields


def test_a_form_down_the_page() -> None:
    p = SOME[0]
    rows = [
        ["Patiëntenkaart", ""],
        ["Naam", p.comma],
        ["Geboortedatum", dutch(p.birth)],
        ["BSN", p.bsn],
        ["Adres", f"{p.street} {p.number}"],
        ["Postcode", p.postcode],
    ]
    finding = search(table(rows))
    same(
        finding.drafts, [p], "surname", "prefix", "initials", "birth_date", "bsn", "street", "house_number", "postcode"
    )
    assert finding.rows_with_mentions == 5


def test_paths_of_nested_records() -> None:
    columns = ["ts", "patient.bsn", "patient.naam.achternaam", "patient.naam.voorvoegsel", "patient.naam.voorletters", "patient.geboortedatum", "patient.adres.postcode", "opdrachtgever.code", "onderzoek.code", "onderzoek.afname", "huisarts.naam", "huisarts.plaats"]  # fmt: skip
    rows = [["2025-01-01T00:00:00Z", p.bsn, p.surname, p.prefix, p.initials, p.birth, p.postcode, "NHV", p.exam, p.taken, "Hulshof", "Breda"] for p in SOME]  # fmt: skip
    finding = search(table(rows, columns, unit="line"))
    same(patients(finding), SOME, "bsn", "surname", "prefix", "initials", "birth_date", "postcode", "exam", "taken_on")
    assert {d.fields["sender_code"] for d in patients(finding)} == {"NHV"}
    assert patients(finding)[0].place == "line 1"


def test_names_in_capitals_with_initials_behind() -> None:
    rows = [["PATNAAM", "GEBDAT", "GESL"]]
    rows += [[f"{p.surname.upper()} {p.initials.replace('.', '')}", f"{p.birth:%Y%m%d}", p.sex] for p in SOME if p.surname.isascii()]  # fmt: skip
    wanted = [p for p in SOME if p.surname.isascii()]
    same(search(table(rows)).drafts, wanted, "surname", "initials", "birth_date", "sex")


def test_a_mailing_list() -> None:
    rows = [["e-mail", "aanhef", "naam"]]
    rows += [[p.email, "Mevrouw" if p.sex == "F" else "Meneer", p.natural] for p in SOME]
    drafts = search(table(rows)).drafts
    same(drafts, SOME, "surname", "prefix", "initials", "sex")
    assert [d.lists["emails"] for d in drafts] == [[p.email] for p in SOME]


def test_a_number_of_each_row_in_front_of_the_labels() -> None:
    rows: list[list[object]] = [["BSN", "Naam", "Geboortedatum"]]
    rows += [[n, p.bsn, p.comma, dutch(p.birth)] for n, p in enumerate(SOME)]
    same(search(table(rows)).drafts, SOME, "bsn", "surname", "prefix", "initials", "birth_date")


def test_a_list_of_numbers_alone() -> None:
    rows = [[p.bsn] for p in MANY]
    same(search(table(rows)).drafts, MANY, "bsn")


def test_test_patients_are_dummies_and_people_called_test_are_not() -> None:
    rows = [
        ["BSN", "Achternaam", "Roepnaam", "Geb.datum", "Straat", "Postcode"],
        ["999999990", "Test", "Patiënt", "01-01-1900", "Teststraat 1", "1234AB"],
        ["", "ZZZ-Test", "Hl7", "01-01-2000", "", ""],
        [SOME[0].bsn, "Test", "Willem", "03-05-1961", "Kerkstraat 4", "2311AB"],
    ]
    drafts = search(table(rows)).drafts
    assert [d.role for d in drafts] == ["dummy", "dummy", "patient"]
    assert "bsn" not in drafts[0].categories
    assert "birth_date" not in drafts[0].categories


def test_two_things_above_each_other_under_one_label_are_both_read() -> None:
    rows = [[f"dhr. {p.comma}", f"{dutch(p.birth)}\n{p.bsn}", p.exam] for p in SOME]
    rows[0][1] = dutch(SOME[0].birth)
    finding = search(table([["Cliënt", "Geb. / BSN", "Onderzoek"], *rows]))
    assert [draft.fields["surname"] for draft in patients(finding)] == [p.surname for p in SOME]
    assert [draft.fields["birth_date"] for draft in patients(finding)] == [p.birth.isoformat() for p in SOME]
    assert [draft.fields.get("bsn", "") for draft in patients(finding)] == ["", *(p.bsn for p in SOME[1:])]
