"""FHIR resources: bundles, single resources, lines of them (bulk export), in JSON and XML."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import embedded, fhir_events
from betrokken.stages.reading.coded_records import Record, add, add_professional, tables, take_professionals
from betrokken.stages.reading.fhir_index import Index, target
from betrokken.stages.reading.fhir_people import Person
from betrokken.stages.reading.fhir_resources import Resource, Resources, word

NAME: Final = "fhir"
MEDIA_TYPE: Final = "application/fhir+json"

_JSON: Final = re.compile(rb'"resourceType"\s*:\s*"[A-Z][A-Za-z]{2,40}"')
_XML: Final = re.compile(rb"""<[A-Z][A-Za-z]{2,40}\s[^<>]{0,2000}xmlns\s*=\s*["']http://hl7\.org/fhir["']""")


def recognise(source: Source) -> float:
    """Sure when the first bytes name a type of resource, in JSON or in the FHIR namespace."""
    start = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return 0.97 if _JSON.search(source.head) else 0.0
    return 0.97 if start == b"<" and _XML.search(source.head[:8192]) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table: a row per patient and event, per patient without any, per relative and per practitioner."""
    aside: list[Fragment] = []
    resources = Resources(source, aside)
    index = Index(resources)
    for table in tables(_records(resources, index, source, aside), "record"):
        yield table
        yield from aside
        aside.clear()
    yield from aside


def _records(resources: Resources, index: Index, source: Source, aside: list[Fragment]) -> Iterator[tuple[str, Record]]:
    told: set[str] = set()
    for _, resource in resources:
        _documents(resource, source, aside)
        reference = fhir_events.subject(resource)
        if reference is None:
            continue
        patient = index.name(target(reference))
        person = index.person(patient, resource)
        told.add(patient)
        record = dict(_of_person(person, index, resource) if person else fhir_events.person_of(reference))
        _merge(record, fhir_events.event(resource, index))
        if answers := fhir_events.answers(resource):
            record["note"] = answers
        if record:
            yield patient if person and not patient.startswith("#") else _name(resource), record
    yield from _without_events(resources, index, told)


def _name(resource: Resource) -> str:
    return f"{word(resource.get('resourceType'))}/{word(resource.get('id'))}"


def _merge(record: Record, more: Record) -> None:
    """Fields of an event over those of its patient; the organisations of the event go before the patient's own."""
    professionals = [*take_professionals(more), *take_professionals(record)]
    for key, value in more.items():
        held = record.get(key)
        record[key] = value
        means = key.split(" ")[0]
        if held and held != value and means in ("institution", "sender_code"):
            add(record, means, held)
    for means, name, code in professionals:
        add_professional(record, means, name, code)


def _of_person(person: Person, index: Index, resource: Resource) -> Record:
    """The patient with the organisation and professionals it refers to."""
    record = dict(person.record)
    organisation = index.organisation(target({"reference": person.organisation}), resource)
    if organisation:
        record["institution"] = organisation.name
        for code in organisation.codes:
            add(record, "sender_code", code)
    for reference in person.professionals:
        found = index.professional(target(reference), resource)
        shown = "" if target(reference).startswith("Organization/") else word(reference.get("display"))
        add_professional(record, "professional.name", found.name if found else shown, found.agb if found else "")
    return record


def _without_events(resources: Resources, index: Index, told: set[str]) -> Iterator[tuple[str, Record]]:
    """Patients nothing refers to, further relatives, and practitioners."""
    for _, resource in resources:
        name = _name(resource)
        person = index.people.get(name)
        if person:
            if name not in told:
                yield name, _of_person(person, index, resource)
            yield from ((name, relative) for relative in person.relatives)
        elif found := index.professionals.get(name):
            record = {"professional.phone": found.phone}
            add_professional(record, "professional.name", found.name, found.agb)
            yield name, record


def _documents(resource: Resource, source: Source, aside: list[Fragment]) -> None:
    for _, data in fhir_events.attachments(resource):
        try:
            document = base64.b64decode(data)
        except binascii.Error:
            aside.append(Trouble(_name(resource), "an embedded document is damaged"))
            continue
        aside += embedded.fragments(document, f"{_name(resource)} document", source)
