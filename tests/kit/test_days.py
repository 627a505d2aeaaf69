"""Days as people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import days

DAY = date(1971, 5, 3)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905


@pytest.mark.parametrize(
    "text",
    ["3-5-1971", "03-05-71", "03/05/1971", "3.5.1971", "1971-05-03", "19710503", "1971-05-03T00:00:00Z", "3 mei 1971",
     "3-mei-71", "03MEI1971", "3 May 1971", "19710503120000", "1971/05/03", "03051971", "3 mei '71"],
)  # fmt: skip
def test_the_same_day_in_many_forms(text: str) -> None:
    assert days.parse(text, 2025) == DAY


@pytest.mark.parametrize(
    "text", ["31-02-1971", "00-00-0000", "13.5", "7.5-10.0", "abc", "", "1-2", "99999999", "12345"]
)
def test_what_is_no_day(text: str) -> None:
    assert days.parse(text, 2025) is None


@given(
    st.dates(date(1890, 1, 1), date(2025, 8, 11)),
    st.sampled_from(["%d-%m-%Y", "%Y%m%d", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
@settings(deadline=None)
def test_written_and_read_back(day: date, form: str) -> None:
    assert days.parse(day.strftime(form), 2025) == day


@given(st.dates(date(1900, 1, 1), date(2025, 8, 11)))
@settings(deadline=None)
def test_months_in_words(day: date) -> None:
    assert days.parse(f"{day.day} {MONTHS[day.month - 1]} {day.year}", 2025) == day


def test_two_digits_mean_the_last_such_year() -> None:
    assert days.parse("03-05-26", 2025) == date(1926, 5, 3)
    assert days.parse("03-05-25", 2025) == date(2025, 5, 3)


def test_day_numbers_of_spreadsheets_only_where_asked() -> None:
    assert days.parse("45000", 2025) is None
    assert days.parse("45000", 2025, serial=True) == date(2023, 3, 15)


def test_month_first_only_where_asked() -> None:
    assert days.parse("5/3/1971", 2025, month_first=True) == DAY
