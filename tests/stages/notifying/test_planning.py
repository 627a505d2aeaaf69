"""Who gets which letter, and who gets none and why: for any register and history everybody is placed exactly once."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.model.errors import AccountingError
from betrokken.model.notices import REASONS, Claim, Seen, difference
from betrokken.model.words import CATEGORIES, CERTAINTIES
from betrokken.stages.notifying import composing, planning
from betrokken.stages.notifying.planning import Known, Letter, Plan, Silence, Told

DAY = date(2025, 9, 12)
SHELTER = planning.address("1234 ab", "7", "a")
SEEN = Seen("blood", 2020, 2021)
PROVEN = Claim("p1", "zhw", "proven", leaked=("name", "exam"), exams=(SEEN,))


def person(**more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"birth_date": date(1980, 1, 2), "deceased_on": None, "secret_address": None, "missing": []}
    return row | {"postcode": "1234AB", "house_number": "7", "house_number_suffix": None} | more


def decided(claim: Claim, told: Told | None = None, judged: str = "", **more: Any) -> Letter | Silence:
    known = Known(
        {claim.person_id: person(**more)},
        DAY,
        {claim.person_id: told} if told else {},
        {claim.person_id: judged} if judged else {},
        shelters=frozenset({SHELTER}),
    )
    made = planning.plan([claim], known)
    return made.letters[0] if made.letters else made.silences[0]


@pytest.mark.parametrize("certainty", ["proven", "presumed", "possible"])
def test_somebody_who_was_never_told_gets_the_letter_of_the_class(certainty: str) -> None:
    made = decided(Claim("p1", "zhw", certainty))
    assert isinstance(made, Letter)
    assert (made.variant, made.earlier_id) == (certainty, None)


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("deceased", {"deceased_on": date(2024, 1, 1), "missing": ["street"]}),
        ("secret_address", {"secret_address": "7"}),
        ("shelter", {"house_number_suffix": "A"}),
        ("unaddressable", {"missing": ["street", "house_number"]}),
    ],
)
def test_who_cannot_be_written_to_is_listed_with_the_reason(reason: str, more: dict[str, Any]) -> None:
    made = decided(PROVEN, **more)
    assert isinstance(made, Silence)
    assert made.reason == reason


def test_who_was_not_touched_is_told_on_request_only() -> None:
    untouched = Claim("p1", "zhw", "not_touched")
    made = [decided(untouched), decided(untouched, judged="judgement 3")]
    assert [one.reason for one in made if isinstance(one, Silence)] == ["not_touched", "not_affected"]


@pytest.mark.parametrize(("certainty", "variant"), list(planning.TO_PARENTS.items()))
def test_parents_are_written_to_until_a_child_is_sixteen(certainty: str, variant: str) -> None:
    claim = Claim("p1", "zhw", certainty, leaked=("name",) if certainty == "proven" else ())
    made = decided(claim, birth_date=date(2009, 9, 13))
    assert isinstance(made, Letter)
    assert made.variant == variant
    grown = decided(claim, birth_date=date(2009, 9, 12))
    assert isinstance(grown, Letter)
    assert grown.variant == certainty


def told(claim: Claim, **more: Any) -> Told:
    return Told("N-1", claim.certainty, claim.says, **more)


def test_nobody_is_told_the_same_twice() -> None:
    made = decided(PROVEN, told(PROVEN))
    assert isinstance(made, Silence)
    assert (made.reason, made.notice_id) == ("already_told", "N-1")
    fewer = Claim("p1", "zhw", "proven", leaked=PROVEN.leaked, exams=(Seen("blood", 2020, 2020),))
    assert isinstance(decided(fewer, told(PROVEN)), Silence)


@pytest.mark.parametrize(
    ("now", "variant"),
    [
        (Claim("p1", "zhw", "proven", leaked=("name", "bsn", "exam"), exams=(SEEN,)), "supplement"),
        (Claim("p1", "zhw", "proven", leaked=("name", "exam"), exams=(Seen("blood", 2019, 2021),)), "supplement"),
        (Claim("p1", "zhw", "proven", leaked=("name",), exams=()), "correction"),
        (Claim("p1", "zhw", "proven", leaked=("bsn",), exams=(SEEN,)), "correction"),
        (Claim("p1", "zhw", "not_touched"), "correction"),
        (Claim("p1", "zhw", "possible"), "correction"),
    ],
)
def test_what_changed_since_a_letter_is_told(now: Claim, variant: str) -> None:
    made = decided(now, told(PROVEN))
    assert isinstance(made, Letter)
    assert (made.variant, made.earlier_id) == (variant, "N-1")


def test_surer_than_before_is_told() -> None:
    possible, presumed = Claim("p1", "zhw", "possible"), Claim("p1", "zhw", "presumed")
    untouched = Claim("p1", "zhw", "not_touched")
    made = [
        decided(presumed, told(possible)),
        decided(PROVEN, told(possible)),
        decided(PROVEN, told(untouched)),
        decided(untouched, told(possible)),
    ]
    assert [one.variant for one in made if isinstance(one, Letter)] == [
        "presumed", "supplement", "proven", "correction",
    ]  # fmt: skip


def test_returned_mail_goes_out_again_to_another_address_only() -> None:
    again = decided(PROVEN, told(PROVEN, returned="moved", elsewhere=True))
    assert isinstance(again, Letter)
    assert (again.variant, again.earlier_id) == ("proven", "N-1")
    stands = [decided(PROVEN, told(PROVEN, returned=why)) for why in ("moved", "unknown", "deceased")]
    assert [one.reason for one in stands if isinstance(one, Silence)] == ["returned", "returned", "deceased"]


CLAIM = st.builds(
    Claim,
    st.just("p1"),
    st.just("zhw"),
    st.sampled_from(CERTAINTIES),
    leaked=st.lists(st.sampled_from(CATEGORIES), unique=True).map(tuple),
    exams=st.lists(
        st.builds(Seen, st.sampled_from(["blood", "skin"]), st.just(2019), st.integers(2019, 2022)), max_size=1
    ).map(tuple),
)
PERSON = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from([None, date(1980, 1, 2), date(2012, 1, 2), date(2020, 1, 2)]),
        "deceased_on": st.sampled_from([None, date(2024, 1, 1)]),
        "secret_address": st.sampled_from([None, "0", "7"]),
        "missing": st.sampled_from([[], ["street"]]),
        "postcode": st.just("1234AB"),
        "house_number": st.just("7"),
        "house_number_suffix": st.sampled_from([None, "a"]),
    }
)
EARLIER = st.none() | st.builds(
    lambda claim, returned, elsewhere: Told("N-1", "proven", claim.says, returned, elsewhere),
    CLAIM,
    st.sampled_from(["", "moved", "deceased"]),
    st.booleans(),
)


@given(st.lists(st.tuples(CLAIM, PERSON, EARLIER, st.booleans()), max_size=12))
def test_everybody_is_written_to_or_listed_with_a_reason(rows: list[Any]) -> None:
    ids = [f"p{number}" for number in range(len(rows))]
    claims = [
        Claim(key, "zhw", claim.certainty, leaked=claim.leaked, exams=claim.exams)
        for key, (claim, *_) in zip(ids, rows, strict=True)
    ]
    known = Known(
        {key: row for key, (_, row, *_) in zip(ids, rows, strict=True)},
        DAY,
        {key: earlier for key, (_, _, earlier, _) in zip(ids, rows, strict=True) if earlier},
        {key: "judgement 1" for key, row in zip(ids, rows, strict=True) if row[3]},
        shelters=frozenset({SHELTER}),
    )
    made = planning.plan(claims, known)
    assert sorted([one.claim.person_id for one in made.letters] + [one.person_id for one in made.silences]) == sorted(
        ids
    )
    assert {one.reason for one in made.silences} <= set(REASONS)
    assert {one.variant for one in made.letters} <= set(composing.variants())
    for one in made.letters:
        row = known.people[one.claim.person_id]
        assert not row["deceased_on"]
        assert not row["missing"]
        assert (row["secret_address"] or "0") == "0"
        earlier = known.told.get(one.claim.person_id)
        assert one.earlier_id == (earlier.notice_id if earlier else None)
        assert earlier is None or earlier.returned or difference(earlier.says, one.claim.says)
    # what has just gone out, and did not come back, is not sent again
    after = {one.claim.person_id: told(one.claim) for one in made.letters}
    second = planning.plan(
        claims, Known(known.people, DAY, {**known.told, **after}, known.judged, shelters=known.shelters)
    )
    assert not {one.claim.person_id for one in second.letters} & set(after)


def test_a_plan_that_loses_somebody_is_refused() -> None:
    with pytest.raises(AccountingError, match="2 people"):
        Plan(2, (Letter(PROVEN, "proven"),), ())
    with pytest.raises(AccountingError, match="1 people"):
        Plan(1, (Letter(PROVEN, "proven"),), (Silence("p1", "deceased"),))
