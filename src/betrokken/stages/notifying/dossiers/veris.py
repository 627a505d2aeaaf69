"""The breach as an incident in VERIS 1.4, for who counts incidents over organisations. It names no victim.

Words are those of the enumerations of VERIS 1.4.1 (vz-risk/veris). Its schema is under CC BY-SA 4.0 and is not brought
along; tests hold every word against the lists copied into them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from betrokken.model.incident import Event
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.dossiers.ground import Ground

VERSION: Final = "1.4.1"

# Classes of NAICS 2022: what the controller is, by words.CONTROLLER_KINDS.
_INDUSTRY: Final = {"hospital": "622110", "gp": "621111", "clinic": "621498", "screening": "923120"}

# Categories of the register -> varieties of data; people are counted by the category that most of them have.
_DATA: Final[Mapping[str, tuple[str, ...]]] = {
    "Personal": ("name", "address", "birth_date", "sex", "email", "phone"),
    "Sensitive Personal": ("bsn", "id_document"),
    "Medical": ("exam", "test_result", "insurance_number", "patient_number"),
    "Bank": ("iban",),
}


def incident(ground: Ground, case_id: str, at: datetime) -> dict[str, Any]:
    """One incident, as JSON values. at: when it is told, the day of the incident where no fact tells one."""
    proven = ground.figures.people.get("proven", 0)
    demanded = bool(ground.events("demand") or ground.events("payment"))
    return {
        "schema_version": VERSION,
        "incident_id": f"{case_id}-{ground.controller.id}",
        "source_id": "betrokken",
        "security_incident": "Confirmed" if proven else "Suspected",
        "confidence": "High" if proven else "Medium",
        "summary": "Files with personal data of patients were stolen; see attribute for what was seen in them.",
        "timeline": _timeline(ground, at),
        "victim": {
            "country": ["NL"],
            "employee_count": "Unknown",
            "industry": _INDUSTRY[ground.controller.kind],
            "government": ["Unknown"] if ground.controller.kind == "screening" else ["NA"],
        },
        "actor": _actor(ground.incident.malicious, demanded),
        "action": _action(ground.incident.malicious),
        "asset": {"assets": [{"variety": "S - Unknown"}], "cloud": ["Unknown"]},
        "attribute": _attributes(ground),
        "discovery_method": _discovery(ground),
        "plus": {"betrokken": ground.figures.least_most(ground.figures.people)},
    }


def _actor(malicious: bool, demanded: bool) -> dict[str, Any]:
    if not malicious:
        return {"unknown": {"notes": "No fact tells who."}}
    return {"external": {"variety": ["Unknown"], "motive": ["Financial" if demanded else "Unknown"]}}


def _action(malicious: bool) -> dict[str, Any]:
    if not malicious:
        return {"unknown": {"result": ["Unknown"]}}
    return {"hacking": {"variety": ["Unknown"], "vector": ["Unknown"], "result": ["Exfiltrate"]}}


def _timeline(ground: Ground, at: datetime) -> dict[str, Any]:
    """Day of the first sign of it, else the day it was known; and the days until the rest."""
    facts = ground.incident
    begun = _first([*ground.events("entry"), *ground.events("exfiltration")]) or facts.stolen or facts.published
    aware = _first(one.event for one in ground.aware if one.event)
    day = begun or aware or _day(at)
    found: dict[str, Any] = {"incident": {"year": day.year, "month": day.month, "day": day.day}}
    later = {
        "exfiltration": _first(ground.events("exfiltration")) or facts.stolen,
        "discovery": aware,
        "containment": _first(ground.events("containment")),
    }
    since = {"exfiltration": begun, "discovery": begun, "containment": aware}
    for key, until in later.items():
        start = since[key]
        known = until is not None and start is not None and until >= start
        found[key] = (
            {"unit": "Days", "value": (until - start).days} if known and until and start else {"unit": "Unknown"}
        )
    return found


def _attributes(ground: Ground) -> dict[str, Any]:
    """What was disclosed. data_total is the least: VERIS has no room for a most, that stands in `plus`."""
    figures, facts = ground.figures, ground.incident
    proven = figures.people.get("proven", 0)
    seen = {variety: max((figures.categories.get(one, 0) for one in of), default=0) for variety, of in _DATA.items()}
    data = [{"variety": variety, "amount": people} for variety, people in seen.items() if people]
    disclosed = {"data_disclosure": "Yes" if proven else "Potentially" if figures.touched else "Unknown"}
    state = ["Stored unencrypted" if proven else "Unknown"]
    found: dict[str, Any] = {
        "confidentiality": disclosed
        | {"data": data or [{"variety": "Unknown"}], "data_victim": ["Patient"], "state": state}
    }
    if proven:
        found["confidentiality"]["data_total"] = proven
    if facts.integrity != "unchanged":
        found["integrity"] = {"variety": ["Modify data"]}
    if facts.availability != "restored":
        found["availability"] = {"variety": ["Loss" if facts.availability == "permanent" else "Interruption"]}
    return found


def _discovery(ground: Ground) -> dict[str, Any]:
    """By itself, by its processor, or by somebody else."""
    events = [one.event for one in ground.aware if one.event]
    if not events:
        return {"unknown": True}
    first = min(events, key=lambda one: (terms.first(one.at), one.id))
    if first.kind == "discovery":
        return {"internal": {"variety": ["Unknown"]}}
    processors = {one.processor for one in ground.datasets if one.processor}
    return {"partner" if first.who in processors else "external": {"variety": ["Unknown"]}}


def _first(events: Iterable[Event]) -> date | None:
    return min((_day(one.at) for one in events), default=None)


def _day(when: datetime | date) -> date:
    return terms.local(when).date() if isinstance(when, datetime) else when
