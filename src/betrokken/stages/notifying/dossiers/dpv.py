"""The breach as a record in the W3C Data Privacy Vocabulary (DPV 2.3), as JSON-LD, for registers that exchange them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from betrokken.model.words import BANDS, CATEGORIES
from betrokken.stages.notifying.dossiers.ground import Ground, moment

CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "risk": "https://w3id.org/dpv/risk#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The vocabulary has no term for a citizen service number or a number at an insurer: both identify by themselves.
_DATA: Final[Mapping[str, str]] = {
    "name": "pd:Name",
    "address": "pd:PhysicalAddress",
    "birth_date": "pd:BirthDate",
    "sex": "pd:Gender",
    "bsn": "pd:Identifying",
    "email": "pd:EmailAddress",
    "phone": "pd:TelephoneNumber",
    "iban": "pd:BankAccount",
    "insurance_number": "pd:Identifying",
    "patient_number": "pd:Identifying",
    "id_document": "pd:OfficialID",
    "exam": "pd:MedicalHealth",
    "test_result": "pd:HealthRecord",
}
_SPECIAL: Final = ("exam", "test_result")
_RISKS: Final[Mapping[str, str]] = {
    "identity_fraud": "risk:IdentityFraud",
    "phishing": "risk:PhishingScam",
    "extortion": "risk:Extortion",
    "safety": "risk:PersonalSafetyEndangerment",
    "care_fraud": "risk:Fraud",
}
_SEVERITY: Final = dict(
    zip(BANDS, ("risk:LowSeverity", "risk:ModerateSeverity", "risk:HighSeverity", "risk:VeryHighSeverity"), strict=True)
)


def record(ground: Ground, case_id: str, hash_: str, at: datetime) -> dict[str, Any]:
    """One record, as JSON values. hash_: of the generation it tells. at: when it is told."""
    own = f"urn:betrokken:{case_id}:{ground.controller.id}"
    return {
        "@context": CONTEXT,
        "@id": own,
        "@type": "dpv:DataBreachRecord",
        "dct:identifier": case_id,
        "dct:source": hash_,
        "dct:modified": _at(at),
        "risk:hasIncident": _breach(ground, own),
        "dpv:hasNotice": _notices(ground),
    }


def _breach(ground: Ground, own: str) -> dict[str, Any]:
    figures = ground.figures
    kinds = ["risk:ConfidentialityBreach"] if figures.touched or figures.open_sets else []
    kinds += ["risk:IntegrityBreach"] if ground.incident.integrity != "unchanged" else []
    kinds += ["risk:AvailabilityBreach"] if ground.incident.availability != "restored" else []
    grave = [one for one in BANDS if figures.bands.get(one)]
    return {
        "@id": f"{own}:breach",
        "@type": ["eu-gdpr:DataBreach", "risk:DataBreach", *kinds],
        "dpv:hasDataController": _party(ground, ground.controller.id, "dpv:DataController"),
        "dpv:hasDataProcessor": [
            _party(ground, one, "dpv:DataProcessor")
            for one in sorted({one.processor for one in ground.datasets if one.processor})
            if one != ground.controller.id
        ],
        "dpv:hasDataSubject": _subjects(ground),
        "dpv:hasPersonalData": [_data(one, figures.categories[one]) for one in CATEGORIES if one in figures.categories],
        "dpv:hasConsequence": [
            {"@type": _RISKS[one], "schema:numberOfItems": people} for one, people in figures.frauds.items() if people
        ],
    } | ({"dpv:hasSeverity": {"@id": _SEVERITY[grave[-1]]}} if grave else {})


def _subjects(ground: Ground) -> dict[str, Any]:
    figures = ground.figures
    kinds = (
        ["dpv:Patient"]
        + (["dpv:Child"] if figures.minors else [])
        + (["dpv:VulnerableDataSubject"] if figures.secret else [])
    )
    counted = figures.least_most(figures.people)
    scale: dict[str, Any] = {"@type": ["dpv:DataSubjectScale", "schema:QuantitativeValue"]}
    scale |= {"schema:minValue": counted["least"]}
    scale |= {"schema:maxValue": counted["most"]} if counted["most"] is not None else {}
    return {"@type": kinds, "dpv:hasDataSubjectScale": scale}


def _data(category: str, people: int) -> dict[str, Any]:
    kinds = [_DATA[category], *(["dpv:SpecialCategoryPersonalData"] if category in _SPECIAL else [])]
    return {"@type": kinds, "dct:title": category, "schema:numberOfItems": people}


def _party(ground: Ground, party: str, role: str) -> dict[str, Any]:
    return {"@type": role, "dpv:hasName": ground.name(party), "dpv:hasIdentifier": party}


def _notices(ground: Ground) -> list[dict[str, Any]]:
    """Reports to the authority that were filed, and letters to people; what is not done yet is planned."""
    reports = ground.events("report", own=True)
    kinds = ("eu-gdpr:DPABreachInitialNotice", *["eu-gdpr:DPAPhasedBreachNotice"] * (len(reports) - 1))
    found = [_notice(kind, moment(one.at)) for kind, one in zip(kinds, reports, strict=False)]
    found += [_notice("eu-gdpr:DataSubjectBreachNotice", moment(one.at)) for one in ground.events("letters", own=True)]
    return found or [{"@type": ["dpv:DataBreachNotice", "eu-gdpr:DPABreachNotice"], **_status("Planned")}]


def _notice(kind: str, at: str) -> dict[str, Any]:
    told = {"@type": "xsd:dateTime" if "T" in at else "xsd:date", "@value": at}
    return {"@type": ["dpv:DataBreachNotice", kind], "dct:issued": told, **_status("Completed")}


def _status(word: str) -> dict[str, Any]:
    return {"dpv:hasNotificationStatus": {"@id": f"dpv:Notification{word}"}}


def _at(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}
