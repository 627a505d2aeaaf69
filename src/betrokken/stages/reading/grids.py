"""Tables in documents: is one a grid of records, or a form whose cells are labels and values, or mere layout."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.model.fragments import Fragment, Table

CHUNK: Final = 5_000  # rows of one table fragment
_LABEL: Final = re.compile(r"^[^\d\W][^\n]{0,38}$")
_SHAPES: Final = (
    ("date", re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")),
    ("number", re.compile(r"^[\d\s.,+-]+$")),
    ("mixed", re.compile(r".*\d")),
)


def form_lines(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The lines "label: value" of a form, or of a table of one row or column; None when the table is a grid."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in filled), default=0)
    if width < 2 or len(filled) < 2:
        return ["   ".join(cell for cell in row if cell) for row in filled]
    if not _is_form(filled, width):
        return None
    return [_form_line(row) for row in filled]


def _form_line(row: list[str]) -> str:
    pairs = [row[at : at + 2] for at in range(0, len(row), 2)]
    return "   ".join(_pair(*pair) for pair in pairs if any(pair))


def _pair(label: str, value: str = "") -> str:
    if not label or not value:
        return label or value
    return f"{label.rstrip(' :')}: {value}"


def _is_form(rows: list[list[str]], width: int) -> bool:
    """Labels end in a colon, or stand in two columns beside values of unlike shapes."""
    labels = [cell for row in rows for cell in row[::2] if cell]
    if not labels:
        return False
    if sum(label.endswith(":") for label in labels) * 2 >= len(labels) and width % 2 == 0:
        return True
    if width != 2 or len(rows) > 40:
        return False
    first = [row[0] for row in rows]
    values = [row[1] for row in rows if len(row) > 1]
    if not all(_LABEL.match(label) or not label for label in first) or len(set(first)) < len(first):
        return False
    return len(rows) == 2 or len({_shape(value) for value in values[1:] if value}) > 1


def _shape(value: str) -> str:
    return next((name for name, pattern in _SHAPES if pattern.match(value)), "text")


def tables(rows: Sequence[Sequence[str]], place: str) -> Iterator[Fragment]:
    """A grid as raw tables of at most CHUNK rows, counted from 1."""
    for chunk, start in enumerate(range(0, len(rows), CHUNK)):
        yield Table(place, (), [tuple(row) for row in rows[start : start + CHUNK]], first=start + 1, chunk=chunk)
