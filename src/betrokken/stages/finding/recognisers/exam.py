"""Kinds of exam, and the material taken for them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.model.words import EXAMS
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting
from betrokken.stages.finding.recognisers import taken_on

MEANINGS: tuple[str, ...] = ("exam", "material")
CATEGORY = "exam"
UNLABELLED: Mapping[str, float] = {"exam": 2.5}

LONGEST = 200  # characters; longer cells are reports that only mention an exam
LONGEST_CODE = 10  # characters of a mnemonic; longer words are names
_LABELLED = re.compile(r"\s*(?P<label>[^\W\d][^\d:]{2,30}?)\s*:?\s+(?P<value>[0-9].{5,20})$")


@lru_cache(maxsize=100_000)
def kind(text: str) -> str:
    """The word of `words.EXAMS` that text names, "" when it names none."""
    folded = words(text[:LONGEST])
    if folded in EXAMS or folded.replace(" ", "_") in EXAMS:
        return folded.replace(" ", "_")
    return next((name for name in lexicon.values()["exam"] if lexicon.pattern("exam", name).search(folded)), "")


@lru_cache(maxsize=100_000)
def of_code(text: str) -> str:
    """The word of `words.EXAMS` that a mnemonic in capitals ("UKWK", "BL-CBC") is short for, else ""."""
    folded = words(text)
    if not (text.isupper() and 2 <= len(folded) <= LONGEST_CODE and folded[0].isalpha()):
        return ""
    return next(
        (name for name in lexicon.values()["exam_code"] if lexicon.pattern("exam_code", name).search(folded)), ""
    )


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell names a known kind of exam; any short text can be a material."""
    return len(cell) <= 80 and bool(kind(cell) or of_code(cell)) if word == "exam" else 0 < len(cell) <= 60


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"exam": kind}, or {} when the words do not know the kind; {"material": as written}."""
    text = cell.strip()
    if is_filler(text):
        return {}
    if word == "material":
        return {"material": text[:60]} if any(map(str.isalpha, text)) else {}
    found = of_code(text) or kind(text)
    fields = {"exam": found} if found else {}
    if "\n" in text:
        fields |= _beside(text.splitlines()[1:], setting)
    return fields if fields or any(map(str.isalnum, text)) else None


def _beside(lines: Iterable[str], setting: Setting) -> Fields:
    """What the lines below an exam in one cell say of it: the client by its name, and the day the sample was taken."""
    fields: Fields = {}
    for line in lines:
        if organisations.exact(line, setting.institutions):
            fields.setdefault("institution", line.strip())
        elif (told := _LABELLED.match(line)) and lexicon.meaning(told["label"]).word == "taken_on":
            fields |= taken_on.read("taken_on", told["value"], setting) or {}
    return fields


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Exams are named in passing everywhere; `texts.py` asks `kind` where a person stands."""
    return iter(())
