"""Sex, as letters, words or the codes of ISO 5218."""

from collections.abc import Iterator, Mapping
from functools import cache

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("sex",)
CATEGORY = "sex"
UNLABELLED: Mapping[str, float] = {"sex": 3.0}

_CODES = {"1": "M", "2": "F", "0": "", "9": "", "01": "M", "02": "F"}  # ISO/IEC 5218; Dutch EDIFACT guides use it too
_UNTOLD = frozenset({"x", "o", "u", "unk", "other", "onb", "onbepaald", "un", "ongespecificeerd"})


@cache
def _known() -> dict[str, str]:
    return {words(word): sex for sex, found in lexicon.values()["sex"].items() for word in found}


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is a letter or word for a sex; bare digits only fit where a label says so."""
    folded = words(cell)
    return (folded in _known() or folded in _UNTOLD) and not (len(folded) == 1 and "." in cell)


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"sex": "F" or "M"}; {} where the file says it does not know."""
    folded = words(cell)
    if folded in _known():
        return {"sex": _known()[folded]}
    if folded in _CODES:
        return {"sex": _CODES[folded]} if _CODES[folded] else {}
    return {} if folded in _UNTOLD or is_filler(cell) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """One letter is no finding without a label."""
    return iter(())
