"""The second round: the groups of the first compared as a whole, where the evidence of no pair of mentions was enough."""

from collections.abc import Iterable, Mapping
from math import log2
from typing import Final

import duckdb
import pyarrow as pa

from betrokken.stages.linking import pairs
from betrokken.stages.linking.clustering import Edge, Partition, Refused, partition
from betrokken.stages.linking.statements import run

ENOUGH: Final = 0.02  # odds on another person below which two groups are joined
NOT_RARE: Final = "much alike, but others may be as well"
_TOLD: Final = -log2(0.1)  # bits from which a pair that is kept apart is shown to a human


def regroup(connection: duckdb.DuckDBPyConnection, first: Partition) -> Partition:
    """The partition with groups joined that taken as a whole are one person. Makes the tables `akin` and `whose`.

    A group that tells no first name and fits two people equally is torn, not a person of its own.
    """
    connection.register("first_round", table(first))
    run(connection, "meeting.sql")
    run(connection, "regrouping.sql")
    edges = list(_edges(connection))
    facts = pairs.facts(connection, "SELECT grp, pid FROM whose WHERE grp IN (SELECT unnest([l, r]) FROM akin)")
    second = partition(facts, edges, _lifted(first.root, pairs.enemies(connection)))
    second.refused += _told(edges, second.root)
    return _merged(first, second, {group for group in second.torn if not facts[group].firsts})


def table(groups: Partition) -> pa.Table:
    """A partition as rows: node, grp, and whether the node is torn between two groups."""
    return pa.table(
        {
            "node": pa.array(list(groups.root), pa.int32()),
            "grp": pa.array(list(groups.root.values()), pa.int32()),
            "torn": pa.array([node in groups.torn for node in groups.root], pa.bool_()),
        }
    )


def _edges(connection: duckdb.DuckDBPyConnection) -> Iterable[Edge]:
    for left, right, odds, weight in connection.execute("SELECT l, r, odds, weight FROM akin").fetchall():
        yield Edge(left, right, weight, weight, weak=odds > ENOUGH)


def _told(edges: Iterable[Edge], root: Mapping[int, int]) -> list[Refused]:
    return [
        Refused(edge.left, edge.right, edge.weight, NOT_RARE)
        for edge in edges
        if edge.weak and edge.weight >= _TOLD and root[edge.left] != root[edge.right]
    ]


def _lifted(root: Mapping[int, int], enemies: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(root.get(left, left), root.get(right, right)) for left, right in enemies}


def _merged(first: Partition, second: Partition, torn: set[int]) -> Partition:
    root = {group: second.root[group] for group in second.root}
    root |= {node: second.root.get(group, group) for node, group in first.root.items()}
    nodes = {node for node in root if first.root.get(node, node) in torn}
    return Partition(root, first.torn | nodes, [*first.refused, *second.refused])
