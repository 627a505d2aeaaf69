"""Cells with their label within, on a line of its own over the value: "Geboren" above "03-04-1951" in one cell."""

from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.stages.finding import lexicon

_SURE: Final = 0.8
_LONGEST: Final = 40  # characters of a label

Caption = tuple[str, str, int, int]  # label, value, row, column


def of_rows(rows: Sequence[Sequence[str]]) -> list[Caption]:
    """Every cell of a grid that opens with a line of one to a few words as a label with what stands under it."""
    return [found for n, row in enumerate(rows) for at, cell in enumerate(row) for found in _of_cell(cell, n, at)]


def _of_cell(cell: str, row: int, column: int) -> Iterator[Caption]:
    label, _, value = cell.strip().partition("\n")
    label, value = label.strip().rstrip(":"), value.strip()
    if not value or len(label) > _LONGEST or not any(map(str.isalpha, label)) or any(map(str.isdigit, label)):
        return
    parts = [part.strip() for part in label.split("/")]
    pieces = value.replace("/", " ").split() if "-" in value else value.split()
    if len(parts) == len(pieces) > 1 and all(map(is_known, parts)) and not _are_one(parts):
        yield from ((part, piece, row, column) for part, piece in zip(parts, pieces, strict=True))
    else:
        yield label, value, row, column


def _are_one(parts: Sequence[str]) -> bool:
    """Whether the parts of a label are words for one thing."""
    return len({lexicon.meaning(part).key for part in parts}) < len(parts)


def is_known(label: str) -> bool:
    """Whether the lexicon is sure of a label."""
    return lexicon.meaning(label).strength >= _SURE
