"""The register: what of whom leaked, for which controller, exam and period, and how sure it is that it did."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.model.incident import Incident
from betrokken.stages.registering import professionals, severity
from betrokken.stages.registering.about import About, HeldDrop, Ruling

READS = ("person", "mention", "item", "membership", "attribution")
STAGE = "registering"
SEEN = "seen in drop"  # how standing.sql begins the ground of what a leak proves
WRITES = ("person", "exposure", "standing", "unattributed", "severity", "professional", "calling")


def run(read: Mapping[str, pa.Table], about: About, connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """The tables of WRITES. read: those of READS; connection: a DuckDB database that knows them by their names."""
    connection.register("dataset", _datasets(about.incident))
    connection.register("held", _held(about.drops))
    connection.register("ruling", _rulings(about.rulings))
    connection.execute(_sql("standing.sql"))
    connection.execute(_sql("person.sql"))
    found = {
        "person": _table(connection, "person", "SELECT * FROM completed ORDER BY person_id"),
        "exposure": _table(connection, "exposure", _sql("register.sql")),
        "standing": _table(connection, "standing", "SELECT * FROM standing ORDER BY ALL NULLS FIRST"),
        "unattributed": _table(connection, "unattributed", "SELECT * FROM unattributed ORDER BY ALL"),
    }
    grave = severity.run(found["exposure"], found["standing"], found["person"], about.incident, connection)
    return (
        found
        | {"severity": grave}
        | professionals.run(read["mention"], read["attribution"], about.incident, connection)
    )


def _datasets(incident: Incident) -> pa.Table:
    known = incident.datasets
    table = _texts({name: [getattr(one, name) for one in known] for name in ("controller", "status", "ground")})
    table = table.append_column("dataset", pa.array([one.id for one in known], pa.string()))
    table = table.append_column("exams", pa.array([one.exams for one in known], pa.list_(pa.string())))
    table = table.append_column("period_start", pa.array([one.period_start for one in known], pa.date32()))
    return table.append_column("period_end", pa.array([one.period_end for one in known], pa.date32()))


def _held(drops: Sequence[HeldDrop]) -> pa.Table:
    """The drops with their place, in the order they came in."""
    table = _texts({name: [getattr(one, name) for one in drops] for name in HeldDrop._fields})
    return table.append_column("place", pa.array(range(len(drops)), pa.int64()))


def _rulings(rulings: Sequence[Ruling]) -> pa.Table:
    table = _texts({name: [getattr(one, name) for one in rulings] for name in ("person_id", "dataset")})
    table = table.append_column("number", pa.array([one.number for one in rulings], pa.int64()))
    return table.append_column("affected", pa.array([one.affected for one in rulings], pa.bool_()))


def _texts(columns: Mapping[str, Sequence[str | None]]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _table(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> pa.Table:
    found: pa.Table = connection.execute(query).to_arrow_table()
    return found.select(tables.names(name)).cast(tables.schema(name))


def _sql(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def contradictions(standing: pa.Table, statuses: Mapping[str, str]) -> int:
    """Standings the leak proves although the facts say their data set was not touched; statuses: data set -> status.

    A human's word that somebody is affected is no contradiction: it was given knowing the facts.
    """
    untouched = [dataset for dataset, status in statuses.items() if status == "not_touched"]
    rows = zip(*(standing.column(name).to_pylist() for name in ("dataset", "certainty", "ground")), strict=True)
    return sum(
        dataset in untouched and certainty == "proven" and ground.startswith(SEEN)
        for dataset, certainty, ground in rows
    )
