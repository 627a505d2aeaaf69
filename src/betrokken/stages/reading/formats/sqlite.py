"""SQLite databases, opened from memory and read only; nothing in them is executed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Trouble

NAME = "sqlite"
MEDIA_TYPE = "application/vnd.sqlite3"

CHUNK = 20_000  # rows
_DAMAGED = "the database is damaged in this table"
_MAGIC = b"SQLite format 3\0"
# Bytes 18 and 19 of the header say that a write-ahead log belongs to it; in memory there is none, and SQLite would
# refuse (SQLite, "Database File Format", 1.3.3). What stood only in the log is not in this file.
_VERSIONS = slice(18, 20)
_LARGEST = 1 << 29  # bytes of a database
_KEY = 100  # characters of a key that can name a row
# Virtual tables run code of their own and views are queries; both show what stands in ordinary tables anyway.
_TABLES = """
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND upper(sql) NOT LIKE 'CREATE VIRTUAL%'
"""


def recognise(source: Source) -> float:
    """By the first bytes."""
    return 1.0 if source.head.startswith(_MAGIC) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table for each of the database, in chunks. Raises UnreadableError when the database is damaged at its root."""
    data = _whole(source.bytes())
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(data)
            del data
            _harden(database)
            names = [str(name) for (name,) in database.execute(_TABLES)]
        except (sqlite3.Error, OverflowError) as error:
            raise UnreadableError("a damaged or encrypted database") from error
        for name in names:
            yield from _table(database, name)


def _whole(data: bytes) -> bytes:
    """The database with the pages a half-copied file lacks as zeros: SQLite refuses a short file, not empty pages."""
    page = int.from_bytes(data[16:18], "big")
    declared = (65_536 if page == 1 else page) * int.from_bytes(data[28:32], "big")
    lacking = declared - len(data) if len(data) < declared <= _LARGEST else 0
    return b"".join((data[: _VERSIONS.start], b"\x01\x01", data[_VERSIONS.stop :], bytes(lacking)))


def _harden(database: sqlite3.Connection) -> None:
    """No writing, no functions called from the schema, and checks of every cell's size."""
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
        database.execute(f"PRAGMA {setting}")
    database.text_factory = _text


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _table(database: sqlite3.Connection, name: str) -> Iterator[Fragment]:
    place = f"table {name}"
    damage: list[str] = []
    try:
        columns, key = _columns(database, name)
        refers = _refers(database, name)
        rows = _rows(database.execute(f"SELECT * FROM {_quoted(name)}"), damage)
    except (sqlite3.Error, OverflowError):
        yield Trouble(place, _DAMAGED)
        return
    given = 0
    while found := list(islice(rows, CHUNK)):
        names = _names(place, columns, key, found, given)
        yield Table(place, columns, found, given + 1, "row", given // CHUNK, name, refers, names)
        given += len(found)
    if damage:
        yield Trouble(place, _DAMAGED)


def _rows(cursor: sqlite3.Cursor, damage: list[str]) -> Iterator[tuple[str, ...]]:
    """Rows up to a damaged page."""
    try:
        for row in cursor:
            yield tuple(map(_cell, row))
    except (sqlite3.Error, OverflowError):
        damage.append(_DAMAGED)


def _columns(database: sqlite3.Connection, name: str) -> tuple[tuple[Field, ...], int]:
    """The columns, and which of them is the key; -1 when none is, or several together."""
    found = database.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    keys = [number for number, column in enumerate(found) if column[5]]
    if not keys:
        keys = [number for number, column in enumerate(found) if str(column[1]).lower() == "id"]
    return tuple(Field(str(column[1])) for column in found), keys[0] if len(keys) == 1 else -1


def _refers(database: sqlite3.Connection, name: str) -> dict[str, str]:
    """Declared foreign keys, column -> "table.column"."""
    found = database.execute(f"PRAGMA foreign_key_list({_quoted(name)})").fetchall()
    return {str(source): f"{table}.{target or 'id'}" for _, _, table, source, target, *_ in found}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cell(value: object) -> str:
    if value is None:
        return ""
    return _text(value).replace("\0", "") if isinstance(value, bytes) else str(value)


def _names(
    place: str, columns: tuple[Field, ...], key: int, rows: list[tuple[str, ...]], given: int
) -> tuple[str, ...]:
    if key < 0:
        return ()
    start = f"{place} {columns[key].name} "
    return tuple(
        start + row[key] if 0 < len(row[key]) <= _KEY else f"{place} row {number}"
        for number, row in enumerate(rows, given + 1)
    )
