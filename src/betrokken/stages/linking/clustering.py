"""Nodes joined to people along the edges the gate let through, never across what cannot be true of one person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from betrokken.stages.linking.apart import Facts, apart

HUMAN: Final = "a human decided"
EQUALLY: Final = "fits two people equally"
LESS: Final = "fits another person better"
_MARGIN: Final = 2.5  # bits by which one person must fit better than another


class Edge(NamedTuple):
    """Two nodes the gate holds for one person.

    weight: log2 odds of Splink. strength: the weight and what the household adds; it decides the order.
    by_number: they share a BSN, patient or sample number. sure: joined before all others, because a record says so.
    decided: a human says so, and no fact can speak against it. weak: not joined; it only says whom else the nodes fit.
    """

    left: int
    right: int
    weight: float
    strength: float
    by_number: bool = False
    sure: bool = False
    decided: bool = False
    weak: bool = False


class Refused(NamedTuple):
    """An edge not followed, and why; no reason where another edge of the same node tells it."""

    left: int
    right: int
    weight: float
    reason: str


@dataclass(slots=True)
class Partition:
    """Which nodes are one person.

    root: node to the representative of its group. torn: nodes that fit two people equally. refused: edges not followed.
    """

    root: dict[int, int]
    torn: set[int] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)


def partition(facts: Mapping[int, Facts], edges: Iterable[Edge], enemies: Iterable[tuple[int, int]]) -> Partition:
    """Groups of the nodes of `facts`, which holds both ends of every edge. `enemies`: pairs a human keeps apart.

    The outcome depends on the set of edges only, not on their order.
    """
    ordered = sorted(edges, key=_order)
    hostile = _hostile(enemies)
    torn, refused = _torn(_numbered(facts, ordered, hostile), ordered)
    dropped = {(edge.left, edge.right) for edge in refused}
    groups = _Groups(facts, hostile)
    for edge in ordered:
        if edge.weak or (edge[:2] in dropped and not edge.decided):
            continue
        reason = groups.join(edge)
        if reason:
            refused.append(Refused(edge.left, edge.right, edge.weight, reason))
    return Partition({node: groups.find(node) for node in facts}, torn, refused)


def _order(edge: Edge) -> tuple[object, ...]:
    return (not edge.decided, not edge.sure, -edge.strength, edge.left, edge.right)


def _hostile(enemies: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    hostile: dict[int, set[int]] = defaultdict(set)
    for left, right in enemies:
        hostile[left].add(right)
        hostile[right].add(left)
    return hostile


def _numbered(facts: Mapping[int, Facts], ordered: Iterable[Edge], hostile: Mapping[int, set[int]]) -> "_Groups":
    """Groups by the numbers of one person alone: who shares one is one person, whatever the given names are."""
    groups = _Groups(facts, hostile)
    for edge in ordered:
        if edge.decided or edge.sure or edge.by_number:
            groups.join(edge)
    return groups


def _torn(groups: "_Groups", edges: Iterable[Edge]) -> tuple[set[int], list[Refused]]:
    """Nodes that tell too little, whose edges lead to people who cannot be one, and the edges such nodes lose.

    Whom a number or record gives it to keeps the node, else the better person; where neither is better by the margin
    it is nobody's.
    """
    torn: set[int] = set()
    lost: list[Refused] = []
    for node, mine in _neighbours(groups, edges).items():
        leader, rivals = _rivals(groups, mine)
        if not rivals or leader.weak:
            continue
        if any(groups.find(there) == groups.find(node) for _, there in mine):
            lost += [Refused(e.left, e.right, e.weight, LESS) for e, there in mine if groups.apart(node, there)]
        elif leader.strength - rivals[0].strength < _MARGIN:
            torn.add(node)
            lost += [Refused(e.left, e.right, e.weight, EQUALLY if e in (leader, rivals[0]) else "") for e, _ in mine]
        else:
            lost += [Refused(e.left, e.right, e.weight, LESS) for e in rivals]
    return torn, lost


def _neighbours(groups: "_Groups", edges: Iterable[Edge]) -> dict[int, list[tuple[Edge, int]]]:
    """Of each node that lacks BSN, birth date or first name: its edges by falling strength, with the other end."""
    found: dict[int, list[tuple[Edge, int]]] = defaultdict(list)
    for edge in edges:
        if edge.decided or edge.sure:
            continue
        for here, there in ((edge.left, edge.right), (edge.right, edge.left)):
            if groups.lacking(here):
                found[here].append((edge, there))
    return {node: mine for node, mine in found.items() if len(mine) > 1}


def _rivals(groups: "_Groups", mine: Sequence[tuple[Edge, int]]) -> tuple[Edge, list[Edge]]:
    """(the strongest edge to a node that cannot be one person with another, the edges to those it cannot be with)."""
    for place, (leading, leader) in enumerate(mine):
        rivals = [edge for edge, there in mine[place + 1 :] if groups.apart(leader, there)]
        if rivals:
            return leading, rivals
    return mine[0][0], []


class _Groups:
    """Union-find that knows of each group what it says, and refuses a union that cannot be."""

    def __init__(self, facts: Mapping[int, Facts], hostile: Mapping[int, set[int]]) -> None:
        self._parent = {node: node for node in facts}
        self._own = facts
        self._facts = dict(facts)
        self._hostile = hostile
        self._members = {node: {node} for node in hostile}  # only of groups that humans spoke of

    def find(self, node: int) -> int:
        """The representative of a node's group."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def lacking(self, node: int) -> bool:
        """Whether the node itself tells too little to be told from others."""
        facts = self._own[node]
        return not (facts.bsns and facts.births and facts.firsts)

    def apart(self, one: int, two: int, by_number: bool = False) -> str:
        """Why the groups of two nodes are not one person, "" when nothing speaks against it."""
        one, two = self.find(one), self.find(two)
        if one == two:
            return ""
        return HUMAN if self._at_odds(one, two) else apart(self._facts[one], self._facts[two], by_number)

    def join(self, edge: Edge) -> str:
        """Unite the groups at both ends; the reason when that cannot be, else ""."""
        one, two = sorted((self.find(edge.left), self.find(edge.right)))
        reason = self.apart(one, two, edge.by_number)
        if reason and (reason == HUMAN or not edge.decided):
            return reason
        if one != two:
            self._unite(one, two)
        return ""

    def _at_odds(self, one: int, two: int) -> bool:
        theirs = self._members.get(two, set())
        return any(not theirs.isdisjoint(self._hostile[node]) for node in self._members.get(one, ()))

    def _unite(self, one: int, two: int) -> None:
        self._parent[two] = one
        self._facts[one] = self._facts[one].with_(self._facts[two])
        spoken = self._members.pop(two, set()) | self._members.get(one, set())
        if spoken:
            self._members[one] = spoken
