"""Labels that old software writes without vowels or cut off: "ACHTNM", "GEBDT"."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding.lexicon import NOTHING, Meaning, contexts

_NUMBERS: Final = frozenset({"id", "nr", "no", "num", "nummer", "number"})
_NUMBERED: Final = {"patient": "patient_number", "sample": "sample_number"}


@cache
def _full() -> tuple[tuple[str, str], ...]:
    data = tomllib.loads((files(__package__) / "words" / "fields.toml").read_text("utf-8"))
    return tuple((label, meaning) for meaning, labels in data["full"].items() for label in labels)


@lru_cache(maxsize=10_000)
def meaning(label: str) -> Meaning:
    """The meaning of a label without vowels or cut off ("ACHTNM"), weak; NOTHING when it can be short for two things."""
    head, _, last = words(label).rpartition(" ")
    if last in _NUMBERS and (numbered := _of_number(head)):
        return Meaning(numbered, strength=0.4)
    short = words(label).replace(" ", "")
    if not 4 <= len(short) <= 14 or not short.isalpha():
        return NOTHING
    found = {word for full, word in _full() if _is_short_for(short, full)}
    return Meaning(found.pop(), strength=0.4) if len(found) == 1 else NOTHING


def _of_number(short: str) -> str:
    """What is numbered under a label without vowels: "PTCP_ID" is a participant's, "SPCMN_NO" a specimen's."""
    if not 4 <= len(short) <= 14 or not short.isalpha():
        return ""
    known = contexts()
    found = {name for name in known if any(_is_short_for(short, word) for word in known[name])}
    return _NUMBERED.get(found.pop(), "") if len(found) == 1 else ""


def _is_short_for(short: str, full: str) -> bool:
    """The same first letter, the other letters in their order, and no more than two thirds left out."""
    letters = iter(full)
    return short[0] == full[0] and 3 * len(short) >= len(full) and all(letter in letters for letter in short)
