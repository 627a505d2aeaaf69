"""Parts of persons as coded messages write them."""

import pytest

from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex, surnames


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("19850212", "1985-02-12"),
        ("198502121130+0100", "1985-02-12"),
        ("1985-02-12T11:30:00Z", "1985-02-12"),
        ("1985:02:12", "1985-02-12"),
        ("1985", "1985"),
        ("19851345", "19851345"),
        ("", ""),
    ],
)
def test_days(written: str, meant: str) -> None:
    assert day(written) == meant


@pytest.mark.parametrize(
    ("first", "further", "surname", "meant"),
    [
        ("Anna", "", "Bos", ("Anna", "")),
        ("Anna", "Maria", "Bos", ("Anna Maria", "")),
        ("Anna", "M J", "Bos", ("Anna", "A.M.J.")),
        ("A.M.", "", "Bos", ("", "A.M.")),
        ("AM", "", "Bos", ("", "A.M.")),
        ("JAN", "", "BOS", ("JAN", "")),
        ("J.", "Johanna", "Bos", ("Johanna", "J.")),
        ("IJsbrand", "K", "Bos", ("IJsbrand", "IJ.K.")),
        ("", "A.", "Bos", ("", "A.")),
        ("", "", "", ("", "")),
    ],
)
def test_given_names_and_initials(first: str, further: str, surname: str, meant: tuple[str, str]) -> None:
    assert given_and_initials(first, further, surname) == meant


def test_a_displayed_name_that_is_not_the_own_one() -> None:
    assert surnames("Dam-de Wit", "de", "Wit", "", "") == {
        "surname": "Dam-de Wit",
        "prefix": "",
        "birth_surname": "Wit",
        "birth_prefix": "de",
    }


def test_a_displayed_name_that_is_the_own_one() -> None:
    assert surnames("de Wit", "de", "Wit", "", "") == {"surname": "Wit", "prefix": "de"}


def test_sexes() -> None:
    assert [sex(code) for code in ("F", "male", "V", "U", "")] == ["F", "M", "F", "", ""]


def test_names_of_professionals() -> None:
    assert [professional("van Dam", "A."), professional("", "A."), professional("Dam", "")] == [
        "van Dam, A.",
        "A.",
        "Dam",
    ]
