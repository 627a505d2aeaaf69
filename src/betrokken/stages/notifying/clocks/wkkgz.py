"""Wkkgz art. 11: a care provider reports a calamity to the inspectorate; in practice within three working days.

Off by default: whether a leak is a calamity (death or serious harm by the quality of care) is a question for a human.
"""

from collections.abc import Iterator

from betrokken.model.incident import Controller, Dataset
from betrokken.stages.notifying import awareness, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

NAME = "Wkkgz art. 11"
_LAW = "wkkgz"
_REASON = "the inspectorate asks why it came later than its practice"


def clocks(known: Known) -> Iterator[Clock]:
    """One for each controller."""
    for controller in known.incident.controllers:
        yield _clock(known, controller, Dataset(id="", controller=controller.id))


def _clock(known: Known, controller: Controller, dataset: Dataset) -> Clock:
    start = awareness.of_controller(known, controller, dataset)
    term = awareness.term(known, _LAW, start.at)
    base = awareness.base("report a calamity to the inspectorate", controller.id, controller, dataset, known, start)
    off = awareness.off(known, term, controller.id, start.at)
    days = f"{term.working_days} working days"
    if off or start.at is None:
        return base(term=days, off=off)
    filed = known.filings(controller.id, dataset, term, start.at)
    return base(
        term=days,
        due=terms.working_days_after(start.at, term.working_days),
        done=terms.last(filed[0].at) if filed else None,
        done_by=known.told(filed[0]) if filed else "",
        reason=_REASON,
        notes=start.notes,
    )
