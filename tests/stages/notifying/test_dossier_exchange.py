"""The same breach in VERIS and DPV: every word is one of theirs, and every figure is that of the worksheet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from betrokken.model.incident import Event, Incident
from betrokken.model.words import CATEGORIES, CONTROLLER_KINDS, FRAUDS
from betrokken.stages.notifying.dossiers import dpv, veris
from betrokken.stages.notifying.dossiers.figures import Figures
from betrokken.stages.notifying.dossiers.ground import Ground
from tests.stages.notifying.dossiers import AT, BVO, FIGURES, INCIDENT, ground, with_facts

# Words of VERIS 1.4.1 at the places where a dossier has one; those it must not use are left out where lists are long.
WORDS = {
    "security_incident": {"Confirmed", "Suspected", "Near miss", "False positive"},
    "confidence": {"High", "Medium", "Low", "None"},
    "timeline.*.unit": {"Seconds", "Minutes", "Hours", "Days", "Weeks", "Months", "Years", "Never", "NA", "Unknown"},
    "victim.country": {"NL"},
    "victim.employee_count": {"Unknown"},
    "victim.government": {"NA", "Unknown"},
    "actor.external.variety": {"Organized crime", "Unaffiliated", "Other", "Unknown"},
    "actor.external.motive": {"Espionage", "Financial", "Fun", "Grudge", "Ideology", "NA", "Other", "Unknown"},
    "action.hacking.variety": {"Other", "Unknown"},
    "action.hacking.vector": {"Other", "Unknown"},
    "action.hacking.result": {"Infiltrate", "Exfiltrate", "Other", "Unknown", "NA"},
    "action.unknown.result": {"Infiltrate", "Exfiltrate", "Other", "Unknown", "NA"},
    "asset.assets.variety": {"S - Unknown"},
    "asset.cloud": {"Unknown"},
    "attribute.confidentiality.data_disclosure": {"No", "Potentially", "Yes", "Unknown"},
    "attribute.confidentiality.data.variety": {"Bank", "Medical", "Personal", "Sensitive Personal", "Other", "Unknown"},
    "attribute.confidentiality.data_victim": {"Customer", "Employee", "Partner", "Patient", "Other", "Unknown"},
    "attribute.confidentiality.state": {"Stored encrypted", "Stored unencrypted", "Unknown"},
    "attribute.integrity.variety": {"Modify data", "Other", "Unknown"},
    "attribute.availability.variety": {"Destruction", "Interruption", "Loss", "Obscuration", "Other", "Unknown"},
    "discovery_method.*.variety": {"Other", "Unknown"},
}
REQUIRED = {
    "": {"actor", "action", "discovery_method", "schema_version", "asset", "timeline", "incident_id", "security_incident", "summary"},
    "victim": {"country", "employee_count", "industry", "government"},
    "asset": {"assets", "cloud"},
    "actor.external": {"variety", "motive"},
    "action.hacking": {"vector", "variety"},
    "attribute.confidentiality": {"data_disclosure"},
    "timeline": {"incident"},
}  # fmt: skip
FREE = {"schema_version", "incident_id", "source_id", "summary", "victim.industry", "actor.unknown.notes"}

# Terms of DPV 2.3 and its extensions (CSV of the release of February 2026).
TERMS = {
    "dpv": {"DataBreachRecord", "DataBreachNotice", "DataController", "DataProcessor", "DataSubjectScale", "Patient", "Child",
            "VulnerableDataSubject", "SpecialCategoryPersonalData", "NotificationCompleted", "NotificationPlanned", "hasNotice",
            "hasDataController", "hasDataProcessor", "hasDataSubject", "hasDataSubjectScale", "hasPersonalData", "hasConsequence",
            "hasSeverity", "hasName", "hasIdentifier", "hasNotificationStatus"},
    "pd": {"Name", "PhysicalAddress", "BirthDate", "Gender", "Identifying", "EmailAddress", "TelephoneNumber", "BankAccount",
           "OfficialID", "MedicalHealth", "HealthRecord"},
    "risk": {"DataBreach", "ConfidentialityBreach", "IntegrityBreach", "AvailabilityBreach", "IdentityFraud", "PhishingScam",
             "Extortion", "PersonalSafetyEndangerment", "Fraud", "LowSeverity", "ModerateSeverity", "HighSeverity",
             "VeryHighSeverity", "hasIncident"},
    "eu-gdpr": {"DataBreach", "DPABreachNotice", "DPABreachInitialNotice", "DPAPhasedBreachNotice", "DataSubjectBreachNotice"},
    "dct": {"identifier", "source", "modified", "issued", "title"},
    "schema": {"QuantitativeValue", "minValue", "maxValue", "numberOfItems"},
    "xsd": {"dateTime", "date"},
}  # fmt: skip

ALL = Figures(people={"proven": 3}, records={"proven": 3}, places=3, categories=dict.fromkeys(CATEGORIES, 3),
              bands={"low": 1, "medium": 1, "high": 1}, frauds=dict.fromkeys(FRAUDS, 2), minors=1, secret=1)  # fmt: skip
PAID = Event("paid", "payment", datetime(2025, 8, 13, tzinfo=UTC), "lab")
FOUND = Event("told", "discovery", datetime(2025, 8, 6, tzinfo=UTC), "bvo")
BARE = Incident(controllers=(BVO,))
GROUNDS = {
    "whole": ground(),
    "everything": ground(with_facts(integrity="recoverable", availability="permanent"), figures=ALL),
    "paid": ground(with_facts(events=(*INCIDENT.events, PAID))),
    "careless": ground(with_facts(malicious=False, availability="temporary")),
    "unseen": ground(figures=Figures(people={"possible": 5}, records={"possible": 5}, open_sets=("second",))),
    "bare": ground(BARE, figures=Figures(known=False)),
    "filed": ground(with_facts(events=(*INCIDENT.events, *(Event(f"r{n}", "report", AT, "bvo") for n in (1, 2))))),
    **{kind: ground(controller=replace(BVO, kind=kind)) for kind in CONTROLLER_KINDS},
}  # fmt: skip


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        assert value, path
        for one in value:
            yield from leaves(one, path)
    else:
        yield ".".join(path), value


def place(path: str) -> str:
    """The place with the parts that differ left open."""
    parts = path.split(".")
    return ".".join(
        "*" if n == 1 and parts[0] in ("timeline", "discovery_method") else one for n, one in enumerate(parts)
    )


@pytest.mark.parametrize("name", GROUNDS)
def test_every_word_of_veris_is_one_of_its_enumerations(name: str) -> None:
    made = veris.incident(GROUNDS[name], "case", AT)
    for path, required in REQUIRED.items():
        at: Any = made
        for part in filter(None, path.split(".")):
            at = at.get(part) if at is not None else None
        assert at is None or required <= at.keys(), path
    for path, value in leaves({key: one for key, one in made.items() if key != "plus"}):
        if isinstance(value, str) and path not in FREE:
            assert value in WORDS[place(path)], path
        elif not isinstance(value, str | bool):
            assert value >= 0, path
    assert not any(name in str(made) for name in ("Duinland", "bvo.", "Noordermeer", "Gratama"))


def test_veris_counts_what_the_worksheet_counts() -> None:
    made = veris.incident(ground(), "case", AT)
    disclosed = made["attribute"]["confidentiality"]
    assert (disclosed["data_disclosure"], disclosed["data_total"]) == ("Yes", 485)
    assert {one["variety"]: one["amount"] for one in disclosed["data"]} == {
        "Personal": 485,
        "Sensitive Personal": 484,
        "Medical": 485,
    }
    assert made["plus"]["betrokken"] == {"least": 485, "most": 941}
    assert made["timeline"]["incident"] == {"year": 2025, "month": 7, "day": 3}
    assert made["timeline"]["discovery"] == {"unit": "Days", "value": 34}
    assert made["discovery_method"] == {"partner": {"variety": ["Unknown"]}}
    unseen = veris.incident(GROUNDS["unseen"], "case", AT)["attribute"]["confidentiality"]
    assert (unseen["data_disclosure"], "data_total" in unseen) == ("Potentially", False)


@pytest.mark.parametrize("name", GROUNDS)
def test_every_term_of_dpv_is_one_of_its_vocabulary(name: str) -> None:
    made = dpv.record(GROUNDS[name], "case", "hash", AT)
    assert set(made["@context"]) == set(TERMS)
    for term in terms({key: one for key, one in made.items() if key != "@context"}):
        prefix, _, word = term.partition(":")
        assert word in TERMS[prefix], term


def terms(value: Any, key: str = "") -> Iterator[str]:
    """Names of properties, classes, and things of a vocabulary that are pointed at."""
    if isinstance(value, dict):
        for name, one in value.items():
            if not name.startswith("@"):
                yield name
            yield from terms(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from terms(one, key)
    elif key == "@type" or (key == "@id" and not str(value).startswith("urn:")):
        yield str(value)


def test_dpv_counts_what_the_worksheet_counts() -> None:
    made = dpv.record(ground(), "case", "hash", AT)["risk:hasIncident"]
    scale = made["dpv:hasDataSubject"]["dpv:hasDataSubjectScale"]
    assert (scale["schema:minValue"], scale["schema:maxValue"]) == (485, 941)
    open_ = dpv.record(GROUNDS["unseen"], "case", "hash", AT)["risk:hasIncident"]["dpv:hasDataSubject"]
    assert "schema:maxValue" not in open_["dpv:hasDataSubjectScale"]
    counts = {one["dct:title"]: one["schema:numberOfItems"] for one in made["dpv:hasPersonalData"]}
    assert counts == FIGURES.categories


def test_dpv_tells_the_first_report_from_those_that_follow() -> None:
    kinds = [one["@type"][1] for one in dpv.record(GROUNDS["filed"], "case", "hash", AT)["dpv:hasNotice"]]
    assert kinds == ["eu-gdpr:DPABreachInitialNotice", "eu-gdpr:DPAPhasedBreachNotice"]


def test_found_out_itself_is_told_apart() -> None:
    itself = ground(with_facts(events=(INCIDENT.events[0], FOUND)))
    aware = tuple(replace(one, event=FOUND) for one in itself.aware)
    assert "internal" in veris.incident(replace(itself, aware=aware), "case", AT)["discovery_method"]
    assert isinstance(itself, Ground)
