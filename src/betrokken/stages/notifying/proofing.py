"""Which letters people look at before a release: some of every variant at random, and the edge cases there are."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

EACH: Final = 3  # letters of every variant and language, at random
_LATIN: Final = 0x250  # first code point behind Latin Extended-B


@dataclass(frozen=True, slots=True)
class Drawn:
    """One letter to look at: its place in the letters, and why it was taken."""

    number: int
    why: str


def draw(letters: Sequence[Letter], signs: Sequence[int], seed: int) -> list[Drawn]:
    """The proofs, by their place in `letters`. signs: how long each is, 0 where it cannot be set: those are not drawn.

    The same letters and seed give the same draw.
    """
    able = [number for number, count in enumerate(signs) if count]
    found: dict[int, list[str]] = {}
    for number, why in (*_random(letters, able, seed), *_edges(letters, signs, able)):
        found.setdefault(number, []).append(why)
    return [Drawn(number, "; ".join(found[number])) for number in sorted(found)]


def _random(letters: Sequence[Letter], able: Sequence[int], seed: int) -> Iterator[tuple[int, str]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for number in able:
        groups.setdefault((letters[number].variant, letters[number].language), []).append(number)
    drawing = random.Random(seed)  # noqa: S311 - a draw that can be repeated, no secret
    for (variant, language), numbers in sorted(groups.items()):
        for number in sorted(drawing.sample(numbers, min(EACH, len(numbers)))):
            yield number, f"at random: {variant} in {language}"


def _edges(letters: Sequence[Letter], signs: Sequence[int], able: Sequence[int]) -> Iterator[tuple[int, str]]:
    most: Mapping[str, Callable[[int], int]] = {
        "longest name": lambda number: len(addressing.full_name(letters[number].to)),
        "longest line of an address": lambda number: max(
            map(len, addressing.place_lines(letters[number].to)), default=0
        ),
        "longest house number": lambda number: len(addressing.numbered(letters[number].to)),
        "most data": lambda number: len(letters[number].leaked),
        "least data": lambda number: -len(letters[number].leaked),
        "most exams": lambda number: len(letters[number].exams),
        "longest letter": lambda number: signs[number],
    }
    for why, size in most.items():
        if able:
            yield max(able, key=lambda number: (size(number), -number)), why
    some: dict[str, Callable[[Letter], bool]] = {
        "abroad": lambda one: bool(one.to.country),
        "addition to the house number": lambda one: bool(one.to.house_number_suffix),
        "no initials": lambda one: not one.to.initials,
        "sex not known": lambda one: not one.to.sex,
        "signs beyond Latin": lambda one: any(ord(sign) >= _LATIN for sign in addressing.full_name(one.to)),
        "apostrophe in the name": lambda one: "'" in addressing.full_name(one.to),
    }
    exams = {exam.exam for one in letters for exam in one.exams}
    for exam in sorted(exams):
        some[f"exam {exam}"] = lambda one, exam=exam: any(each.exam == exam for each in one.exams)  # type: ignore[misc]
    for why, fits in some.items():
        first = next((number for number in able if fits(letters[number])), None)
        if first is not None:
            yield first, why
