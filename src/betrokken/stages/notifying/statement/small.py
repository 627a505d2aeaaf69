"""Small counts on a public page: hidden, and hidden so that no subtraction gives them back.

A count from 1 to 9 could point to somebody. Hiding it alone is not enough where it adds up with others to a count that
is shown: then another one is hidden too (complementary suppression; Willenborg & De Waal, Elements of Statistical
Disclosure Control, 2001, ch. 6). Zero is shown: it points to nobody.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

LEAST: Final = 10
EXACT: Final = "exact"
FEW: Final = "fewer_than_10"
WITHHELD: Final = "withheld"
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as the public sees it. people: None where it is hidden. how: exact, fewer_than_10 or withheld."""

    people: int | None
    how: str = EXACT


@dataclass(frozen=True, slots=True)
class Line(Generic[Key]):
    """Counts that add up to another: the key of the sum, and those of its parts."""

    total: Key
    parts: tuple[Key, ...]


def one(people: int) -> Shown:
    """A count that adds up with no other."""
    return Shown(None, FEW) if 0 < people < LEAST else Shown(people)


def protected(counts: Mapping[Key, int], lines: Iterable[Line[Key]]) -> dict[Key, Shown]:
    """Every count as it may be shown. Parts that overlap by LEAST or more give nothing away, and hide nothing."""
    how = {key: one(people).how for key, people in counts.items()}
    held = [line for line in lines if _adds_up(counts, line)]
    again = True
    while again:
        again = False
        for line in held:
            if (more := _also(counts, how, line)) is not None:
                how[more] = WITHHELD
                again = True
    return {key: Shown(counts[key] if how[key] == EXACT else None, how[key]) for key in counts}


def _adds_up(counts: Mapping[Key, int], line: Line[Key]) -> bool:
    return 0 <= sum(counts[key] for key in line.parts) - counts[line.total] < LEAST


def _also(counts: Mapping[Key, int], how: Mapping[Key, str], line: Line[Key]) -> Key | None:
    """What must be hidden too, so that this line gives no hidden count away; None when nothing must."""
    hidden = [key for key in line.parts if how[key] != EXACT]
    known = how[line.total] == EXACT
    if not hidden and known:
        return None
    if len(hidden) + (not known) > 1 and not (known and sum(counts[key] for key in hidden) < LEAST):
        return None
    return _next(counts, how, line, known)


def _next(counts: Mapping[Key, int], how: Mapping[Key, str], line: Line[Key], known: bool) -> Key | None:
    """The smallest part that is still shown, else the sum."""
    shown: Sequence[Key] = [key for key in line.parts if how[key] == EXACT and counts[key]]
    if shown:
        return min(shown, key=lambda key: (counts[key], str(key)))
    return line.total if known else None
