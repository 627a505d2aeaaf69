"""Ids of people across runs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.linking import identity

GROUPS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1), max_size=5).map(
    lambda sets: {
        place: sorted(one - frozenset().union(*sets[:place]))
        for place, one in enumerate(sets)
        if one - frozenset().union(*sets[:place])
    }
)


@settings(max_examples=100, deadline=None)
@given(GROUPS, st.dictionaries(st.sampled_from("abcdefghijxyz"), st.sampled_from(["P1", "P2", "P3"])))
def test_no_two_people_share_an_id_and_order_decides_nothing(
    groups: dict[int, list[str]], anchors: dict[str, str]
) -> None:
    ids = identity.person_ids(groups, anchors)
    assert ids.keys() == groups.keys()
    assert len(set(ids.values())) == len(ids)
    turned = {group: mentions[::-1] for group, mentions in reversed(groups.items())}
    assert identity.person_ids(turned, dict(reversed(anchors.items()))) == ids


def test_an_id_is_made_of_the_smallest_mention_and_is_letters_and_digits() -> None:
    ids = identity.person_ids({7: ["b", "a"]}, {})
    assert ids == identity.person_ids({3: ["a", "c"]}, {}) | {} or ids[7] == identity.person_ids({3: ["a", "c"]}, {})[3]
    assert len(ids[7]) == 13
    assert ids[7].isalnum()


def test_the_id_most_mentions_carry_wins() -> None:
    anchors = {"a": "Pone", "b": "Ptwo", "c": "Ptwo"}
    assert identity.person_ids({1: ["a", "b", "c"]}, anchors) == {1: "Ptwo"}
    assert identity.person_ids({1: ["a", "b"]}, anchors) == {1: "Pone"}


def test_a_split_person_gives_its_id_to_the_larger_part_and_never_twice() -> None:
    old = identity.person_ids({1: ["a", "b", "c"]}, {})[1]
    ids = identity.person_ids({1: ["a"], 2: ["b", "c"]}, dict.fromkeys("abc", old))
    assert ids[2] == old
    assert ids[1] != old
