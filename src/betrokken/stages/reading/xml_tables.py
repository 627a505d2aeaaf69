"""XML of an unknown kind as tables: every repeated element with parts is a row, and what stands in it its cells.

Two passes: the first finds which elements repeat and what they hold, the second gives the rows. A row also has what
stands before it in the elements around it, so that an order within a patient has the patient's name.
"""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Table

CHUNK: Final = 2_000  # rows of one table fragment
_MOST_PATHS: Final = 20_000
_MOST_COLUMNS: Final = 400
_REPEATS: Final = 3  # columns of a value that repeats; further ones join the last
_NAMELESS: Final = frozenset(
    {"field", "column", "col", "property", "attribute", "param", "parameter", "value", "entry", "data", "cell", "veld"}
    | {"table", "table_data"}
)
# When the file was made says nothing about the rows in it.
_MADE: Final = re.compile(r"dat|tim|tijd|creat|made|maakt|gener|version|xsi|schema", re.I)
_CELL: Final = 1_000_000  # characters

_NUMBER: Final = frozenset({"nr", "no", "nummer", "number"})  # says nothing without the name of its element

Path = tuple[str, ...]


def called(name: str, attributes: dict[str, str]) -> str:
    """The name of an element; of `<field name="bsn">` (database dumps, property lists) the one it is given."""
    if name.lower() in _NAMELESS and len(attributes) < 4:
        for key in ("name", "key", "naam", "code"):
            given = attributes.get(key, "")
            if given and len(given) < 64:
                del attributes[key]
                return given.replace(".", " ")
    return name


class Shape:
    """Listener of the first pass: paths with a value, in order; which elements repeat; which have parts."""

    def __init__(self) -> None:
        self.values: dict[Path, int] = {}
        self.repeated: set[Path] = set()
        self.parts: set[Path] = set()
        self._path: list[str] = []
        self._counts: list[dict[str, int]] = [{}]
        self._told: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count the element among its siblings and note its attributes."""
        name = called(name, attributes)
        counts = self._counts[-1]
        counts[name] = counts.get(name, 0) + 1
        if self._path:
            self.parts.add(tuple(self._path))
        self._path.append(name)
        path = tuple(self._path)
        if counts[name] > 1:
            self.repeated.add(path)
        self._note(path, min(counts[name], _REPEATS), whole=False)
        for key in attributes:
            self._note((*path, key), 1)
        if len(attributes) > 1:
            self.parts.add(path)
        self._counts.append({})
        self._told.append(False)
        if len(self.values) + len(self.repeated) > _MOST_PATHS:
            raise UnreadableError("too many kinds of elements")

    def _note(self, path: Path, count: int, whole: bool = True) -> None:
        if whole or path in self.values:
            self.values[path] = max(self.values.get(path, 0), count)

    def text(self, data: str) -> None:
        """Note that the open element has a value."""
        if self._told and not self._told[-1] and not data.isspace():
            self._told[-1] = True
            path = tuple(self._path)
            self._note(path, min(self._counts[-2].get(path[-1], 1), _REPEATS))

    def end(self, name: str) -> None:
        """Close the element."""
        self._path.pop()
        self._counts.pop()
        self._told.pop()

    def layouts(self) -> dict[Path, "Layout"]:
        """A layout per kind of row: every repeated element with parts, and the whole file for what is in none."""
        records = {path for path in self.repeated if path in self.parts}
        root: Path = ("file",)
        found: dict[Path, Layout] = {}
        for record in (root, *sorted(records)):
            columns: dict[str, None] = {}
            for path, count in self.values.items():
                owner = _owner(path, records, root)
                if owner == record:
                    columns.update(dict.fromkeys(_columns(_name(path, record), count)))
                elif record[: len(owner)] == owner and not (len(path) < 4 and _MADE.search(path[-1])):
                    columns.update(dict.fromkeys(_columns(_inherited(path), count)))
            found[record] = Layout(record, tuple(columns)[:_MOST_COLUMNS])
        return found


def _owner(path: Path, records: set[Path], root: Path) -> Path:
    """The innermost row a value belongs to; an attribute or text of a row is its own."""
    return next((path[:end] for end in range(len(path), 0, -1) if path[:end] in records), root)


def _name(path: Path, record: Path) -> str:
    """The column of a value: the elements below the row; of `<file nr="12">` also the row, for "nr" says nothing."""
    own = path[len(record) :]
    return ".".join(path[-2:] if len(own) == 1 and own[0].lower() in _NUMBER else own) or path[-1]


def _inherited(path: Path) -> str:
    """A value of an element around the row: its last names say whose it is."""
    return ".".join(path[2:] if len(path) > 3 else path[1:])


def _columns(name: str, count: int) -> list[str]:
    return [name, *(f"{name} {number}" for number in range(2, count + 1))]


class Layout:
    """The columns of one kind of row, and the rows not yet given out."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.path = path
        self.columns = columns
        self.rows: list[tuple[str, ...]] = []
        self._chunk = 0
        self._given = 0

    def add(self, values: dict[str, str]) -> None:
        """Keep a row when it has a value of its own."""
        if values:
            self.rows.append(tuple(values.get(name, "") for name in self.columns))

    def table(self) -> Iterator[Table]:
        """The rows kept, as one chunk."""
        if self.rows:
            place = "/".join(self.path[1:])
            columns = tuple(Field(name) for name in self.columns)
            yield Table(place, columns, self.rows, first=self._given + 1, unit="record", chunk=self._chunk)
            self._given += len(self.rows)
            self._chunk += 1
            self.rows = []


class Rows:
    """Listener of the second pass: fills the layouts."""

    def __init__(self, layouts: dict[Path, Layout]) -> None:
        self._layouts = layouts
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        # (layout, own values, values of what stands around it) of the rows that are open, outermost first
        self._open: list[tuple[Layout, dict[str, str], dict[str, str]]] = []
        self.ready: list[Layout] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open a row when the element is one."""
        self._path.append(called(name, attributes))
        self._texts.append([])
        layout = self._layouts.get(tuple(self._path))
        if layout is not None:
            around = {} if not self._open else {**self._open[-1][2], **self._around()}
            self._open.append((layout, {}, around))
        for key, value in attributes.items():
            self._value((*self._path, key), value)

    def _around(self) -> dict[str, str]:
        """Values of the innermost open row under the names rows within it know them by."""
        layout, own, _ = self._open[-1]
        prefix = layout.path
        named = {}
        for name, value in own.items():
            base, _, number = name.rpartition(" ")
            plain, tail = (base, f" {number}") if base and number.isdigit() else (name, "")
            inner = plain.removeprefix(f"{prefix[-1]}.")
            full = (
                (*prefix, *(inner if inner.lower() in _NUMBER else plain).split(".")) if plain != prefix[-1] else prefix
            )
            named[_inherited(full) + tail] = value
        return named

    def _value(self, path: Path, value: str) -> None:
        value = value.strip()
        if not value or not self._open:
            return
        layout, own, _ = self._open[-1]
        name = _name(path, layout.path)
        for column in _columns(name, _REPEATS):
            if column not in own:
                own[column] = value
                return
        last = f"{name} {_REPEATS}"
        if len(own[last]) < _CELL:
            own[last] += f"; {value}"

    def text(self, data: str) -> None:
        """Gather the text of the open element."""
        if self._texts:
            self._texts[-1].append(data)

    def end(self, name: str) -> None:
        """Give the element its value, and close the row when it is one."""
        path = tuple(self._path)
        self._value(path, "".join(self._texts.pop()))
        self._path.pop()
        if self._open and self._open[-1][0].path == path:
            layout, own, around = self._open.pop()
            layout.add({**around, **own} if own else {})
            if len(layout.rows) >= CHUNK:
                self.ready.append(layout)
