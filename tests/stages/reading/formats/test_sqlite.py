import sqlite3
from contextlib import closing

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import sqlite
from tests.stages.reading.sources import fragments, places, source, tables, troubles

SCHEMA = """
CREATE TABLE patient (id INTEGER PRIMARY KEY, naam TEXT, gewicht REAL, foto BLOB);
CREATE TABLE uitslag (nr INTEGER, patient_id INTEGER REFERENCES patient (id), "tekst ""x"" hier" TEXT);
CREATE VIEW kijk AS SELECT * FROM patient;
CREATE TABLE leeg (a);
INSERT INTO patient VALUES (7, 'Zoë', 61.5, NULL), (8, CAST(x'52656EE9' AS TEXT), NULL, x'4A616E');
INSERT INTO uitslag VALUES (1, 7, 'goed');
"""


def database(script: str = SCHEMA) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(script)
        return made.serialize()


def test_tables_with_keys_and_references() -> None:
    data = database()
    found = {table.name: table for table in tables(fragments(sqlite, data))}
    assert sqlite.recognise(source(data)) == 1
    assert set(found) == {"patient", "uitslag"}
    assert found["patient"].rows == [("7", "Zoë", "61.5", ""), ("8", "René", "", "Jan")]
    assert places(found["patient"]) == ["table patient id 7", "table patient id 8"]
    assert found["uitslag"].refers == {"patient_id": "patient.id"}
    assert [column.name for column in found["uitslag"].columns] == ["nr", "patient_id", 'tekst "x" hier']
    assert places(found["uitslag"]) == ["table uitslag row 1"]


def test_a_database_that_had_a_write_ahead_log() -> None:
    data = bytearray(database())
    data[18:20] = b"\x02\x02"
    assert len(tables(fragments(sqlite, bytes(data)))) == 2


def test_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "CHUNK", 10)
    data = database("CREATE TABLE t (a);" + "".join(f"INSERT INTO t VALUES ({n});" for n in range(25)))
    found = tables(fragments(sqlite, data))
    assert [(table.first, table.chunk, len(table.rows)) for table in found] == [(1, 0, 10), (11, 1, 10), (21, 2, 5)]


def test_a_half_copied_database_gives_what_is_there() -> None:
    rows = "".join(f"INSERT INTO b VALUES ('{n:0500}');" for n in range(400))
    data = database("CREATE TABLE a (x); CREATE TABLE b (x); INSERT INTO a VALUES ('vooraan');" + rows)
    found = fragments(sqlite, data[: len(data) // 2])
    assert tables(found)[0].rows == [("vooraan",)]
    assert [trouble.place for trouble in troubles(found)] == ["table b"]


@pytest.mark.parametrize("size", [16, 100, 600])
def test_what_is_damaged_at_its_root_is_unreadable(size: int) -> None:
    with pytest.raises(UnreadableError):
        fragments(sqlite, database()[:size] + b"\xff" * 5_000)


def test_hostile_schemas_run_nothing() -> None:
    data = database(
        "CREATE TABLE t (a, b GENERATED ALWAYS AS (a || 'x') VIRTUAL); INSERT INTO t (a) VALUES (1);"
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END;"
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;"
    )
    assert [table.rows for table in tables(fragments(sqlite, data))] == [[("1", "1x")]]
