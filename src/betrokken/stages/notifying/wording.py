"""The words of a language, and filling them with facts. A sentence whose fact is not known is left out."""

import string
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from betrokken.model.errors import LetterError
from betrokken.model.notices import LANGUAGES


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of a language. Raises LetterError for one there are no words of."""
    if language not in LANGUAGES:
        raise LetterError(f"letters are in {' and '.join(LANGUAGES)}; there are no words for {language!r}")
    folder = files("betrokken.stages.notifying") / "locale"
    return tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))


def of_variant(language: str, variant: str) -> Mapping[str, Any]:
    """The words of one variant laid over those of the variant it is `like`, and those over what all share."""
    known = words(language)
    own = known["variant"].get(variant, {})
    below = of_variant(language, own["like"]) if "like" in own else known["common"]
    return {**below, **own}


def filled(sentences: Iterable[str], facts: Mapping[str, str]) -> list[str]:
    """The sentences whose facts are all known (not ""), filled in. Raises KeyError for a fact nobody has heard of."""
    return [one.format_map(facts) for one in sentences if all(facts[name] for name in _fields(one))]


def day(told: date | None, language: str) -> str:
    """A day written out: 6 augustus 2025. "" for none."""
    if told is None:
        return ""
    known = words(language)
    return str(known["day"]).format(day=told.day, month=known["months"][told.month - 1], year=told.year)


def listed(names: Iterable[str], language: str) -> str:
    """Names in one sentence: A, B en C."""
    every = list(names)
    return f" {words(language)['and']} ".join([part for part in (", ".join(every[:-1]), *every[-1:]) if part])


@cache
def _fields(sentence: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(sentence) if name)
