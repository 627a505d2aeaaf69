"""The timeline as the public may see it: kinds of event, days and official names; nothing that a human typed freely."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from betrokken.model.incident import Event, Incident
from betrokken.stages.notifying import terms, timeline
from betrokken.stages.notifying.timeline import Row

# A demand, a payment, or an event of no kind is for whoever makes the statement to tell or not.
KINDS: Final = ("entry", "exfiltration", "discovery", "told", "published", "containment", "report", "letters")


def rows(incident: Incident, published: Iterable[date]) -> list[Row]:
    """By moment, each once a day; `what` is a kind of event, or stolen or published. published: days of drops."""
    kept = [replace(one, at=_day(one.at), dataset="", what="") for one in incident.events if one.kind in KINDS]
    days = {one for one in (*published, *(drop.published for drop in incident.drops)) if one}
    kept += [Event(f"drop-{day}", "published", day) for day in sorted(days)]
    found = timeline.rows(replace(incident, events=tuple(kept), drops=()), {}, (), ())
    return list(dict.fromkeys(found))


def left_out(incident: Incident) -> int:
    """Events that stand in the facts and not in the public timeline."""
    return sum(one.kind not in KINDS for one in incident.events)


def _day(when: date) -> date:
    return terms.local(when).date() if isinstance(when, datetime) else when
