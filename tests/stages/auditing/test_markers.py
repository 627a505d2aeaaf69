"""Marker people: another person in the same written form, and nothing else changed."""

import re
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from betrokken.kit.checks import eleven_test
from betrokken.kit.days import parse
from betrokken.model.fragments import Table, Text, Trouble
from betrokken.stages.auditing import markers
from betrokken.stages.auditing.markers import Marker

PERSON = {
    "bsn": "123456782", "surname": "Waterman", "birth_surname": "van der Kolk", "birth_date": "1971-03-09",
    "street": "Lange Voorstraat", "postcode": "1234AB", "given_names": "Truus",
}  # fmt: skip
FORMS = ("{d:%Y-%m-%d}", "{d:%d-%m-%Y}", "{d.day}-{d.month}-{d.year}", "{d:%d/%m/%Y}", "{d:%d.%m.%y}", "{d:%Y%m%d}",
         "{d:%d%m%Y}", "{d.day} {m} {d.year}", "{d:%d}-{m3}-{d.year}", "{d:%Y/%m/%d}")  # fmt: skip
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


def invented(fields: dict[str, str], seed: str = "s") -> Marker:
    return markers.invent(fields, Random(seed), lambda word: False)


def written(form: str, day: date) -> str:
    month = MONTHS[day.month - 1]
    return form.format(d=day, m=month, m3=month[:3])


@given(st.dates(date(1915, 1, 1), date(2024, 12, 31)), st.sampled_from(FORMS), st.text("abc", max_size=3))
def test_a_birth_date_becomes_another_in_the_same_form(day: date, form: str, seed: str) -> None:
    one = invented({"birth_date": day.isoformat()}, seed)
    new = date.fromisoformat(one.fields["birth_date"])
    assert new != day
    assert (new.day > 12) == (day.day > 12)
    assert one.apply(f"geb. {written(form, day)}, te") == f"geb. {written(form, new)}, te"
    assert one.touches.search(f"x {written(form, day)} y")


@given(st.integers(0, 10**8 - 1), st.sampled_from(("{}", "{:.3}.{}", "spaced")), st.text("abc", max_size=3))
def test_a_bsn_becomes_another_valid_one_in_the_same_form(number: int, form: str, seed: str) -> None:
    old = next(f"{number:08}{last}" for last in "0123456789" if eleven_test(f"{number:08}{last}") or last == "9")
    if not eleven_test(old):
        return
    one = invented({"bsn": old}, seed)
    new = one.fields["bsn"]
    assert eleven_test(new)
    assert new != old
    shown = {"{}": "{0}{1}{2}", "spaced": "{0} {1} {2}"}.get(form, "{0}.{1}.{2}")
    assert one.apply(f"[{shown.format(old[:4], old[4:6], old[6:])}]") == f"[{shown.format(new[:4], new[4:6], new[6:])}]"
    assert one.apply(f"1{old}") == f"1{old}"


def test_a_row_keeps_its_shape_and_the_rest_of_its_words() -> None:
    one = invented(PERSON)
    row = ("123456782", "WATERMAN", "Truus", "09-03-1971", "Lange Voorstraat 12", "1234 ab", "de waterman kwam")
    made, text, trouble = markers.rewrite(
        [Table("", (), [row, ("x", "y")]), Text("", "Mw. Waterman-van der Kolk"), Trouble("", "cut off", 2)], [one]
    )
    assert isinstance(made, Table)
    cells = made.rows[0]
    assert cells[0] == one.fields["bsn"]
    assert cells[1] == one.fields["surname"].upper()
    assert cells[2] == "Truus"
    assert parse(cells[3], 2030) == date.fromisoformat(one.fields["birth_date"])
    assert cells[4] == f"{one.fields['street']} 12"
    assert re.fullmatch(r"1[0-9]{3} [A-Z]{2}", cells[5])
    assert cells[6] == "de waterman kwam"  # a word, and no name
    assert made.rows[1] == ("x", "y")
    assert isinstance(text, Text)
    assert re.fullmatch(r"Mw\. [A-Z][a-z]+-van der [A-Z][a-z]+", text.text)
    assert "Kolk" not in text.text
    assert isinstance(trouble, Trouble)
    assert one.stands


def test_a_marker_is_told_by_its_own_values_only() -> None:
    one = invented(PERSON)
    list(markers.rewrite([Text("", "Waterman 123456782")], [one]))
    assert one.is_told_by({"bsn": one.fields["bsn"]})
    assert not one.is_told_by(PERSON)
    other = invented({name: value for name, value in PERSON.items() if name != "bsn"})
    assert not other.stands
    list(markers.rewrite([Text("", "Waterman, 9 maart 1971")], [other]))
    assert other.stands
    assert other.is_told_by({"surname": other.fields["surname"], "birth_date": other.fields["birth_date"]})
    assert not other.is_told_by({"surname": other.fields["surname"], "birth_date": "1971-03-09"})


def test_no_word_of_the_lists_is_a_surname() -> None:
    first = invented(PERSON).fields["surname"].lower()
    assert markers.invent(PERSON, Random("s"), lambda word: word == first).fields["surname"].lower() != first
