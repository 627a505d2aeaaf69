"""What FHIR resources say about a patient (reports, orders, results, conditions) as fields of a record."""

from typing import Any, Final

from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.fhir_index import Index, target
from betrokken.stages.reading.fhir_people import Organisation, Professional
from betrokken.stages.reading.fhir_resources import Resource, first, many, objects, word
from betrokken.stages.reading.person_parts import day

_SUBJECTS: Final = ("subject", "patient", "beneficiary", "individual", "for")
_EXAMS: Final = frozenset(
    {
        *("DiagnosticReport", "Observation", "ServiceRequest", "ProcedureRequest", "DiagnosticOrder"),
        *("DiagnosticRequest", "Procedure", "ImagingStudy", "Specimen", "Media"),
    }
)
# No event of care: bookkeeping about the patient that the index has taken in, or that says nothing more.
_SKIPPED: Final = frozenset({"Patient", "RelatedPerson", "Coverage", "Provenance", "AuditEvent", "Consent", "Group"})
_DAYS: Final = (
    *("effectiveDateTime", "effectiveInstant", "effectivePeriod", "occurrenceDateTime", "occurrencePeriod"),
    *("performedDateTime", "performedPeriod", "collectedDateTime", "started", "onsetDateTime", "authoredOn"),
    *("orderedOn", "receivedTime", "issued", "recordedDate", "period", "date", "created"),
)


def subject(resource: Resource) -> Resource | None:
    """The reference to the patient a resource is about; None when it is about none."""
    if word(resource.get("resourceType")) in _SKIPPED:
        return None
    found = next((first(resource[name]) for name in _SUBJECTS if isinstance(resource.get(name), (dict, list))), None)
    if found is None or target(found).startswith(("Group/", "Device/", "Location/")):
        return None
    return found


def event(resource: Resource, index: Index) -> Record:
    """The fields of one event, without those of the patient."""
    record: Record = {}
    orders = [index.order(target(ref), resource) for ref in objects(resource.get("basedOn"))]
    samples = [index.order(target(ref), resource) for ref in objects(resource.get("specimen"))]
    kind = word(resource.get("resourceType"))
    for held in (resource, *orders, *samples):
        _numbers(held, record)
    told = concept(resource.get("code") or resource.get("procedureCode"))
    if kind in _EXAMS:
        record["exam"] = told or next((concept(order.get("code")) for order in orders if order), "")
    else:
        append(record, "note", told)
    record["material"] = next(
        (concept(s.get("type")) for s in (*samples, resource) if kind == "Specimen" or s in samples), ""
    )
    record["taken_on"] = _taken([*(first(s.get("collection")) for s in samples), first(resource.get("collection"))])
    record["taken_on"] = record["taken_on"] or _taken([resource, *orders])
    _results(resource, record)
    _organisations(resource, orders, index, record)
    _professionals(resource, orders, index, record)
    return {key: value for key, value in record.items() if value}


def concept(value: Any) -> str:
    """The text of a coded concept, else the displays and codes of its codings."""
    if isinstance(value, str):
        return value.strip()
    node = first(value)
    node = first(node.get("concept")) or node  # R5 CodeableReference
    told = [word(node.get("text"))]
    for coding in objects(node.get("coding")) or ([node] if "code" in node else []):
        told += [word(coding.get("display")), word(coding.get("code"))]
    return " ".join(dict.fromkeys(part for part in told if part))


def _numbers(resource: Resource, record: Record) -> None:
    """Numbers of the order and the sample."""
    named = [*objects(resource.get("identifier")), *objects(resource.get("accessionIdentifier"))]
    named += objects(resource.get("requisition"))
    named += [first(ref.get("identifier")) for ref in objects(resource.get("basedOn"))]
    for identifier in named:
        add(record, "sample_number", word(identifier.get("value")))


def _taken(nodes: list[Resource]) -> str:
    for node in nodes:
        for name in _DAYS:
            value = node.get(name)
            told = word(value) or word(first(value).get("start"))
            if told:
                return day(told)
    return ""


def _results(resource: Resource, record: Record) -> None:
    append(record, "test_result", word(resource.get("conclusion")))
    for code in (*objects(resource.get("conclusionCode")), *objects(resource.get("codedDiagnosis"))):
        append(record, "test_result", concept(code))
    for part in (resource, *objects(resource.get("component"))):
        append(record, "test_result", _value(part))
    for remark in objects(resource.get("note")):
        append(record, "note", word(remark.get("text")))
    append(record, "note", word(resource.get("comment")) or word(resource.get("description")))
    if resource.get("presentedForm") or (resource.get("result") and not record.get("test_result")):
        record.setdefault("test_result", "elsewhere in this file")


def _value(part: Resource) -> str:
    for name, value in part.items():
        if name.startswith("value") and name[5:6].isupper():
            if isinstance(value, dict) and "value" in value:
                return f"{word(value.get('value'))} {word(value.get('unit'))}".strip()
            return word(value) if not isinstance(value, dict) else concept(value)
    return ""


def _references(resource: Resource, *names: str) -> list[Resource]:
    found = []
    for name in names:
        for node in objects(resource.get(name)):
            found += objects(node.get("agent")) or objects(node.get("actor")) or [node]
    return found


def _organisations(resource: Resource, orders: list[Resource], index: Index, record: Record) -> None:
    """Who asked, the surest first: requester, an extension that refers to an organisation, encounter, performer."""
    asked = [ref for held in (resource, *orders) for ref in _references(held, "requester", "orderer", "author")]
    asked += [first(e.get("valueReference")) for e in objects(resource.get("extension")) if "valueReference" in e]
    asked += _references(resource, "encounter", "context", "serviceProvider", "custodian")
    for reference in asked:
        _add_organisation(index.organisation(target(reference), resource), record)
        if not target(reference):
            add(record, "institution", word(reference.get("display")))
    if "institution" not in record:
        for reference in _references(resource, "performer"):
            _add_organisation(index.organisation(target(reference), resource), record)


def _add_organisation(found: Organisation | None, record: Record) -> None:
    if found:
        add(record, "institution", found.name)
        for code in found.codes:
            add(record, "sender_code", code)


def _professionals(resource: Resource, orders: list[Resource], index: Index, record: Record) -> None:
    for held in (resource, *orders):
        for reference in _references(held, "requester", "orderer", "recorder"):
            _add_professional(index.professional(target(reference), resource), record, "requester")
    for reference in _references(resource, "performer", "resultsInterpreter", "author", "participant", "asserter"):
        _add_professional(index.professional(target(reference), resource), record, "professional.name")


def _add_professional(found: Professional | None, record: Record, means: str) -> None:
    if found:
        add_professional(record, means, found.name, found.agb)
        add(record, "professional.phone", found.phone)


def attachments(resource: Resource) -> list[tuple[str, str]]:
    """(media type, base64 text) of documents a resource carries."""
    nodes = objects(resource.get("presentedForm"))
    for content in (*objects(resource.get("content")), *objects(resource.get("payload"))):
        nodes += objects(content.get("attachment")) + objects(content.get("contentAttachment")) + [content]
    nodes += [resource] if word(resource.get("resourceType")) == "Binary" else []
    return [(word(n.get("contentType")), word(n.get("data"))) for n in nodes if word(n.get("data"))]


def answers(resource: Resource) -> str:
    """The questions and answers of a QuestionnaireResponse as lines."""
    lines: list[str] = []
    waiting = objects(resource.get("item"))
    while waiting and len(lines) < 10_000:
        item = waiting.pop(0)
        values = [_value(answer) for answer in objects(item.get("answer"))]
        lines += [f"{word(item.get('text'))}: {value}" for value in values if value]
        waiting = [*objects(item.get("item")), *waiting]
    return "\n".join(lines)


def person_of(reference: Resource) -> Record:
    """A patient who is told by a reference alone: its identifier and display."""
    record: Record = {"name": word(reference.get("display"))}
    for identifier in many(reference.get("identifier")):
        system = word(first(identifier).get("system")).lower()
        means = "bsn" if "bsn" in system or "2.16.840.1.113883.2.4.6.3" in system else "patient_number"
        record[means] = word(first(identifier).get("value"))
    return {key: value for key, value in record.items() if value}
