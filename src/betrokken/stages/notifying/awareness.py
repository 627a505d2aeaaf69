"""What clocks share: when a party became aware, which term holds from then on, and why a clock does not run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from betrokken.model.incident import Controller, Dataset, Event
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known
from betrokken.stages.notifying.terms import Term

UNDUE: Final = "without undue delay"


@dataclass(frozen=True, slots=True)
class Start:
    """The fact that started a clock, None when there is none. why: that fact in words, or what to enter."""

    event: Event | None
    why: str
    notes: tuple[str, ...] = ()

    @property
    def at(self) -> datetime | None:
        """The instant the clock runs from, UTC."""
        return terms.first(self.event.at) if self.event else None


def of_controller(known: Known, controller: Controller, dataset: Dataset) -> Start:
    """A controller: by its own discovery, or told by its processor, or by somebody not named.

    Who holds no declared data set of its processor is told by anybody: the facts do not say whose processor they are.
    """
    processors = {dataset.processor, ""} if dataset.id else None
    return _start(known, controller.id, dataset, lambda who: processors is None or who in processors)


def of_anybody(known: Known, party: str, dataset: Dataset) -> Start:
    """Another party: by its own discovery, or told by anybody."""
    return _start(known, party, dataset, lambda who: True)


def _start(known: Known, party: str, dataset: Dataset, may_tell: Callable[[str], bool]) -> Start:
    event = known.aware(party, dataset, may_tell)
    notes = tuple(
        f"makes nobody aware by itself, enter a discovery when {known.name(party)} was reasonably certain: {known.told(one)}"
        for one in known.told_by_others(party, dataset, may_tell)
    )
    if event:
        return Start(event, known.told(event), notes)
    about = f', dataset = "{dataset.id}"' if dataset.id else ""
    why = (
        f"no fact says when {known.name(party)} knew: enter an [[event]] of kind told (whom = "
        f'["{party}"]{about}) or discovery (who = "{party}"{about})'
    )
    return Start(None, why, notes)


def term(known: Known, law: str, start: datetime | None) -> Term:
    """The term in force on the day the clock started, today when it did not; the newest one when none is."""
    day = terms.local(start or known.at).date()
    return terms.at(known.law, law, day) or terms.newest(known.law, law)


def off(known: Known, term: Term, party: str, start: datetime | None) -> str:
    """Why a term does not hold for a party, "" when it does."""
    day = terms.local(start or known.at).date()
    if term.valid_from is None:
        return "not in force: no day is set from which it is (valid_from in the file of terms)"
    if day < term.valid_from:
        return f"not in force on {day}: it is from {term.valid_from} on"
    if not term.on:
        return "off until a human says that it applies (on = true in the file of terms)"
    if term.parties and party not in term.parties:
        return "not for this party, by the file of terms"
    return ""


def untouched(dataset: Dataset) -> str:
    """Why a data set needs no clock, "" when it may."""
    ground = f" ({dataset.ground})" if dataset.ground else ""
    return f"this data set stayed out of it{ground}" if dataset.status == "not_touched" else ""


def hours(number: int) -> str:
    """A term of hours in words."""
    return f"{number} hours"


def base(
    duty: str, party: str, controller: Controller, dataset: Dataset, known: Known, start: Start
) -> Callable[..., Clock]:
    """A clock of which the rest is to be filled in."""
    about: dict[str, Any] = {
        "duty": duty,
        "party": party,
        "controller": controller.id,
        "dataset": dataset.id,
        "at": known.at,
    }
    begun: dict[str, Any] = {"started": start.at, "why": start.why, "notes": start.notes}
    return lambda **more: Clock(**({"law": "", **about, **begun} | more))
