"""Healthcare messages of the invented laboratory: HL7 v2, EDIFACT MEDVRI, FHIR."""

import json
from collections.abc import Iterable
from typing import Any

from demo.people import Order, Person

Rows = Iterable[tuple[Person, Order]]


def hl7_batch(rows: Rows) -> bytes:
    """ORU^R01 messages, one order each."""
    return "\r".join(line for number, (p, o) in enumerate(rows) for line in _oru(number, p, o)).encode("utf-8")


def _oru(number: int, p: Person, o: Order) -> list[str]:
    a, code = p.address, o.controller["codes"][0]
    day = o.taken_on.strftime("%Y%m%d")
    ids = f"{p.patient_number}^^^{code}^PI" + (f"~{p.bsn}^^^NLMINBIZA^NNNLD" if p.bsn else "")
    name = f"{p.whole_surname}&{p.prefix}&{p.surname}^{p.given_names.split()[0]}^^^^^L"
    address = f"{a.line}&{a.street}&{a.number}^{a.suffix}^{a.city}^^{a.postcode}^NL^H"
    return [
        rf"MSH|^~\&|LIMS|NOORDERMEER|{code}|{code}|{day}1200||ORU^R01|d{number:06}|P|2.4",
        f"PID|1||{ids}||{name}||{p.birth_date:%Y%m%d}|{p.sex}|||{address}||{p.phone}^PRN^CP~^NET^Internet^{p.email}",
        f"PV1|1|O|{code}^^^{o.controller['name']}",
        f"OBR|1|{o.sample}||{o.exam['code']}^{o.exam['text']}^L|||{day}0900",
        f"OBX|1|ST|CONCL^Conclusie||{o.result}||||||F",
    ]


def medvri(rows: Rows) -> bytes:
    """EDIFACT MEDVRI in the Dutch dialect: an interchange for each client, with GGA, DET, PID, PAD and TXT."""
    clients: dict[str, list[tuple[Person, Order]]] = {}
    for p, o in rows:
        clients.setdefault(o.controller["agb"][0], []).append((p, o))
    return "".join(_interchange(agb, letters) for agb, letters in clients.items()).encode("latin-1", "replace")


def _interchange(receiver: str, letters: list[tuple[Person, Order]]) -> str:
    out = [f"UNB+UNOA:1+500009901+{receiver}+250701:0930+1"]
    for number, (p, o) in enumerate(letters, start=1):
        segments = _letter(p, o)
        out += [f"UNH+{number}+MEDVRI:1", *segments, f"UNT+{len(segments) + 2}+{number}"]
    return "'".join([*out, f"UNZ+{len(letters)}+1"]) + "'"


def _letter(p: Person, o: Order) -> list[str]:
    a, e = p.address, _escape
    sex = "V" if p.sex == "F" else "M"
    name = f"{e(p.surname)}:{e(p.prefix)}::::{p.initials}"
    return [
        "GGA+Laboratorium Noordermeer+Pathologie+Laboratorium Noordermeer",
        f"DET+{o.taken_on:%y:%m:%d}+09:30",
        f"PID+{p.birth_date:%Y:%m:%d}+{sex}+{name}+{p.patient_number}+{'BSN' + p.bsn if p.bsn else ''}",
        f"PAD+{e(a.street)}:{a.number}{a.suffix}::{e(a.city)}:{a.postcode}+{p.phone}",
        f"TXT:1+Onderzoek?: {o.exam['text']}",
        f"TXT:2+Uitslag?: {e(o.result)}",
    ]


def _escape(text: str) -> str:
    return "".join(f"?{c}" if c in "?+:'" else c for c in text)


def fhir_bundle(rows: Rows) -> bytes:
    """A Bundle of Patients, Organizations and DiagnosticReports."""
    entries: list[dict[str, Any]] = []
    for number, (p, o) in enumerate(rows):
        entries += [{"resource": resource} for resource in _resources(number, p, o)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}, ensure_ascii=False).encode()


def _resources(number: int, p: Person, o: Order) -> list[dict[str, Any]]:
    a, client = p.address, o.controller
    bsn = [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": p.bsn}] if p.bsn else []
    patient = {
        "resourceType": "Patient",
        "id": f"p{number}",
        "identifier": [*bsn, {"system": "urn:oid:2.16.840.1.113883.2.4.3.99", "value": p.patient_number}],
        "name": [{"use": "official", "family": p.whole_surname, "given": p.given_names.split()}],
        "gender": "female" if p.sex == "F" else "male",
        "birthDate": p.birth_date.isoformat(),
        "address": [{"line": [a.line], "postalCode": a.postcode, "city": a.city, "country": "NL"}],
        "managingOrganization": {"reference": f"Organization/{client['id']}"},
    }
    organisation = {
        "resourceType": "Organization",
        "id": client["id"],
        "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/agb-z", "value": client["agb"][0]}],
        "name": client["name"],
    }
    report = {
        "resourceType": "DiagnosticReport",
        "id": f"r{number}",
        "status": "final",
        "code": {"text": o.exam["text"]},
        "subject": {"reference": f"Patient/p{number}"},
        "effectiveDateTime": o.taken_on.isoformat(),
        "conclusion": o.result,
    }
    return [patient, organisation, report]
