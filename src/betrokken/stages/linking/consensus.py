"""The best value of each field of a person, out of all its mentions."""

import duckdb
import pyarrow as pa

from betrokken.model import tables
from betrokken.stages.linking import spelling
from betrokken.stages.linking.statements import run

_WRITTEN = ("surname", "birth_surname", "given_names", "street", "city")


def portraits(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The table `person`. Needs `belongs` (mention_id, person_id) beside the tables of the stages before."""
    connection.register("mended", _mended(connection))
    run(connection, "consensus.sql")
    found: pa.Table = connection.execute("SELECT * FROM portrait ORDER BY person_id").to_arrow_table()
    return found.select(tables.names("person")).cast(tables.schema("person"))


def _mended(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Texts with UTF-8 read as another character set, and what they should read."""
    columns = " UNION ".join(
        f"SELECT {name} AS text FROM mention WHERE strlen({name}) > length({name})" for name in _WRITTEN
    )
    texts = [text for (text,) in connection.execute(columns).fetchall()]
    changed = [(text, better) for text in texts if (better := spelling.mended(text)) != text]
    return pa.table(
        {
            "text": pa.array([text for text, _ in changed], pa.string()),
            "better": pa.array([better for _, better in changed], pa.string()),
        }
    )
