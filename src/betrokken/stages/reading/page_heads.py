"""Heads of letters and reports in two blocks abreast: "Patient: ...   Requester: ...", read block after block.

And forms that print a label in small type above what was filled in: read as "label: value".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from betrokken.stages.reading.page_rows import Piece, Row, edges, shape

_FEWEST: Final = 3  # rows with a label in the right block
_EDGES: Final = 20  # at which two blocks are looked for
_LABEL: Final = re.compile(r"[^\W\d][^\d:]{0,30}$")
_COLON: Final = re.compile(r"[^\W\d][^\d:]{0,30}:(?:\s|$)")
_ALIKE: Final = 0.7  # share of values of one shape above which a column is one of a table
_GAP: Final = 1.6  # times the usual distance of lines, between what belongs together
_SMALL: Final = 0.85  # height of a label above its value, as a share of the height of the value


@dataclass(frozen=True, slots=True)
class Band:
    """Rows from `start` to before `end` that fall apart into two blocks at an edge."""

    start: int
    end: int
    edge: float


def band(rows: Sequence[Row]) -> Band | None:
    """The first head in two blocks on a page, None when there is none."""
    firsts = {id(row.pieces[0]) for row in rows}
    later = [Row([p for p in row.pieces if id(p) not in firsts], row.base, row.height) for row in rows]
    often = edges([row for row in later if row.pieces])
    for edge in [edge for edge, rows_at in often.items() if rows_at >= _FEWEST][:_EDGES]:
        for start, end in _runs(rows, edge):
            if _is_head(rows[start:end], edge):
                return Band(start, end, edge)
    return None


def _runs(rows: Sequence[Row], edge: float) -> Iterator[tuple[int, int]]:
    """Runs of rows none of which crosses an edge, from the first that starts there to the end of its block."""
    usual = median([above.base - below.base for above, below in pairwise(rows)]) if len(rows) > 1 else 0.0
    at = 0
    while at < len(rows):
        if not _opens(rows[at], edge):
            at += 1
            continue
        start = at
        while at < len(rows) and not rows[at].crosses(edge) and (at == start or _is_near(rows, at, usual)):
            at += 1
        yield start, at


def _opens(row: Row, edge: float) -> bool:
    return row.starts_at(edge) and len(row.pieces) > 1


def _is_near(rows: Sequence[Row], at: int, usual: float) -> bool:
    return rows[at - 1].base - rows[at].base <= _GAP * usual


def _is_head(rows: Sequence[Row], edge: float) -> bool:
    left, right = _sides(rows, edge)
    labelled = [row for row in right if row and _is_labelled(row)]
    names = [row[0].text.partition(":")[0] for row in labelled]
    if len(labelled) < _FEWEST or len(set(names)) < len(names) or len(labelled) < 0.6 * sum(map(bool, right)):
        return False
    if all(_COLON.match(row[0].text) for row in labelled):
        return True
    others = [row for row in left if row and _is_labelled(row)]
    return len(others) >= _FEWEST - 1 and _is_mixed(labelled) and _is_mixed(others, 1.0)


def _sides(rows: Sequence[Row], edge: float) -> tuple[list[list[Piece]], list[list[Piece]]]:
    inf = float("inf")
    return [row.between(-inf, edge) for row in rows], [row.between(edge, inf) for row in rows]


def _is_labelled(row: Sequence[Piece]) -> bool:
    """Whether a label stands first: with a colon, or words with a value apart from them."""
    return bool(_COLON.match(row[0].text)) or (len(row) == 2 and bool(_LABEL.match(row[0].text)))


def _is_mixed(rows: Sequence[Sequence[Piece]], most: float = _ALIKE) -> bool:
    """Whether values have unlike shapes, as those of a head do and those of a column of a table do not."""
    shapes = Counter(shape(row[-1].text) for row in rows)
    return max(shapes.values()) < most * len(rows) or len(rows) < 2


def blocks(rows: Sequence[Row], found: Band) -> list[list[Row]]:
    """The two blocks of a head, the left one first."""
    sides = _sides(rows[found.start : found.end], found.edge)
    near = rows[found.start : found.end]
    return [[Row(p, row.base, row.height) for p, row in zip(side, near, strict=True) if p] for side in sides]


def labelled(rows: Sequence[Row]) -> list[str]:
    """The lines of a block, "label: value" where a label stands apart from its value."""
    return [_told(row.pieces) for row in rows]


def _told(pieces: Sequence[Piece]) -> str:
    words = "  ".join(piece.text for piece in pieces[1:])
    if words and _is_labelled(pieces):
        return f"{pieces[0].text.rstrip(' :')}: {words}"
    return "  ".join(piece.text for piece in pieces)


def filled_in(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Lines "label: value" by the index of the row of labels; the row under it is taken in. {} when it is no form."""
    found: dict[int, list[str]] = {}
    for at in range(len(rows) - 1):
        if at - 1 not in found and _is_pair(rows, at):
            found[at] = list(_pairs(rows[at], rows[at + 1]))
    return found if len(found) > 1 else {}


def is_unfilled(row: Row, filled: Row) -> bool:
    """Whether a row holds labels only, in small type as those of a pair of rows in the same form."""
    return row.height <= filled.height and all(_LABEL.match(p.text) and filled.starts_at(p.left) for p in row.pieces)


def _is_pair(rows: Sequence[Row], at: int) -> bool:
    labels, values = rows[at], rows[at + 1]
    if labels.height > _SMALL * values.height or labels.base - values.base > 2 * values.height:
        return False
    if not all(_LABEL.match(piece.text) for piece in labels.pieces) or not _all_under(values, labels):
        return False
    below = rows[at + 2] if at + 2 < len(rows) else None
    return below is None or below.height < values.height or not _all_under(below, labels) or len(below.pieces) == 1


def _all_under(values: Row, labels: Row) -> bool:
    return all(labels.starts_at(piece.left) for piece in values.pieces)


def _pairs(labels: Row, values: Row) -> Iterator[str]:
    """Labels with a value; one without says nothing."""
    ends = [*(piece.left for piece in labels.pieces[1:]), float("inf")]
    for label, end in zip(labels.pieces, ends, strict=True):
        if value := " ".join(piece.text for piece in values.between(label.left, end)):
            yield f"{label.text.rstrip(' :')}: {value}"
