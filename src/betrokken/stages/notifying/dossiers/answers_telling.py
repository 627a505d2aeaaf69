"""Answers about what happened, who knew when, who was told and what was done."""

from typing import Any, Final

from betrokken.kit.fold import fold
from betrokken.model.incident import Event
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.dossiers.ground import Aware, Found, Ground, derived, moment, recorded, say

AUTHORITY: Final = frozenset(fold(name) for name in terms.newest(terms.shipped(), "gdpr_33").authority)


def start(ground: Ground) -> Found | None:
    """The first sign of the break-in, else of the theft, else the day of the theft as the facts tell it."""
    begun = ground.events("entry") or ground.events("exfiltration")
    if begun:
        return recorded({"moment": moment(begun[0].at)}, f"event:{begun[0].id}")
    stolen = ground.incident.stolen
    return recorded({"moment": stolen.isoformat()}, "incident:stolen") if stolen else None


def end(ground: Ground) -> Found | None:
    """When the leak was closed; what is published goes on being so."""
    ended, published = ground.events("containment"), ground.incident.published
    says = [say("ended", at_moment=moment(ended[-1].at))] if ended else []
    says += [say("published", at_day=published.isoformat())] if published else []
    if not says:
        return None
    facts = [*(f"event:{one.id}" for one in ended[-1:]), *(["incident:published"] if published else [])]
    return recorded({"say": says}, *facts)


def discovered(ground: Ground) -> Found | None:
    """When the controller was aware, by data set (EDPB Guidelines 9/2022 v2.0, para 44)."""
    known = _known(ground)
    if not known:
        return None
    if len({moment(event.at) for _, event in known}) == 1:
        says = [say("aware_all", at_moment=moment(known[0][1].at))]
    else:
        says = [say("aware", dataset=_named(one), at_moment=moment(event.at)) for one, event in known]
    return recorded({"say": says}, *_events(known))


def how(ground: Ground) -> Found | None:
    """Found out itself, or told, and by whom."""
    known = _known(ground)
    says: list[Any] = []
    for _, event in known:
        told = _how(event, ground)
        says += [told] if told not in says else []
    return recorded({"say": says}, *_events(known)) if says else None


def _how(event: Event, ground: Ground) -> list[Any]:
    at = moment(event.at)
    if event.kind == "discovery":
        return say("found_out", who=ground.controller.name, at_moment=at)
    if not event.who:
        return say("told_by_somebody", at_moment=at)
    return say("told_by", who=ground.name(event.who), at_moment=at)


def nature(ground: Ground) -> Found | None:
    """Confidentiality where anybody may be hit; the other two as the facts tell them."""
    found = ["confidentiality"] if ground.figures.touched or ground.figures.open_sets else []
    found += ["integrity"] if ground.incident.integrity != "unchanged" else []
    found += ["availability"] if ground.incident.availability != "restored" else []
    return derived({"options": found}, "incident:integrity", "incident:availability") if found else None


def incident(ground: Ground) -> Found | None:
    """Thieves came in: hacking. Any other kind is for a human."""
    came = ground.events("entry") or ground.events("exfiltration")
    if not ground.incident.malicious or not (came or ground.incident.stolen):
        return None
    facts = [f"event:{one.id}" for one in came[:1]] or ["incident:stolen"]
    return derived({"option": "hacking"}, *facts, by="facts")


def description(ground: Ground) -> Found | None:
    """What happened, as the facts and the register tell it; a human says more."""
    facts, figures = ground.incident, ground.figures
    if not facts.lab and not figures.touched:
        return None
    says = [say("stolen_at", lab=facts.lab)] if facts.lab else []
    says += [say("stolen_on", at_day=facts.stolen.isoformat())] if facts.stolen else []
    says += [say("published_on", at_day=facts.published.isoformat())] if facts.published else []
    says += counted(ground)
    return derived({"say": says}, "incident:lab", "incident:stolen", "incident:published")


def counted(ground: Ground) -> list[Any]:
    """People in each class, in sentences; classes without anybody are left out."""
    people = ground.figures.people
    says = [say("in_files", people=people.get("proven", 0), controller=ground.controller.name)]
    return says + [say(one, people=people[one]) for one in ("presumed", "possible", "not_touched") if people.get(one)]


def has_told(ground: Ground) -> bool:
    """Whether people were told."""
    return bool(ground.letters.sent or ground.events("letters", own=True))


def told(ground: Ground) -> Found | None:
    """Whether people were told. Nobody told yet: when, or why not, is for a human."""
    duty = [say("duty_34", people=ground.figures.high)] if ground.figures.high else []
    went = ground.events("letters", own=True)
    if ground.letters.sent:
        return derived({"option": "yes", "say": _sent(ground)}, *_ids(went), by="notices")
    if went:
        says = [say("letters_event", at_moment=moment(one.at)) for one in went]
        return recorded({"option": "yes", "say": says}, *_ids(went))
    if ground.letters.planned:
        planned = [say("letters_planned", people=ground.letters.planned)]
        return derived({"option": "not_yet", "say": [*planned, *duty]}, by="notices")
    return None


def told_count(ground: Ground) -> Found | None:
    """Letters of the case are counted; letters that were only entered as an event carry no count."""
    if not ground.letters.sent:
        return None
    people = ground.letters.sent
    return derived({"least": people - ground.letters.back, "most": people, "say": _sent(ground)}, by="notices")


def told_how(ground: Ground) -> Found | None:
    """By letter, where letters went out; other ways are for a human to add."""
    went = ground.events("letters", own=True)
    if ground.letters.sent:
        return derived({"options": ["letter"]}, *_ids(went), by="notices")
    return recorded({"options": ["letter"]}, *_ids(went)) if went else None


def measures(ground: Ground) -> Found | None:
    """What the controller says that it did, when the leak was closed, who was told."""
    contact, closed = ground.contact, ground.events("containment")
    says = [say("did", did_words=[list(contact.did), list(contact.did_en)])] if contact and contact.did else []
    says += [say("contained", at_moment=moment(one.at)) for one in closed]
    facts = [f"contact:{contact.id}"] if contact and contact.did else []
    if ground.letters.sent:
        says += [say("letters_measure", people=ground.letters.sent)]
        return derived({"say": says}, *facts, *_ids(closed), by="notices")
    return recorded({"say": says}, *facts, *_ids(closed)) if says else None


def calamity(ground: Ground) -> Found:
    """Off until a human says otherwise: a breach by itself is no calamity (Wkkgz art. 1(1) and 11(1)(a))."""
    return derived({"option": "no", "say": [say("igj")]}, by="clocks")


def notes(number: str, ground: Ground) -> list[Any]:
    """What a human should see beside a question that only a human can answer, or has answered."""
    if number == "4.5":
        return [_late(one) for one in ground.late]
    if number == "10.1.1" and ground.figures.high:
        return [say("duty_34", people=ground.figures.high)]
    if number == "IGJ.1" and ground.calamity_due:
        return [say("igj_due", due_moment=ground.calamity_due.isoformat())]
    return []


def _late(one: Aware) -> list[Any]:
    late, due = one.clock.late_by, one.clock.due
    hours = int(-(-late.total_seconds() // 3600)) if late else 0
    return say("late", dataset=_named(one), hours=hours, due_moment=due.isoformat() if due else "")


def _sent(ground: Ground) -> list[Any]:
    return [say("letters_sent", people=ground.letters.sent, back=ground.letters.back)]


def _known(ground: Ground) -> list[tuple[Aware, Event]]:
    return [(one, one.event) for one in ground.aware if one.event]


def _events(known: list[tuple[Aware, Event]]) -> list[str]:
    return list(dict.fromkeys(f"event:{event.id}" for _, event in known))


def _ids(events: list[Event]) -> list[str]:
    return [f"event:{one.id}" for one in events]


def _named(one: Aware) -> str:
    return one.dataset.name or one.dataset.id or one.clock.controller
