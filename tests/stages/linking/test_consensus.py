"""The best value of each field."""

from datetime import date

from tests.stages.linking.crowd import ANNA, Row, bsn, link, said


def portraits(*groups: list[Row]) -> list[Row]:
    """The person of each group; the rows of one group share a BSN."""
    linked = link(
        said(f"m{place}{order}", ANNA, bsn=bsn(41 + place)) | row
        for place, rows in enumerate(groups)
        for order, row in enumerate(rows)
    )
    found = {row["bsn"]: row for row in linked.person.to_pylist()}
    assert len(found) == linked.person.num_rows
    return [found[bsn(41 + place)] for place in range(len(groups))]


def portrait(*rows: Row) -> Row:
    """The one person of rows that share a BSN; a mention each."""
    return portraits(list(rows))[0]


def test_most_mentions_decide_the_name_and_the_fullest_names_are_kept() -> None:
    person = portrait(
        {"surname": "ZANDWIJK-DE WIT", "prefix": "van", "initials": "A.", "given_names": "Anna"},
        {"surname": "Zandwijk-de Wit", "birth_surname": "de Wit", "given_names": "Anna Maria Sofie"},
        {"surname": "Wit", "prefix": "de", "birth_surname": "de Wit", "initials": "A.M.S."},
        {"surname": "Zandwijk-de Wit", "given_names": None, "initials": None},
    )
    assert (person["prefix"], person["surname"], person["birth_surname"]) == ("van", "Zandwijk-de Wit", "de Wit")
    assert (person["given_names"], person["initials"]) == ("Anna Maria Sofie", "A.M.S.")
    assert person["mentions"] == 4
    assert person["certainty"] == "proven"


def test_initials_that_the_given_name_or_most_mentions_speak_for() -> None:
    code: Row = {"initials": "W.K.H.T.", "given_names": None}
    lone: Row = {"initials": "H.", "given_names": None}
    named: Row = {"initials": None, "given_names": "Anna"}
    found = portraits([code, lone], [lone, {"initials": "A.B.", "given_names": None}, named], [code])
    assert [person["initials"] for person in found] == ["H.", "A.B.", "W.K.H.T."]


def test_readable_names_come_before_frequent_ones() -> None:
    lost, mangled = "D?browska", "Dąbrowska".encode().decode("cp1252")
    rows: list[Row] = [{"surname": name, "prefix": None} for name in ("Dąbrowska", lost, lost, mangled)]
    assert {person["surname"] for person in portraits(rows[:3], rows[3:])} == {"Dąbrowska"}


def test_the_birth_date_of_the_most_and_of_the_unambiguous() -> None:
    right, wrong = date(1961, 3, 4), date(1961, 4, 3)
    either: Row = {"birth_date": wrong, "birth_dates": [right.isoformat()]}
    most: list[Row] = [{"birth_date": wrong}, {"birth_date": right}, {"birth_date": right}]
    found = portraits(most, [{"birth_date": right}, either, either])
    assert [person["birth_date"] for person in found] == [right, right]


def test_the_latest_address_is_never_mixed_with_another() -> None:
    old = {"taken_on": date(2021, 1, 1), "house_number_suffix": "bis"}
    new: Row = {"street": "Singel", "house_number": "3", "postcode": "9712XY", "city": "Groningen"}
    person = portrait(
        old, old, {"street": None, "city": None, **old}, new | {"taken_on": date(2024, 5, 5)}, new | {"city": None}
    )
    assert [person[name] for name in ("street", "house_number", "house_number_suffix", "postcode", "city")] == [
        "Singel",
        "3",
        None,
        "9712XY",
        "Groningen",
    ]
    assert person["addressable"] is True


def test_parts_of_one_address_come_together() -> None:
    person = portrait(
        {"postcode": None}, {"street": None, "city": None, "house_number_suffix": "a"}, {"street": "lindelaan"}
    )
    assert (person["street"], person["postcode"], person["house_number_suffix"]) == ("Lindelaan", "2312AB", "a")


def test_who_cannot_be_written_to() -> None:
    abroad: Row = {"postcode": "48565", "city": "Steinfurt"}
    found = portraits([{"postcode": None}], [{"street": None}], [abroad], [abroad | {"country": "Duitsland"}])
    assert [person["addressable"] for person in found] == [False, False, False, True]


def test_contact_points_are_gathered_and_sorted() -> None:
    person = portrait(
        {"emails": ["z@voorbeeld.nl", "a@voorbeeld.nl"], "phones": ["+31600000002"]},
        {"emails": ["a@voorbeeld.nl"], "phones": ["+31600000001"], "ibans": ["NL91ABNA0417164300"]},
    )
    assert person["emails"] == ["a@voorbeeld.nl", "z@voorbeeld.nl"]
    assert person["phones"] == ["+31600000001", "+31600000002"]
    assert person["ibans"] == ["NL91ABNA0417164300"]


def test_a_list_handed_in_proves_nothing() -> None:
    listed: Row = {"source": "population"}
    assert [person["certainty"] for person in portraits([listed], [listed, {"source": "leak"}])] == [None, "proven"]
