"""`population`: a controller's own list taken into the case. It tells who can be hit and where they live; it is no leak."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from betrokken.model.errors import BetrokkenError
from betrokken.model.incident import Incident
from betrokken.pipeline import intake
from betrokken.pipeline.case import Case
from betrokken.pipeline.intake import OwnList
from betrokken.pipeline.progress import Listener
from betrokken.settings import Settings


def add(
    case: Case, path: Path, name: str, own: OwnList, today: date, copy: bool, settings: Settings, show: Listener
) -> pa.Table:
    """Take one list into the case as a drop of its own; gives the rows of `item` it added.

    own.as_of: "" is today. Raises BetrokkenError when the facts do not know the controller or its data set, when the
    day is none or still to come, and as intake.add does.
    """
    as_of = _day(own.as_of, today)
    check(case.incident, own.controller, own.dataset)
    own = OwnList(own.controller, own.dataset, as_of.isoformat())
    return intake.add(case, [path], name or path.resolve().name, copy, settings, show, own)


def check(incident: Incident, controller: str, dataset: str) -> None:
    """Raises BetrokkenError when the facts hold no such controller, or it has no such data set; names those they hold."""
    known = [one.id for one in incident.controllers]
    if controller not in known:
        raise BetrokkenError(f"the facts hold no controller {controller!r}; they hold {_some(known)}")
    own = [one.id for one in incident.datasets if one.controller == controller]
    if dataset in own:
        return
    others = [one.controller for one in incident.datasets if one.id == dataset]
    whose = f" (it is one of {others[0]})" if others else ""
    raise BetrokkenError(f"{controller} has no data set {dataset!r}{whose}; the facts hold of it {_some(own)}")


def _some(ids: list[str]) -> str:
    shown = ", ".join(sorted(ids)[:20]) or "none: state it first under [[dataset]]"
    return shown if len(ids) <= 20 else f"{shown} and {len(ids) - 20} more"


def _day(text: str, today: date) -> date:
    if not text:
        return today
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BetrokkenError(f"--as-of {text!r} is no day; write it as {today.isoformat()}") from None
    if found > today:
        raise BetrokkenError(f"--as-of {found} is still to come; give the day on which the list was true")
    return found
