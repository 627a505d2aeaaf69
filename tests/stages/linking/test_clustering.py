"""Joining along edges, never across what cannot be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.linking.apart import Facts, First
from betrokken.stages.linking.clustering import EQUALLY, HUMAN, LESS, Edge, Partition, partition


def groups(found: Partition) -> set[frozenset[int]]:
    roots = set(found.root.values())
    return {frozenset(node for node in found.root if found.root[node] == root) for root in roots}


def person(bsn: str = "", birth: str = "", initials: str = "") -> Facts:
    return Facts(
        frozenset({bsn} - {""}),
        frozenset({birth} - {""}),
        frozenset({First("", frozenset(), initials, True)} if initials else set()),
    )


NODES = st.lists(
    st.builds(
        person, st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["", "19610314"]), st.sampled_from(["", "a", "b"])
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(NODES, st.data())
def test_no_group_has_two_numbers_and_the_order_of_edges_decides_nothing(
    nodes: list[Facts], data: st.DataObject
) -> None:
    facts = dict(enumerate(nodes))
    ends = st.integers(0, len(nodes) - 1)
    pairs = data.draw(st.sets(st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1]), max_size=12))
    edges = [
        Edge(*pair, weight, weight) for pair in sorted(pairs) for weight in [data.draw(st.sampled_from([5.0, 9.0]))]
    ]
    enemies = data.draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=2))
    found = partition(facts, edges, enemies)
    for group in groups(found):
        assert len(frozenset().union(*(facts[node].bsns for node in group))) <= 1
        assert not any(left in group and right in group for left, right in enemies)
    turned = partition(facts, data.draw(st.permutations(edges)), enemies)
    assert (groups(turned), turned.torn) == (groups(found), found.torn)


def test_a_refused_edge_is_told() -> None:
    facts = {0: person("1", "19610314", "a"), 1: person("", "19610314", "a"), 2: person("2", "19610314", "a")}
    found = partition(facts, [Edge(0, 1, 20, 20), Edge(1, 2, 10, 10)], [])
    assert groups(found) == {frozenset({0, 1}), frozenset({2})}
    assert [refused.reason for refused in found.refused] == [LESS]


def test_what_fits_two_people_equally_is_nobodys() -> None:
    facts = {0: person("1"), 1: person(), 2: person("2")}
    found = partition(facts, [Edge(0, 1, 20, 20), Edge(1, 2, 19, 19)], [])
    assert found.torn == {1}
    assert [refused.reason for refused in found.refused] == [EQUALLY, EQUALLY]


def test_whom_a_number_joins_are_no_rivals() -> None:
    facts = {0: person("", "19610314", "a"), 1: person("", "19610314"), 2: person("", "19610314", "b")}
    edges = [Edge(0, 1, 20, 20), Edge(1, 2, 20, 20)]
    assert partition(facts, edges, []).torn == {1}
    joined = partition(facts, [*edges, Edge(0, 2, 30, 30, by_number=True)], [])
    assert groups(joined) == {frozenset({0, 1, 2})}


def test_a_human_is_above_all_facts() -> None:
    facts = {0: person("1"), 1: person("2"), 2: person("2")}
    found = partition(facts, [Edge(0, 1, 0, 0, decided=True), Edge(1, 2, 30, 30)], [(0, 2)])
    assert groups(found) == {frozenset({0, 1}), frozenset({2})}
    assert [refused.reason for refused in found.refused] == [HUMAN]


def test_a_weak_edge_joins_nothing_and_yet_makes_a_rival() -> None:
    facts = {0: person("1"), 1: person(), 2: person("2")}
    weak = Edge(1, 2, 19, 19, weak=True)
    assert groups(partition(facts, [weak], [])) == {frozenset({0}), frozenset({1}), frozenset({2})}
    assert partition(facts, [Edge(0, 1, 20, 20), weak], []).torn == {1}
    assert groups(partition(facts, [Edge(0, 1, 30, 30), weak], [])) == {frozenset({0, 1}), frozenset({2})}
