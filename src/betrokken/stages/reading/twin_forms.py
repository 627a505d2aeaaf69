"""Forms side by side, down the page: the same labels stand in a line once for each form ("NAME ...   NAME ...").

Labels need no colon here: what every form starts a line with is the label, and what differs is the value.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from betrokken.stages.reading.page_rows import Piece, Row, edges

_FEWEST: Final = 3  # lines, and labels, in which a form stands beside another
_OFTEN: Final = 0.4  # share of the lines with two pieces or more that begin with the same label twice
_CHANGE: Final = 0.8  # share of the labels that differ from the one above, in a form and not in a table
_GAP: Final = 1.4  # times the usual distance of lines, between forms
_LONGEST: Final = 5  # words of a label
_WORD: Final = re.compile(r"[^\W\d_][\w.'’/&-]*:?$")


def starts(rows: Sequence[Row]) -> list[float]:
    """Where forms abreast start, from left to right; [] where there are none."""
    twins = [(row.pieces[0], later) for row in rows for later in row.pieces[1:] if _is_twin(row.pieces[0], later)]
    if len(twins) < _FEWEST:
        return []
    places = edges([Row([later], 0.0, 1.0) for _, later in twins])
    wide = sum(len(row.pieces) > 1 and not is_rule(row) for row in rows)
    found = [edge for edge, often in places.items() if often >= max(_FEWEST, _OFTEN * wide) and _changes(twins, edge)]
    return [min(first.left for first, _ in twins), *found] if found else []


def _is_twin(first: Piece, later: Piece) -> bool:
    label = _first(first)
    return bool(label) and label == _first(later)


def _has_twin(row: Row) -> bool:
    return any(_is_twin(row.pieces[0], later) for later in row.pieces[1:])


def _first(piece: Piece) -> str:
    """The word a piece begins with, "" when it is none."""
    word = piece.text.partition(" ")[0]
    return word if _WORD.match(word) else ""


def _changes(twins: Sequence[tuple[Piece, Piece]], edge: float) -> bool:
    """Whether the labels at an edge are those of a form: several, and another in every line."""
    words = [_first(first) for first, later in twins if abs(later.left - edge) < 1]
    if len(set(words)) < _FEWEST:
        return False
    return sum(a != b for a, b in pairwise(words)) >= _CHANGE * (len(words) - 1)


def is_rule(row: Row) -> bool:
    """Whether a row holds marks only, as between forms."""
    return not any(char.isalnum() for piece in row.pieces for char in piece.text)


def blocks(rows: Sequence[Row], at: Sequence[float]) -> Iterator[tuple[int, list[str]]]:
    """(index of the first row, lines as "label: value") of every form, row of forms by row of forms."""
    labels = _labels(rows, at)
    for band in _bands(rows, at):
        if len(band) == 1 and _across(rows[band[0]], at):
            yield band[0], [_joined(rows[band[0]].pieces)]
            continue
        for start, end in zip(at, (*at[1:], float("inf")), strict=True):
            cells = [(n, rows[n].between(start, end)) for n in band]
            if filled := [(n, cell) for n, cell in cells if cell]:
                yield filled[0][0], [_told(cell, labels) for _, cell in filled]


def _across(row: Row, at: Sequence[float]) -> bool:
    return any(map(row.crosses, at[1:])) or row.pieces[0].left < at[0] - 1


def _bands(rows: Sequence[Row], at: Sequence[float]) -> list[list[int]]:
    """The indexes of the rows of each row of forms: up to a line of marks, a line across, or a wider space.

    Where nothing stands between forms, up to the label that opened the first.
    """
    usual = median([above.base - below.base for above, below in pairwise(rows)])
    opening = next(_first(row.pieces[0]) for row in rows if _has_twin(row))
    found: list[list[int]] = [[]]
    for n, row in enumerate(rows):
        if is_rule(row):
            found.append([])
        elif _across(row, at):
            found += [[n], []]
        else:
            if n and rows[n - 1].base - row.base > _GAP * usual:
                found.append([])
            begun = [_first(rows[one].pieces[0]) for one in found[-1]]
            if opening in begun and _first(row.pieces[0]) == opening:
                found.append([])
            found[-1].append(n)
    return [band for band in found if band]


def _labels(rows: Sequence[Row], at: Sequence[float]) -> dict[str, list[str]]:
    """The words of each label, by its first: those all its lines share."""
    lines: dict[str, list[list[Piece]]] = defaultdict(list)
    for row in rows:
        if not _across(row, at) and _has_twin(row):
            for start, end in zip(at, (*at[1:], float("inf")), strict=True):
                if cell := row.between(start, end):
                    lines[_first(cell[0])].append(cell)
    return {first: _shared(cells) for first, cells in lines.items() if first and len(cells) > 1}


def _shared(cells: Sequence[Sequence[Piece]]) -> list[str]:
    apart = [cell[0].text for cell in cells if len(cell) > 1]
    if len(apart) == len(cells) and len(set(apart)) == 1:  # "DATE OF BIRTH    3-5-1971"
        return apart[0].split()
    first, *others = [_joined(cell).split() for cell in cells]
    shared = 0
    while shared < min(map(len, (first, *others))) and all(words[shared] == first[shared] for words in others):
        shared += 1
    return first[: shared if shared <= _LONGEST and shared < max(map(len, (first, *others))) else 1]


def _told(cell: Sequence[Piece], labels: dict[str, list[str]]) -> str:
    """A line of a form, with a colon behind its label."""
    text = _joined(cell)
    label = labels.get(_first(cell[0]))
    words = text.split()
    if not label or words[: len(label)] != label or label[-1].endswith(":"):
        return text
    return f"{' '.join(label)}: {' '.join(words[len(label) :]).lstrip(': ')}".strip()


def _joined(pieces: Sequence[Piece]) -> str:
    return "  ".join(piece.text for piece in pieces)
