"""Many generations of changes as one: what differs on the whole, and why a figure fell."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.model.words import CERTAINTIES

MERGED: Final = "now part of another person"
GONE: Final = "no longer found"
ELSE: Final = "still here, no longer counted there"

# Which kind of change moves a person in or out of a figure.
_MOVES: Final = {"people": "person", "addressable": "addressable", "certainty": "standing", "controller": "exposure"}


@dataclass(frozen=True, slots=True)
class Lost:
    """People who left a figure: what became of them, the cause, how many."""

    fate: str
    cause: str
    people: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure then and now. kind: people, addressable, certainty or controller; name: which class or controller."""

    kind: str
    name: str
    then: int
    now: int
    came: int
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class Net:
    """What differs on the whole.

    rows: the table `change`. figures: in order. classes: (class then, class now, people), "" for not there.
    causes: (kind of change, new, gone or changed, cause, rows).
    """

    rows: pa.Table
    figures: tuple[Moved, ...]
    classes: tuple[tuple[str, str, int], ...]
    causes: tuple[tuple[str, str, str, int], ...]


def net(connection: duckdb.DuckDBPyConnection, change: pa.Table, since: int) -> Net:
    """What differs between generation `since` and the newest. change: those of all generations.

    What went and came back is no change. Of a person the fields that changed at some moment are told, since their
    values are in no change.
    """
    connection.register("change", change)
    connection.register("since", pa.table({"number": pa.array([since], pa.int64())}))
    ordered = pa.array([list(CERTAINTIES)], pa.list_(pa.string()))
    connection.register("certainty", pa.table({"certainties": ordered}))
    connection.execute((files(__package__) / "folding.sql").read_text("utf-8"))
    columns = ", ".join(tables.names("change"))
    rows = connection.execute(f"SELECT {columns} FROM net ORDER BY ALL NULLS FIRST").to_arrow_table()
    return Net(rows.cast(tables.schema("change")), _figures(connection), _classes(connection), _causes(connection))


def _figures(connection: duckdb.DuckDBPyConnection) -> tuple[Moved, ...]:
    counts = connection.execute(
        "SELECT kind, name, count(*) FILTER (side = 'then'), count(*) FILTER (side = 'now') FROM figure GROUP BY ALL"
    ).fetchall()
    lost = _lost(connection)
    came = {(kind, name): people for kind, name, people in connection.execute(_CAME).fetchall()}
    made = [
        Moved(kind, name, then, now, came.get((kind, name), 0), tuple(lost.get((kind, name), ())))
        for kind, name, then, now in counts
    ]
    kinds = list(_MOVES)
    place = {word: number for number, word in enumerate(CERTAINTIES)}
    return tuple(sorted(made, key=lambda one: (kinds.index(one.kind), place.get(one.name, 0), one.name)))


_CAME: Final = """
    SELECT kind, name, count(*) FROM (SELECT kind, name, person_id FROM figure WHERE side = 'now'
    EXCEPT SELECT kind, name, person_id FROM figure WHERE side = 'then') GROUP BY ALL"""

_LEFT: Final = """
    WITH
        gone AS (
            SELECT kind, name, person_id FROM figure WHERE side = 'then'
            EXCEPT SELECT kind, name, person_id FROM figure WHERE side = 'now'),
        why AS (
            SELECT person_id, what, array_to_string(
                list_sort(list_distinct(flatten(list(string_split(cause, '; '))))), '; ') AS cause
            FROM net GROUP BY ALL),
        class AS (SELECT person_id, name AS class FROM figure WHERE side = 'now' AND kind = 'certainty'),
        alive AS (SELECT person_id FROM figure WHERE side = 'now' AND kind = 'people')
    SELECT g.kind, g.name,
        CASE
            WHEN alive.person_id IS NULL AND became.person_id IS NOT NULL THEN $merged
            WHEN alive.person_id IS NULL THEN $gone
            WHEN g.kind = 'certainty' THEN coalesce('now ' || class, $other)
            ELSE $other
        END AS fate,
        coalesce(own.cause, person.cause, '') AS cause, count(DISTINCT g.person_id)
    FROM gone AS g
    JOIN moves ON moves.kind = g.kind
    LEFT JOIN alive USING (person_id)
    LEFT JOIN became USING (person_id)
    LEFT JOIN class USING (person_id)
    LEFT JOIN why AS person ON person.person_id = g.person_id AND person.what = 'person'
    LEFT JOIN why AS own ON own.person_id = g.person_id AND own.what = moves.what AND person.person_id IS NULL
    GROUP BY ALL ORDER BY 1, 2, 5 DESC, 3, 4"""


def _lost(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Lost]]:
    connection.register("moves", pa.table({"kind": list(_MOVES), "what": list(_MOVES.values())}))
    fates = {"merged": MERGED, "gone": GONE, "other": ELSE}
    found: dict[tuple[str, str], list[Lost]] = {}
    for kind, name, fate, cause, people in connection.execute(_LEFT, fates).fetchall():
        found.setdefault((kind, name), []).append(Lost(fate, cause, people))
    return found


def _classes(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str, int], ...]:
    sides = "SELECT person_id, name FROM figure WHERE kind = 'certainty' AND side ="
    rows: Iterable[tuple[str, str, int]] = connection.execute(
        f"SELECT coalesce(b.name, ''), coalesce(a.name, ''), count(*) FROM ({sides} 'then') AS b "
        f"FULL JOIN ({sides} 'now') AS a USING (person_id) WHERE a.name IS DISTINCT FROM b.name GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return tuple(rows)


def _causes(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str, str, int], ...]:
    rows: Iterable[tuple[str, str, str, int]] = connection.execute(
        "SELECT what, CASE WHEN what = 'details' THEN 'changed' WHEN before IS NULL THEN 'new' "
        "WHEN after IS NULL OR (what = 'person' AND after <> 'present') THEN 'gone' ELSE 'changed' END AS became, "
        "cause, count(*) FROM net GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return tuple(rows)
