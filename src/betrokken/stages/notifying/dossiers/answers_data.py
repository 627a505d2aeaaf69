"""Answers about the data and the people: all of them counted from the register."""

from collections.abc import Mapping
from typing import Any, Final

from betrokken.model.words import BANDS, CATEGORIES
from betrokken.stages.notifying.dossiers import form
from betrokken.stages.notifying.dossiers.ground import Found, Ground, derived, say

_HEALTH: Final = ("exam", "test_result")  # that somebody was examined is data on health (GDPR art. 4(15))
_SEX_LIFE: Final = ("sti", "hpv_self_test")

# Categories of the register -> options of 6.1. A number of a document is no copy of it, so it is "other".
_DATA: Final[Mapping[str, str]] = {
    **{one: one for one in ("name", "sex", "birth_date", "bsn", "address", "email", "phone", "iban")},
    **dict.fromkeys(("insurance_number", "patient_number", "id_document"), "other"),
}

# Kinds of fraud of the register -> options of 9.2 (GDPR recital 85).
_CONSEQUENCES: Final[Mapping[str, str]] = {
    "identity_fraud": "identity_fraud",
    "care_fraud": "identity_fraud",
    "phishing": "financial",
    "extortion": "reputation",
    "safety": "other",
}


def categories(ground: Ground) -> Found | None:
    """What was seen of anybody. What a data set may hold is no proof of what leaked: nobody seen is unknown."""
    figures = ground.figures
    if not figures.touched and not figures.open_sets:
        return None
    found = {_DATA[one] for one in figures.categories if one in _DATA}
    if not found:
        return derived({"options": ["unknown"], "say": [say("unseen")]})
    counts = {one: figures.categories[one] for one in CATEGORIES if one in figures.categories}
    says = [say("categories", category_counts=counts)]
    says += [say("unseen")] if figures.touched > figures.people.get("proven", 0) else []
    return derived({"options": _ordered("6.1", found), "say": says})


def special(ground: Ground) -> Found | None:
    """Health, by what was seen or by what the data sets are about; sex life is for a human to judge."""
    exams = {one for dataset in ground.datasets for one in dataset.exams} | ground.figures.exams.keys()
    seen = [one for one in _HEALTH if one in ground.figures.categories]
    if not seen and not (exams and ground.figures.touched):
        return None
    says = [say("sti")] if exams & set(_SEX_LIFE) else []
    value: dict[str, Any] = {"options": ["health"]}
    return derived(value | ({"say": says} if says else {}), *(f"dataset:{one.id}" for one in ground.datasets))


def records(ground: Ground) -> Found | None:
    """Least the places at which proven people stand; most also one for each other person in each of their data sets.

    Somebody proven stands in every data set that may be theirs, so their data sets are no count of records.
    """
    counts = {**ground.figures.records, "proven": ground.figures.places}
    return _count(ground, counts, [say("record")])


def people(ground: Ground) -> Found | None:
    """Least what is proven, most also what is presumed and possible."""
    figures = ground.figures
    says = [say(one, people=figures.people[one]) for one in ("presumed", "possible") if figures.people.get(one)]
    says += [say("nowhere", people=figures.nowhere)] if figures.nowhere else []
    return _count(ground, figures.people, says)


def _count(ground: Ground, counts: Mapping[str, int], says: list[Any]) -> Found | None:
    figures = ground.figures
    if not figures.known:
        return None
    says = [*says, *(say("open_set", dataset=one) for one in figures.open_sets)]
    says += [say("no_set")] if figures.no_sets else []
    facts = [f"dataset:{one.id}" for one in ground.datasets]
    return derived(figures.least_most(counts) | {"say": says}, *facts)


def groups(ground: Ground) -> Found | None:
    """Patients, and among them minors and people who need care."""
    figures = ground.figures
    if not figures.touched and not figures.open_sets:
        return None
    found = ["patients"]
    found += ["minors"] if figures.minors else []
    found += ["vulnerable"] if figures.secret else []
    told = {"minors": figures.minors, "secret": figures.secret, "deceased": figures.deceased}
    says = [say(key, people=people) for key, people in told.items() if people]
    return derived({"options": found} | ({"say": says} if says else {}))


def group_text(ground: Ground) -> Found | None:
    """Which exams, and from which year to which."""
    if not ground.figures.touched:
        return None
    if not ground.figures.exams:
        return derived({"say": [say("group_plain", controller=ground.controller.name)]})
    exams = [[one, first, last, people] for one, (people, first, last) in ground.figures.exams.items()]
    return derived({"say": [say("exams", controller=ground.controller.name, exams=exams)]})


def readable(ground: Ground) -> Found | None:
    """What was read was readable; of what was not seen nobody knows."""
    if not ground.figures.people.get("proven"):
        return None
    return derived({"option": "no", "say": [say("readable")]})


def consequences(ground: Ground) -> Found | None:
    """By the labels of fraud that the register gives, and by what leaked (GDPR recital 85)."""
    figures = ground.figures
    if not figures.touched:
        return None
    found = {"control"} | {_CONSEQUENCES[one] for one, people in figures.frauds.items() if people}
    found |= {"secrecy"} if set(_HEALTH) & figures.categories.keys() else set()
    counts = {one: people for one, people in figures.frauds.items() if people}
    says = [say("risks", fraud_counts=counts)] if counts else []
    return derived({"options": _ordered("9.2", found)} | ({"say": says} if says else {}))


def severity(ground: Ground) -> Found | None:
    """The gravest band that anybody is in; a score lowers no duty, and a human decides."""
    held = {one: ground.figures.bands[one] for one in BANDS if ground.figures.bands.get(one)}
    if not held:
        return None
    says = [say("bands", band_counts=held)]
    says += [say("borderline", people=ground.figures.borderline)] if ground.figures.borderline else []
    return derived({"option": list(held)[-1], "say": says})


def _ordered(number: str, found: set[str]) -> list[str]:
    return [one for one in form.question(number).options if one in found]
