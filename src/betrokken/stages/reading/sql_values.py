"""The rows behind VALUES: a fast road through the csv module, and an exact one for what that cannot tell apart.

A tuple list `(1,'a'),(2,'b')` is nearly CSV with single quotes. Where a text holds anything that CSV would read
otherwise (prefixes, functions, 'NULL' as a name, "),(" inside a string) the exact road takes it.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from betrokken.stages.reading import sql_literals
from betrokken.stages.reading.records import CELL

csv.field_size_limit(CELL)

_BETWEEN = re.compile(r"\)\s*+,\s*+\(")
# What the fast road would misread: see `_is_plain`.
_MISREAD_NATIONAL = re.compile(r"[(,]\s?N'(?:'(?!\s*[,)])|\s*[,)])")
_MISREAD = re.compile(r""", ?(?:["&]|0[xX]|[BEXbex]'|[Uu]&'|_\w+\s?'|[A-Za-z_]\w*\s?\()""")
_CASTS = re.compile(r"CAST\((?:N?'[^']*+'|0x[0-9A-Fa-f]++|[\d.]++) AS \w++(?:\([\d, ]*+\))?\)")
_MARKS = ("::", "/*")
_FIRST = frozenset("'-+.0123456789 \n\t")  # what the first value of a tuple may start with
_ESCAPES = re.compile(r"\\([nrtbZ0%_])")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "", "0": "", "%": "\\%", "_": "\\_"}
_NULLS = ("NULL", "null", "DEFAULT", "default")
_OPEN = re.compile(r"\s*+,?\s*+\(\s*+")
_COMMENT = r"(?:\s|/\*.*?\*/)*+"


@dataclass(slots=True)
class Tuples:
    """Rows of text, and where in the text the last whole tuple ends; `odd` rows have another width than the table."""

    rows: list[tuple[str, ...]]
    end: int
    odd: int = 0


def fast(text: str, width: int, backslash: bool) -> list[tuple[str, ...]] | None:
    """The rows of a list of whole tuples, None when only the exact road can tell. `width` 0: that of the first row."""
    body = text.strip()
    if not backslash and "CAST(" in body:
        body = _CASTS.sub(_cast, body)
    nulls = [null for null in _NULLS if null in body]
    if body[:1] != "(" or body[-1:] != ")" or not _is_plain(body, nulls, backslash):
        return None
    if "N'" in body:
        for before in "(,":
            body = body.replace(f"{before}N'", f"{before}'").replace(f"{before} N'", f"{before} '")
    if backslash and "\\" in body:
        body = _ESCAPES.sub(lambda found: _ESCAPED[found[1]], body)
    pieces = _BETWEEN.split(body[1:-1])
    if not _FIRST.issuperset(piece[:1] for piece in pieces) or any(piece[:2] == "0x" for piece in pieces):
        return None
    return _split(pieces, width, nulls, backslash)


def _is_plain(body: str, nulls: list[str], backslash: bool) -> bool:
    if any(trap in body for trap in _MARKS) or any(f"'{null}'" in body for null in nulls) or _MISREAD.search(body):
        return False
    if "N'" in body and _MISREAD_NATIONAL.search(body):
        return False
    return not (backslash and "\\\\" in body)  # an escaped backslash before an n


def _cast(found: re.Match[str]) -> str:
    """CAST(N'1960-03-12' AS Date) as the plain string it gives. Inside a string quotes are doubled, so none is met."""
    text = sql_literals.value(found[0], backslash=False).replace("'", "''")
    return f"'{text}'"


def _split(pieces: list[str], width: int, nulls: list[str], backslash: bool) -> list[tuple[str, ...]] | None:
    """Cells of every piece, None when a string spans two pieces or a bracket was no end of a tuple."""
    escape = "\\" if backslash else None
    reader = csv.reader(pieces, quotechar="'", escapechar=escape, skipinitialspace=True, strict=True)
    try:
        rows = list(_without(reader, nulls))
    except csv.Error:
        return None
    width = width or len(rows[0])
    return rows if len(rows) == len(pieces) and {width}.issuperset(map(len, rows)) else None


def _without(rows: Iterable[list[str]], nulls: list[str]) -> Iterator[tuple[str, ...]]:
    if not nulls:
        return map(tuple, rows)
    if len(nulls) == 1:
        null = nulls[0]
        return (tuple(["" if cell == null else cell for cell in row]) if null in row else tuple(row) for row in rows)
    return (tuple(["" if cell in nulls else cell for cell in row]) for row in rows)


def exact(text: str, start: int, width: int, backslash: bool) -> Tuples:
    """All whole tuples from `start`; stops at the first text that is none. `width` 0: that of the first row."""
    found = Tuples([], start)
    while True:
        row, end = _row(text, found.end, width, backslash) if width else (None, 0)
        if row is None:
            literals, end = _literals(text, found.end, backslash)
            if literals is None:
                return found
            row = tuple(sql_literals.value(literal, backslash) for literal in literals)
            width = width or len(row)
            found.odd += len(row) != width
        found.rows.append(row)
        found.end = end


def _row(text: str, at: int, width: int, backslash: bool) -> tuple[tuple[str, ...] | None, int]:
    match = _row_pattern(width, backslash).match(text, at)
    if match is None:
        return None, at
    value = sql_literals.value
    return tuple([value(literal, backslash) for literal in match.groups()]), match.end()


def _literals(text: str, at: int, backslash: bool) -> tuple[list[str] | None, int]:
    """The literals of one tuple of any width, None when it is not whole."""
    opened = _OPEN.match(text, at)
    if opened is None:
        return None, at
    literals, at = [], opened.end()
    cell = _cell_pattern(backslash)
    while found := cell.match(text, at):
        literals.append(found[1])
        at = found.end()
        if found[2] == ")":
            return literals, at
    return None, at


@cache
def _cell(backslash: bool) -> str:
    """One value: a string with or without prefix, a number or word, or a call with strings and calls inside."""
    string = sql_literals.MYSQL_STRING if backslash else sql_literals.PLAIN_STRING
    strings = rf"[Ee]{sql_literals.MYSQL_STRING}|(?:_\w++\s*+|[NBXnbx]|[Uu]&)?{string}|{sql_literals.DOUBLE_STRING}"
    inner = rf"[^()'\"]|{string}"
    for _ in range(3):
        inner = rf"(?:[^()'\"]++|{string}|\((?:{inner})*+\))"
    cast = r"(?:::[\w ]++(?:\([\d,]*+\))?(?:\[\])?)?+"
    return (
        rf"((?:{strings})(?=\s*+(?:[,)]|::))|[\w$@ ]*+\({inner}*+\)|[^\s,()'\";]++(?:[ \t]++[^\s,()'\";]++)*+|){cast}"
    )


@cache
def _cell_pattern(backslash: bool) -> re.Pattern[str]:
    return re.compile(rf"{_COMMENT}{_cell(backslash)}{_COMMENT}([,)])", re.DOTALL)


@cache
def _row_pattern(width: int, backslash: bool) -> re.Pattern[str]:
    cells = r"\s*+,\s*+".join([_cell(backslash)] * width)
    return re.compile(rf"\s*+,?\s*+\(\s*+{cells}\s*+\)", re.DOTALL)
