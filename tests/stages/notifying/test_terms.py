"""Terms of the law, counted and read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from betrokken.model.errors import LawError
from betrokken.stages.notifying import terms


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=terms.AMSTERDAM)


def shown(moment: datetime) -> str:
    return f"{terms.local(moment):%Y-%m-%d %H:%M %z}"


@pytest.mark.parametrize(
    ("start", "strict", "by_regulation"),
    [
        ("2025-08-06T14:20", "2025-08-09 14:20 +0200", "2025-08-09 15:00 +0200"),
        ("2025-10-24T12:00", "2025-10-27 11:00 +0100", "2025-10-27 12:00 +0100"),
        ("2026-03-27T12:00", "2026-03-30 13:00 +0200", "2026-03-30 14:00 +0200"),
        ("2025-10-26T02:30", "2025-10-29 01:30 +0100", "2025-10-29 02:00 +0100"),
    ],
)
def test_hours_are_absolute_over_both_changes_of_the_clocks(start: str, strict: str, by_regulation: str) -> None:
    assert shown(terms.hours_after(local(start), 72)) == strict
    assert shown(terms.reg1182_after(local(start), 72)) == by_regulation


@given(some.datetimes(datetime(2018, 5, 25), datetime(2090, 1, 1), timezones=some.just(terms.AMSTERDAM)))
def test_72_hours_are_72_hours(start: datetime) -> None:
    due = terms.hours_after(start, 72)
    assert due - start.astimezone(UTC) == timedelta(hours=72)
    assert timedelta() < terms.reg1182_after(start, 72) - due <= timedelta(hours=1)
    assert terms.local(due).astimezone(UTC) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-08-09T16:30", "2025-09-09 23:59 +0200"),
        ("2025-08-31T10:00", "2025-09-30 23:59 +0200"),
        ("2027-01-29T10:00", "2027-03-01 23:59 +0100"),  # 28 February 2027 is a Sunday
        ("2028-01-31T10:00", "2028-02-29 23:59 +0100"),
        ("2025-03-18T10:00", "2025-04-22 23:59 +0200"),  # Good Friday, the weekend and Easter Monday
        ("2025-11-25T10:00", "2025-12-29 23:59 +0100"),  # both days of Christmas and the weekend
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_and_on_a_working_day(start: str, due: str) -> None:
    assert shown(terms.months_after(local(start), 1)) == due


@given(some.datetimes(datetime(2018, 5, 25), datetime(2090, 1, 1)), some.integers(1, 12))
def test_a_month_never_ends_early_nor_on_a_free_day(start: datetime, months: int) -> None:
    due = terms.local(terms.months_after(start.replace(tzinfo=terms.AMSTERDAM), months))
    assert terms.is_working_day(due.date())
    assert 28 * months <= (due.date() - start.date()).days <= 31 * months + 6


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert shown(terms.working_days_after(local("2025-08-06T14:20"), 3)) == "2025-08-11 23:59 +0200"
    assert shown(terms.working_days_after(local("2025-04-17T09:00"), 3)) == "2025-04-24 23:59 +0200"
    free = [date(2025, 4, 26), date(2026, 4, 27), date(2026, 5, 14), date(2024, 3, 29), date(2038, 4, 26)]
    assert not any(map(terms.is_working_day, free))  # in 2025 the 27th of April is a Sunday; 2038: Easter Monday
    assert terms.is_working_day(date(2026, 4, 28))


def test_a_day_starts_at_its_first_moment_and_ends_at_its_last() -> None:
    assert shown(terms.first(date(2025, 10, 26))) == "2025-10-26 00:00 +0200"
    assert shown(terms.last(date(2025, 10, 26))) == "2025-10-26 23:59 +0100"


def test_the_entry_that_counts_is_the_last_before_the_day() -> None:
    law = terms.read("m", '[[gdpr_33]]\nvalid_from = 2027-01-01\nhours = 96\nsource = "new"\n'
                          '[[gdpr_33]]\nvalid_from = 2018-05-25\nhours = 72\nsource = "old"\n')  # fmt: skip
    for day, hours in ((date(2026, 12, 31), 72), (date(2027, 1, 1), 96)):
        found = terms.at(law, "gdpr_33", day)
        assert found is not None
        assert found.hours == hours
    assert terms.at(law, "gdpr_33", date(2018, 5, 24)) is None
    assert law["gdpr_34"] == terms.shipped()["gdpr_34"]
    assert law["gdpr_33"][0].authority == terms.shipped()["gdpr_33"][0].authority


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[gdpr_33", "no TOML"),
        ("[[gdpr_35]]\n", "'gdpr_35' is no law that has a clock"),
        ("[gdpr_33]\nhours = 72\n", "under a line"),
        ('[[gdpr_33]]\nhour = 72\nsource = "x"\n', "unknown key 'hour'"),
        ('[[gdpr_33]]\nhours = 0\nsource = "x"\n', "a whole number of 1 or more"),
        ('[[nis2]]\nvalid_from = "2026-07-01"\nsource = "x"\n', "a day without quotes"),
        ("[[gdpr_33]]\nhours = 72\n", "say in `source`"),
        ('[[gdpr_33]]\nvalid_from = 2018-05-25\nsource = "x"\n', "number 1 lacks hours"),
        ('[[nis2]]\nhours = 72\nsource = "x"\n', "lacks early_hours and months"),
        ("[holidays]\nfixed = []\n", "'holidays' is no law"),
    ],
)
def test_what_is_wrong_with_terms_is_said(text: str, says: str) -> None:
    with pytest.raises(LawError, match=says.replace("[", r"\[")):
        terms.read("law.toml", text)
