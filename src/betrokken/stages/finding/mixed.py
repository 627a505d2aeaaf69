"""Lists of several kinds of people, told apart by a column of kinds: clients and those who work for them in one table.

A kind is of people at work when its name is a profession, or when none of many rows of it tells what nearly all rows of
another kind do: a day of birth, a BSN.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon, professions
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.layout import Column

Row = Sequence[str]

GROUND: Final = "a kind of people at work"
_MOST: Final = 6  # kinds
_LONGEST: Final = 25  # characters of a kind
_FEWEST: Final = 5  # rows of a kind that can be told by what they lack
_NEARLY: Final = 0.9
_SURE: Final = ("bsn", "birth_date")


@dataclass(frozen=True, slots=True)
class Mixed:
    """A column of kinds, and the kinds that are of people at work."""

    index: int
    at_work: frozenset[str]

    def is_at_work(self, row: Row) -> bool:
        """Whether a row is one of somebody at work."""
        return len(row) > self.index and row[self.index].strip() in self.at_work


def find(header: Header, rows: Sequence[Row], columns: Sequence[Column]) -> Mixed | None:
    """The column of kinds of a table, None when it has none that tells people at work from others."""
    own = [column for column in columns if not column.role]
    sure = [column for column in own if column.word in _SURE]
    if not sure or not any(column.word in ("name", "surname") for column in own):
        return None
    for index, label in enumerate(header.labels):
        if set(words(label).split()[-1:]) & lexicon.word_set("cells", "of_kinds"):
            kinds = _by_kind(index, rows)
            at_work = {kind for kind, said in kinds.items() if kind and _works(kind, said, kinds, sure)}
            if at_work and len(at_work) < len(kinds):
                return Mixed(index, frozenset(at_work))
    return None


def _by_kind(index: int, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by their kind; none where the kinds are too many or too long to be some."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if len(row) > index:
            found[row[index].strip()].append(row)
    return found if 2 <= len(found) <= _MOST and all(len(kind) <= _LONGEST for kind in found) else {}


def _works(kind: str, said: Sequence[Row], kinds: dict[str, list[Row]], sure: Sequence[Column]) -> bool:
    if _told(said, sure):
        return False
    others = max(_told(rows, sure) / len(rows) for other, rows in kinds.items() if other != kind)
    return others >= _NEARLY and (bool(professions.kind_of(kind)) or len(said) >= _FEWEST)


def _told(rows: Sequence[Row], sure: Sequence[Column]) -> int:
    """How many rows tell who somebody is."""
    return sum(any(len(row) > one.index and row[one.index].strip() for one in sure) for row in rows)
