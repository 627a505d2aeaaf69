"""Profiles joined to people along the edges the gate let through, never across what cannot be true of one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from betrokken.stages.linking.apart import Facts, apart

HUMAN = "a human decided"
EQUALLY = "fits two people equally"
_MARGIN = 3.0  # bits by which one person must fit better than another


class Edge(NamedTuple):
    """Two profiles the gate holds for one person.

    weight: log2 odds of Splink. strength: the weight and what the household adds; it decides the order.
    sure: joined before all others, because a record or a human says so. decided: no fact can speak against it.
    """

    left: int
    right: int
    weight: float
    strength: float
    rule: str
    by_number: bool = False
    sure: bool = False
    decided: bool = False


class Refused(NamedTuple):
    """An edge not followed, and why."""

    left: int
    right: int
    weight: float
    reason: str


@dataclass(slots=True)
class Partition:
    """Which profiles are one person.

    root: profile to the representative of its group. best: profile to its heaviest edge within the group.
    torn: profiles that fit two people equally. refused: edges not followed.
    """

    root: dict[int, int]
    best: dict[int, Edge] = field(default_factory=dict)
    torn: set[int] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)


def partition(facts: Sequence[Facts], edges: Iterable[Edge], enemies: Iterable[tuple[int, int]]) -> Partition:
    """Groups of profiles; a profile is its place in `facts`. `enemies`: pairs a human keeps apart.

    The outcome depends on the set of edges only, not on their order.
    """
    ordered = sorted(set(edges), key=_order)
    hostile = _hostile(enemies)
    torn, lost = _torn(facts, ordered, hostile)
    groups = _Groups(facts, hostile)
    outcome = Partition(root={}, torn=torn, refused=lost)
    dropped = {(edge.left, edge.right) for edge in lost}
    for edge in ordered:
        if (edge.left, edge.right) in dropped and not edge.decided:
            continue
        reason = groups.join(edge)
        if reason:
            outcome.refused.append(Refused(edge.left, edge.right, edge.weight, reason))
    outcome.root = {profile: groups.find(profile) for profile in range(len(facts))}
    outcome.best = _best(ordered, outcome.root)
    return outcome


def _order(edge: Edge) -> tuple[object, ...]:
    return (not edge.decided, not edge.sure, -edge.strength, edge.left, edge.right, edge.rule)


def _best(ordered: Iterable[Edge], root: Mapping[int, int]) -> dict[int, Edge]:
    best: dict[int, Edge] = {}
    for edge in ordered:
        if root[edge.left] == root[edge.right]:
            best.setdefault(edge.left, edge)
            best.setdefault(edge.right, edge)
    return best


def _hostile(enemies: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    hostile: dict[int, set[int]] = defaultdict(set)
    for left, right in enemies:
        hostile[left].add(right)
        hostile[right].add(left)
    return hostile


def _torn(
    facts: Sequence[Facts], edges: Iterable[Edge], hostile: Mapping[int, set[int]]
) -> tuple[set[int], list[Refused]]:
    """Profiles without a BSN whose edges lead to people who cannot be one, and the edges such profiles lose.

    The better person keeps the profile; where neither is better by the margin it is nobody's.
    """
    torn: set[int] = set()
    lost: list[Refused] = []
    for profile, mine in _neighbours(facts, edges).items():
        leader, rivals = _rivals(facts, mine, hostile)
        if not rivals:
            continue
        best = next(edge for edge, there in mine if there == leader)
        if best.strength - rivals[0].strength < _MARGIN:
            torn.add(profile)
            lost += [Refused(e.left, e.right, e.weight, EQUALLY if e in (best, rivals[0]) else "") for e, _ in mine]
        else:
            lost += [Refused(e.left, e.right, e.weight, "fits another person better") for e in rivals]
    return torn, lost


def _neighbours(facts: Sequence[Facts], edges: Iterable[Edge]) -> dict[int, list[tuple[Edge, int]]]:
    """Of each profile without a BSN: its edges by falling strength, with the profile at the other end."""
    found: dict[int, list[tuple[Edge, int]]] = defaultdict(list)
    for edge in edges:
        if edge.decided or edge.sure:
            continue
        for here, there in ((edge.left, edge.right), (edge.right, edge.left)):
            if not facts[here].bsns:
                found[here].append((edge, there))
    return {profile: mine for profile, mine in found.items() if len(mine) > 1}


def _rivals(
    facts: Sequence[Facts], mine: list[tuple[Edge, int]], hostile: Mapping[int, set[int]]
) -> tuple[int, list[Edge]]:
    """(the strongest neighbour that cannot be one person with another, the edges to those it cannot be with)."""
    for place, (_, leader) in enumerate(mine):
        rivals = [
            edge
            for edge, there in mine[place + 1 :]
            if there in hostile.get(leader, ()) or apart(facts[leader], facts[there])
        ]
        if rivals:
            return leader, rivals
    return -1, []


class _Groups:
    """Union-find that knows of each group what it says, and refuses a union that cannot be."""

    def __init__(self, facts: Sequence[Facts], hostile: Mapping[int, set[int]]) -> None:
        self._parent = list(range(len(facts)))
        self._facts = list(facts)
        self._members: dict[int, list[int]] = {}
        self._hostile = hostile

    def find(self, profile: int) -> int:
        """The representative of a profile's group."""
        parent = self._parent
        while parent[profile] != profile:
            parent[profile] = parent[parent[profile]]
            profile = parent[profile]
        return profile

    def join(self, edge: Edge) -> str:
        """Unite the groups at both ends; the reason when that cannot be, else ""."""
        one, two = sorted((self.find(edge.left), self.find(edge.right)))
        if one == two:
            return ""
        if self._hostile and self._at_odds(one, two):
            return HUMAN
        reason = "" if edge.decided else apart(self._facts[one], self._facts[two], edge.by_number)
        if reason:
            return reason
        self._unite(one, two)
        return ""

    def _at_odds(self, one: int, two: int) -> bool:
        ours, theirs = self._group(one), set(self._group(two))
        return any(not theirs.isdisjoint(self._hostile.get(profile, ())) for profile in ours)

    def _group(self, root: int) -> list[int]:
        return self._members.get(root, [root])

    def _unite(self, one: int, two: int) -> None:
        self._parent[two] = one
        self._members[one] = self._group(one) + self._group(two)
        self._members.pop(two, None)
        merged = Facts()
        merged.add(self._facts[one])
        merged.add(self._facts[two])
        self._facts[one] = merged
