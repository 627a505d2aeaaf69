"""Literals of SQL as text: strings of each dialect, hexadecimal, dates in functions; NULL is ""."""

import re
from datetime import date, timedelta
from functools import lru_cache

# Possessive, so that a quote that never closes costs one pass and no more.
MYSQL_STRING = r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
PLAIN_STRING = r"'[^']*+(?:''[^']*+)*+'"
DOUBLE_STRING = r'"[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+"'

_BARE = {"null": "", "default": "", "true": "true", "false": "false"}
_PREFIXED = re.compile(r"(?:_\w+\s*+|[NEBXUneBxu]&?)(?=')")
# MySQL knows single characters (manual, 9.1.1); PostgreSQL also numbers (manual, 4.1.2.2 and COPY).
_MYSQL_ESCAPE = re.compile(r"\\(.)|''|\"\"", re.DOTALL)
_MYSQL_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "0": "", "Z": "", "%": "\\%", "_": "\\_"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|([0-7]{1,3})|(.))", re.DOTALL)
_E_STRING = re.compile(rf"{_ESCAPE.pattern}|''", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
_HEX = re.compile(r"0x([0-9A-Fa-f]*)$|[xX]'([0-9A-Fa-f]*)'$")
_CAST = re.compile(r"(?:CAST|CONVERT)\s*\((?P<value>.*?)\s+AS\s+(?P<type>\w+)", re.IGNORECASE | re.DOTALL)
_INNER = re.compile(rf"[NE]?{PLAIN_STRING}")
_TO_DATE = re.compile(r"TO_(?:DATE|TIMESTAMP)\w*\s*\(", re.IGNORECASE)
_MASK = re.compile(r"YYYY|RRRR|MM|DD", re.IGNORECASE)
_ZERO = date(1900, 1, 1)  # day 0 of datetime and smalldatetime in SQL Server
_ONE = date(1, 1, 1)  # day 0 of date and datetime2


def value(literal: str, backslash: bool) -> str:
    """The text of one literal as it stands in VALUES. `backslash`: it escapes in plain strings, as in MySQL."""
    first = literal[:1]
    if first in ("'", '"'):
        return _string(literal, backslash)
    known = _BARE.get(literal.lower()) if first in "nNdDtTfF" else None
    if known is not None:
        return known
    if first.isdigit() and not literal.startswith("0x"):
        return literal
    return _special(literal, backslash)


def _string(literal: str, backslash: bool) -> str:
    quote, text = literal[0], literal[1:-1]
    if backslash and "\\" in text:
        # From left to right, for \\'' is a backslash and a quote.
        return _MYSQL_ESCAPE.sub(lambda found: _mysql_escaped(found, quote), text)
    return text.replace(quote * 2, quote) if quote in text else text


def _mysql_escaped(found: re.Match[str], quote: str) -> str:
    if found[1]:
        return _MYSQL_ESCAPED.get(found[1], found[1])
    return quote if found[0] == quote * 2 else found[0]


def unescape(text: str) -> str:
    """Backslash escapes undone, as PostgreSQL writes them in COPY and E'' strings."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(found: re.Match[str]) -> str:
    for group, base in ((1, 16), (2, 16), (3, 8)):
        if found[group]:
            return chr(int(found[group], base)).replace("\0", "")
    return _ESCAPED.get(found[4], found[4])


def _special(literal: str, backslash: bool) -> str:
    if found := _HEX.match(literal):
        return _hexadecimal(found[1] or found[2] or "") or literal
    if prefix := _PREFIXED.match(literal):
        plain = literal[prefix.end() :]
        if prefix[0] in ("E", "e"):
            return _E_STRING.sub(lambda found: "'" if found[0] == "''" else _escaped(found), plain[1:-1])
        return _string(plain, backslash)
    if found := _CAST.match(literal):
        return _cast(found["value"].strip(), found["type"].lower(), backslash)
    if "(" in literal and (inner := _INNER.search(literal)):
        text = value(inner[0], backslash)
        return _masked(text, literal[inner.end() :]) if _TO_DATE.match(literal) else text
    return literal.partition("::")[0] if literal[:1] != "(" else literal


def _hexadecimal(digits: str) -> str:
    """The text in hexadecimal bytes, "" when they are none."""
    try:
        text = bytes.fromhex(digits).decode("utf-8")
    except ValueError:
        return ""
    return text if text.isprintable() else ""


def _cast(inner: str, kind: str, backslash: bool) -> str:
    if inner[:2].lower() == "0x":
        return _binary_day(inner[2:], kind) or inner
    return value(inner, backslash)


def _binary_day(digits: str, kind: str) -> str:
    """The day in the binary dates that SQL Server's script generator writes; "" for other types.

    datetime: 4 bytes of days since 1900, big-endian; smalldatetime 2; date and datetime2 end in 3 bytes of days since
    year 1, little-endian (Microsoft, "Date and time types", and the scripts themselves: date has a zero behind).
    """
    try:
        data = bytes.fromhex(digits)
        if kind in ("datetime", "smalldatetime"):
            size = 4 if kind == "datetime" else 2
            return (_ZERO + timedelta(days=int.from_bytes(data[:size], "big", signed=size == 4))).isoformat()
        if kind in ("date", "datetime2"):
            packed = data[:3] if kind == "date" else data[-3:]
            return (_ONE + timedelta(days=int.from_bytes(packed, "little"))).isoformat()
    except (ValueError, OverflowError):
        return ""
    return ""


@lru_cache(maxsize=64)
def _mask(mask: str) -> re.Pattern[str] | None:
    """A pattern that takes year, month and day out of a text written by an Oracle date mask."""
    pattern, at, seen = "", 0, set()
    for found in _MASK.finditer(mask):
        name = "ymd"["YMD".index(found[0][-1].upper().replace("R", "Y"))]
        pattern += re.escape(mask[at : found.start()]) + rf"(?P<{name}>\d{{{len(found[0])}}})"
        at = found.end()
        seen.add(name)
        if len(seen) == 3:
            return re.compile(pattern)
    return None


def _masked(text: str, behind: str) -> str:
    """ISO day of to_date('12-03-1960', 'DD-MM-YYYY'); the text as it stands when the mask says nothing clear."""
    found = _INNER.search(behind)
    pattern = _mask(found[0].strip("N'").upper()) if found else None
    parts = pattern.match(text) if pattern else None
    return f"{parts['y']}-{parts['m']}-{parts['d']}" if parts else text
