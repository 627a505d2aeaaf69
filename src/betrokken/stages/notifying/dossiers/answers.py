"""What the case can say to each question, before any human's answer; None where only a human knows."""

from collections.abc import Callable, Mapping
from typing import Final

from betrokken.kit.fold import fold
from betrokken.stages.notifying.dossiers import answers_data as data
from betrokken.stages.notifying.dossiers import answers_telling as telling
from betrokken.stages.notifying.dossiers import form
from betrokken.stages.notifying.dossiers.ground import Found, Ground, derived, moment, recorded, say


def answer(number: str, ground: Ground) -> Found | None:
    """The answer to a question of the form, None where the case has none."""
    made = _ANSWERS.get(number)
    return made(ground) if made else None


def asked(question: form.Question, ground: Ground) -> bool:
    """Whether the form asks this question here."""
    return {"": True, "late": bool(ground.late), "told": telling.has_told(ground)}[question.asked]


def _kind(ground: Ground) -> Found:
    value = {"option": ground.kind}
    if ground.earlier and ground.kind != "first":
        value |= {"say": [say("receipt", receipt=ground.earlier.receipt, filed_moment=ground.earlier.at)]}  # type: ignore[dict-item]
    return recorded(value) if ground.chosen else derived(value, by="kind")


def _law(ground: Ground) -> Found:
    return derived({"option": "gdpr"}, by="facts")


def _elsewhere(ground: Ground) -> Found | None:
    """Reports of the controller to somebody else than the authority of the form."""
    known = {one.id: {fold(name) for name in (one.id, one.name, *one.aliases)} for one in ground.incident.organisations}
    told = [
        (one, party)
        for one in ground.events("report", own=True)
        for party in one.whom
        if not known.get(party, set()) & telling.AUTHORITY
    ]
    says = [say("reported", whom=ground.name(party), at_moment=moment(one.at)) for one, party in told]
    return recorded({"say": says}, *(f"event:{one.id}" for one, _ in told)) if says else None


def _countries(ground: Ground) -> Found | None:
    if not ground.figures.touched:
        return None
    if ground.figures.abroad:
        return derived({"option": "yes", "say": [say("countries", people=ground.figures.abroad)]})
    return derived({"option": "no", "say": [say("one_country")]})


def _name(ground: Ground) -> Found:
    return recorded({"say": [say("name", name=ground.controller.name)]}, f"controller:{ground.controller.id}")


def _address(ground: Ground) -> Found | None:
    contact = ground.contact
    if contact is None or not contact.address:
        return None
    lines = (*contact.address, " ".join(part for part in (contact.postcode, contact.city) if part))
    told = ", ".join(part for part in lines if part)
    return recorded({"say": [say("address", address=told)]}, f"contact:{contact.id}")


def _sector(ground: Ground) -> Found:
    """Screening programmes, hospitals, general practitioners and clinics: all in health care (words.CONTROLLER_KINDS)."""
    return derived({"option": "health"}, f"controller:{ground.controller.id}", by="facts")


def _contact(ground: Ground) -> Found | None:
    contact = ground.contact
    told = ", ".join(part for part in (contact.dpo_name, contact.dpo_email) if part) if contact else ""
    if contact is None or not told:
        return None
    return recorded({"say": [say("contact", contact=told)]}, f"contact:{contact.id}")


def _parties(ground: Ground) -> Found | None:
    """Processors as the data sets name them; else where the data were stolen, which a human must confirm."""
    own = [one for one in ground.datasets if one.processor and one.processor != ground.controller.id]
    held = sorted({one.processor for one in own})
    if held:
        says = [say("party", party=ground.name(one), role_word="processor") for one in held]
        return recorded({"say": says}, *(f"dataset:{one.id}" for one in own))
    if not ground.incident.lab:
        return None
    return derived({"say": [say("lab", party=ground.incident.lab)]}, "incident:lab", by="facts")


_ANSWERS: Final[Mapping[str, Callable[[Ground], Found | None]]] = {
    "1.1": _kind,
    "1.2": _law,
    "1.3": _elsewhere,
    "2.1.1": _countries,
    "3.1.1.name": _name,
    "3.1.1.address": _address,
    "3.1.2": _sector,
    "3.2.2": _contact,
    "3.3": _parties,
    "4.1.1": telling.start,
    "4.1.2": telling.end,
    "4.2": telling.discovered,
    "4.3": telling.how,
    "5.1": telling.nature,
    "5.2": telling.incident,
    "5.3": telling.description,
    "6.1": data.categories,
    "6.2": data.special,
    "6.3.1": data.records,
    "7.1": data.groups,
    "7.2": data.group_text,
    "7.3": data.people,
    "8.1": data.readable,
    "9.2": data.consequences,
    "9.3": data.severity,
    "10.1.1": telling.told,
    "10.1.3": telling.told_count,
    "10.1.7": telling.told_how,
    "10.2": telling.measures,
    "IGJ.1": telling.calamity,
}
