import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from betrokken.edges import queries
from betrokken.edges.worked import Worked
from tests.edges import rows

SPILLING = f"""
    select * from (select hash(i) as h, md5(i::varchar) || '{rows.MARKER}' as name from range(1200000) t(i)) order by h
"""


def _spilled(case: Path) -> list[bytes]:
    return [path.read_bytes() for path in (case / "worked" / "spill").rglob("*.tmp")]


def test_tables_and_encrypted_files_can_be_queried(tmp_path: Path) -> None:
    worked = Worked(tmp_path, bytes(32), "a")
    with worked.writing():
        worked.write("finding", {"mention": rows.mentions(50)}, {}, {})
    relations: queries.Relations = {"mention": worked.dataset("mention"), "item": rows.items(7)}
    with queries.connection(tmp_path, relations) as connection:
        found = connection.execute(
            "select count(distinct surname), (select count(*) from item) from mention"
        ).fetchall()
    assert found == [(50, 7)]


def test_what_is_spilled_is_encrypted_and_removed(tmp_path: Path) -> None:
    with queries.connection(tmp_path, {}, memory="100MB") as connection:
        connection.execute(SPILLING).fetchone()
        spilled = _spilled(tmp_path)
        assert sum(len(data) for data in spilled) > 10_000_000
        assert not [data for data in spilled if rows.MARKER.encode() in data]
    assert [path.name for path in (tmp_path / "worked" / "spill").iterdir()] == ["turn"]


def test_without_the_setting_the_marker_would_be_found(tmp_path: Path) -> None:
    """The test above can fail: DuckDB's own default spills in the clear."""
    with queries.open_duckdb(tmp_path, 2, "100MB") as connection:
        connection.execute("set temp_file_encryption = false")
        connection.execute(SPILLING).fetchone()
        assert [path for path in tmp_path.rglob("*.tmp") if rows.MARKER.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "statement",
    [
        "set temp_file_encryption = false",
        "set enable_external_access = true",
        "select * from read_csv('/etc/passwd')",
        "select * from 'https://example.org/a.csv'",
        "attach '/tmp/other.db'",
        "copy (select 1) to '/tmp/other.csv'",
        "install json",
    ],
)
def test_nothing_else_is_reached(tmp_path: Path, statement: str) -> None:
    with queries.connection(tmp_path, {}) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_no_variable_of_ours_is_a_table(tmp_path: Path) -> None:
    secret = rows.items(1)
    assert secret.num_rows == 1
    with queries.connection(tmp_path, {}) as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("select * from secret")


def test_encrypted_databases_can_be_written(tmp_path: Path) -> None:
    """What the wheel of DuckDB alone cannot do: the extension is found, of the same version, and signed."""
    with queries.open_duckdb(tmp_path / "spill", 2, "100MB") as connection:
        connection.execute(f"attach '{tmp_path / 'a.db'}' as a (encryption_key 'k', encryption_cipher 'GCM')")
        connection.execute(f"create table a.t as select '{rows.MARKER}' as name from range(1000)")
        connection.execute("detach a")
    assert rows.MARKER.encode() not in (tmp_path / "a.db").read_bytes()


def test_what_a_killed_query_left_is_removed_by_the_next(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from betrokken.edges import queries
with queries.connection(Path({str(tmp_path)!r}), {{}}) as connection:
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGKILL
    spill = tmp_path / "worked" / "spill"
    left = {path.name for path in spill.iterdir()} - {"turn"}
    assert len(left) == 1
    with queries.connection(tmp_path, {}), queries.connection(tmp_path, {}):
        held = {path.name for path in spill.iterdir()} - {"turn"}
        assert len(held) == 2
        assert not held & left
    assert os.listdir(spill) == ["turn"]
