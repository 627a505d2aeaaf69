"""Whole tables side by side: the same labels come back to the right, and each row holds a record of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.header import Header

Row = Sequence[str]

_LEAST: Final = 3  # labels of a table that comes back
_PERSON: Final = frozenset({"name", "surname", "bsn", "birth_date"})


@dataclass(frozen=True, slots=True)
class Abreast:
    """whole: columns of a row. width: those of one table. starts: the first column of each."""

    whole: int
    width: int
    starts: tuple[int, ...]

    def header(self, known: Header) -> Header:
        """The labels of the first table."""
        return replace(known, labels=known.labels[: self.width], groups=known.groups[: self.width])

    def parts(self, row: Row) -> list[tuple[str, ...]]:
        """The record of each table in a row; of a row that holds none of them the first."""
        found = [tuple(row[start : start + self.width]) for start in self.starts]
        return [part for part in found if any(cell.strip() for cell in part)] or found[:1]


def find(known: Header, width: int) -> Abreast | None:
    """The tables abreast under these labels, None where there is one."""
    labels = [words(label) for label in known.labels[:width]]
    first = next((n for n, label in enumerate(labels) if label), len(labels))
    again = [n for n in range(first + _LEAST, len(labels)) if labels[n] and labels[n] == labels[first]]
    if first or not again:
        return None
    own = labels[: again[0]]
    while own and not own[-1]:
        own.pop()
    starts = (0, *again)
    if not all(labels[start : start + len(own)] == own for start in starts) or sum(map(bool, own)) < _LEAST:
        return None
    told = {n for start in starts for n in range(start, start + len(own))}
    beside = any(label for n, label in enumerate(labels) if n not in told)
    if beside or len({lexicon.meaning(label).word for label in own} & _PERSON) < 2:
        return None
    return Abreast(width, len(own), starts)
