"""Room 4: one person of all mentions of one human being, with a stable id and a reason for every join."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.stages.linking import comparing, consensus, identity, normalise, pairs, regrouping
from betrokken.stages.linking.clustering import EQUALLY, Partition, Refused, partition
from betrokken.stages.linking.statements import run as run_statements

READS: Final = ("mention", "item", "judgement")
WRITES: Final = ("person", "membership", "unplaced", "doubt")

SAME: Final = "same_person"
NOT_SAME: Final = "not_same_person"
OBEYED: Final = (SAME, NOT_SAME, "is_person", "is_not_person")  # kinds of judgement; eligible.sql takes the last two


@dataclass(frozen=True, slots=True)
class Linked:
    """The tables this room writes, and the person of each mention for the next run."""

    person: pa.Table
    membership: pa.Table
    unplaced: pa.Table
    doubt: pa.Table
    anchors: dict[str, str]


def run(
    mention: pa.Table,
    item: pa.Table,
    judgement: pa.Table | None,
    anchors: Mapping[str, str],
    connection: Callable[[], duckdb.DuckDBPyConnection],
    drop: pa.Table | None = None,
) -> Linked:
    """Link all mentions. The same set of mentions gives the same tables, whatever its order.

    judgement: what humans decided; kinds other than those of OBEYED are left alone. anchors: mention_id to person_id
    of earlier runs. connection: opens a DuckDB database for scratch; it is closed here. drop: tells the day of each
    population, whose latest says where its people live; None when there is none.
    """
    with connection() as database:
        _load(database, mention, item, judgement)
        database.register("taken", tables.schema("drop").empty_table() if drop is None else drop)
        groups = _group(database)
        people = _place(database, groups, anchors)
        return _tables(database, groups, people, anchors)


def portraits(
    mention: pa.Table,
    item: pa.Table,
    judgement: pa.Table | None,
    drop: pa.Table,
    belongs: pa.Table,
    database: duckdb.DuckDBPyConnection,
) -> pa.Table:
    """The table `person` over the mentions of `belongs` (mention_id, person_id) alone: what a part of the case tells.

    What no person's number or telephone can be is judged over all mentions; no value comes from outside `belongs`.
    """
    _load(database, mention, item, judgement)
    database.register("taken", drop)
    for name in ("eligible.sql", "records.sql"):
        run_statements(database, name)
    normalise.normalise(database)
    database.register("belongs", belongs)
    return consensus.portraits(database)


def _load(database: duckdb.DuckDBPyConnection, mention: pa.Table, item: pa.Table, judgement: pa.Table | None) -> None:
    database.register("mention", mention)
    database.register("item", item)
    database.register("judgement", tables.schema("judgement").empty_table() if judgement is None else judgement)
    database.execute(
        "CREATE TEMP TABLE ruling AS SELECT DISTINCT left_id, right_id, kind = $1 AS same FROM judgement "
        "WHERE kind IN ($1, $2) AND left_id <> right_id",
        [SAME, NOT_SAME],
    )


def _group(database: duckdb.DuckDBPyConnection) -> Partition:
    run_statements(database, "eligible.sql")
    run_statements(database, "records.sql")
    normalise.normalise(database)
    run_statements(database, "blocking.sql")
    comparing.score(database)
    run_statements(database, "gate.sql")
    pairs.nodes(database)
    first = partition(pairs.facts(database), pairs.edges(database), pairs.enemies(database))
    return _spared(regrouping.regroup(database, first), pairs.leaked(database))


def _spared(groups: Partition, leaked: Set[int]) -> Partition:
    """Whoever fits two people equally stays a person of their own where a population has part in it.

    A list taken in beside a leak must make nobody vanish from it, and each row of a list is somebody; the pair is told
    to a human all the same.
    """
    rivals: dict[int, set[int]] = {}
    for pair in groups.refused:
        if pair.reason == EQUALLY:
            rivals.setdefault(pair.left, set()).add(pair.right)
            rivals.setdefault(pair.right, set()).add(pair.left)
    of_lists = {node for node in groups.torn & leaked if rivals.get(groups.root[node], set()) - leaked}
    return Partition(groups.root, (groups.torn & leaked) - of_lists, groups.refused)


def _place(database: duckdb.DuckDBPyConnection, groups: Partition, anchors: Mapping[str, str]) -> dict[int, str]:
    """Person id of each group that is a person; makes the tables `resting`, `homeless` and `belongs`."""
    database.register("sorted", regrouping.table(groups))
    run_statements(database, "placing.sql")
    run_statements(database, "numbers.sql")
    placed = database.execute("SELECT mention_id, grp FROM resting").fetchall()
    listed = database.execute("SELECT mention_id FROM resting JOIN mention USING (mention_id) WHERE source <> 'leak'")
    own_lists = frozenset(mention_id for (mention_id,) in listed.fetchall())
    people = identity.person_ids(identity.grouped(placed), anchors, own_lists)
    database.register(
        "named",
        pa.table(
            {"grp": pa.array(list(people), pa.int32()), "person_id": pa.array(list(people.values()), pa.string())}
        ),
    )
    database.execute("CREATE TEMP TABLE belongs AS SELECT mention_id, person_id FROM resting JOIN named USING (grp)")
    return people


def _tables(
    database: duckdb.DuckDBPyConnection, groups: Partition, people: Mapping[int, str], anchors: Mapping[str, str]
) -> Linked:
    membership: pa.Table = database.execute(
        "SELECT person_id, mention_id, reason, weight FROM resting JOIN named USING (grp) ORDER BY ALL"
    ).to_arrow_table()
    unplaced: pa.Table = database.execute(
        "SELECT mention_id, reason FROM homeless ORDER BY mention_id"
    ).to_arrow_table()
    return Linked(
        person=consensus.portraits(database),
        membership=membership.cast(tables.schema("membership")),
        unplaced=unplaced.cast(tables.schema("unplaced")),
        doubt=_doubts(database, [*groups.refused, *pairs.doubts(database)]),
        anchors={
            **anchors,
            **dict(zip(*(membership[c].to_pylist() for c in ("mention_id", "person_id")), strict=True)),
        },
    )


def _doubts(database: duckdb.DuckDBPyConnection, refused: Iterable[Refused]) -> pa.Table:
    """One row per two people who look alike."""
    rows = [pair for pair in refused if pair.reason]
    columns = {
        "l": pa.array([pair.left for pair in rows], pa.int32()),
        "r": pa.array([pair.right for pair in rows], pa.int32()),
        "weight": pa.array([pair.weight for pair in rows], pa.float64()),
        "reason": pa.array([pair.reason for pair in rows], pa.string()),
    }
    database.register("refused", pa.table(columns))
    run_statements(database, "doubts.sql")
    found: pa.Table = database.execute("SELECT * FROM doubted ORDER BY left_id, right_id").to_arrow_table()
    return found.cast(tables.schema("doubt"))
