"""What a dossier is answered from: the facts, the figures of one generation, the clocks and the letters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from betrokken.model.incident import Contact, Controller, Dataset, Event, Incident
from betrokken.stages.notifying import known, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.dossiers.figures import Figures

KINDS: Final = ("first", "supplement", "change", "withdrawal")
ORIGINS: Final = ("RECORDED", "DERIVED", "MISSING", "NOT_ASKED")
Said = tuple[str, dict[str, Any]]  # a sentence of [say] in the locale, and the facts it is filled with


@dataclass(frozen=True, slots=True)
class Letters:
    """What became of the notices: people who were sent a letter, whose letter came back, whose letter is to go out."""

    sent: int = 0
    back: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was filed. at: instant, ISO 8601. lines: its answers as worksheet.Line gives them as JSON."""

    receipt: str
    kind: str
    at: str
    generation: int
    hash: str
    lines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Aware:
    """The event by which a controller became aware of a breach of a data set, and the clock of art. 33(1) it started."""

    dataset: Dataset
    event: Event | None
    clock: Clock


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything one dossier is answered from.

    kind: a word of KINDS; chosen: whether a human chose it. calamity_due: until when the inspectorate is told, where a
    human answered that there is a calamity. earlier: the last report that was filed.
    """

    kind: str
    chosen: bool
    incident: Incident
    controller: Controller
    figures: Figures
    aware: tuple[Aware, ...] = ()
    letters: Letters = field(default_factory=Letters)
    calamity_due: datetime | None = None
    earlier: Filed | None = None

    @property
    def contact(self) -> Contact | None:
        """How the controller is reached."""
        return next((one for one in self.incident.contacts if one.id == self.controller.id), None)

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """What was held for the controller."""
        return tuple(one for one in self.incident.datasets if one.controller == self.controller.id)

    @property
    def late(self) -> list[Aware]:
        """Data sets whose report came, or is, too late."""
        return [one for one in self.aware if one.clock.late_by]

    def name(self, party: str) -> str:
        """The official name of a party."""
        return known.names(self.incident).get(party, party)

    def events(self, kind: str, own: bool = False) -> list[Event]:
        """Events of a kind about this controller's data, the earliest first. own: only what the controller did itself."""
        return sorted(self._events(kind, own), key=lambda one: (terms.first(one.at), one.id))

    def _events(self, kind: str, own: bool) -> Iterator[Event]:
        others = {one.id for one in self.incident.datasets} - {one.id for one in self.datasets}
        for one in self.incident.events:
            if one.kind == kind and one.dataset not in others and (not own or one.who == self.controller.id):
                yield one


@dataclass(frozen=True, slots=True)
class Found:
    """An answer before humans have their say. origin: RECORDED or DERIVED.

    value: any of option, options, least and most, moment, moments, text, and say (a list of Said); as JSON.
    facts: names of the facts it goes by, such as event:zhw-told. by: group of [source] it comes from, beside those.
    """

    origin: str
    value: Mapping[str, Any]
    facts: tuple[str, ...] = ()
    by: str = ""


def recorded(value: Mapping[str, Any], *facts: str) -> Found:
    """A fact that somebody entered."""
    return Found("RECORDED", value, facts)


def derived(value: Mapping[str, Any], *facts: str, by: str = "register") -> Found:
    """Computed: a human confirms it."""
    return Found("DERIVED", value, facts, by)


def say(key: str, **facts: Any) -> list[Any]:
    """A sentence and its facts, as JSON keeps it."""
    return [key, facts]


def moment(when: datetime | date) -> str:
    """ISO 8601: an instant in UTC, or a day where only that is known."""
    return terms.first(when).isoformat() if isinstance(when, datetime) else when.isoformat()
