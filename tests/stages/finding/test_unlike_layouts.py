"""More lists: old software, engines, agendas, logs, rosters, and lists that only look like patients'."""

from collections.abc import Callable

import pytest

from tests.stages.finding.grids import Row, dutch, patients, same, search, table
from tests.stages.finding.invented import Person, people

SOME = people(15, seed=21)

ALL_NAMES = ("surname", "prefix", "initials")
Layout = tuple[list[str], Callable[[Person], Row], tuple[str, ...]]

LAYOUTS: dict[str, Layout] = {
    "labels without vowels": (
        ["PATNR", "ACHTNM", "TSSNVGSL", "VRLTRS", "GEBDAT", "GESL", "STRTNM", "HUISNR", "PSTCD", "WNPLTS", "ONDZCD", "AFNDAT", "UITSL"],
        lambda p: [p.patient, p.surname, p.prefix.upper(), p.initials.replace(".", ""), f"{p.birth:%Y%m%d}", p.sex, p.street, p.number, p.postcode, p.city, p.exam, f"{p.taken:%Y%m%d}", p.result],
        ("patient_number", *ALL_NAMES, "birth_date", "sex", "street", "house_number", "postcode", "city", "exam", "taken_on"),
    ),
    "fields of an engine": (
        ["MSH.4", "PID.3.1", "PID.5.1", "PID.5.2", "PID.7", "PID.8", "PID.11.1", "PID.11.5", "OBR.4.2", "OBR.7", "OBX.5"],
        lambda p: ["NHV", p.bsn, p.surname, p.given, f"{p.birth:%Y%m%d}", p.sex, f"{p.street} {p.number}", p.postcode, p.exam, f"{p.taken:%Y%m%d}", p.result],
        ("bsn", "surname", "given_names", "birth_date", "sex", "street", "house_number", "postcode", "exam", "taken_on"),
    ),
    "explained labels": (
        ["Volgnr.", "Naam (achternaam, voorletters)", "Geboortedatum (dd-mm-jjjj)", "BSN-nummer", "Geslacht (M/V)", "Tel. nr.", "Pc/wpl", "Datum afname (lokaal)", "Aard onderzoek", "Resultaat (definitief)"],
        lambda p: [1, p.comma, dutch(p.birth), p.bsn, p.sex, p.phone, f"{p.postcode} {p.city}", dutch(p.taken), p.exam, p.result],
        (*ALL_NAMES, "birth_date", "bsn", "sex", "postcode", "city", "taken_on", "exam"),
    ),
    "glued English labels": (
        ["PatientID", "PatientName", "DOB", "Sex", "AddressLine1", "PostalCode", "City", "CollectedDate", "TestCode", "ResultText", "OrderingProvider", "ClientName"],
        lambda p: [p.patient, f"{p.surname}, {p.given}", f"{p.birth:%d/%m/%Y}", p.sex, f"{p.street} {p.number}", p.postcode, p.city, f"{p.taken:%d/%m/%Y}", p.exam, p.result, "dr. J. Hulshof", "Noorderhaven"],
        ("patient_number", "surname", "given_names", "birth_date", "sex", "street", "house_number", "postcode", "city", "taken_on", "exam"),
    ),
    "many dates": (
        ["Aanvraagdatum", "Afnamedatum", "Ontvangstdatum", "Autorisatiedatum", "Geb.dat", "Patient", "PID"],
        lambda p: ["03-01-2024", dutch(p.taken), "05-01-2024", "09-02-2024", dutch(p.birth), p.comma, p.patient],
        ("taken_on", "birth_date", *ALL_NAMES, "patient_number"),
    ),
    "an agenda": (
        ["Tijd", "Naam", "Geb.datum", "Telefoon", "Afspraak bij"],
        lambda p: ["08:15", p.natural, dutch(p.birth), p.phone, "Hulshof"],
        (*ALL_NAMES, "birth_date"),
    ),
    "invoices": (
        ["Factuurnr", "Factuurdatum", "Verzekerde", "Polisnummer", "Verzekeraar", "UZOVI", "BSN", "Prestatiecode", "Behandeldatum", "Bedrag"],
        lambda p: [f"F{p.patient}", "01-02-2025", p.comma, f"33{p.patient}", "Zorgverzekeraar X", "3311", p.bsn, "070702", dutch(p.taken), "41,20"],
        (*ALL_NAMES, "bsn", "taken_on"),
    ),
    "names in capitals with sex behind": (
        ["NAAM", "GEBOREN", "PC"],
        lambda p: [f"{p.surname.upper()}, {p.initials} ({p.given.upper()}) {'MW' if p.sex == 'F' else 'DHR'}", dutch(p.birth), p.postcode],
        ("surname", "initials", "given_names", "sex", "birth_date", "postcode"),
    ),
    "the number with its name in the cell": (
        ["Naam", "Nummer", "Geb."],
        lambda p: [p.comma, f"BSN: {p.bsn}", dutch(p.birth)],
        (*ALL_NAMES, "bsn", "birth_date"),
    ),
    "one cell for the patient": (
        ["Nr", "Patiënt", "Materiaal", "Uitslag"],
        lambda p: [1, f"{p.surname} {p.initials} ({p.sex}) {dutch(p.birth)} {p.bsn}", "bloed", p.result],
        ("surname", "initials", "sex", "birth_date", "bsn"),
    ),
    "codes for sex and lost zeros": (
        ["Naam", "Mobiel", "Geslacht", "Geboren", "Geboortejaar", "Postcode"],
        lambda p: [p.comma, p.phone[1:], "1" if p.sex == "M" else "2", p.birth, p.birth.year, p.postcode],
        (*ALL_NAMES, "sex", "birth_date", "postcode"),
    ),
    "a screening": (
        ["Deelnemernummer", "Kitnr", "Voornaam", "Tussenvoegsel", "Achternaam", "Geboortedatum", "Adresregel 1", "Adresregel 2", "HPV uitslag"],
        lambda p: [p.patient, p.sample, p.given, p.prefix, p.surname, dutch(p.birth), f"{p.street} {p.number}", f"{p.postcode} {p.city}", "hrHPV positief"],
        ("patient_number", "sample_number", "given_names", "prefix", "surname", "birth_date", "street", "house_number", "postcode", "city"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    labels, row, fields = LAYOUTS[name]
    some = [p for p in SOME if p.surname.isascii()]
    same(patients(search(table([labels, *map(row, some)]))), some, *fields)


BARE: dict[str, tuple[Callable[[Person], Row], tuple[str, ...]]] = {
    "given name and surname apart": (
        lambda p: [p.given, f"{p.prefix} {p.surname}".strip(), dutch(p.birth), p.city],
        ("given_names", "prefix", "surname", "birth_date", "city"),
    ),
    "given name and surname together": (
        lambda p: [" ".join(filter(None, [p.given, p.prefix, p.surname])), dutch(p.birth), p.phone],
        ("given_names", "prefix", "surname", "birth_date"),
    ),
    "surname, given name": (
        lambda p: [f"{p.surname}, {p.given}", p.birth, p.sex, p.taken, "Noorderhaven", p.exam],
        ("surname", "given_names", "birth_date", "sex", "taken_on", "exam"),
    ),
    "a number and a name": (lambda p: [p.bsn, p.natural], ("bsn", *ALL_NAMES)),
    "an address label in columns": (
        lambda p: [p.natural, f"{p.street} {p.number}", f"{p.postcode} {p.city}"],
        (*ALL_NAMES, "street", "house_number", "postcode", "city"),
    ),
    "initials behind the name": (
        lambda p: [p.surname, p.initials, p.prefix, p.sex, f"{p.birth:%d/%m/%y}" if p.birth.year > 1945 else dutch(p.birth), p.postcode, p.number],
        ("surname", "initials", "prefix", "sex", "birth_date", "postcode", "house_number"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BARE)
def test_without_labels(name: str) -> None:
    row, fields = BARE[name]
    same(patients(search(table(map(row, SOME)))), SOME, *fields)


def test_labels_in_two_languages() -> None:
    rows: list[Row] = [["BSN", "Achternaam", "Voorletters"], ["citizen number", "Last name", "Initials"]]
    rows += [[p.bsn, p.surname, p.initials] for p in SOME]
    same(search(table(rows)).drafts, SOME, "bsn", "surname", "initials")


def test_lines_about_the_report_above_the_labels() -> None:
    rows: list[Row] = [["Rapport:", "Uitslagen per praktijk"], ["Gebruiker:", "J. Hulshof"], ["Praktijk:", "HAP De Linde"], [""], ["BSN", "Naam", "Onderzoek"]]  # fmt: skip
    rows += [[p.bsn, p.comma, p.exam] for p in SOME]
    finding = search(table(rows))
    same(finding.drafts, SOME, "bsn", *ALL_NAMES, "exam")
    assert {d.fields["institution"] for d in finding.drafts} == {"HAP De Linde"}


def test_the_sheet_names_the_client() -> None:
    rows = [["BSN", "Naam"], *([p.bsn, p.comma] for p in SOME)]
    drafts = search(table(rows, place="sheet Noorderhaven")).drafts
    assert {d.fields["institution"] for d in drafts} == {"Noorderhaven"}


@pytest.mark.parametrize(
    ("rows", "path"),
    [
        ([["Naam", "ma", "di", "wo"], *([p.natural, "D", "L", ""] for p in SOME)], "Afdeling/rooster 2024.xlsx"),
        ([["username", "full_name", "email", "role"], *([p.given, p.natural, p.email, "analist"] for p in SOME)], "a.csv"),
        ([["Klantnr", "Naam", "Adres", "Plaats", "E-mail", "Contactpersoon"], *([1, f"Huisartsenpraktijk {p.surname}", p.street, p.city, p.email, p.natural] for p in SOME)], "a.csv"),
        ([["Aanwezig", "Functie"], *([p.natural, "arts"] for p in SOME)], "notulen.docx"),
        ([["Huisarts", "Praktijk", "Adres", "Postcode", "Plaats", "AGB"], *([p.comma, "HAP De Linde", f"{p.street} {p.number}", p.postcode, p.city, "01099002"] for p in SOME)], "huisartsen.csv"),
        ([[p.city] for p in SOME], "plaatsen.csv"),
        ([["Straat", "Postcode", "Plaats"], *([p.street, p.postcode, p.city] for p in SOME)], "straten.csv"),
    ],
)  # fmt: skip
def test_lists_without_patients(rows: list[Row], path: str) -> None:
    assert not patients(search(table(rows), path=path))


def test_names_without_anything_else_are_of_unknown_people() -> None:
    drafts = search(table([[p.natural] for p in SOME])).drafts
    assert {d.role for d in drafts} == {"unknown"}


def test_remarks_belong_to_the_person_of_their_row() -> None:
    person = SOME[0]
    rows = [["Naam", "Geboortedatum", "Opmerking"], [person.comma, dutch(person.birth), f"Mw. {person.surname} gebeld op {person.phone}, uitslag volgt per post"]]  # fmt: skip
    drafts = patients(search(table(rows)))
    assert len(drafts) == 1
    assert drafts[0].lists.get("phones") == ["+31" + person.phone[1:]]
