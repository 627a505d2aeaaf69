"""Mentions brought to the form that is compared: the tables `clean`, `holds` and `profile`."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from betrokken.kit.fold import letters
from betrokken.stages.linking import spelling
from betrokken.stages.linking.statements import run

_SURNAMES = "SELECT DISTINCT coalesce(surname, ''), coalesce(prefix, ''), coalesce(birth_surname, '') FROM linkable"
_FIRSTS = "SELECT DISTINCT coalesce(initials, ''), coalesce(given_names, '') FROM linkable"
_STREETS = "SELECT DISTINCT street FROM linkable WHERE street IS NOT NULL"


def normalise(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `clean` (one row per mention), `profile` (one row per distinct content) and `holds` (mention to profile).

    Needs the tables `linkable` (mentions that may be a person's) and `standoff` (contact points of professionals).
    """
    _spellings(connection)
    connection.execute("SET VARIABLE newborn_initials = $1", [list(spelling.newborn_initials())])
    run(connection, "normalise.sql")


def _spellings(connection: duckdb.DuckDBPyConnection) -> None:
    surnames = connection.execute(_SURNAMES).fetchall()
    firsts = connection.execute(_FIRSTS).fetchall()
    streets = [street for (street,) in connection.execute(_STREETS).fetchall()]
    connection.register("surname_spelling", _surname_table(surnames))
    connection.register("first_spelling", _first_table(firsts))
    connection.register(
        "street_spelling", pa.table({"street": pa.array(streets, pa.string()), "road": _roads(streets)})
    )


def _roads(streets: Sequence[str]) -> pa.StringArray:
    return pa.array([letters(spelling.readable(street)) or None for street in streets], pa.string())


def _surname_table(rows: list[tuple[str, str, str]]) -> pa.Table:
    found = [spelling.surnames(*row) for row in rows]
    table = _keyed(rows, ("surname", "prefix", "birth_surname"))
    table = table.append_column("parts", pa.array([names.parts for names in found], pa.list_(pa.string())))
    return table.append_column("surnames", pa.array([names.whole for names in found], pa.list_(pa.string())))


def _first_table(rows: list[tuple[str, str]]) -> pa.Table:
    found = [spelling.first_names(*row) for row in rows]
    table = _keyed(rows, ("initials", "given_names"))
    table = table.append_column("given", pa.array([first.given for first in found], pa.list_(pa.string())))
    table = table.append_column("related", pa.array([first.related for first in found], pa.list_(pa.string())))
    table = table.append_column("letters", pa.array([first.initials for first in found], pa.string()))
    table = table.append_column("whole", pa.array([first.whole for first in found], pa.bool_()))
    return table.append_column("newborn", pa.array([first.newborn for first in found], pa.bool_()))


def _keyed(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...]) -> pa.Table:
    return pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(columns)})
