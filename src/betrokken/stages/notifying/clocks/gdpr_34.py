"""GDPR art. 34(1): a controller tells the people hit without undue delay when the risk for them is likely high.

High and very high by ENISA's bands inform that: they lower no duty, and a human decides.
"""

from collections.abc import Iterator, Mapping

from betrokken.model.incident import Controller, Dataset
from betrokken.stages.notifying import awareness, terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

NAME = "GDPR art. 34(1)"
_LAW = "gdpr_34"
_DUTY = "tell the people hit"


def clocks(known: Known) -> Iterator[Clock]:
    """One for each controller and data set."""
    for controller, dataset in known.pairs():
        yield _clock(known, controller, dataset)


def _clock(known: Known, controller: Controller, dataset: Dataset) -> Clock:
    start = awareness.of_controller(known, controller, dataset)
    term = awareness.term(known, _LAW, start.at)
    base = awareness.base(_DUTY, controller.id, controller, dataset, known, start)
    off = awareness.off(known, term, controller.id, start.at) or awareness.untouched(dataset)
    if off:
        return base(term=awareness.UNDUE, off=off)
    risk = _risk(known.bands, controller.id)
    if start.at is None:
        return base(term=awareness.UNDUE, notes=(*start.notes, risk))
    letters = known.letters(controller.id, dataset, start.at)
    later = [f"later: {known.told(one)}" for one in letters[1:]]
    beside = known.beside("letters", controller.id, dataset, letters, start.at)
    return base(
        term=awareness.UNDUE,
        done=terms.last(letters[0].at) if letters else None,
        done_by=known.told(letters[0]) + "; whether each person was told is another question" if letters else "",
        notes=(*start.notes, risk, *later, *(f"does not end this clock: {known.told(one)}" for one in beside)),
    )


def _risk(bands: Mapping[str, Mapping[str, int]] | None, controller: str) -> str:
    """What the register says of the risk. It stops no clock: a score lowers no duty."""
    if bands is None:
        return "risk not known: there is no register yet"
    found = bands.get(controller, {})
    people = sum(found.values())
    if not people:
        return "risk not known: nobody of this controller stands in the register"
    grave = found.get("high", 0) + found.get("very_high", 0)
    if not grave:
        return f"high risk for none of {people:,} people in the register: a human decides whether they are told"
    return f"high risk for {grave:,} of {people:,} people in the register"
