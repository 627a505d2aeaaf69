"""Kinds of exam, and the material taken for them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from betrokken.kit.fold import words
from betrokken.model.words import EXAMS
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("exam", "material")
CATEGORY = "exam"
UNLABELLED: Mapping[str, float] = {"exam": 2.5}

LONGEST = 200  # characters; longer cells are reports that only mention an exam


@lru_cache(maxsize=100_000)
def kind(text: str) -> str:
    """The word of `words.EXAMS` that text names, "" when it names none."""
    folded = words(text[:LONGEST])
    if folded in EXAMS or folded.replace(" ", "_") in EXAMS:
        return folded.replace(" ", "_")
    return next((name for name in lexicon.values()["exam"] if lexicon.pattern("exam", name).search(folded)), "")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell names a known kind of exam; any short text can be a material."""
    return bool(kind(cell)) and len(cell) <= 80 if word == "exam" else 0 < len(cell) <= 60


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"exam": kind}, or {} when the words do not know the kind; {"material": as written}."""
    text = cell.strip()
    if is_filler(text):
        return {}
    if word == "material":
        return {"material": text[:60]} if any(map(str.isalpha, text)) else {}
    found = kind(text)
    return {"exam": found} if found else {} if any(map(str.isalnum, text)) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Exams are named in passing everywhere; `texts.py` asks `kind` where a person stands."""
    return iter(())
