"""Rows of the tables of one item that other tables point to, or that point elsewhere, held until the item ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from betrokken.model.fragments import Table
from betrokken.stages.finding import entities, rows
from betrokken.stages.finding.block import Block, Outcome
from betrokken.stages.finding.hits import Draft

MOST: Final = 200_000  # rows held in memory per item; above it relations are not followed

TOO_LARGE: Final = "relations not followed: table too large"
_NAMED: Final = 0.3  # part of the rows that name somebody in a table of people
_DATA_SUBJECTS: Final = frozenset({"patient", "unknown", "dummy"})
_OWN: Final = frozenset({"bsn", "surname", "birth_date", "id_document", "insurance_number"})
# Fields by which a row that names nobody can be about a person all the same.
_TELLING: Final = frozenset({"exam", "taken_on", "material", "institution", "sender_code", "sample_number", "street", "postcode", "city"})  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row: its mention, whole or of what it says about whoever it is about; whether it names that person itself.

    others: the mentions of other people in the row. reason: why it gives none, should no relation change that.
    """

    draft: Draft
    person: bool
    others: list[Draft]
    reason: str


@dataclass(slots=True)
class KeptTable:
    """One table: its rows, and the values of the columns that can be keys, by label, in the order of the rows."""

    name: str
    refers: Mapping[str, str]
    keys: dict[str, list[str]] = field(default_factory=dict)
    rows: list[Entry] = field(default_factory=list)

    persons: bool = False
    professionals: bool = False

    def settle(self) -> None:
        """Tell, once all rows are in, whether they name the people the item is about, or professionals."""
        roles = [entry.draft.role for entry in self.rows if entry.person]
        own = sum(role in _DATA_SUBJECTS for role in roles)
        self.persons = own > 0 and own >= _NAMED * len(self.rows)
        self.professionals = not self.persons and roles.count("professional") >= _NAMED * len(self.rows) > 0


@dataclass(slots=True)
class Keeper:
    """Takes rows over from tables with a name, as long as there is room."""

    tables: dict[str, KeptTable] = field(default_factory=dict)
    held: int = 0
    full: bool = False
    _indexes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def keep(self, table: Table, made: Block, number: int, outcome: Outcome, place: str) -> bool:
        """Whether the row was taken over; else it is to be counted as it is."""
        if not table.name or self.full or outcome.reason in (rows.BLANK, rows.HEADER, rows.TITLE, rows.DAMAGED):
            return False
        kept = self.tables.get(table.name)
        if kept is None:
            kept = self.tables[table.name] = self._begin(table, made)
        for label, index in self._indexes[table.name]:
            kept.keys[label].append(outcome.cells[index] if index < len(outcome.cells) else "")
        kept.rows.append(_entry(outcome, made, place))
        self.held += 1
        self.full = self.held > MOST
        return True

    def _begin(self, table: Table, made: Block) -> KeptTable:
        labels = made.header.labels
        wanted = {name.lower() for name in table.refers}
        keys = [
            (label, index)
            for index, label in enumerate(labels)
            if label and (entities.is_key(label) or label.lower() in wanted or _is_number(made, index))
        ]
        self._indexes[table.name] = keys
        return KeptTable(table.name, table.refers, {label: [] for label, _ in keys})


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
