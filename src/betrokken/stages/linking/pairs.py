"""From the tables of the database to what is clustered: nodes, their facts, the edges, and what humans decided.

A node is all profiles that one BSN holds together, or else a single profile.
"""

from collections.abc import Iterator
from functools import lru_cache

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from betrokken.stages.linking.apart import Facts, First
from betrokken.stages.linking.clustering import Edge, Refused

_HOUSEHOLD = 8.0  # bits an equal address, telephone or account adds to the order of joining, not to the weight

# A profile a human spoke of stays a node of its own, so that the word can be followed.
_ONE_BSN = """
SELECT pid_l, pid_r FROM judged_pair
WHERE by_bsn AND rule IS NOT NULL
    AND pid_l NOT IN (SELECT pid FROM spoken_of) AND pid_r NOT IN (SELECT pid FROM spoken_of)
"""
_SPOKEN_OF = """
CREATE OR REPLACE TEMP TABLE spoken_of AS
SELECT DISTINCT pid
FROM holds
SEMI JOIN (SELECT left_id AS mention_id FROM ruling UNION SELECT right_id FROM ruling) USING (mention_id)
"""
# A file is named after whom it is about: one person in it with the surname, the birth date and the first letter.
_TITLED = """
CREATE OR REPLACE TEMP TABLE titled AS
SELECT l.node AS l, min(r.node) AS r
FROM eligible f
JOIN item fi ON fi.item_id = f.item_id
JOIN item ci ON ci.sha256 = fi.sha256
JOIN eligible c ON c.item_id = ci.item_id AND c.place NOT IN ('file name', 'folder name')
JOIN holds x ON x.mention_id = f.mention_id
JOIN holds y ON y.mention_id = c.mention_id
JOIN profile p ON p.pid = x.pid
JOIN profile q ON q.pid = y.pid
JOIN node l ON l.pid = x.pid
JOIN node r ON r.pid = y.pid
WHERE f.place = 'file name' AND list_has_any(p.births, q.births) AND list_has_any(p.parts, q.parts)
    AND (p.letters = '' OR q.letters = '' OR p.letters[1] = q.letters[1])
GROUP BY l.node, f.mention_id
HAVING count(DISTINCT r.node) = 1 AND l.node <> min(r.node)
"""
# Numbers under which a controller's own list has somebody.
_LISTED = """
CREATE OR REPLACE TEMP TABLE listed_as AS
SELECT h.pid, list(DISTINCT i.drop_id || '/' || number_key(e.patient_number)) AS keys
FROM eligible e JOIN holds h USING (mention_id) JOIN item i ON i.item_id = e.item_id
WHERE e.source = 'population' AND number_key(e.patient_number) IS NOT NULL
GROUP BY h.pid
"""
_LEAKED = """
SELECT DISTINCT node FROM node JOIN holds USING (pid) JOIN mention USING (mention_id)
WHERE source IS DISTINCT FROM 'population'
"""
_LINKED = """
SELECT n.node, n.pid
FROM node n
SEMI JOIN (
    SELECT DISTINCT unnest([l.node, r.node]) AS node
    FROM judged_pair JOIN node l ON l.pid = pid_l JOIN node r ON r.pid = pid_r
    WHERE rule IS NOT NULL AND l.node <> r.node
    UNION SELECT node FROM node JOIN holds USING (pid)
        SEMI JOIN (SELECT follower AS mention_id FROM follows UNION SELECT leader FROM follows) USING (mention_id)
    UNION SELECT unnest([l, r]) FROM titled
    UNION SELECT node FROM node JOIN spoken_of USING (pid)) USING (node)
"""
# First names as one text: names, what they stand for, initials; lists of texts are quicker than lists of structures.
_FACTS = """
SELECT
    n.node,
    list(DISTINCT p.bsn) FILTER (p.bsn IS NOT NULL),
    list(DISTINCT strftime(p.born, '%Y%m%d')) FILTER (p.born IS NOT NULL),
    flatten(list(list_transform(p.births, lambda d: strftime(d, '%Y%m%d'))) FILTER (len(p.births) > 1)),
    list(DISTINCT concat_ws('/', coalesce(p.given[1], ''), array_to_string(p.related, ' '), p.letters, p.whole))
        FILTER (p.letters <> '' OR len(p.given) > 0),
    flatten(list(k.keys) FILTER (k.keys IS NOT NULL))
FROM ({members}) n(node, pid)
JOIN profile p USING (pid)
LEFT JOIN listed_as k USING (pid)
GROUP BY n.node
"""
_EDGES = f"""
SELECT
    least(l.node, r.node), greatest(l.node, r.node), max(weight),
    max(weight + CASE WHEN household >= 2 THEN {_HOUSEHOLD} ELSE 0 END), bool_or(by_number)
FROM judged_pair
JOIN node l ON l.pid = pid_l
JOIN node r ON r.pid = pid_r
WHERE rule IS NOT NULL AND l.node <> r.node
GROUP BY ALL
"""
_DOUBTS = """
SELECT l.node, r.node, weight, doubt
FROM judged_pair
JOIN node l ON l.pid = pid_l
JOIN node r ON r.pid = pid_r
WHERE rule IS NULL AND doubt IS NOT NULL AND l.node <> r.node
"""
_RECORDS = """
SELECT DISTINCT l.node, r.node
FROM follows f
JOIN holds x ON x.mention_id = f.follower
JOIN holds y ON y.mention_id = f.leader
JOIN node l ON l.pid = x.pid
JOIN node r ON r.pid = y.pid
WHERE NOT f.bare AND l.node <> r.node
"""
_RULINGS = """
SELECT DISTINCT l.node, r.node
FROM ruling u
JOIN holds x ON x.mention_id = u.left_id
JOIN holds y ON y.mention_id = u.right_id
JOIN node l ON l.pid = x.pid
JOIN node r ON r.pid = y.pid
WHERE u.same = ? AND l.node <> r.node
"""


def nodes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `node` (each profile's, called after its first profile) and `titled` (files named after one)."""
    connection.execute(_SPOKEN_OF)
    (count,) = connection.execute("SELECT count(*) FROM profile").fetchall()[0]
    ends = connection.execute(_ONE_BSN).fetchnumpy()
    left, right = ends["pid_l"], ends["pid_r"]
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    first = np.full(labels.max(initial=-1) + 1, count, dtype=np.int32)
    np.minimum.at(first, labels, np.arange(count, dtype=np.int32))
    table = pa.table({"pid": pa.array(np.arange(count, dtype=np.int32)), "node": pa.array(first[labels])})
    connection.register("node", table)
    connection.execute(_TITLED)
    connection.execute(_LISTED)


def facts(connection: duckdb.DuckDBPyConnection, members: str = _LINKED) -> dict[int, Facts]:
    """What each node that has an edge says of its person; `members` is SQL that gives other groups (group, pid)."""
    return {
        node: Facts(
            bsns=frozenset(bsns or ()),
            births=frozenset([*(births or ()), *(readings or ())]),
            firsts=frozenset(map(_first, firsts or ())),
            listed=frozenset(listed or ()),
        )
        for node, bsns, births, readings, firsts, listed in connection.execute(
            _FACTS.format(members=members)
        ).fetchall()
    }


@lru_cache(maxsize=200_000)
def _first(text: str) -> First:
    name, related, initials, whole = text.split("/")
    return First(name, frozenset(related.split()), initials, whole == "true")


def edges(connection: duckdb.DuckDBPyConnection) -> Iterator[Edge]:
    """Every edge to follow: those the gate let through, records within a file, and what humans decided."""
    yield from (Edge(*row) for row in connection.execute(_EDGES).fetchall())
    for left, right in connection.execute(_RECORDS).fetchall():
        yield Edge(left, right, 0.0, 0.0, by_number=True, sure=True)
    for left, right in connection.execute("SELECT DISTINCT l, r FROM titled").fetchall():
        yield Edge(left, right, 0.0, 0.0, by_number=True, sure=True)
    for left, right in connection.execute(_RULINGS, [True]).fetchall():
        yield Edge(left, right, 0.0, 0.0, decided=True)


def enemies(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Pairs of nodes a human keeps apart."""
    return [(left, right) for left, right in connection.execute(_RULINGS, [False]).fetchall()]


def leaked(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The nodes with a mention that leaked."""
    return {node for (node,) in connection.execute(_LEAKED).fetchall()}


def doubts(connection: duckdb.DuckDBPyConnection) -> Iterator[Refused]:
    """Pairs that look alike and that the gate kept apart."""
    yield from (Refused(*row) for row in connection.execute(_DOUBTS).fetchall())
