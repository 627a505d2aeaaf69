"""Who is one person and who is not, told by small invented households that are all linked in one go."""

import pytest

from betrokken.stages.linking import stage
from tests.stages.linking.crowd import link, owners, unplaced
from tests.stages.linking.households import HOUSEHOLDS
from tests.stages.linking.late_households import LATE

ALL = HOUSEHOLDS | LATE


def _mark(name: str) -> str:
    """What the ids of a household begin with."""
    return f"{list(ALL).index(name):02}"


@pytest.fixture(scope="module")
def linked() -> stage.Linked:
    rows = []
    for place, (household, _) in enumerate(ALL.values()):
        for row in household:
            row = row | {"mention_id": f"{place:02}{row['mention_id']}", "item_id": f"{place:02}{row['item_id']}"}
            number = row.get("house_number")
            rows.append(row | ({"house_number": str(int(str(number)) + 1000 * place)} if number else {}))
    return link(rows)


@pytest.mark.parametrize("name", ALL)
def test_households_come_apart_into_their_people(linked: stage.Linked, name: str) -> None:
    place = _mark(name)
    rows, expected = ALL[name]
    found: dict[str, str] = {}
    for mention, person in sorted(owners(linked).items()):
        if mention.startswith(place):
            found[person] = found.get(person, "") + mention[2:]
    assert sorted(found.values()) == sorted(expected)
    nobody = {mention[2:] for mention in unplaced(linked) if mention.startswith(place)}
    assert nobody == {str(row["mention_id"]) for row in rows} - set("".join(expected))


def _reasons(linked: stage.Linked, name: str) -> dict[str, str]:
    place = _mark(name)
    return {mention[2:]: reason for mention, reason in unplaced(linked).items() if mention.startswith(place)}


def test_every_unplaced_mention_has_its_reason(linked: stage.Linked) -> None:
    assert _reasons(linked, "too little to tell who") == {
        "a": "not enough to tell who",
        "b": "not enough to tell who",
        "c": "patient number of nobody known",
        "d": "not enough to tell who",
        "e": "not enough to tell who",
        "f": "not enough to tell who",
    }
    assert _reasons(linked, "nobody's business") == {
        "a": "professional",
        "b": "dummy",
        "c": "relative",
        "d": "more likely no data subject",
    }
    assert _reasons(linked, "a mention that fits both twins") == {"c": "fits two people equally"}
    assert _reasons(linked, "namesakes") == {"d": "fits two people equally"}
    assert _reasons(linked, "a note with a slip that fits both twins") == {"c": "fits two people equally"}
    assert _reasons(linked, "another name beside the number of a known person") == {
        "b": "another name beside the BSN of a known person"
    }


def test_what_was_kept_apart_is_shown_to_a_human(linked: stage.Linked) -> None:
    twins = _mark("a mention that fits both twins")
    baby = _mark("a newborn under its mother's number")
    shown = {(row["left_id"], row["right_id"]): row["reason"] for row in linked.doubt.to_pylist()}
    assert shown[twins + "a", twins + "c"] == shown[twins + "b", twins + "c"] == "fits two people equally"
    assert shown[baby + "a", baby + "b"] == "a child under the BSN of an elder"


def test_no_person_has_two_numbers_and_no_mention_is_lost(linked: stage.Linked) -> None:
    placed, nobody = owners(linked), unplaced(linked)
    assert len(placed) + len(nobody) == sum(len(rows) for rows, _ in ALL.values())
    assert not placed.keys() & nobody.keys()
    assert linked.person["person_id"].to_pylist() == sorted(set(placed.values()))
    assert linked.anchors == placed


def test_memberships_say_why(linked: stage.Linked) -> None:
    said_why = {row["mention_id"]: row for row in linked.membership.to_pylist()}
    many = _mark("name and e-mail, name and address, BSN alone, number alone")
    assert said_why[many + "b"]["reason"] == "same personal number and name"
    assert said_why[many + "c"]["reason"] == "same name and address"
    assert said_why[many + "d"]["reason"] == "same BSN"
    assert said_why[many + "f"]["reason"] == "its patient number"
    assert said_why[many + "b"]["weight"] > 10
    rare = _mark("a rare name with its address and with its birth date")
    assert said_why[rare + "a"]["reason"] == "taken together: same surname, given name"
    record = _mark("rows that point to a record of their file")
    assert said_why[record + "d"]["reason"] == "its record in the same file"
