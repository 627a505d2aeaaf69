"""FHIR resources become records of patients and what was done for them."""

import base64
import json
from typing import Any

import pytest

from betrokken.stages.reading.formats import fhir
from tests.stages.reading import documents
from tests.stages.reading.sources import fragments, places, source, tables, texts, troubles

_PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p0",
    "identifier": [
        {"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "123456782"},
        {"system": "urn:oid:2.16.840.1.113883.2.4.3.11", "value": "77"},
        {"type": {"coding": [{"code": "PPN"}]}, "value": "NXA1"},
    ],
    "name": [
        {
            "use": "official",
            "family": "van Dam-de Wit",
            "_family": {
                "extension": [
                    {"url": "http://hl7.org/fhir/StructureDefinition/humanname-own-name", "valueString": "Wit"},
                    {"url": "http://hl7.org/fhir/StructureDefinition/humanname-own-prefix", "valueString": "de"},
                    {"url": "http://hl7.org/fhir/StructureDefinition/humanname-partner-name", "valueString": "Dam"},
                    {"url": "http://hl7.org/fhir/StructureDefinition/humanname-partner-prefix", "valueString": "van"},
                ]
            },
            "given": ["Anna", "A."],
            "_given": [
                {"extension": [{"url": "http://x/iso21090-EN-qualifier", "valueCode": "BR"}]},
                {"extension": [{"url": "http://x/iso21090-EN-qualifier", "valueCode": "IN"}]},
            ],
        }
    ],
    "gender": "female",
    "birthDate": "1985-02-12",
    "address": [
        {
            "line": ["Kade 4 bis"],
            "_line": [
                {
                    "extension": [
                        {"url": "http://x/iso21090-ADXP-streetName", "valueString": "Kade"},
                        {"url": "http://x/iso21090-ADXP-houseNumber", "valueString": "4"},
                        {"url": "http://x/iso21090-ADXP-buildingNumberSuffix", "valueString": "bis"},
                    ]
                }
            ],
            "postalCode": "2321 LB",
            "city": "Leiden",
        }
    ],
    "telecom": [{"system": "phone", "value": "0612345678"}, {"system": "email", "value": "a@voorbeeld.nl"}],
    "generalPractitioner": [{"reference": "Practitioner/h1"}],
    "contact": [{"name": {"text": "Kees Dam"}, "telecom": [{"system": "phone", "value": "0711234567"}]}],
}
_DOCTOR = {"resourceType": "Practitioner", "id": "h1", "name": [{"family": "Arts", "given": ["B."]}]}
_CLIENT = {
    "resourceType": "Organization",
    "id": "o1",
    "name": "Praktijk Noord",
    "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/agb-z", "value": "01054321"}],
}
_ORDER = {
    "resourceType": "ServiceRequest",
    "id": "s1",
    "identifier": [{"value": "O55"}],
    "requester": {"reference": "Organization/o1"},
}
_REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "subject": {"reference": "Patient/p0"},
    "basedOn": [{"reference": "ServiceRequest/s1"}],
    "code": {"text": "Uitstrijkje"},
    "effectiveDateTime": "2023-03-19T09:00:00Z",
    "conclusion": "Pap 1",
}


def _bundle(*resources: dict[str, Any]) -> str:
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": resource} for resource in resources]})


def _records(text: str) -> list[dict[str, str]]:
    (table,) = tables(fragments(fhir, text))
    names = [column.name for column in table.columns]
    return [{n: v for n, v in zip(names, row, strict=True) if v} for row in table.rows]


def test_a_report_has_its_patient_and_client() -> None:
    found = _records(_bundle(_PATIENT, _DOCTOR, _CLIENT, _ORDER, _REPORT))
    record = found[0]
    assert (record["bsn"], record["patient_number"], record["id_document"]) == ("123456782", "77", "NXA1")
    assert (record["prefix"], record["surname"]) == ("van", "Dam-de Wit")
    assert (record["birth_prefix"], record["birth_surname"]) == ("de", "Wit")
    assert (record["given_names"], record["initials"]) == ("Anna", "A.")
    assert (record["birth_date"], record["sex"]) == ("1985-02-12", "F")
    assert (record["street"], record["house_number"], record["house_number_suffix"]) == ("Kade", "4", "bis")
    assert (record["phone"], record["email"]) == ("0612345678", "a@voorbeeld.nl")
    assert (record["exam"], record["taken_on"], record["test_result"]) == ("Uitstrijkje", "2023-03-19", "Pap 1")
    assert (record["institution"], record["sender_code"]) == ("Praktijk Noord", "01054321")
    assert (record["sample_number"], record["professional.name"]) == ("O55", "Arts, B.")
    assert (record["relative.name"], record["relative.phone"]) == ("Kees Dam", "0711234567")
    assert found[1] == {"professional.name": "Arts, B."}


def test_places_name_the_patient() -> None:
    (table,) = tables(fragments(fhir, _bundle(_PATIENT, _REPORT, {"resourceType": "Patient", "id": "p1"})))
    assert places(table) == ["Patient/p0", "Patient/p1"]
    assert table.unit == "record"


def test_references_by_full_url() -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": "urn:uuid:1", "resource": _PATIENT},
            {"fullUrl": "urn:uuid:2", "resource": {**_REPORT, "subject": {"reference": "urn:uuid:1"}}},
        ],
    }
    (record,) = _records(json.dumps(bundle))
    assert (record["bsn"], record["exam"]) == ("123456782", "Uitstrijkje")


def test_contained_resources() -> None:
    report = {
        **_REPORT,
        "contained": [_PATIENT, _CLIENT],
        "subject": {"reference": "#p0"},
        "extension": [{"url": "x", "valueReference": {"reference": "#o1"}}],
    }
    (record,) = _records(json.dumps(report))
    assert (record["bsn"], record["institution"]) == ("123456782", "Praktijk Noord")


def test_a_patient_told_by_reference_alone() -> None:
    subject = {
        "identifier": {"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "123456782"},
        "display": "A. Dam",
    }
    (record,) = _records(json.dumps({**_REPORT, "subject": subject}))
    assert (record["bsn"], record["name"]) == ("123456782", "A. Dam")


def test_lines_of_resources_with_a_damaged_one() -> None:
    lines = "\n".join((json.dumps(_REPORT), '{"resourceType": "Pat', json.dumps(_PATIENT)))
    found = fragments(fhir, lines)
    assert len(tables(found)[0].rows) == 1
    assert [trouble.rows for trouble in troubles(found)] == [1]


def test_a_bundle_that_is_cut_off() -> None:
    whole = _bundle(_PATIENT, _CLIENT, _REPORT)
    found = fragments(fhir, whole[: whole.index("Uitstrijkje")])
    assert "123456782" in tables(found)[0].rows[0]
    assert len(troubles(found)) == 1


def test_xml_says_the_same() -> None:
    xml = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><id value="p0"/>
    <identifier><system value="http://fhir.nl/fhir/NamingSystem/bsn"/><value value="123456782"/></identifier>
    <name><family value="Dam"/><given value="Anna"/><given value="Maria"/></name><gender value="female"/>
    <birthDate value="1985-02-12"/></Patient></resource></entry><entry><resource><Observation><id value="o"/>
    <code><text value="HPV"/></code><subject><reference value="Patient/p0"/></subject>
    <valueQuantity><value value="5.1"/><unit value="mmol/l"/></valueQuantity></Observation></resource></entry></Bundle>"""
    (record,) = _records(xml)
    assert (record["bsn"], record["surname"], record["given_names"]) == ("123456782", "Dam", "Anna Maria")
    assert (record["exam"], record["test_result"]) == ("HPV", "5.1 mmol/l")


def test_an_embedded_document_is_read() -> None:
    data = base64.b64encode(documents.pdf(documents.shown(50, 700, "Betreft: B. Bos"))).decode()
    report = {**_REPORT, "presentedForm": [{"contentType": "application/pdf", "data": data}]}
    found = fragments(fhir, json.dumps(report))
    assert [(text.place, text.text) for text in texts(found)] == [("DiagnosticReport/r1 document", "Betreft: B. Bos")]


def test_values_of_unlikely_types_do_no_harm() -> None:
    odd = {"resourceType": "Patient", "id": 5, "name": "Bos", "identifier": {"value": 9}, "address": [None, 3]}
    (record,) = _records(json.dumps([odd, {"resourceType": "Observation", "subject": [1], "code": []}]))
    assert record["patient_number"] == "9"


@pytest.mark.parametrize("text", [_bundle(_PATIENT, _REPORT), "\n".join(map(json.dumps, (_PATIENT, _REPORT)))])
def test_large_files_are_streamed_to_the_same_end(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _records(text)
    monkeypatch.setattr("betrokken.stages.reading.fhir_resources._IN_MEMORY", 0)
    assert _records(text) == whole


def test_recognised_by_content() -> None:
    assert fhir.recognise(source(_bundle(_PATIENT))) > 0.9
    assert fhir.recognise(source('{"resource": 1}')) == 0
    assert fhir.recognise(source('<Patient xmlns="http://hl7.org/fhir"/>')) > 0.9
