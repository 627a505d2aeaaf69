"""What recognisers give back, and the mention as it is built before it gets an id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What recognisers need to know: the latest year a date can have, and the organisations by folded name or code."""

    latest_year: int = 2100
    institutions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding in running text: meaning, role, place (offsets), its fields, and whether a label or cue named it."""

    word: str
    start: int
    end: int
    fields: Mapping[str, str]
    role: str = ""
    cued: bool = False


class Recogniser(Protocol):
    """The plain members every module of `finding/recognisers` has."""

    MEANINGS: tuple[str, ...]
    UNLABELLED: Mapping[str, float]

    def fits(self, word: str, cell: str, setting: Setting) -> bool:
        """Whether a cell can be of this kind."""
        ...

    def read(self, word: str, cell: str, setting: Setting) -> Fields | None:
        """The fields of a mention that one cell gives; None when it is not of this kind."""
        ...

    def find(self, text: str, setting: Setting) -> Iterable[Hit]:
        """The hits in running text that need no label."""
        ...


@dataclass(slots=True)
class Draft:
    """A mention being built. `fields` holds text; days are kept apart."""

    place: str
    role: str = "patient"
    fields: Fields = field(default_factory=dict)
    birth_date: date | None = None
    taken_on: date | None = None
    has_result: bool = False
    categories: set[str] = field(default_factory=set)
    confidence: float = 0.0
    reasons: list[str] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)

    def because(self, reason: str, weight: float) -> None:
        """Add a ground with its weight (natural log-odds) to the confidence."""
        self.confidence += weight
        self.reasons.append(f"{reason} {weight:+.1f}")
