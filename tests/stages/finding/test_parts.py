"""The parts that decide: numbers by their column, dates by theirs, keys, short labels, composed surnames."""

import random
from datetime import date

import pytest

from betrokken.stages.finding import abbreviations, columns, dates, dummies, entities, numbers, rows, surnames
from betrokken.stages.finding.header import find
from tests.stages.finding.invented import SETTING, bsn, people

RANDOM = random.Random(4)


def test_random_and_serial_numbers_are_no_citizen_numbers() -> None:
    for _ in range(200):
        by_chance = [str(RANDOM.randrange(10**8, 10**9)) for _ in range(20)]
        assert not numbers.is_bsn(by_chance, beside_a_person=True)
    serial = [str(612_000_003 + 11 * n) for n in range(40)]
    assert not numbers.is_bsn(serial, beside_a_person=True)


def test_real_numbers_are_with_a_typing_error_among_them() -> None:
    real = [bsn(RANDOM) for _ in range(24)]
    assert numbers.is_bsn([*real, "123456789"], beside_a_person=False)
    assert numbers.is_bsn(real[:5], beside_a_person=True)
    assert not numbers.is_bsn(real[:5], beside_a_person=False)


@pytest.mark.parametrize(
    ("values", "found"),
    [(["13-01-1980"], {"day"}), (["01/13/1980"], {"month"}), (["01/02/1980"], set()), (["1980-01-13"], set())],
)
def test_order_of_day_and_month(values: list[str], found: set[str]) -> None:
    assert dates.orders(values) == found


def test_birth_dates_are_told_from_days_of_samples() -> None:
    births = [date(1940 + n, 1, 1) for n in range(50)]
    samples = [date(2024, 1, n) for n in range(1, 29)]
    assert dates.tell_apart({3: samples, 7: births}) == (7, 3)
    assert dates.tell_apart({3: samples}) == (None, 3)
    assert dates.tell_apart({}) == (None, None)


@pytest.mark.parametrize(
    ("name", "core", "entity"),
    [
        ("patient_id", "patient", "patient"),
        ("tbl_Patienten", "patient", "patient"),
        ("klantnr", "klant", "institution"),
        ("lims.aanvragen", "anvrag", "order"),
        ("fk_order", "order", "order"),
        ("id", "", ""),
    ],
)
def test_what_keys_and_tables_are_about(name: str, core: str, entity: str) -> None:
    assert entities.core(name) == core
    assert entities.entity(entities.core(name) or name) == entity


@pytest.mark.parametrize(
    ("label", "word"),
    [("ACHTNM", "surname"), ("PSTCD", "postcode"), ("VRLTRS", "initials"), ("UITSL", "test_result"), ("PRIJS", "other"), ("LOT", "other")],
)  # fmt: skip
def test_labels_without_vowels(label: str, word: str) -> None:
    assert abbreviations.meaning(label).word == word


@pytest.mark.parametrize(
    ("label", "group", "table", "key"),
    [
        ("Naam", "Huisarts", "", "professional.name"),
        ("Naam", "Patiënt", "", "name"),
        ("Datum", "Uitslag", "", "other"),
        ("Praktijk", "Onderzoek", "", "institution"),
        ("naam", "", "klant", "institution"),
        ("agb", "", "klanten", "sender_code"),
        ("omschrijving", "", "onderzoek", "exam"),
        ("patient.naam.voorletters", "", "", "initials"),
        ("huisarts.plaats", "", "", "professional.city"),
        ("Nr patiënt", "", "", "patient_number"),
        ("Geb.datum 2", "", "", "birth_date"),
    ],
)
def test_labels_in_their_surroundings(label: str, group: str, table: str, key: str) -> None:
    assert columns.meant(label, group, table).key == key


@pytest.mark.parametrize(
    ("parts", "surname", "birth"),
    [
        ({"birth_surname": "Berg", "_birth_prefix": "van den", "_partner_surname": "Vries", "_partner_prefix": "de"}, "de Vries-van den Berg", "van den Berg"),
        ({"birth_surname": "Berg", "_partner_surname": "Smit", "_name_use": "N"}, "Berg-Smit", "Berg"),
        ({"birth_surname": "Berg", "_partner_surname": "Smit", "_name_use": "E"}, "Berg", "Berg"),
        ({"birth_surname": "Berg", "_partner_surname": "Smit", "_name_use": "P"}, "Smit", "Berg"),
        ({"surname": "Smit-Berg", "birth_surname": "Berg", "_partner_surname": "Smit"}, "Smit-Berg", "Berg"),
        ({"surname": "Veld", "prefix": "van", "_prefix": "het"}, "van het Veld", ""),
        ({"surname": "Vries", "prefix": "de", "_prefix": "de"}, "de Vries", ""),
    ],
)  # fmt: skip
def test_surnames_in_use(parts: dict[str, str], surname: str, birth: str) -> None:
    fields = dict(parts)
    surnames.compose(fields)
    assert f"{fields.get('prefix', '')} {fields['surname']}".strip() == surname
    assert fields.get("birth_surname", "") == birth
    assert not any(name.startswith("_") for name in fields)


@pytest.mark.parametrize(
    ("fields", "placeholder", "dummy"),
    [
        ({"surname": "Test"}, False, False),
        ({"surname": "Test"}, True, True),
        ({"surname": "Test", "given_names": "Testje"}, False, True),
        ({"surname": "Proefpatient"}, False, True),
        ({"surname": "Tester", "street": "Teststraat"}, False, True),
        ({"surname": "Jansen", "street": "Teststraat", "city": "Testdorp", "postcode": "1234AB"}, False, True),
        ({"surname": "Jansen", "postcode": "1234AB"}, True, False),
    ],
)
def test_test_patients(fields: dict[str, str], placeholder: bool, dummy: bool) -> None:
    assert dummies.is_dummy(fields, placeholder) == dummy


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Lab Zuidwest - Ziekenhuis Noorderhaven - 2025", "Ziekenhuis Noorderhaven"),
        ("Declaraties HAP De Linde januari", "HAP De Linde"),
        ("Opdrachtgever: Praktijk Onbekend", "Praktijk Onbekend"),
        ("Afgedrukt: 14-01-2025", ""),
        ("Lab Zuidwest", ""),
    ],
)
def test_lines_that_name_a_client(line: str, found: str) -> None:
    assert rows.institution_in([line], SETTING) == found


def test_labels_are_found_below_titles_and_groups() -> None:
    person = people(1)[0]
    grid = [("Lijst 2025", "", ""), ("", "", ""), ("Patiënt", "", "Onderzoek"), ("Naam", "BSN", "Soort"), (person.comma, person.bsn, "x")]  # fmt: skip
    found = find(grid, 3)
    assert (found.row, found.above) == (3, (2,))
    assert found.groups == ("Patiënt", "Patiënt", "Onderzoek")


def test_rows_of_data_are_no_labels() -> None:
    grid = [tuple(map(str, (p.comma, p.bsn, p.city, p.exam))) for p in people(8)]
    assert find(grid, 4).row == -1
