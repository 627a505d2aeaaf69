"""Linking as a whole: it depends on what is said and not on the order, obeys humans, and keeps the ids of people."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model import tables
from betrokken.stages.linking import stage
from tests.stages.linking.crowd import ANNA, Row, bsn, link, owners, parts, said, unplaced

HOME: Row = {"street": "Lindelaan", "house_number": "12", "postcode": "2312AB", "city": "Leiden"}

# Three people of one house and a namesake elsewhere; what a file may say of each.
PEOPLE: list[Row] = [
    ANNA | {"bsn": bsn(31), "patient_number": "A100200", "emails": ["anna@voorbeeld.nl"]},
    ANNA | {"initials": "A.", "given_names": "Aletta", "bsn": bsn(32), "patient_number": "A100300"},
    ANNA | {"initials": "J.", "given_names": "Jan", "birth_date": date(1958, 1, 1), "emails": ["jan@voorbeeld.nl"]},
    ANNA | {"bsn": bsn(33), "street": "Singel", "house_number": "3", "postcode": "9712XY", "city": "Groningen"},
]
FIELDS = ["bsn", "initials", "given_names", "birth_date", "street", "patient_number", "emails", "sex", "surname"]


def _row(mention_id: str, person: int, untold: frozenset[str]) -> Row:
    row = said(mention_id, PEOPLE[person])
    gone = untold | (frozenset(HOME) if "street" in untold else frozenset())
    return row | {field: [] if field == "emails" else None for field in gone}


ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.frozensets(st.sampled_from(FIELDS), max_size=5)), min_size=6, max_size=18
).map(lambda told: [_row(f"m{place:02}", *one) for place, one in enumerate(told)])


@settings(max_examples=2, deadline=None)
@given(rows=ROWS, data=st.data())
def test_order_copies_and_threads_change_nothing(rows: list[Row], data: st.DataObject) -> None:
    copied = data.draw(st.lists(st.sampled_from(rows), max_size=4))
    copies = [row | {"mention_id": f"0{place}{row['mention_id']}"} for place, row in enumerate(copied)]
    plain = link(rows)
    shuffled = link(data.draw(st.permutations(rows)), threads=2)
    for table in stage.WRITES:
        assert getattr(plain, table).equals(getattr(shuffled, table))
    mixed = link(data.draw(st.permutations(rows + copies)))
    ours = {str(row["mention_id"]) for row in rows}
    assert {group & ours for group in parts(mixed)} == parts(plain)
    for copy, original in zip(copies, copied, strict=True):
        assert owners(mixed).get(str(copy["mention_id"])) == owners(mixed).get(str(original["mention_id"]))


@settings(max_examples=2, deadline=None)
@given(rows=ROWS)
def test_every_mention_goes_somewhere_and_no_person_has_two_numbers(rows: list[Row]) -> None:
    linked = link(rows)
    placed, nobody = owners(linked), unplaced(linked)
    assert placed.keys() | nobody.keys() == {row["mention_id"] for row in rows}
    assert not placed.keys() & nobody.keys()
    numbers: dict[str, set[object]] = {}
    for row in rows:
        if row.get("bsn") and row["mention_id"] in placed:
            numbers.setdefault(placed[str(row["mention_id"])], set()).add(row["bsn"])
    assert all(len(some) == 1 for some in numbers.values())
    for table in stage.WRITES:
        assert getattr(linked, table).schema.equals(tables.schema(table))


def test_nothing_gives_nothing() -> None:
    linked = link([])
    assert all(getattr(linked, table).num_rows == 0 for table in stage.WRITES)
    assert linked.anchors == {}


def test_a_human_joins_what_no_rule_joins() -> None:
    rows = [
        said("a", PEOPLE[0]),
        said("b", PEOPLE[3]),
        said("c", ANNA, emails=["x@voorbeeld.nl"], initials="Q."),
        said("number alone", patient_number="Z998877"),
        said("another role", PEOPLE[2], role="professional"),
    ]
    others = [row["mention_id"] for row in rows[1:]]
    ruled = link(rows, rulings=[(stage.SAME, "a", str(other)) for other in others])
    assert len(parts(ruled)) == 1
    assert len(owners(ruled)) == len(rows)


def test_a_human_parts_what_every_rule_joins() -> None:
    rows = [said("a", PEOPLE[0]), said("b", PEOPLE[0]), said("c", PEOPLE[0], initials=None), said("d", PEOPLE[0])]
    ruled = link(rows, rulings=[(stage.NOT_SAME, "a", "b"), (stage.SAME, "c", "b"), (stage.SAME, "a", "d")])
    assert parts(ruled) == {frozenset("ad"), frozenset("bc")}


def test_a_human_parts_what_a_rare_name_would_join() -> None:
    rare: Row = {"surname": "Ypeij", "given_names": "Wolmoet"}
    rows = [said("a", rare, HOME), said("b", rare, birth_date=date(1948, 8, 24)), said("c", rare, HOME)]
    assert parts(link(rows)) == {frozenset("abc")}
    assert parts(link(rows, rulings=[(stage.NOT_SAME, "b", "c")])) == {frozenset("ac"), frozenset("b")}


def test_a_number_is_not_given_to_whom_a_human_kept_it_from() -> None:
    rows = [said("a", PEOPLE[0]), said("b", patient_number="A100200")]
    assert unplaced(link(rows, rulings=[(stage.NOT_SAME, "a", "b")])) == {"b": "patient number of nobody known"}


def test_people_keep_their_ids_when_more_is_found() -> None:
    first = link([said("m5", PEOPLE[0]), said("m6", PEOPLE[0], street=None), said("m7", PEOPLE[2])])
    more = [said("m1", PEOPLE[0]), said("m2", PEOPLE[1]), said("m5", PEOPLE[0]), said("m6", PEOPLE[0], street=None)]
    second = link([*more, said("m7", PEOPLE[2])], anchors=first.anchors | {"gone": "Pold"})
    kept = owners(second)
    assert kept["m1"] == kept["m5"] == owners(first)["m5"]
    assert kept["m7"] == owners(first)["m7"]
    assert kept["m2"] not in set(owners(first).values())
    assert second.anchors == kept | {"gone": "Pold"}


def test_the_larger_part_of_a_person_that_is_split_keeps_the_id() -> None:
    rows = [said(name, PEOPLE[0]) for name in ("a", "b", "c")]
    first = link(rows)
    rulings = [(stage.NOT_SAME, "a", "b"), (stage.NOT_SAME, "a", "c"), (stage.SAME, "b", "c")]
    second = link(rows, anchors=first.anchors, rulings=rulings)
    assert owners(second)["b"] == owners(second)["c"] == owners(first)["a"]
    assert owners(second)["a"] not in (owners(first)["a"], None)


def test_whom_a_human_calls_nobody_is_linked_to_nobody_whatever_else_is_ruled() -> None:
    rows = [said("a", PEOPLE[0]), said("b", PEOPLE[0]), said("c", PEOPLE[2])]
    ruled = link(rows, rulings=[("is_not_person", "b", ""), (stage.SAME, "b", "c")])
    assert parts(ruled) == {frozenset("a"), frozenset("c")}
    assert unplaced(ruled) == {"b": "a human decided"}
    assert ruled.person.num_rows == 2


def test_whom_a_human_calls_somebody_is_one_whatever_the_role_and_the_doubt() -> None:
    doctor = said("d", PEOPLE[2], role="professional", confidence=-4.0)
    other = said("e", ANNA, emails=["jan@voorbeeld.nl"], birth_date=None, role="unknown", confidence=-4.0)
    assert unplaced(link([doctor, other])) == {"d": "professional", "e": "more likely no data subject"}
    ruled = link([doctor, other], rulings=[("is_person", "d", ""), ("is_person", "e", "")])
    assert parts(ruled) == {frozenset("d"), frozenset("e")}


def test_an_address_of_a_professional_whom_a_human_calls_somebody_joins_their_mentions() -> None:
    doctor = said("d", PEOPLE[2], role="professional", street=None, house_number=None, postcode=None, city=None)
    number = said("n", emails=["jan@voorbeeld.nl"])
    assert owners(link([doctor, number])) == {}
    assert parts(link([doctor, number], rulings=[("is_person", "d", "")])) == {frozenset("dn")}
