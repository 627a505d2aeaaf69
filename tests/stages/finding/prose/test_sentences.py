"""Which words of a sentence are a name's and which are not."""

import pytest

from betrokken.stages.finding.filenames import find_in_path
from betrokken.stages.finding.prose import people, places
from tests.stages.finding.invented import SETTING
from tests.stages.finding.prose.telling import A, search, tells


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("syfilis-serologie van G.S. Wouters-van de Laar (*12-04-33) gezien?", "G.S. Wouters-van de Laar"),
        ("wil uitstrijkje van Molendijk, E.C. gd 5/9/1994 met spoed", "Molendijk, E.C."),
        ("wil soa-screening van van der Velde, R.A.L. gd 11/1/1963", "van der Velde, R.A.L."),
        ("wil bloedonderzoek van de Velde, R.A.L. gd 11/1/1963", "de Velde, R.A.L."),
        ("wil Zelfafnametest HPV van Arslan, B. gd 7/2/1985", "Arslan, B."),
        ("bericht over van den Bosch, T. geb. 7/2/1985", "van den Bosch, T."),
        ("mevrouw L.L. Lê, geb. 23 sep 1968", "L.L. Lê"),
        ("graag W.C.L. Hendriks bellen, geb 12-3-1950", "W.C.L. Hendriks"),
        ("A. Kok, MDL-arts", "A. Kok"),
    ],
)
def test_names_after_van_and_exams(line: str, name: str) -> None:
    assert [one.text for one in people.find(line) if one.kind != "loose"] == [name]


@pytest.mark.parametrize(
    ("line", "surname", "prefix"),
    [("Betreft: Baby van Ahmed, geboren 18-03-2024", "Ahmed", ""), ("baby van de Wit, geb. 18-03-2024", "Wit", "de")],
)
def test_a_baby_bears_the_surname_behind_van(line: str, surname: str, prefix: str) -> None:
    person = {"surname": surname, "prefix": prefix, "given_names": "Baby", "birth_date": "2024-03-18"}
    tells(f"{line}\nBSN: {A}", {name: value for name, value in {"bsn": A, **person}.items() if value})


def test_no_name_in_the_name_of_a_department() -> None:
    assert not [one for one in people.find("geb. 24-05-1953, Trombosedienst INR (bloed)") if "INR" in one.text]


@pytest.mark.parametrize(
    ("line", "street", "number", "city"),
    [
        ("woont nu Weg naar het Laar 133, 9301 BZ Roden", "Weg naar het Laar", "133", "Roden"),
        ("verhuisd naar Dorpsstraat 5, 9301 BZ Roden", "Dorpsstraat", "5", "Roden"),
        ("25-02-1975, 't Zand 125 a Breda: belt", "'t Zand", "125", "Breda"),
        ("wonende aan de Bolderik 38 hs,", "Bolderik", "38", ""),
        ("wonend Bolderik 22 -2 in Deventer", "Bolderik", "22", "Deventer"),
    ],
)
def test_streets_of_several_words(line: str, street: str, number: str, city: str) -> None:
    (found,) = places.find(line)
    assert (found.fields["street"], found.fields["house_number"], found.fields.get("city", "")) == (
        street,
        number,
        city,
    )


def test_values_of_a_query_end_with_the_query() -> None:
    tells(
        f"2021-02-08T06:13:51Z INFO user=r.bos@lab.example GET /patients?bsn={A}&dob=1951-01-07&lastName=Blom 200\n"
        "2021-02-08T06:13:52Z INFO health 200",
        {"bsn": A, "surname": "Blom", "birth_date": "1951-01-07"},
    )


@pytest.mark.parametrize(
    "path",
    [
        "oud/NAW_20120103.tab",
        "MUTATIES_20120103.csv",
        "ETIK HAP De Linde.TXT",
        "NHV_20120103.csv",
        "BR20000 pati_nt.RTF",
        "declaraties BVO 20120103.dat",
    ],
)
def test_kinds_of_files_and_care_providers_are_no_surnames(path: str) -> None:
    assert find_in_path(path, SETTING) == []


def test_a_recent_day_behind_a_lone_surname_is_that_of_the_file() -> None:
    (draft,) = find_in_path("Blom_20220103.pdf", SETTING)
    assert (draft.role, "birth_date" in draft.fields) == ("unknown", False)
    (draft,) = find_in_path("Blom_A_20220103.pdf", SETTING)
    assert (draft.role, draft.fields["birth_date"]) == ("patient", "2022-01-03")


def test_a_name_that_is_the_title_above_the_keys_of_one_person() -> None:
    event = "Bloedprikken {}\nAanvrager: HAP De Linde\nGeb: 03-04-1951\nTel 06-34567890"
    phone = {"birth_date": "1951-04-03", "phones": "+31634567890"}
    tells(event.format("Anna ter Horst"), {"surname": "Horst", "prefix": "ter", "given_names": "Anna", **phone})
    assert not any("surname" in draft.fields for draft in search(event.format("Zaal Noord")).drafts)
