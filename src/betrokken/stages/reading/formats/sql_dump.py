"""Dumps of databases as SQL text: MySQL, PostgreSQL (also COPY), SQL Server, Oracle, SQLite. Never executed.

One table of the database is one table here, with the columns the dump declares. A row is named by its key where the
table has one ("table patient id 77451"), else by its number.
"""

import re
from collections.abc import Iterator

from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import charset, sql_schema, sql_statements, sql_tables
from betrokken.stages.reading.sql_schema import QUALIFIED

NAME = "sql_dump"
MEDIA_TYPE = "application/sql"

_BANNER = re.compile(
    r"^(?:--|/\*+) *(?:MySQL dump|MariaDB dump|phpMyAdmin|PostgreSQL database|Dump|Dumping|Script Date|Navicat|Table)"
    r"|^(?:BEGIN TRANSACTION;|PRAGMA foreign_keys|SET IDENTITY_INSERT|SET SQL_MODE|/\*!\d{5})",
    re.IGNORECASE | re.MULTILINE,
)
_STATEMENT = re.compile(
    rf"^[ \t]*(?:(?:INSERT|REPLACE)[ \t]+(?:IGNORE[ \t]+)?(?:INTO[ \t]+)?{QUALIFIED}[^;']{{0,4000}}?\bVALUES?\s*\("
    rf"|CREATE[ \t]+(?:TEMPORARY[ \t]+)?TABLE[ \t]+(?:IF NOT EXISTS[ \t]+)?{QUALIFIED}\s*\("
    rf"|COPY[ \t]+{QUALIFIED}[^;]{{0,4000}}?\bFROM[ \t]+stdin)",
    re.IGNORECASE | re.MULTILINE,
)
_MYSQL = re.compile(r"MySQL dump|MariaDB dump|phpMyAdmin|ENGINE=|^[^'\n]{0,80}`\w+`", re.MULTILINE)
_STANDARD = re.compile(
    r"PostgreSQL database|\[dbo\]|^GO\s*$|IDENTITY_INSERT|PRAGMA foreign_keys|to_date\(", re.MULTILINE
)
_ESCAPED_QUOTE = re.compile(r"[^'\\,(]\\'\w")


def recognise(source: Source) -> float:
    """By a statement that makes a table or fills one, at the start of a line."""
    text = charset.start(source.head)
    if not text or text.lstrip()[:1] in ("<", "{", "["):
        return 0.0
    if _STATEMENT.search(text):
        return 0.93 if _BANNER.search(text) else 0.9
    return 0.0


def read(source: Source) -> Iterator[Fragment]:
    """Tables in chunks as their rows come; at the end what could not be read of the dump."""
    backslash = _backslash(charset.sample(source.head)[0])
    unread = sql_statements.Unread()
    tables = sql_tables.Tables(sql_schema.read(charset.blocks(source)), backslash)
    for statement in sql_statements.statements(_lines(source), backslash, unread):
        yield from tables.add(statement)
    yield from tables.rest()
    for kind, times in sorted(unread.counts.items()):
        yield Trouble("", f"statements that are not read: {kind}", times)


def _lines(source: Source) -> Iterator[str]:
    for block in charset.blocks(source):
        yield from charset.lines(block)


def _backslash(text: str) -> bool:
    """Whether a backslash escapes in plain strings: in MySQL, and in none of the others."""
    if _STANDARD.search(text):
        return False
    return bool(_MYSQL.search(text) or _ESCAPED_QUOTE.search(text))
