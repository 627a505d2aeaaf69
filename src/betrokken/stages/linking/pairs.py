"""From the tables of the database to what is clustered: facts of profiles, edges, and what humans decided."""

from collections.abc import Iterator

import duckdb

from betrokken.stages.linking.apart import Facts, First
from betrokken.stages.linking.clustering import HUMAN, Edge, Refused

RECORD = "its record in the same file"
_HOUSEHOLD = 8.0  # bits an equal address, telephone or account adds to the order of joining, not to the weight

_FACTS = """
SELECT bsn, list_transform(births, lambda d: strftime(d, '%Y%m%d')), given[1], related, letters, whole
FROM profile ORDER BY pid
"""
_EDGES = """
SELECT pid_l, pid_r, weight, household >= 2, rule, by_number FROM judged_pair WHERE rule IS NOT NULL
"""
_DOUBTS = """
SELECT pid_l, pid_r, weight, doubt FROM judged_pair WHERE rule IS NULL AND doubt IS NOT NULL ORDER BY pid_l, pid_r
"""
_RECORDS = """
SELECT DISTINCT l.pid, r.pid
FROM follows f
JOIN holds l ON l.mention_id = f.follower
JOIN holds r ON r.mention_id = f.leader
WHERE NOT f.bare AND l.pid <> r.pid
"""
_RULINGS = """
SELECT l.pid, r.pid
FROM ruling u
JOIN holds l ON l.mention_id = u.left_id
JOIN holds r ON r.mention_id = u.right_id
WHERE u.same = ? AND l.pid <> r.pid
"""


def facts(connection: duckdb.DuckDBPyConnection) -> list[Facts]:
    """What each profile says of its person, at the place of its number."""
    return [_facts(*row) for row in connection.execute(_FACTS).fetchall()]


def _facts(bsn: str | None, births: list[str], name: str | None, related: list[str], letters: str, whole: bool) -> Facts:
    return Facts(
        bsns={bsn} if bsn else set(),
        births=set(births),
        firsts={First(name or "", frozenset(related), letters, whole)} if letters or name else set(),
    )


def edges(connection: duckdb.DuckDBPyConnection) -> Iterator[Edge]:
    """Every edge to follow: those the gate let through, records within a file, and what humans decided."""
    for left, right, weight, household, rule, by_number in connection.execute(_EDGES).fetchall():
        strength = weight + (_HOUSEHOLD if household else 0.0)
        yield Edge(left, right, weight, strength, rule, by_number)
    for left, right in connection.execute(_RECORDS).fetchall():
        yield Edge(left, right, 0.0, 0.0, RECORD, by_number=True, sure=True)
    for left, right in connection.execute(_RULINGS, [True]).fetchall():
        yield Edge(left, right, 0.0, 0.0, HUMAN, decided=True)


def enemies(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Pairs of profiles a human keeps apart."""
    return [(left, right) for left, right in connection.execute(_RULINGS, [False]).fetchall()]


def doubts(connection: duckdb.DuckDBPyConnection) -> Iterator[Refused]:
    """Pairs that look alike and that the gate kept apart."""
    for row in connection.execute(_DOUBTS).fetchall():
        yield Refused(*row)
