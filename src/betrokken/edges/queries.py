"""DuckDB in memory over the worked tables: what it must put on disk is encrypted, and it reaches nothing else."""

import importlib.metadata
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
import duckdb_extension_httpfs
import pyarrow as pa
import pyarrow.dataset as ds

from betrokken.edges import aside, lock

Relations = Mapping[str, pa.Table | ds.Dataset]

# Without the crypto of this extension DuckDB can read encrypted files and not write them: a query that needs more than
# its memory would fail. The module beside DuckDB is signed by DuckDB, which checks it when it is loaded.
_EXTENSION = "httpfs.duckdb_extension"


@contextmanager
def connection(
    case: Path, relations: Relations, threads: int = 2, memory: str = "2GB"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees `relations` under their names, and no file, network or Python variable.

    What it spills goes, encrypted under a key that is never written down, into a folder of the case that is removed
    with the connection, or by the next one when this process is killed.
    """
    root = case / "worked" / "spill"
    root.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
    with lock.turn(root / "turn"):
        _sweep(root)
        spill = aside.fresh_folder(root / uuid4().hex)
        holder = lock.hold(spill / "held")
    opened = open_duckdb(spill / "files", threads, memory)
    try:
        opened.execute("SET enable_external_access=false")
        opened.execute("SET lock_configuration=true")
        for name, relation in relations.items():
            opened.register(name, relation)
        yield opened
    finally:
        opened.close()
        aside.remove(spill)
        os.close(holder)


def open_duckdb(spill: Path, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    """A connection that may still open files, with all that keeps its spilled rows secret."""
    opened = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
            "preserve_insertion_order": "false",  # every table that leaves is ordered; keeping order costs memory
        },
    )
    opened.execute(f"LOAD '{extension()}'")
    opened.execute("SET enable_progress_bar=false")  # it would draw over ours
    opened.execute("SET temp_file_encryption=true")
    return opened


def extension() -> Path:
    """Where the package duckdb-extension-httpfs keeps the module of this very version of DuckDB."""
    folder = Path(next(iter(duckdb_extension_httpfs.__path__)))
    return folder / "extensions" / f"v{importlib.metadata.version('duckdb')}" / _EXTENSION


def _sweep(root: Path) -> None:
    """Remove the folders of connections that are no more: nobody holds their lock."""
    for folder in [path for path in root.iterdir() if path.is_dir()]:
        try:
            holder = lock.hold(folder / "held")
        except (BlockingIOError, FileNotFoundError):  # in use, or just removed by its own connection
            continue
        aside.remove(folder)
        os.close(holder)
