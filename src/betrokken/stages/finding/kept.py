"""Rows of the tables of one item that other tables point to, or that point elsewhere, held until the item ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from betrokken.model.fragments import Table
from betrokken.stages.finding import entities, rows
from betrokken.stages.finding.block import Block, Outcome
from betrokken.stages.finding.chooser import Chooser
from betrokken.stages.finding.hits import Draft

MOST: Final = 200_000  # rows held in memory per item; above it relations are not followed

_NO_RECORDS: Final = frozenset({rows.BLANK, rows.HEADER, rows.TITLE, rows.DAMAGED})
TOO_LARGE: Final = "relations not followed: table too large"
_NAMED: Final = 0.3  # part of the rows that name somebody in a table of people
DATA_SUBJECTS: Final = frozenset({"patient", "unknown", "dummy"})
_UNIQUE: Final = 0.98  # part of the records whose key no other has, in a column of keys
_OWN: Final = frozenset({"bsn", "surname", "birth_date", "id_document", "insurance_number"})
# Fields by which a row that names nobody can be about a person all the same.
_TELLING: Final = frozenset({"exam", "taken_on", "material", "institution", "sender_code", "sample_number", "street", "postcode", "city"})  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row: its mention, whole or of what it says about whoever it is about; whether it names that person itself.

    others: the mentions of other people in the row. reason: why it gives none, should no relation change that.
    among, at: the rows it stands in and its number there, kept only where somebody wants to see rows set aside.
    """

    draft: Draft
    person: bool
    others: list[Draft]
    reason: str
    among: Sequence[tuple[str, ...]] = ()
    at: int = 0


@dataclass(slots=True)
class KeptTable:
    """One table: its rows, and the values of the columns that can be keys, by label, in the order of the rows.

    persons, professionals: whether the rows name the people the item is about, or professionals; told by `settle`.
    """

    name: str
    refers: Mapping[str, str]
    columns: Mapping[str, int]
    keys: dict[str, list[str]]
    rows: list[Entry] = field(default_factory=list)
    indexes: dict[str, dict[str, int]] = field(default_factory=dict)
    persons: bool = False
    professionals: bool = False
    chooser: Chooser = field(default_factory=Chooser)

    def settle(self) -> None:
        """Tell, once all rows are in, whether they name the people the item is about, or professionals."""
        roles = [entry.draft.role for entry in self.rows if entry.person]
        own = sum(role in DATA_SUBJECTS for role in roles)
        self.persons = own > 0 and own >= _NAMED * len(self.rows)
        self.professionals = not self.persons and roles.count("professional") >= _NAMED * len(self.rows) > 0

    def add(self, outcome: Outcome, made: Block, place: str) -> None:
        """Take one row in."""
        for label, index in self.columns.items():
            self.keys[label].append(outcome.cells[index] if index < len(outcome.cells) else "")
        self.chooser.take(outcome.cells, (column.index for column in made.columns if column.word == "sex"))
        self.rows.append(_entry(outcome, made, place))

    def is_unique(self, label: str) -> bool:
        """Whether each record has a key of its own in a column; one with lists in it is several rows at one place."""
        said = {(key, entry.draft.place) for key, entry in zip(self.keys[label], self.rows, strict=True) if key}
        return bool(said) and len({key for key, _ in said}) >= _UNIQUE * len(said)

    def index(self, label: str) -> dict[str, int]:
        """Key -> number of the first row that has it, of one column."""
        if label not in self.indexes:
            self.indexes[label] = {key: n for n, key in reversed(list(enumerate(self.keys[label]))) if key}
        return self.indexes[label]


@dataclass(slots=True)
class Keeper:
    """Takes rows over from tables with a name, as long as there is room."""

    tables: dict[tuple[str, tuple[str, ...]], KeptTable] = field(default_factory=dict)
    held: int = 0
    full: bool = False
    watched: bool = False

    def keep(self, table: Table, made: Block, outcome: Outcome, place: str, at: int) -> bool:
        """Whether row `at` of the table was taken over; else it is to be counted as it is."""
        if self.full or outcome.reason in _NO_RECORDS:
            return False
        name = table.name or _spoken(table.place)
        if not name:
            return False
        key = (name, made.header.labels)
        if key not in self.tables:
            self.tables[key] = _begin(name, table, made)
        self.tables[key].add(outcome, made, place)
        if self.watched:
            self.tables[key].rows[-1].among, self.tables[key].rows[-1].at = table.rows, at
        self.held += 1
        self.full = self.held > MOST
        return True


@lru_cache(maxsize=1_000)
def _spoken(place: str) -> str:
    """What a sheet or a list of records is called by: "sheet Patiënten" is "Patiënten"."""
    name = place.partition(" ")[2] if place.startswith(("sheet ", "table ")) else place
    return name if any(map(str.isalpha, name)) else ""


def _begin(name: str, table: Table, made: Block) -> KeptTable:
    wanted = {one.lower() for one in table.refers}
    columns = {
        label: index
        for index, label in reversed(list(enumerate(made.header.labels)))
        if label and (_can_be_key(label) or label.lower() in wanted or _is_number(made, index))
    }
    return KeptTable(name, table.refers, columns, {label: [] for label in columns})


def _can_be_key(label: str) -> bool:
    """Whether a label is that of a key, or the name of what it points to ("persoon" in a list of orders)."""
    return entities.is_key(label) or bool(entities.entity(label))


def _is_number(made: Block, index: int) -> bool:
    numbers = ("patient_number", "sample_number", "sender_code")
    return any(column.index == index and column.word in numbers for column in made.columns)


def _entry(outcome: Outcome, made: Block, place: str) -> Entry:
    own = outcome.somebody and bool(_OWN & outcome.gathered.fields.keys())
    if outcome.somebody:
        return Entry(outcome.drafts[0], own, outcome.drafts[1:], "")
    gathered = outcome.gathered
    role = made.groups[0].role if made.groups else "patient"
    draft = Draft(
        place, role, gathered.fields, gathered.lists, "test_result" in gathered.categories, gathered.categories
    )
    return Entry(draft, False, outcome.drafts, outcome.reason or rows.NOBODY)


def says_something(draft: Draft) -> bool:
    """Whether a row tells anything about the person it points to."""
    return bool(draft.categories or draft.lists or _TELLING & draft.fields.keys())
