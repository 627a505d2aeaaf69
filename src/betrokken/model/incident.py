"""Facts of the incident as the user states them (TOML): the laboratory, the days, the controllers.

Several files are merged. An unknown key is an error that names the key and the nearest known one, so that a typing
error never becomes a fact that is silently missing.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from betrokken.model.errors import FactsError
from betrokken.model.words import CONTROLLER_KINDS

INCIDENT_KEYS = ("lab", "lab_aliases", "period_start", "period_end", "stolen", "published", "today")
CONTROLLER_KEYS = ("id", "kind", "name", "aliases", "codes", "agb")
TOP_KEYS = ("incident", "controller")


@dataclass(frozen=True, slots=True)
class Controller:
    """One controller (GDPR art. 4(7)): who decided why and how the data were processed.

    codes: as its systems or the laboratory call it. agb: codes of the Dutch register of care providers, 8 digits.
    """

    id: str
    name: str
    kind: str = "clinic"
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    agb: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the official one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party that is no controller of its own here: the laboratory, a sub-processor, an authority.

    Its role is none of its own: a party is processor of one data set and controller of another (see Dataset).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """One set of data that a controller had processed, and what is known of its fate.

    controller: id of a controller. processor: id of an organisation or controller, "" when the controller itself.
    exams: words.EXAMS it is about, () for all. period: days the samples were taken, None for open.
    status: a word of words.DATASET_STATUSES. ground: why we say so.
    """

    id: str
    controller: str
    name: str = ""
    processor: str = ""
    exams: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    status: str = "unknown"
    ground: str = ""


@dataclass(frozen=True, slots=True)
class DropFact:
    """What is known of a drop beside its bytes. name: the name it was added under."""

    name: str
    published: date | None = None
    claimed_total_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. kind: a word of words.EVENT_KINDS. at: a day, or an instant with its time zone.

    who: id of the organisation or controller that did or found it. whom: ids of who was told. dataset: its data set, or "".
    """

    id: str
    kind: str
    at: datetime | date
    who: str = ""
    whom: tuple[str, ...] = ()
    dataset: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, as far as it is known. Days are calendar days in the Netherlands."""

    lab: str = ""
    lab_aliases: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    stolen: date | None = None
    published: date | None = None
    today: date | None = None
    controllers: tuple[Controller, ...] = field(default=())
    organisations: tuple[Organisation, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    drops: tuple[DropFact, ...] = ()
    events: tuple[Event, ...] = ()
    malicious: bool = True  # thieves meant harm (ENISA 2013, circumstances of the breach)
    integrity: str = "unchanged"  # unchanged, recoverable or unrecoverable (ENISA 2013)
    availability: str = "restored"  # restored, temporary or permanent (ENISA 2013)

    @property
    def latest(self) -> date:
        """The last day a date in the pile can be: nothing in it was written after it was taken or published."""
        known = [day for day in (self.today, self.published, self.stolen, self.period_end) if day]
        return max(known, default=date(2100, 1, 1))


def read(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> Incident:
    """The incident out of parsed TOML documents, each with the name to use in messages. Raises FactsError."""
    about: dict[str, Any] = {}
    controllers: dict[str, Controller] = {}
    for name, document in documents:
        _known(name, "", document, TOP_KEYS)
        about |= _incident(name, document.get("incident", {}))
        for number, entry in enumerate(_entries(name, document), start=1):
            made = _controller(name, number, entry)
            if made.id in controllers and controllers[made.id] != made:
                raise FactsError(f"{name}: controller {made.id!r} stands twice with other content; keep one of the two")
            controllers[made.id] = made
    return Incident(**about, controllers=tuple(controllers[key] for key in sorted(controllers)))


def _entries(name: str, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = document.get("controller", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FactsError(f"{name}: write each controller under a line [[controller]] (two brackets)")
    return entries


def _known(name: str, where: str, found: object, keys: tuple[str, ...]) -> None:
    if not isinstance(found, Mapping):
        raise FactsError(f"{name}: {where or 'the file'} must be a table of keys and values")
    for key in found:
        if key not in keys:
            near = difflib.get_close_matches(str(key), keys, n=1, cutoff=0.0)[0]
            place = f" in {where}" if where else ""
            raise FactsError(f"{name}: unknown key {key!r}{place}; the nearest known key is {near!r}")


def _incident(name: str, found: Mapping[str, Any]) -> dict[str, Any]:
    _known(name, "[incident]", found, INCIDENT_KEYS)
    return {key: _incident_value(name, key, value) for key, value in found.items()}


def _incident_value(name: str, key: str, value: object) -> object:
    if key == "lab":
        return _text(name, "[incident] lab", value)
    if key == "lab_aliases":
        return _texts(name, "[incident] lab_aliases", value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise FactsError(f"{name}: [incident] {key} must be a day without quotes, such as 2025-07-26")
    return value


def _controller(name: str, number: int, found: Mapping[str, Any]) -> Controller:
    where = f"[[controller]] number {number}"
    _known(name, where, found, CONTROLLER_KEYS)
    missing = [key for key in ("id", "name") if key not in found]
    if missing:
        raise FactsError(f"{name}: {where} lacks {' and '.join(missing)}")
    kind = _text(name, f"{where} kind", found.get("kind", "clinic"))
    if kind not in CONTROLLER_KINDS:
        raise FactsError(f"{name}: {where} kind {kind!r} is none of {', '.join(CONTROLLER_KINDS)}")
    many = {key: _texts(name, f"{where} {key}", found.get(key, [])) for key in ("aliases", "codes", "agb")}
    return Controller(
        id=_text(name, f"{where} id", found["id"]), name=_text(name, f"{where} name", found["name"]), kind=kind, **many
    )


def _text(name: str, where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FactsError(f"{name}: {where} must be text between quotes")
    return value.strip()


def _texts(name: str, where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise FactsError(f'{name}: {where} must be a list of texts, such as ["LUMC", "LUMC Leiden"]')
    return tuple(part.strip() for part in value if part.strip())
