"""What a controller's own list says goes before what leaked, and only that."""

from datetime import date

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import arrow
from betrokken.stages.linking import identity, stage
from tests.stages.linking.crowd import ANNA, Row, bsn, mentions, said

OLD: Row = {"source": "population", "item_id": "old list"}
NEW: Row = {"source": "population", "item_id": "new list"}
ELSEWHERE: Row = {"street": "Singel", "house_number": "3", "postcode": "9712XY", "city": "Groningen"}
ADDRESS = ("street", "house_number", "house_number_suffix", "postcode", "city")


def linked(*groups: list[Row]) -> stage.Linked:
    """Groups of rows that share a BSN, in a leak and two lists of other days."""
    items = [{"item_id": name, "drop_id": name, "path": name} for name in ("i1", "old list", "new list")]
    drops: list[Row] = [{"drop_id": "i1", "source": "leak"}]
    for name, day in (("old list", "2020-01-01"), ("new list", "2025-01-01")):
        drops.append({"drop_id": name, "source": "population", "as_of": day})
    made = [
        said(f"m{place}{order}", ANNA, {"bsn": bsn(41 + place)}, row)
        for place, rows in enumerate(groups)
        for order, row in enumerate(rows)
    ]
    return stage.run(
        mentions(made), arrow.make("item", items), None, {}, lambda: duckdb.connect(config={"threads": 1}),
        arrow.make("drop", drops),
    )  # fmt: skip


def portraits(*groups: list[Row]) -> list[Row]:
    """The person of each group."""
    found = {row["bsn"]: row for row in linked(*groups).person.to_pylist()}
    assert len(found) == len(groups)
    return [found[bsn(41 + place)] for place in range(len(groups))]


def portrait(*rows: Row) -> Row:
    """The one person of all rows."""
    return portraits(list(rows))[0]


def test_the_latest_list_goes_before_more_mentions_and_older_lists() -> None:
    married: Row = {"surname": "Ligthart", "prefix": None, "birth_surname": "van Zandwijk"}
    person = portrait({}, {}, {}, OLD | {"surname": "Zandwijk-Smit"}, OLD, NEW | married | {"sex": "M"})
    assert (person["surname"], person["prefix"], person["birth_surname"]) == ("Ligthart", None, "van Zandwijk")
    assert person["sex"] == "M"
    assert person["mentions"] == 6


def test_a_list_knows_which_first_names_there_are() -> None:
    person = portrait({"initials": "A.M.C."}, {"initials": "A.M.C."}, NEW | {"initials": "A.", "given_names": "Anna"})
    assert (person["initials"], person["given_names"]) == ("A.", "Anna")


def test_what_a_list_does_not_say_others_do() -> None:
    person = portrait({}, NEW | dict.fromkeys(("initials", "given_names", "birth_date", "sex"), None))
    assert (person["initials"], person["birth_date"], person["sex"]) == ("A.M.", date(1961, 3, 14), "F")


def test_an_unreadable_name_or_an_open_date_in_a_list_wins_nothing() -> None:
    either: Row = {"birth_date": date(1961, 4, 3), "birth_dates": ["1961-03-04"]}
    rows: list[Row] = [{"birth_date": date(1961, 3, 4), "surname": "Dąbrowska"}] * 2
    person = portrait(*rows, NEW | either | {"surname": "D?browska"})
    assert (person["surname"], person["birth_date"]) == ("Dąbrowska", date(1961, 3, 4))


def test_the_address_of_a_list_is_taken_whole() -> None:
    late: Row = {"taken_on": date(2025, 6, 1), "house_number_suffix": "bis"}
    person, same = portraits([late, late, NEW | ELSEWHERE, OLD], [late, late, NEW])
    assert [person[name] for name in ADDRESS] == ["Singel", "3", None, "9712XY", "Groningen"]
    assert person["address_from"] == "population"
    assert [same[name] for name in ADDRESS] == ["Lindelaan", "12", None, "2312AB", "Leiden"]


def test_only_the_very_same_house_fills_in_what_a_list_leaves_out() -> None:
    short = NEW | {"street": None, "city": None}
    bare = NEW | {"postcode": None}
    filled, coded, other = portraits([{}, short], [{}, bare], [{"city": "Utrecht", "postcode": "3511CD"}, bare])
    assert [filled[name] for name in ADDRESS] == ["Lindelaan", "12", None, "2312AB", "Leiden"]
    assert coded["postcode"] == "2312AB"
    assert (other["city"], other["postcode"], other["missing"]) == ("Leiden", None, ["postcode"])


def test_a_list_without_a_house_leaves_the_address_that_was_known() -> None:
    left: Row = NEW | dict.fromkeys(ADDRESS) | {"street": "."}
    person, nowhere = portraits([{}, left], [dict.fromkeys(ADDRESS)])
    assert [person[name] for name in ADDRESS] == ["Lindelaan", "12", None, "2312AB", "Leiden"]
    assert (person["address_from"], person["missing"]) == ("leak", [])
    assert nowhere["address_from"] is None


def test_death_and_secrecy_come_from_the_latest_list_that_tells() -> None:
    marked: Row = {"deceased_on": date(2024, 1, 1), "secret_address": "7"}
    person, leaked, unborn = portraits(
        [marked, OLD | {"secret_address": "4"}, NEW | {"deceased_on": date(2024, 2, 2)}],
        [{"secret_address": "0"}, {"secret_address": "0"}, {"secret_address": "3"}, NEW],
        [{"deceased_on": date(1950, 1, 1)}, {}],
    )
    assert (person["deceased_on"], person["secret_address"]) == (date(2024, 2, 2), "4")
    assert leaked["secret_address"] == "3"
    assert unborn["deceased_on"] is None  # before birth


def test_certainty_needs_a_leak() -> None:
    assert [person["certainty"] for person in portraits([NEW, OLD], [NEW, {}])] == [None, "proven"]


def test_rows_of_one_list_with_other_numbers_are_other_people() -> None:
    """Also when name and birth date are the same, and neither row has a BSN; the pair is told to a human."""
    one: Row = NEW | {"bsn": None, "patient_number": "N6474294"}
    two: Row = NEW | {"bsn": None, "patient_number": "N7879512", **ELSEWHERE}
    found = linked([one, two])
    assert found.person.num_rows == 2
    assert found.doubt["reason"].to_pylist() == ["two numbers in one list of a controller"]
    assert linked([one, two | {"item_id": "old list"}]).person.num_rows == 1
    assert linked([one, two | {"patient_number": "N6474294"}]).person.num_rows == 1


def test_who_leaked_and_fits_two_of_a_list_stays_a_person() -> None:
    bare: Row = {"bsn": None, "initials": None, "given_names": None}
    one: Row = NEW | {"initials": "A.", "given_names": None, "patient_number": "N6474294", "bsn": bsn(60)}
    two: Row = NEW | {"initials": "C.", "given_names": None, "patient_number": "N7879512", "bsn": bsn(61)}
    found = linked([bare | dict.fromkeys(ADDRESS), one, two])
    assert sorted(found.person["certainty"].to_pylist(), key=str) == [None, None, "proven"]
    assert found.unplaced.num_rows == 0
    assert found.doubt.num_rows > 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("bcdef"), min_size=1), max_size=3), st.sampled_from("axz"))
def test_a_mention_of_a_list_makes_no_id_where_a_leaked_one_can(sets: list[frozenset[str]], listed: str) -> None:
    groups = {n: sorted(one - frozenset().union(*sets[:n])) for n, one in enumerate(sets)}
    groups = {n: one for n, one in groups.items() if one}
    with_list = {n: [listed, *one] if n == 0 else one for n, one in groups.items()}
    assert identity.person_ids(with_list, {}, {listed}) == identity.person_ids(groups, {})
