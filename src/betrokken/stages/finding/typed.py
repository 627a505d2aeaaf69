"""Values with their kind beside them: "soort: BSN, waarde: 123456782", "system: phone, value: 06-12345678".

Each kind gets a column of its own behind the row, so that its values are read like those of any labelled column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.header import Header

Row = Sequence[str]

_KINDS: Final = 0.6  # part of the different kinds that the word lists must know
_MOST: Final = 20  # different kinds
_LOOKED: Final = 2_000  # rows
_SURE: Final = 0.8
_BETWEEN: Final = "; "  # between the values of a list in one cell


@dataclass(frozen=True, slots=True)
class Pair:
    """A column of kinds, the column of their values, and the kinds that become columns."""

    kind: int
    value: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """All such pairs of one table of `width` columns."""

    width: int
    pairs: tuple[Pair, ...]

    def header(self, known: Header) -> Header:
        """The labels with the kinds behind them; those of the values say nothing any more."""
        emptied = {pair.value for pair in self.pairs} | {pair.kind for pair in self.pairs}
        labels = [*known.labels, *[""] * (self.width - len(known.labels))][: self.width]
        told = ["" if n in emptied else label for n, label in enumerate(labels)]
        told += [kind for pair in self.pairs for kind in pair.kinds]
        return replace(known, labels=tuple(told))

    def row(self, row: Row) -> tuple[str, ...]:
        """A row with the value of each kind behind it."""
        cells = [*row]
        for pair in self.pairs:
            cells += _values(row, pair)
            cells[pair.kind] = cells[pair.value] = ""
        return tuple(cells)


def _values(row: Row, pair: Pair) -> list[str]:
    kinds, values = row[pair.kind].split(_BETWEEN), row[pair.value].split(_BETWEEN)
    if len(kinds) != len(values):
        kinds, values = [row[pair.kind]], [row[pair.value]]
    told: dict[str, list[str]] = {}
    for kind, value in zip(kinds, values, strict=True):
        told.setdefault(words(kind), []).append(value)
    return [_BETWEEN.join(told.get(words(kind), ())) for kind in pair.kinds]


def find(known: Header, rows: Sequence[Row], width: int) -> Spread | None:
    """The pairs of a table; None where there are none."""
    ends = [words(label.rpartition(".")[2]).split()[-1:] for label in known.labels[:width]]
    kinds, values = lexicon.word_set("cells", "kind_label"), lexicon.word_set("cells", "value_label")
    found = []
    for n, end in enumerate(ends):
        if end and end[0] in kinds:
            beside = [m for m in (n + 1, n - 1) if 0 <= m < len(ends) and ends[m] and ends[m][0] in values]
            if beside and (told := _known(rows, n)):
                found.append(Pair(n, beside[0], told))
    found += _fields_by_name(known.labels[:width], ends, rows)
    return Spread(width, tuple(found)) if found else None


def _fields_by_name(labels: Sequence[str], ends: Sequence[list[str]], rows: Sequence[Row]) -> Iterator[Pair]:
    """Fields that trackers and forms let their users add: an object of a name and a value, one name in all rows."""
    values = lexicon.word_set("cells", "value_label")
    for n, label in enumerate(labels):
        path, dot, _ = label.rpartition(".")
        m = n + 1
        if dot and ends[n] in (["name"], ["naam"]) and m < len(labels) and labels[m].startswith(path + dot):
            said = {row[n] for row in rows[:_LOOKED] if len(row) > n and row[n]}
            if ends[m] and ends[m][0] in values and len(said) == 1 and lexicon.meaning(*said).strength >= _SURE:
                yield Pair(n, m, tuple(said))


def _known(rows: Sequence[Row], index: int) -> tuple[str, ...]:
    """The kinds among the cells of a column, when most are labels of something people have."""
    cells = dict.fromkeys(row[index] for row in rows[:_LOOKED] if len(row) > index and row[index])
    if len(cells) > _MOST:
        return ()
    kinds = list({words(kind): kind for cell in cells for kind in cell.split(_BETWEEN)}.values())
    told = [kind for kind in kinds if lexicon.meaning(kind).strength >= _SURE and _is_personal(kind)]
    return tuple(told) if told and len(told) >= _KINDS * len(kinds) else ()


def _is_personal(kind: str) -> bool:
    return lexicon.meaning(kind).word in _PERSONAL


_PERSONAL: Final = frozenset({"bsn", "id_document", "insurance_number", "patient_number", "email", "phone", "iban"})
