"""Exams side by side in one row of a person: "R1 date, R1 test, R1 outcome, R2 date, R2 test, ..."

The columns of the first stand for all; those of each further one are read as a row of their own, about the same person.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.header import Header

Row = Sequence[str]

_NUMBERED: Final = re.compile(r"^[a-z]{0,9}?([1-9][0-9]?)$|^([1-9][0-9]?)(?:e|st|nd|rd|th)?$")
_GLUED: Final = re.compile(r"^([a-z]{3,})([1-9][0-9]?)$")
_CARE: Final = frozenset({"exam", "test_result", "taken_on", "sample_number", "material"})
_TELLING: Final = frozenset({"exam", "test_result"})


@dataclass(frozen=True, slots=True)
class Rounds:
    """groups: the columns of each exam, those that mean the same in the same order; stems: their labels."""

    width: int
    stems: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]

    def header(self, known: Header) -> Header:
        """The labels, with those of the first exam alone and without its number."""
        emptied = {n for group in self.groups for n in group}
        labels = ["" if n in emptied else label for n, label in enumerate(known.labels)]
        for n, stem in zip(self.groups[0], self.stems, strict=True):
            labels[n] = stem
        return replace(known, labels=tuple(labels))

    def first(self, row: Row) -> tuple[str, ...]:
        """A row with the first exam alone."""
        further = {n for group in self.groups[1:] for n in group}
        return tuple("" if n in further else cell for n, cell in enumerate(row))

    def further(self, row: Row) -> Iterator[tuple[str, ...]]:
        """A row for each further exam that tells anything, in the columns of the first."""
        for group in self.groups[1:]:
            if any(row[n].strip() for n in group):
                cells = list(self.first(row))
                for to, n in zip(self.groups[0], group, strict=True):
                    cells[to] = row[n]
                yield tuple(cells)


def find(known: Header, width: int) -> Rounds | None:
    """The exams abreast under these labels; None where there are none."""
    found: dict[str, dict[str, int]] = {}
    for n, label in enumerate(known.labels[:width]):
        stem, number = _parted(words(label))
        if stem:
            found.setdefault(number, {}).setdefault(stem, n)
    groups = [stems for stems in found.values() if len(stems) > 1 and set(stems) == set(next(iter(found.values())))]
    if len(groups) < 2 or len(groups) < len(found):
        return None
    stems = tuple(groups[0])
    meant = {lexicon.meaning(stem).word for stem in stems}
    if not meant & _TELLING or meant - _CARE - {"other"} or len(known.labels) < width:
        return None
    return Rounds(width, stems, tuple(tuple(group[stem] for stem in stems) for group in groups))


def _parted(label: str) -> tuple[str, str]:
    """(label without its number, number): "r2 date", "date 2" and "date2" are ("date", "2"); ("", "") for others."""
    tokens = label.split()
    if len(tokens) == 1 and (glued := _GLUED.match(label)):
        return glued[1], glued[2]
    for at in (0, len(tokens) - 1) if len(tokens) > 1 else ():
        if told := _NUMBERED.match(tokens[at]):
            rest = tokens[1:] if at == 0 else tokens[:-1]
            return " ".join(rest), told[1] or told[2]
    return "", ""
