"""NIS2 art. 23(4): early warning, notification and final report of a significant incident, by the party itself.

Off until law.toml says from when it is in force. The reports of a party to its CSIRT count in their order: the first is
the early warning, the second the notification, the third the final report, due a month after the notification.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from betrokken.model.incident import Controller, Dataset, Event
from betrokken.stages.notifying import awareness, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

NAME = "NIS2 art. 23(4)"
_LAW = "nis2"
_ALL = Dataset(id="", controller="")
_NOBODY = Controller(id="", name="")
_REASON = "say why it came later than the directive allows"


def clocks(known: Known) -> Iterator[Clock]:
    """Three for each controller and each processor."""
    processors = {one.processor for one in known.incident.datasets if one.processor}
    for party in sorted({one.id for one in known.incident.controllers} | processors):
        yield from _phases(known, party)


def _phases(known: Known, party: str) -> Iterator[Clock]:
    start = awareness.of_anybody(known, party, _ALL)
    term = awareness.term(known, _LAW, start.at)
    off = awareness.off(known, term, party, start.at)
    filed = known.filings(party, _ALL, term, start.at) if start.at and not off else []
    base = awareness.base
    for number, (duty, hours) in enumerate((("early warning", term.early_hours), ("notification", term.hours))):
        make = base(duty, party, _NOBODY, _ALL, known, start)
        due = terms.hours_after(start.at, hours) if start.at and not off else None
        yield make(term=awareness.hours(hours), off=off, due=due, reason=_REASON, **_done(known, filed, number))
    months = f"{term.months} month after the notification" if term.months == 1 else f"{term.months} months after it"
    final = base(
        "final report", party, _NOBODY, _ALL, known, awareness.Start(None, "the notification is not filed yet")
    )
    if len(filed) < 2:
        yield final(term=months, off=off)
        return
    begun = terms.last(filed[1].at)
    final = _from(final, begun, known.told(filed[1]))
    yield final(term=months, due=terms.months_after(begun, term.months), reason=_REASON, **_done(known, filed, 2))


def _from(make: Callable[..., Clock], begun: datetime, why: str) -> Callable[..., Clock]:
    return lambda **more: make(**more, started=begun, why=why)


def _done(known: Known, filed: list[Event], number: int) -> dict[str, object]:
    if len(filed) <= number:
        return {}
    return {"done": terms.last(filed[number].at), "done_by": known.told(filed[number])}
