"""What recognisers give back, and the mention as it is built before it gets an id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from betrokken.stages.finding.asked import Asked

# Field of a mention (a column of `tables.mention`) -> its text; days as ISO yyyy-mm-dd.
# List columns (emails, phones, ibans) take one value here; `Draft.add` collects them.
Fields = dict[str, str]
LISTS = frozenset({"emails", "phones", "ibans"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What recognisers need to know from outside the item.

    latest: last day a date in the pile can be. institutions: folded name, alias or code -> id of the controller.
    labs: folded names of the processor whose files these are: on every letterhead, never a client.
    month_first, serial: how the dates of the column at hand are written (decided per column, never per cell).
    own_list: the item is a list that a controller keeps of its own people, so whoever a row is about is one of them.
    """

    latest: date = date(2100, 1, 1)
    institutions: Mapping[str, str] = field(default_factory=dict)
    labs: frozenset[str] = frozenset()
    month_first: bool = False
    serial: bool = False
    own_list: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding in running text: meaning, role, place (offsets), its fields, and whether a label or cue named it."""

    word: str
    start: int
    end: int
    fields: Mapping[str, str]
    role: str = ""
    cued: bool = False


class Recogniser(Protocol):
    """The plain members every module of `finding/recognisers` has.

    MEANINGS: the words of `words.MEANINGS` it reads. CATEGORY: the category of data a value is, "" for none.
    UNLABELLED: meaning -> how strongly (natural log-odds) values that fit speak for it where no label says so.
    """

    MEANINGS: tuple[str, ...]
    CATEGORY: str
    UNLABELLED: Mapping[str, float]

    def fits(self, word: str, cell: str, setting: Setting) -> bool:
        """Whether a cell can be of this meaning."""
        ...

    def read(self, word: str, cell: str, setting: Setting) -> Fields | None:
        """The fields of a mention that one cell gives; None when it is not of this meaning.

        A placeholder (999999990, 01-01-1900, "onbekend") gives {}: it says nothing, and is no error either.
        """
        ...

    def find(self, text: str, setting: Setting) -> Iterable[Hit]:
        """The hits in running text that need no label."""
        ...


@dataclass(slots=True)
class Draft:
    """A mention being built: `fields` holds text of scalar columns, `lists` the values of list columns."""

    place: str
    role: str = "patient"
    fields: Fields = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    has_result: bool = False
    categories: set[str] = field(default_factory=set)
    birth_dates: set[str] = field(default_factory=set)
    confidence: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, fields: Mapping[str, str]) -> None:
        """Take fields over; a scalar that is there already stays."""
        for name, value in fields.items():
            if name in LISTS:
                if value not in self.lists.setdefault(name, []):
                    self.lists[name].append(value)
            elif value and not self.fields.get(name):
                self.fields[name] = value

    def because(self, reason: str, weight: float) -> None:
        """Add a ground with its weight (natural log-odds) to the confidence."""
        self.confidence += weight
        self.reasons = [*self.reasons, f"{reason} {weight:+.1f}"]  # not in place: rows alike share one list


@dataclass(slots=True)
class Finding:
    """What one item gave: its mentions, and the account of its rows and passages.

    rows = rows_with_mentions + the sum of `aside`, whose keys are plain reasons without values.
    asked: rows set aside that somebody wants to see, None when nobody does.
    """

    drafts: list[Draft] = field(default_factory=list)
    tables: int = 0
    texts: int = 0
    rows: int = 0
    rows_with_mentions: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    asked: Asked | None = None

    def set_aside(
        self,
        reason: str,
        rows: int = 1,
        place: str = "",
        among: Sequence[tuple[str, ...] | str] = (),
        at: int = 0,
    ) -> None:
        """Count rows or passages that gave no mention; the first of them is row `at` of `among`."""
        if rows:
            before = self.aside.get(reason, 0)
            self.aside[reason] = before + rows
            if self.asked is not None:
                self.asked.look(reason, before, rows, place, among, at)
