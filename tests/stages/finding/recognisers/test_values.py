"""Single cells, by meaning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit.checks import eleven_test, is_placeholder
from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.recognisers import patient_number
from tests.stages.finding.invented import SETTING

NAMES: list[tuple[str, dict[str, str]]] = [
    ("Vries, A.B. de", {"surname": "Vries", "prefix": "de", "initials": "A.B."}),
    ("Heer, M.P. de (Monique)", {"surname": "Heer", "prefix": "de", "initials": "M.P.", "given_names": "Monique"}),
    ("Mw. A. de Boer", {"surname": "Boer", "prefix": "de", "initials": "A.", "sex": "F"}),
    ("Jansen, D.", {"surname": "Jansen", "initials": "D."}),
    ("Allemand, V.D. van", {"surname": "Allemand", "prefix": "van", "initials": "V.D."}),
    ("Baby van van den Berg", {"surname": "Berg", "prefix": "van den", "given_names": "Baby"}),
    ("JANSEN-DE BOER AB", {"surname": "Jansen-De Boer", "initials": "A.B."}),
    ("Jansen, N.V.", {"surname": "Jansen", "initials": "N.V."}),
    ("Gl?ke, A.", {"surname": "Gl?ke", "initials": "A."}),
    ("Voorland, ?.J.", {"surname": "Voorland"}),
]


@pytest.mark.parametrize(("cell", "fields"), NAMES)
def test_whole_names(cell: str, fields: dict[str, str]) -> None:
    assert registry.read("name", cell, SETTING) == fields


@pytest.mark.parametrize("cell", ["Huisartsenpraktijk De Linde", "Totaal", "12345", "", "Ziekenhuis Noorderhaven"])
def test_what_is_no_name(cell: str) -> None:
    assert not registry.read("name", cell, SETTING)


@pytest.mark.parametrize(
    ("word", "cell", "fields"),
    [
        ("surname", "Jansen Bakker", {"surname": "Jansen Bakker"}),
        ("surname", "Vries, de", {"surname": "Vries", "prefix": "de"}),
        ("surname", "VAN DER BERG", {"surname": "Berg", "prefix": "van der"}),
        ("initials", "JA", {"initials": "J.A."}),
        ("initials", "Łu", {"given_names": "Łu"}),
        ("initials", "Ł", {"initials": "Ł."}),
        ("initials", "Anna Maria", {"given_names": "Anna Maria"}),
        ("initials", "N.A.", {"initials": "N.A."}),
        ("bsn", "0000123456", None),
        ("bsn", "123", None),
        ("bsn", "999999990", {}),
        ("birth_date", "04-06-59", {"birth_date": "1959-06-04"}),
        ("birth_date", "12mar1980", {"birth_date": "1980-03-12"}),
        ("birth_date", "01-01-1900", {}),
        ("birth_date", "01-01-00", {}),
        ("birth_date", "31-02-1980", None),
        ("birth_date", "12-03-2031", None),
        ("sex", "Vrouw", {"sex": "F"}),
        ("sex", "1", {"sex": "M"}),
        ("sex", "onbepaald", {}),
        ("address", "Plein 1944 12 bis", {"street": "Plein 1944", "house_number": "12", "house_number_suffix": "bis"}),
        ("postcode", "2311 ab", {"postcode": "2311AB"}),
        ("postcode", "2202 SA", {"postcode": "2202SA"}),
        ("postcode", "48565", {"postcode": "48565"}),
        ("postcode", "02-03-1956", None),
        ("postcode_city", "2312 SS Leiden", {"postcode": "2312SS", "city": "Leiden"}),
        ("house_number", "2.0", {"house_number": "2"}),
        ("house_number", "92a", {"house_number": "92", "house_number_suffix": "a"}),
        ("city", "Çankaya/Ankara", {"city": "Çankaya/Ankara"}),
        ("phone", "tel. 071-5123456", {"phones": "+31715123456"}),
        ("phone", "612345678", {"phones": "+31612345678"}),
        ("exam", "Urinekweek", {"exam": "urine"}),
        ("exam", "XK-12", {}),
        ("test_result", "volgt", {}),
        ("test_result", "geen afwijkingen", {"has_result": "yes"}),
        ("institution", "Lab Zuidwest", {}),
        ("taken_on", "1975-01-01", {}),
        ("deceased_on", "2020-01-01", {"deceased_on": "2020-01-01"}),
        ("deceased_on", "31-12-1962", {"deceased_on": "1962-12-31"}),
        ("deceased_on", "01-01-1900", {}),
        ("deceased_on", "ja", None),
        ("secret_address", "7", {"secret_address": "7"}),
        ("secret_address", "0", {"secret_address": "0"}),
        ("secret_address", "04", {"secret_address": "4"}),
        ("secret_address", "8", None),
        ("secret_address", "17", None),
        ("secret_address", "Ja", {"secret_address": "7"}),
        ("secret_address", "N", {"secret_address": "0"}),
        ("secret_address", "-", {}),
        ("secret_address", "onbekend", {}),
        ("secret_address", "Leiden", None),
        ("id_document", "SPECI2014", {"id_document": "SPECI2014"}),
        ("insurance_number", "3311-123456789", {"insurance_number": "3311-123456789"}),
    ],
)
def test_cells(word: str, cell: str, fields: dict[str, str] | None) -> None:
    if fields and "has_result" in fields:
        assert registry.read(word, cell, SETTING)
    else:
        assert registry.read(word, cell, SETTING) == fields


def test_dates_as_the_column_writes_them() -> None:
    assert registry.read("birth_date", "03/04/1980", replace(SETTING, month_first=True)) == {"birth_date": "1980-03-04"}
    assert registry.read("birth_date", "28745", replace(SETTING, serial=True)) == {"birth_date": "1978-09-12"}
    assert registry.read("birth_date", "9497", replace(SETTING, serial=True)) == {"birth_date": "1925-12-31"}


@given(st.integers(0, 999_999_999), st.sampled_from(["{}", "'{}", "BSN {}", "{}.0"]))
@settings(max_examples=300, deadline=None)
def test_a_citizen_number_is_kept_exactly_when_it_passes(number: int, shape: str) -> None:
    digits = f"{number:09d}"
    read = registry.read("bsn", shape.format(digits), SETTING)
    assert bool(read) == (eleven_test(digits) and not is_placeholder(digits))
    assert not read or read == {"bsn": digits}


@given(st.dates(min_value=SETTING.latest.replace(year=1901), max_value=SETTING.latest))
@settings(max_examples=100, deadline=None)
def test_days_in_every_form_are_the_same_day(day: object) -> None:
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%Y-%m-%dT10:00:00"):
        read = registry.read("birth_date", format(day, form), SETTING)
        assert read in ({"birth_date": str(day)}, {})


def test_a_number_with_the_code_of_a_client_before_it_is_that_of_its_patient() -> None:
    known = Setting(institutions={"ab05": "five"})
    assert patient_number.read("patient_number", "AB05-12345", known) == {"patient_number": "AB05-12345"}
    assert patient_number.read("patient_number", "AB05-12345", Setting()) == {"sample_number": "AB05-12345"}
