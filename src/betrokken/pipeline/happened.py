"""What happened, as the facts tell it and as the case itself knows it: letters that were sent are entered by nobody twice."""

from dataclasses import replace
from datetime import date, datetime

from betrokken.edges.notices import Notices
from betrokken.model.incident import Event, Incident
from betrokken.pipeline import stating
from betrokken.pipeline.case import Case


def incident(case: Case) -> Incident:
    """The incident with an event of kind letters for each controller and moment at which letters of it were sent."""
    told = case.incident
    return replace(told, events=(*told.events, *_letters(case)))


def sources(case: Case) -> dict[tuple[str, str], str]:
    """(kind, subject) of each fact, and of what the case knows itself -> where we have it from."""
    held = {fact.key: fact.source for fact in stating.holding(case.decided)}
    return held | {("event", one.id): "notices that were sent" for one in _letters(case)}


def _letters(case: Case) -> list[Event]:
    return [
        Event(f"sent-{controller}-{at}", "letters", _moment(at), controller, what=f"{letters:,} letters")
        for controller, at, letters in Notices(case.decided).sent()
    ]


def _moment(at: str) -> datetime | date:
    return datetime.fromisoformat(at) if "T" in at else date.fromisoformat(at)
