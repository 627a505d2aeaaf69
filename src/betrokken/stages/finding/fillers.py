"""Cells that are not empty and yet say nothing: "-", "onbekend", "n.v.t.", "NULL"."""

from functools import lru_cache

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon


def is_filler(cell: str) -> bool:
    """Whether a cell holds no value at all."""
    return not (cell[:1].isdigit() or cell[-1:].isdigit()) and _is_filler(cell)


@lru_cache(maxsize=100_000)
def _is_filler(cell: str) -> bool:
    folded = words(cell)
    return not folded or folded in lexicon.word_set("cells", "filler")
