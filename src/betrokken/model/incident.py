"""Facts of the incident as the user states them: the laboratory, the days, the parties, the data sets, what happened.

`facts_file.py` reads them from TOML; each stands in the case as a fact of its own, of one of KINDS.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final


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
class Contact:
    """How people reach a controller about this incident, and what stands on its letters.

    id: of the controller. address: its lines, street and number. return_address: in sight on the envelope, so it must
    give away neither the kind of care nor the controller. did, did_en: what it did, a sentence each, Dutch and English.
    hours_en: the opening hours in English; `hours` where it is left out.
    """

    id: str
    address: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    phone: str = ""
    hours: str = ""
    hours_en: str = ""
    email: str = ""
    website: str = ""
    dpo_name: str = ""
    dpo_email: str = ""
    return_address: str = ""
    signed_by: str = ""
    did: tuple[str, ...] = ()
    did_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelter:
    """An address to which no letter goes by itself: a shelter, a prison. People there are told by hand.

    id: made up by whoever enters it. house_number_suffix: "" is every addition at that number.
    """

    id: str
    postcode: str
    house_number: str
    house_number_suffix: str = ""


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
    contacts: tuple[Contact, ...] = ()
    shelters: tuple[Shelter, ...] = ()
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


# Kinds of fact, in the order in which one may refer to another: an entry of the kind "incident" is one of its keys.
KINDS: Final = ("incident", "controller", "contact", "shelter", "organisation", "dataset", "drop", "event")

# What an entry of each kind with several entries is, and the field of `Incident` that holds them.
ENTRIES: Final[dict[str, type[Any]]] = {
    "controller": Controller,
    "contact": Contact,
    "shelter": Shelter,
    "organisation": Organisation,
    "dataset": Dataset,
    "drop": DropFact,
    "event": Event,
}
HELD_IN: Final = {kind: f"{kind}s" for kind in ENTRIES}


def subject(entry: object) -> str:
    """What tells an entry from the others of its kind: its id, or the name of a drop."""
    return str(entry.name if isinstance(entry, DropFact) else getattr(entry, "id"))  # noqa: B009 - any of ENTRIES
