"""What changed between two generations of the register, and the cause of each change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import duckdb
import pyarrow as pa

from betrokken.model import tables

# The tables whose difference is told; one that a generation lacks counts as empty.
COMPARED: Final = ("person", "exposure", "standing", "severity", "membership")
# Columns of a person that are told elsewhere, or grow with every mention.
_NO_DETAIL: Final = frozenset({"person_id", "addressable", "mentions"})
ALL_OF_THEM: Final = "; "  # between causes that cannot be told apart


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that came in between two generations.

    text: as people read it. about: (kind, id) of what it is about, kind being drop, mention, person, dataset or
    controller; () when it can be about anything.
    """

    text: str
    about: tuple[tuple[str, str], ...] = ()


def between(
    connection: duckdb.DuckDBPyConnection,
    before: Mapping[str, pa.Table],
    after: Mapping[str, pa.Table],
    place: pa.Table,
    causes: Iterable[Cause],
    generation: int,
) -> pa.Table:
    """The table `change`: what differs in the tables of COMPARED, ordered.

    place: mention_id and drop_id of the mentions that hold now. causes: at least one.
    """
    for name in COMPARED:
        connection.register(f"before_{name}", before.get(name, tables.schema(name).empty_table()))
        connection.register(f"after_{name}", after.get(name, tables.schema(name).empty_table()))
    connection.register("place", place)
    came = list(causes)
    connection.register("came", _came(came))
    connection.execute(_sql("changes.sql"))
    connection.execute(f"INSERT INTO differing {_details()}")
    connection.execute(_sql("causes.sql"))
    every = ALL_OF_THEM.join(cause.text for cause in came)
    found: pa.Table = connection.execute(
        "SELECT $1::BIGINT AS generation, person_id, what, controller, dataset, category, exam, before, after, "
        "CASE WHEN $3 THEN coalesce(cause, $2) ELSE $2 END AS cause "
        "FROM caused LEFT JOIN reasons USING (numbers) ORDER BY ALL NULLS FIRST",
        [generation, every, len(came) > 1],
    ).to_arrow_table()
    return found.cast(tables.schema("change"))


def _came(causes: list[Cause]) -> pa.Table:
    rows = [
        {"number": number, "cause": cause.text, "kind": kind, "id": key}
        for number, cause in enumerate(causes)
        for kind, key in cause.about
    ]
    columns = (("number", pa.int64()), ("cause", pa.string()), ("kind", pa.string()), ("id", pa.string()))
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))


def _details() -> str:
    """Names of the fields in which a person differs that is in both."""
    fields = [name for name in tables.names("person") if name not in _NO_DETAIL]
    changed = ", ".join(f"CASE WHEN b.{name} IS DISTINCT FROM a.{name} THEN '{name}' END" for name in fields)
    return (
        "SELECT person_id, 'details', NULL, NULL, NULL, NULL, NULL, names FROM (SELECT person_id, "
        f"array_to_string(list_filter([{changed}], lambda x: x IS NOT NULL), ', ') AS names "
        "FROM before_person AS b JOIN after_person AS a USING (person_id)) WHERE names <> ''"
    )


def _sql(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")
