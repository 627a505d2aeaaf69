"""The words of `words/cues.toml` as patterns over text as written: any case, accents or none."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from betrokken.kit.fold import words

_LATIN = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
UPPER = "".join(chr(code) for code in _LATIN if chr(code).isupper())
LOWER = "".join(chr(code) for code in _LATIN if chr(code).islower())

_ACCENTS = {"a": "aáàäâã", "c": "cç", "e": "eéèëê", "i": "iïíî", "n": "nñ", "o": "oóòöôø", "u": "uúùüû", "y": "yý"}


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("betrokken.stages.finding") / "words" / "cues.toml").read_text("utf-8"))


@cache
def known(section: str, *names: str) -> frozenset[str]:
    """The words of some lists of a section, folded to words with single spaces."""
    return frozenset(words(word) for name in names for word in _lists()[section][name])


@cache
def alternatives(section: str, *names: str) -> str:
    """A pattern (no group) for any of the words, the longest first; a full stop may follow each word of it."""
    return any_of(word for name in names for word in _lists()[section][name])


def any_of(phrases: Iterable[str]) -> str:
    """A pattern (no group) for any of the phrases, the longest first."""
    return "|".join(_phrase(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))


def _phrase(phrase: str) -> str:
    return r"\s{1,3}".join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    return "".join(f"[{_ACCENTS[c]}]" if c in _ACCENTS else re.escape(c) for c in word)
