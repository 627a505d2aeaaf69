"""A stream of lines cut into the statements that hold rows: INSERT, and COPY with its data.

Nothing is executed or even understood beyond that. A statement ends at a semicolon outside quotes, at GO, or where the
next one starts; the last one may be cut off.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from betrokken.stages.reading.sql_literals import DOUBLE_STRING, MYSQL_STRING, PLAIN_STRING
from betrokken.stages.reading.sql_schema import NAME, QUALIFIED, bare, names

_COLUMNS = r"\((?P<columns>(?:[^()'`\"\[]|`[^`]*`|\"[^\"]*\"|\[[^\]]*\])*+)\)"
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+\w+)\s+)*(?:INTO\s+)?"
    rf"(?P<table>{QUALIFIED})\s*(?:AS\s+{NAME}\s*)?(?:{_COLUMNS}\s*)?(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_COPY = re.compile(
    rf"\s*COPY\s+(?P<table>{QUALIFIED})\s*(?:{_COLUMNS}\s*)?FROM\s+stdin\b(?P<options>[^;]*);?\s*$", re.IGNORECASE
)
_STARTS = re.compile(r"\s*+(?:INSERT|REPLACE)\s+(?:INTO|IGNORE|OR|LOW_|DELAYED|HIGH_|[\[`\"\w])", re.IGNORECASE)
_LATER = re.compile(r"(?:;|\*/)\s*((?:INSERT|REPLACE)\s+(?:INTO|IGNORE)\s.*)", re.IGNORECASE | re.DOTALL)
# Words a line of an INSERT can start with after a closing bracket; any other word starts another statement.
_GOES_ON = re.compile(r"\s*+(?:VALUES?|ON|SELECT|OVERRIDING|RETURNING|AS)\b|\s*+[^\sA-Za-z/]|\s*+$", re.IGNORECASE)
_COMMENT = re.compile(r"\s*+--")
_ROW = re.compile(r"\s*+\(.*\)\s*[,;]\s*$")
_UNREAD = re.compile(r"\s*+(UPDATE|MERGE)\s+(?:INTO\s+)?[`\"\[\w]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_EMPTY = frozenset({"\n", "\r\n", "GO\n", "GO\r\n"})
_COPIED = 10_000  # lines
LARGEST = 1 << 25  # characters of a statement after which its whole tuples are handed on


@dataclass(slots=True)
class Insert:
    """One INSERT: its table, named columns, and the text from the first bracket behind VALUES. `whole`: it has its end."""

    table: str
    columns: tuple[str, ...]
    values: str
    whole: bool = True


@dataclass(slots=True)
class Copy:
    """Some lines of the data of one COPY, tab-separated and escaped."""

    table: str
    columns: tuple[str, ...]
    lines: list[str]
    options: str = ""
    whole: bool = True


@dataclass(slots=True)
class Unread:
    """How many statements of each kind hold data in a way that is not read."""

    counts: Counter[str] = field(default_factory=Counter)


def statements(lines: Iterable[str], backslash: bool, unread: Unread) -> Iterator[Insert | Copy]:
    """The statements with rows, in order. `backslash`: it escapes a quote in strings."""
    source = iter(lines)
    held = _Held(backslash, unread)
    for line in source:
        if held.size and held.goes_on(line):
            held.add(line)
        else:
            if held.size:
                yield from held.taken(cut=False)
            if single := held.single(line):
                yield single
            elif _STARTS.match(line):
                held.add(line)
            elif line not in _EMPTY:
                yield from _between(line, source, held, unread)
        if held.size and held.complete():
            yield from held.taken(cut=False)
        elif held.size > LARGEST:
            yield from held.front()
    yield from held.taken(cut=True)


def _between(line: str, source: Iterator[str], held: "_Held", unread: Unread) -> Iterator[Copy]:
    """A line outside an INSERT."""
    if copy := _COPY.match(line):
        yield from _copied(copy, source)
    elif later := _LATER.search(line):
        held.add(later[1])
    elif other := _UNREAD.match(line):
        unread.counts[other[1].upper()] += 1
    elif _ROW.match(line):
        unread.counts["row without INSERT"] += 1


class _Held:
    """The lines of the INSERT at hand."""

    def __init__(self, backslash: bool, unread: Unread) -> None:
        self._backslash = backslash
        self._unread = unread
        self._lines: list[str] = []
        self._quoted = False  # the lines so far end inside a string
        self._header: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self.size = 0

    def add(self, line: str) -> None:
        """Take one line in."""
        if not self._quoted and _COMMENT.match(line):
            return
        self._lines.append(line)
        self.size += len(line)
        quotes = line.count("'")
        if self._backslash and "\\" in line:
            quotes = _ESCAPED.sub("", line).count("'") if "\\\\" in line else quotes - line.count("\\'")
        self._quoted ^= quotes & 1 == 1

    def single(self, line: str) -> Insert | None:
        """The short road for dumps with a statement a row: a line that starts as the one before and ends plainly."""
        header, table, columns = self._header
        if not header or not line.startswith(header) or not line.endswith(");\n") or line.find(";") < len(line) - 2:
            return None
        if line.count("'") & 1 or (self._backslash and "\\" in line):
            return None
        return Insert(table, columns, line[len(header) : -2])

    def goes_on(self, line: str) -> bool:
        """Whether a line belongs to the statement at hand. One that starts an INSERT never does: so a quote that was
        misread, or never closed, costs one statement."""
        if _STARTS.match(line):
            return False
        return self._quoted or not self._lines[-1].rstrip().endswith(")") or bool(_GOES_ON.match(line))

    def complete(self) -> bool:
        """Whether the statement has its semicolon."""
        return not self._quoted and self._lines[-1].rstrip().endswith(";")

    def taken(self, cut: bool) -> Iterator[Insert]:
        """The statements in the lines at hand, which are done with. `cut`: the dump ends here."""
        text = "".join(self._lines)
        cut = cut and not (not self._quoted and text.rstrip()[-1:] in (")", ";"))
        self._clear()
        while text.strip():
            end = self._end(text)
            yield from self._insert(text[:end], whole=not cut or end < len(text))
            text = text[end:]

    def front(self) -> Iterator[Insert]:
        """The whole tuples of a very large statement; the rest is kept."""
        text = "".join(self._lines)
        start = self._head(text)
        self._clear()
        if start < 0:
            self._unread.counts["INSERT without VALUES"] += 1
            return
        end = _tuples(self._backslash).match(text, start).end()  # type: ignore[union-attr]
        yield Insert(self._header[1], self._header[2], text[start:end])
        self.add(self._header[0] + text[end:].lstrip(" ,\r\n"))

    def _clear(self) -> None:
        self._lines, self._quoted, self.size = [], False, 0

    def _end(self, text: str) -> int:
        """Behind the first semicolon outside quotes, where another INSERT may stand behind it."""
        if text.find(";") >= len(text) - 3 or all(text.find(word, 7) < 0 for word in ("INSERT", "insert", "REPLACE")):
            return len(text)
        found = _one(self._backslash).match(text)
        return found.end() if found else len(text)

    def _head(self, text: str) -> int:
        """Where the tuples start, -1 when these are no VALUES."""
        if self._header[0] and text.startswith(self._header[0]):
            return len(self._header[0])
        found = _INSERT.match(text, len(text) - len(text.lstrip()))
        if found is None:
            return -1
        self._header = (text[: found.end()], bare(found["table"]), _names(found["columns"] or ""))
        return found.end()

    def _insert(self, text: str, whole: bool) -> Iterator[Insert]:
        start = self._head(text)
        if start >= 0:
            end = len(text) if whole else _tuples(self._backslash).match(text, start).end()  # type: ignore[union-attr]
            yield Insert(self._header[1], self._header[2], text[start:end].rstrip(" \r\n;"), whole)
        elif _STARTS.match(text):
            self._unread.counts["INSERT without VALUES"] += 1


@lru_cache(maxsize=64)
def _names(columns: str) -> tuple[str, ...]:
    return names(columns)


@cache
def _string(backslash: bool) -> str:
    return MYSQL_STRING if backslash else PLAIN_STRING


@cache
def _one(backslash: bool) -> re.Pattern[str]:
    """One statement with its semicolon."""
    return re.compile(rf"(?:[^;'\"]++|{_string(backslash)}|{DOUBLE_STRING})*+;", re.DOTALL)


@cache
def _tuples(backslash: bool) -> re.Pattern[str]:
    """As many whole tuples as there are, with three levels of brackets inside."""
    string = f"{_string(backslash)}|{DOUBLE_STRING}"
    inner = rf"[^()'\"]++|{string}"
    for _ in range(3):
        inner = rf"[^()'\"]++|{string}|\((?:{inner})*+\)"
    return re.compile(rf"(?:\s*+,?\s*+\((?:{inner})*+\))*+", re.DOTALL)


def _copied(copy: re.Match[str], source: Iterator[str]) -> Iterator[Copy]:
    """The data lines of a COPY, some thousands at a time; a last line without its end is left out."""
    table, columns = bare(copy["table"]), _names(copy["columns"] or "")
    lines: list[str] = []
    whole = False
    for line in source:
        if line.rstrip("\r\n") == "\\.":
            whole = True
            break
        lines.append(line)
        if len(lines) >= _COPIED:
            yield Copy(table, columns, lines, copy["options"])
            lines = []
    if not whole and lines and not lines[-1].endswith("\n"):
        lines.pop()
    yield Copy(table, columns, lines, copy["options"], whole)
