"""What changed since the last statement, and why, in words the public may read: no name of a drop, no free text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

# Beginning of a cause of the register -> its kind in the locale files. What a human typed stays inside.
KINDS: Final = {
    "drop ": "drop",
    "population ": "population",
    "fact ": "fact",
    "judgement ": "judgement",
    "new version": "version",
}
OTHER: Final = "other"
Flow = tuple[str, str, tuple[str, ...]]  # class then ("" for none), fate, kinds of cause


@dataclass(frozen=True, slots=True)
class Moved:
    """People who came into a class or left it. was: their class then, "" for somebody new.

    fate: the word of the class they are in now, merged (part of another person), gone (no longer found), or else (still
    here, in no class). cause: as the register gives it.
    """

    was: str
    fate: str
    cause: str
    people: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Since the last statement. since: its day, ISO 8601; "" when this is the first. flows: people by flow, most first."""

    since: str = ""
    flows: Mapping[Flow, int] = field(default_factory=dict)

    def net(self, certainty: str) -> int:
        """By how much a class grew."""
        came = sum(people for (_, fate, _), people in self.flows.items() if fate == certainty)
        return came - sum(people for (was, _, _), people in self.flows.items() if was == certainty)


def changes(since: str, moved: Iterable[Moved]) -> Changes:
    """The flows, added up by the kinds of their causes."""
    found: Counter[Flow] = Counter()
    for one in moved:
        found[one.was, one.fate, kinds(one.cause)] += one.people
    return Changes(since, dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))))


def kinds(cause: str) -> tuple[str, ...]:
    """The kinds of a cause such as `drop two; fact dataset early changed`, each once, in the order of KINDS."""
    found = {
        next((kind for start, kind in KINDS.items() if part.startswith(start)), OTHER) for part in cause.split("; ")
    }
    order = (*KINDS.values(), OTHER)
    return tuple(sorted(found, key=order.index))
