"""Advice for one person: blocks of `advice.toml`, chosen by what can happen to them and by what leaked."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from betrokken.model.notices import LANGUAGES


@dataclass(frozen=True, slots=True)
class Advice:
    """One block. id: tells it from the others. text: in the language asked. source: who says so."""

    id: str
    text: str
    source: str


def advice(risks: Mapping[str, int], leaked: Collection[str], language: str) -> list[Advice]:
    """What somebody can do. risks: kind of fraud (words.FRAUDS) -> 0 to 3. leaked: words.CATEGORIES.

    Raises ValueError for a language without words.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no advice in {language!r}")
    return [Advice(one["id"], one[language], one["source"]) for one in _meant(risks, set(leaked))]


def _meant(risks: Mapping[str, int], leaked: set[str]) -> Iterator[Mapping[str, Any]]:
    for one in blocks():
        if risks.get(one["risk"], 0) >= one["level"] and ("any" not in one or leaked.intersection(one["any"])):
            yield one


@cache
def blocks() -> tuple[Mapping[str, Any], ...]:
    """All blocks in the order of a letter."""
    data = (files("betrokken.stages.notifying") / "advice.toml").read_text("utf-8")
    return tuple(tomllib.loads(data)["block"])
