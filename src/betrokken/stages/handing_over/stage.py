"""The lists of one controller: its people, what of theirs leaked, and nothing that only another's file tells.

GDPR art. 33(2) has a processor tell each controller of its own breach, and art. 5(1)(c) allows no more than that needs:
a telephone number known only from another hospital's file does not travel.
"""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.model.words import CERTAINTIES

READS = ("mention", "membership", "attribution", "exposure", "person", "standing", "severity", "unattributed")
WRITES = tuple(tables.LISTS)


def own(connection: duckdb.DuckDBPyConnection, controller: str | None) -> pa.Table:
    """(mention_id, person_id): what is this controller's own; without one, what no file attributes to anybody."""
    return _asked(connection, _sql("own"), {"controller": controller})


def lists(connection: duckdb.DuckDBPyConnection, controller: str | None, known: Collection[str]) -> dict[str, pa.Table]:
    """The lists but `sources`. Needs `own` and `portrait` (person out of `own`) beside the tables in READS.

    known: the tables that are there. `severity` and `unattributed` may be missing: then there is no severity, and the
    reasons are those of attributing.
    """
    asked = {"controller": controller}
    made = {
        "people": _asked(connection, _sql("people"), asked | {"certainties": list(CERTAINTIES)}),
        "exposures": _of_own(connection, "exposure", controller),
        "standing": _of_own(connection, "standing", controller),
        "requests": _asked(connection, _sql("requests"), asked),
    }
    if "severity" in known:
        made["severity"] = _of_own(connection, "severity", controller)
    if controller is None:
        reasons = "SELECT unattributed.* FROM unattributed SEMI JOIN own USING (person_id) ORDER BY ALL"
        made["reasons"] = _asked(connection, reasons if "unattributed" in known else _sql("reasons"), {})
    return {name: shaped(name, made[name]) for name in tables.LISTS if name in made}


def shares(connection: duckdb.DuckDBPyConnection) -> tuple[list[tuple[str | None, int, int]], int]:
    """((controller, its people, of these on another list too), people on any list).

    In the order of the ids of the controllers; null is nobody's, and last.
    """
    rows = connection.execute(_sql("shares")).fetchall()
    return [row[:3] for row in rows], rows[0][3] if rows else 0


def shaped(name: str, found: pa.Table) -> pa.Table:
    """The columns of a list in its order and types."""
    schema = tables.listed(name)
    return found.select(schema.names).cast(schema)


def readme(values: Mapping[str, object]) -> bytes:
    """README.txt in English and Dutch. values: case, controller, made_at, made_by, program, people, signer."""
    texts = _texts()
    nobody = {language: text["nobody"] for language, text in texts.items()}
    parts = [
        text["readme"].format(**{**values, "controller": values["controller"] or nobody[language]})
        for language, text in texts.items()
    ]
    return "\n\n".join(parts).encode()


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "words" / "readme.toml").read_text("utf-8"))


def _of_own(connection: duckdb.DuckDBPyConnection, table: str, controller: str | None) -> pa.Table:
    query = (
        f"SELECT {table}.* FROM {table} SEMI JOIN own USING (person_id) "
        "WHERE controller IS NOT DISTINCT FROM $controller ORDER BY ALL"
    )
    return _asked(connection, query, {"controller": controller})


def _asked(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any]) -> pa.Table:
    found: pa.Table = connection.execute(query, values).to_arrow_table()
    return found


def _sql(name: str) -> str:
    return (files(__package__) / f"{name}.sql").read_text("utf-8")
