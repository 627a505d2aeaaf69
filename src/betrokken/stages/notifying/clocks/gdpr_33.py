"""GDPR art. 33(1): a controller tells its authority within 72 hours after having become aware.

Aware is who was told by its processor, or found out itself, whichever came first (EDPB Guidelines 9/2022 v2.0, para 44).
Told by anybody else, it may first look into it for a short time: that starts nothing until it enters its discovery.
"""

from collections.abc import Iterator

from betrokken.model.incident import Controller, Dataset, Event
from betrokken.stages.notifying import awareness, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

NAME = "GDPR art. 33(1)"
_LAW = "gdpr_33"
_DUTY = "tell the data protection authority"
_REASON = "the reason for the delay goes with the report (GDPR art. 33(1); form of the AP, question 4.5)"


def clocks(known: Known) -> Iterator[Clock]:
    """One for each controller and data set."""
    for controller, dataset in known.pairs():
        yield _clock(known, controller, dataset)


def _clock(known: Known, controller: Controller, dataset: Dataset) -> Clock:
    start = awareness.of_controller(known, controller, dataset)
    term = awareness.term(known, _LAW, start.at)
    base = awareness.base(_DUTY, controller.id, controller, dataset, known, start)
    off = awareness.off(known, term, controller.id, start.at) or awareness.untouched(dataset)
    if off or start.at is None:
        return base(term=awareness.hours(term.hours), off=off)
    filed = known.filings(controller.id, dataset, term, start.at, unnamed=True)
    beside = known.beside("report", controller.id, dataset, filed, start.at)
    return base(
        term=awareness.hours(term.hours),
        due=terms.hours_after(start.at, term.hours),
        done=terms.last(filed[0].at) if filed else None,
        done_by=known.told(filed[0]) if filed else "",
        reason=_REASON,
        information=_reading(known, start.event, term.hours),
        notes=(*start.notes, *(f"does not end this clock: {known.told(one)}" for one in beside)),
    )


def _reading(known: Known, event: Event | None, hours: int) -> str:
    if event is None:
        return ""
    due = terms.local(terms.reg1182_after(terms.first(event.at), hours))
    return f"by Reg. 1182/71 art. 3(1), without the hour it happened in: {due:%Y-%m-%d %H:%M %z}"
