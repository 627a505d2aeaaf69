"""One value of one line of running text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from betrokken.stages.finding.hits import Fields

# Meanings whose text may name people and numbers of its own.
OPEN: Final = frozenset({"note", "test_result", "exam", "material", "institution", "requester", "sender_code"})
CLIENTS: Final = frozenset({"requester", "institution", "sender_code"})  # meanings that name who asked
NAMES: Final = frozenset({"name", "surname"})  # meanings that name a person; the second one in a form


@dataclass(slots=True)
class Mark:
    """One value of one line. word: its meaning, "date" for a day nobody named, "name" for people.

    cued: a label or cue names it. label: the label's folded words. kind: "label"; of names also "cue", "initials",
    "beside", "echo", "loose"; of days "stamp" (a time follows), "opening" (first in its line), "letter" (place and day of a
    letter); of numbers "beside"; of addresses "weak"; of institutions "known" (one of the case, named nowhere else).
    """

    word: str
    start: int
    end: int
    fields: Fields
    role: str = ""
    cued: bool = False
    kind: str = ""
    label: str = ""

    def copy(self) -> "Mark":
        """The same mark, to be changed by one reader."""
        return Mark(self.word, self.start, self.end, self.fields, self.role, self.cued, self.kind, self.label)


def is_free(marks: Iterable[Mark], start: int, end: int, everywhere: bool = False) -> bool:
    """Whether no mark stands there; texts that may name people and numbers do not count, unless `everywhere`."""
    return all(end <= mark.start or start >= mark.end or (mark.word in OPEN and not everywhere) for mark in marks)
