"""GDPR art. 33(2): a processor tells its controller without undue delay. No number of hours: it shows how long it took.

The processor has no risk to weigh first, and its own knowledge does not start the clock of the controller.
"""

from collections.abc import Iterator

from betrokken.model.incident import Controller, Dataset
from betrokken.stages.notifying import awareness, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

NAME = "GDPR art. 33(2)"
_LAW = "gdpr_33_2"


def clocks(known: Known) -> Iterator[Clock]:
    """One for each data set that a processor held for a controller."""
    for controller, dataset in known.pairs():
        if dataset.processor and dataset.processor != controller.id:
            yield _clock(known, controller, dataset)


def _clock(known: Known, controller: Controller, dataset: Dataset) -> Clock:
    start = awareness.of_anybody(known, dataset.processor, dataset)
    term = awareness.term(known, _LAW, start.at)
    base = awareness.base(f"tell {controller.name}", dataset.processor, controller, dataset, known, start)
    off = awareness.off(known, term, dataset.processor, start.at) or awareness.untouched(dataset)
    if off:
        return base(term=awareness.UNDUE, off=off)
    told = known.events(
        "told",
        lambda one: one.who == dataset.processor and controller.id in one.whom and one.dataset in ("", dataset.id),
    )
    return base(
        term=awareness.UNDUE,
        done=terms.last(told[0].at) if told else None,
        done_by=known.told(told[0]) if told else "",
        notes=start.notes,
    )
