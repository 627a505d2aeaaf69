"""What is known at one moment, asked in the words of the law: who was aware since when, what was filed and told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from betrokken.kit.fold import fold
from betrokken.model.incident import Controller, Dataset, Event, Incident
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.terms import Law, Term


def names(incident: Incident) -> dict[str, str]:
    """Id of an organisation or controller -> its official name."""
    return {one.id: one.name for one in incident.organisations} | {one.id: one.name for one in incident.controllers}


@dataclass(frozen=True, slots=True)
class Known:
    """The facts, the law, and the register's people by severity.

    sources: id of an event -> where we have it from. bands: controller -> band of words.BANDS -> people; None before
    the first register.
    """

    incident: Incident
    sources: Mapping[str, str]
    at: datetime
    law: Law
    bands: Mapping[str, Mapping[str, int]] | None = None

    def pairs(self) -> Iterator[tuple[Controller, Dataset]]:
        """Each controller with each of its data sets; one that has none with an unnamed one, so that none is missed."""
        for controller in self.incident.controllers:
            own = [one for one in self.incident.datasets if one.controller == controller.id]
            for dataset in own or [Dataset(id="", controller=controller.id)]:
                yield controller, dataset

    def name(self, party: str) -> str:
        """The official name of a party."""
        return names(self.incident).get(party, party)

    def events(self, kind: str, fits: Callable[[Event], bool]) -> list[Event]:
        """Events of a kind that had begun by now, the earliest first."""
        found = [
            one for one in self.incident.events if one.kind == kind and terms.first(one.at) <= self.at and fits(one)
        ]
        return sorted(found, key=lambda one: (terms.first(one.at), one.id))

    def aware(self, party: str, dataset: Dataset, may_tell: Callable[[str], bool]) -> Event | None:
        """The event by which a party was aware of a breach of a data set: its own discovery, or being told.

        may_tell: whether a telling by this party makes aware.
        """
        found = self.events("discovery", lambda one: one.who == party and _about(one, dataset))
        found += self.events("told", lambda one: party in one.whom and _about(one, dataset) and may_tell(one.who))
        return min(found, key=lambda one: (terms.first(one.at), one.id), default=None)

    def told_by_others(self, party: str, dataset: Dataset, may_tell: Callable[[str], bool]) -> list[Event]:
        """Tellings that make nobody aware by themselves."""
        return self.events("told", lambda one: party in one.whom and _about(one, dataset) and not may_tell(one.who))

    def filings(self, party: str, dataset: Dataset, term: Term, start: datetime, unnamed: bool = False) -> list[Event]:
        """The party's reports to the authority of a term; with `unnamed` also those that name nobody filed to."""
        goes_by = self._goes_by(term)
        return self.events(
            "report",
            lambda one: _of(one, party, dataset, start) and (any(map(goes_by, one.whom)) or (unnamed and not one.whom)),
        )

    def letters(self, party: str, dataset: Dataset, start: datetime) -> list[Event]:
        """The party's letters to the people hit."""
        return self.events("letters", lambda one: _of(one, party, dataset, start))

    def beside(self, kind: str, party: str, dataset: Dataset, counted: list[Event], start: datetime) -> list[Event]:
        """Events of a kind that do not count: of the party, but to others; or of others, for this very data set."""
        ids = {one.id for one in counted}
        return self.events(
            kind,
            lambda one: (
                one.id not in ids
                and (_of(one, party, dataset, start) or (bool(dataset.id) and one.dataset == dataset.id))
            ),
        )

    def told(self, event: Event) -> str:
        """An event as the ground of something: who, which fact, and where we have it from."""
        who = self.name(event.who) if event.who else "somebody"
        did = {
            "told": f"{who} told {', '.join(map(self.name, event.whom)) or 'nobody that is named'}",
            "discovery": f"{who} found out",
            "report": f"{who} filed",
            "letters": f"{who} wrote to the people hit",
        }[event.kind]
        day = "" if isinstance(event.at, datetime) else "; only the day is known"
        return f"{did} (event:{event.id}, {self.sources.get(event.id, 'source not known')}{day})"

    def _goes_by(self, term: Term) -> Callable[[str], bool]:
        names = {fold(name) for name in term.authority}
        parties = {
            one.id: {fold(name) for name in (one.id, one.name, *one.aliases)} for one in self.incident.organisations
        }
        return lambda party: bool(names & parties.get(party, set()))


def _about(event: Event, dataset: Dataset) -> bool:
    """Whether an event is about a data set: about all of them, or about this one. An unnamed one is all."""
    return not event.dataset or event.dataset == dataset.id or not dataset.id


def _of(event: Event, party: str, dataset: Dataset, start: datetime) -> bool:
    """Whether a party did something for a data set: named with it, or for all it has, and then from `start` on."""
    if event.who != party:
        return False
    if dataset.id and event.dataset:
        return event.dataset == dataset.id
    return terms.last(event.at) >= start
