"""The incident in rows: what happened when, in lanes, each row with its source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from betrokken.model.incident import Event, Incident
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.known import names

# Lane -> the kinds of event it holds (words.EVENT_KINDS), in the order they are drawn.
LANES: Final[Mapping[str, tuple[str, ...]]] = {
    "entry": ("entry",),
    "theft": ("exfiltration",),
    "awareness": ("discovery", "told"),
    "publications": ("published", "demand", "payment"),
    "containment": ("containment",),
    "filings": ("report",),
    "letters": ("letters",),
    "other": ("other",),
}
PEOPLE: Final = "people"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened. at: UTC. exact: whether the hour is known, not only the day. people: a count, or None."""

    at: datetime
    exact: bool
    lane: str
    what: str
    who: str = ""
    whom: str = ""
    dataset: str = ""
    source: str = ""
    people: int | None = None
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """People in a generation of the register. at: when it was made, UTC. by_certainty: word of words.CERTAINTIES, or ""."""

    at: datetime
    generation: int
    people: int
    by_certainty: Mapping[str, int]


def rows(
    incident: Incident,
    sources: Mapping[tuple[str, str], str],
    drops: Iterable[tuple[str, str]],
    counts: Iterable[Count],
) -> list[Row]:
    """All of it by moment. sources: (kind, subject) of a fact. drops: name and day, ISO 8601, of those entered by day."""
    named = names(incident)
    found = [_event(one, named, sources) for one in incident.events]
    found += _days(incident, sources)
    found += _published(incident, sources, drops)
    for count in counts:
        found += _people(count)
    order = (*LANES, PEOPLE)
    return sorted(found, key=lambda row: (row.at, order.index(row.lane), row.what, row.who, row.dataset, row.certainty))


def _event(event: Event, named: Mapping[str, str], sources: Mapping[tuple[str, str], str]) -> Row:
    lane = next(lane for lane, kinds in LANES.items() if event.kind in kinds)
    who, whom = named.get(event.who, event.who), ", ".join(named.get(one, one) for one in event.whom)
    source = sources.get(("event", event.id), "")
    exact = isinstance(event.at, datetime)
    return Row(terms.first(event.at), exact, lane, event.what or event.kind, who, whom, event.dataset, source)


def _days(incident: Incident, sources: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """The days of [incident], where no event tells of the same kind on the same day."""
    for key, lane, kind in (("stolen", "theft", "exfiltration"), ("published", "publications", "published")):
        day = getattr(incident, key)
        if day and not any(one.kind == kind and _day(one.at) == day for one in incident.events):
            yield Row(terms.first(day), False, lane, key, source=sources.get(("incident", key), ""))


def _published(
    incident: Incident, sources: Mapping[tuple[str, str], str], drops: Iterable[tuple[str, str]]
) -> Iterator[Row]:
    stated = {one.name: one.published for one in incident.drops if one.published}
    for name, day in sorted({**dict(drops), **{name: day.isoformat() for name, day in stated.items()}}.items()):
        source = sources.get(("drop", name), "") if name in stated else "entered with the drop"
        when = terms.first(datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day))
        yield Row(when, "T" in day, "publications", f"drop {name!r}", source=source)


def _people(count: Count) -> Iterator[Row]:
    source = f"generation {count.generation} of the register"
    yield Row(count.at, True, PEOPLE, "in the register", source=source, people=count.people)
    for certainty, people in sorted(count.by_certainty.items()):
        word = certainty or "no class"
        yield Row(count.at, True, PEOPLE, word.replace("_", " "), source=source, people=people, certainty=word)


def _day(when: datetime | date) -> date:
    return terms.local(when).date() if isinstance(when, datetime) else when
