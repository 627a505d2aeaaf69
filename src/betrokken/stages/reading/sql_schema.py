"""What a database dump declares: the columns of its tables, their keys, and which column points to which table."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# A name as MySQL, standard SQL and SQL Server quote it, and one with its schema before it.
NAME = r'(?:`[^`\n]{1,200}`|"[^"\n]{1,200}"|\[[^\]\n]{1,200}\]|[^\W\d][\w$#@]{0,200})'
QUALIFIED = rf"{NAME}(?:\s?\.\s?{NAME}){{0,3}}"
_LIST = r"\(((?:[^()`\"\[]|`[^`]{1,200}`|\"[^\"]{1,200}\"|\[[^\]]{1,200}\]){0,4000}+)\)"

_START = re.compile(
    rf"[ \t]*(?P<verb>CREATE|ALTER)\s+(?:GLOBAL\s+|TEMPORARY\s+|UNLOGGED\s+|COLUMN\s+|FOREIGN\s+)*TABLE\s+"
    rf"(?:IF\s+(?:NOT\s+)?EXISTS\s+|ONLY\s+)*(?P<table>{QUALIFIED})",
    re.IGNORECASE,
)
_NOISE = r"'(?:[^'\\]|\\.|'')*+'|\"[^\"]*\"|`[^`]*`|\[[^\]\n]{0,200}\]|--[^\n]*|/\*.*?(?:\*/|\Z)"
_PART = re.compile(rf"(?P<noise>{_NOISE})|(?P<end>;|^GO\b)|(?P<mark>[(),])", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_NAME = re.compile(NAME)
_PIECE = re.compile(QUALIFIED)
_CONSTRAINT = re.compile(
    r"\s*(?:CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|KEY|INDEX|CHECK|FULLTEXT|SPATIAL|EXCLUDE|PERIOD|LIKE)\b(?!`)",
    re.IGNORECASE,
)
_PRIMARY = re.compile(rf"\bPRIMARY\s+KEY\s*(?:(?:NON)?CLUSTERED\s*)?(?:USING\s+\w+\s*)?{_LIST}", re.IGNORECASE)
_PRIMARY_HERE = re.compile(r"\bPRIMARY\s+KEY\b", re.IGNORECASE)
_FOREIGN = re.compile(
    rf"\bFOREIGN\s+KEY\s*(?:{NAME}\s*)?{_LIST}\s*REFERENCES\s+({QUALIFIED})\s*(?:{_LIST})?", re.IGNORECASE
)
_REFERENCES = re.compile(rf"\bREFERENCES\s+({QUALIFIED})\s*(?:{_LIST})?", re.IGNORECASE)
_WORDS = ("TABLE", "table", "Table")
_WORD = re.compile("|".join(_WORDS))
_BEFORE = 60  # characters of a line before that word
_LONGEST = 1 << 18  # characters of one declaration


@dataclass(slots=True)
class Declared:
    """One table: its columns in order, its primary key, and column -> (table, column or "") it points to."""

    columns: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    points: dict[str, tuple[str, str]] = field(default_factory=dict)


class Schema:
    """The declarations of a dump; tables are found by their bare name, in any case."""

    def __init__(self) -> None:
        self._tables: dict[str, Declared] = {}

    def table(self, name: str) -> Declared:
        """What is declared of a table; nothing, for one that is not declared."""
        return self._tables.setdefault(name.lower(), Declared())

    def refers(self, name: str) -> dict[str, str]:
        """Foreign keys of a table, column -> "table.column"."""
        found = {}
        for column, (table, target) in self.table(name).points.items():
            primary = self.table(table).primary
            found[column] = f"{table}.{target or (primary[0] if len(primary) == 1 else 'id')}"
        return found

    def declare(self, statement: str) -> None:
        """Take in one CREATE TABLE or ALTER TABLE."""
        start = _START.match(statement)
        if start is None:
            return
        table, body = self.table(bare(start["table"])), statement[start.end() :]
        if start["verb"].upper() == "CREATE":
            _create(table, body)
        else:
            _constraint(table, body)


def read(blocks: Iterable[str]) -> Schema:
    """The schema a dump declares, out of blocks of whole lines."""
    schema = Schema()
    for statement in _statements(blocks):
        schema.declare(statement)
    return schema


def bare(name: str) -> str:
    """A name without its quotes and without the database and schema before it."""
    return _unquoted(_NAME.findall(name)[-1])


def names(listed: str) -> tuple[str, ...]:
    """The names of a column list: `id`, [naam] ASC, "bsn"."""
    return tuple(_unquoted(found[0]) for part in _parts(listed) if (found := _NAME.search(part)))


def _unquoted(name: str) -> str:
    return name[1:-1] if name[:1] in '`"[' else name


def _statements(blocks: Iterable[str]) -> Iterator[str]:
    held = ""
    for block in blocks:
        text, held = held + block, ""
        done = 0
        for start in _starts(text):
            if start < done:
                continue
            end = _end(text, start)
            if end < 0 and len(text) - start < _LONGEST:
                held = text[start:]
                break
            done = end if end > 0 else start + _LONGEST
            yield text[start:done]
    if held:
        yield held


def _starts(text: str) -> Iterator[int]:
    """Where lines start that create or alter a table. Looks for the one word, for dumps are large."""
    if not any(word in text for word in _WORDS):  # ten times as fast as the pattern, and blocks of rows hold none
        return
    for word in _WORD.finditer(text):
        line = text.rfind("\n", max(0, word.start() - _BEFORE), word.start()) + 1
        if (line or word.start() <= _BEFORE) and _START.match(text, line):
            yield line


def _end(text: str, start: int) -> int:
    """Behind the closing bracket of a CREATE, or the semicolon or GO of an ALTER; -1 when it is not there yet."""
    creates = text[start : start + 40].lstrip()[:6].upper() == "CREATE"
    depth = 0
    for part in _PART.finditer(text, start):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if (part["end"] and depth == 0) or (creates and part[0] == ")" and depth == 0):
            return part.end()
        if part.end() - start > _LONGEST:
            return -1
    return -1


def _create(table: Declared, body: str) -> None:
    body = body[body.find("(") + 1 :]
    columns = []
    for part in _parts(body):
        if _CONSTRAINT.match(part):
            _constraint(table, part)
        elif found := _NAME.match(part.lstrip()):
            columns.append(_unquoted(found[0]))
            _column(table, columns[-1], part)
    table.columns = table.columns or tuple(columns)


def _column(table: Declared, name: str, declaration: str) -> None:
    if _PRIMARY_HERE.search(declaration):
        table.primary = table.primary or (name,)
    if found := _REFERENCES.search(declaration):
        targets = names(found[2] or "")
        table.points[name] = (bare(found[1]), targets[0] if targets else "")


def _constraint(table: Declared, text: str) -> None:
    if found := _PRIMARY.search(text):
        table.primary = names(found[1])
    for found in _FOREIGN.finditer(text):
        targets = names(found[3] or "")
        for number, column in enumerate(names(found[1])):
            table.points[column] = (bare(found[2]), targets[number] if number < len(targets) else "")


def _parts(body: str) -> Iterator[str]:
    """The parts between the commas of a bracketed list, up to its closing bracket; comments are left out."""
    depth, start, pieces = 0, 0, []
    for part in _PART.finditer(body):
        mark = part["mark"]
        if part["noise"] and part[0][:2] in ("--", "/*"):
            pieces.append(body[start : part.start()])
            start = part.end()
        elif mark == "," and depth == 0:
            yield "".join(pieces) + body[start : part.start()]
            start, pieces = part.end(), []
        elif mark == ")" and depth == 0:
            yield "".join(pieces) + body[start : part.start()]
            return
        elif mark in ("(", ")"):
            depth += 1 if mark == "(" else -1
    yield "".join(pieces) + body[start:]
