"""People and organisations of FHIR (STU3 to R5, with the Dutch profiles nl-core and zib) as fields of a record."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from betrokken.stages.reading.coded_records import Record, add
from betrokken.stages.reading.fhir_resources import Resource, first, many, objects, word
from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex, surnames

_BSN_SYSTEMS: Final = ("namingsystem/bsn", "2.16.840.1.113883.2.4.6.3")
_DOCUMENT_WORDS: Final = ("passport", "paspoort", "driver", "rijbewijs", "identity-card", "identiteitskaart")
_DOCUMENT_TYPES: Final = frozenset({"PPN", "DL"})
_INSURANCE_TYPES: Final = frozenset({"HC", "MB", "SN"})
_LEADING_INITIALS: Final = re.compile(r"^((?:(?:IJ|[A-ZÀ-Þ][a-z]{0,2})\.[ -]?)+)")
_OLD: Final = frozenset({"old", "temp", "anonymous", "nickname"})
_AGB: Final = ("agb", "2.16.840.1.113883.2.4.6.1")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation a resource refers to: its name, and codes that tell it, the surest first."""

    name: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Professional:
    """A practitioner: name as "family, initials", AGB code, telephone."""

    name: str = ""
    agb: str = ""
    phone: str = ""


@dataclass(slots=True)
class Person:
    """A patient as a record, what it refers to, and further relatives."""

    record: Record
    organisation: str = ""
    professionals: list[Resource] = field(default_factory=list)
    relatives: list[Record] = field(default_factory=list)


def extensions(node: Any, *endings: str) -> list[Resource]:
    """Extensions of a node whose URL ends in one of the words."""
    return [e for e in objects(first(node).get("extension")) if word(e.get("url")).endswith(endings)]


def extension_text(node: Any, ending: str) -> str:
    """The text of the first such extension."""
    return next((word(e.get("valueString")) or word(e.get("valueCode")) for e in extensions(node, ending)), "")


def patient(resource: Resource) -> Person:
    """Patient (or Person, RelatedPerson read as one)."""
    record: Record = {}
    for identifier in objects(resource.get("identifier")):
        _identifier(identifier, record)
    _names(objects(resource.get("name")), record)
    record["birth_date"] = day(word(resource.get("birthDate")))
    record["sex"] = sex(word(resource.get("gender")))
    record["deceased_on"] = day(word(resource.get("deceasedDateTime")))
    _address(resource.get("address"), record)
    telecom(resource.get("telecom"), record)
    relatives = [relative(contact) for contact in objects(resource.get("contact"))]
    return Person(
        {key: value for key, value in record.items() if value},
        word(first(resource.get("managingOrganization")).get("reference")),
        objects(resource.get("generalPractitioner")) + objects(resource.get("careProvider")),
        [found for found in relatives if found],
    )


def _identifier(identifier: Resource, record: Record) -> None:
    system, value = word(identifier.get("system")).lower(), word(identifier.get("value"))
    kinds = {word(coding.get("code")) for coding in objects(first(identifier.get("type")).get("coding"))}
    if any(mark in system for mark in _BSN_SYSTEMS) or system == "bsn" or "NNNLD" in kinds:
        record.setdefault("bsn", value)
    elif kinds & _DOCUMENT_TYPES or any(mark in system for mark in _DOCUMENT_WORDS):
        add(record, "id_document", value)
    elif kinds & _INSURANCE_TYPES or "verzeker" in system or "polis" in system:
        add(record, "insurance_number", value)
    else:
        add(record, "patient_number", value)


def _names(names: list[Resource], record: Record) -> None:
    current = [name for name in names if word(name.get("use")) not in (*_OLD, "maiden")]
    official = [name for name in current if word(name.get("use")) == "official"]
    chosen = first(official) or first(current) or first(names)
    _name(chosen, record)
    maiden = next((name for name in names if word(name.get("use")) == "maiden"), {})
    if maiden and not record.get("birth_surname") and maiden is not chosen:
        record["birth_surname"] = word(maiden.get("family"))


def _name(name: Resource, record: Record) -> None:
    marks = name.get("_family")
    parts = [
        extension_text(marks, f"humanname-{w}") for w in ("own-prefix", "own-name", "partner-prefix", "partner-name")
    ]
    family = " ".join(word(part) for part in many(name.get("family")))
    record.update(surnames(family, *parts))
    given, initials = _given(name)
    text = word(name.get("text"))
    if not initials and (found := _LEADING_INITIALS.match(text)):
        initials = found[1].strip()
    record["given_names"], record["initials"] = given, initials
    record["salutation"] = " ".join(word(part) for part in many(name.get("prefix")))
    if not record["surname"]:
        record["name"] = text


def _given(name: Resource) -> tuple[str, str]:
    """(given names, initials): the qualifier of each given name says which it is (ISO 21090: BR, CL, IN)."""
    given: list[str] = []
    initials: list[str] = []
    marks = many(name.get("_given"))
    for position, part in enumerate(many(name.get("given"))):
        kind = extension_text(marks[position], "EN-qualifier") if position < len(marks) else ""
        if kind == "IN":
            initials.append(word(part))
        elif kind != "CL" or not given:
            given.append(word(part))
    if initials:
        return " ".join(given), "".join(initials)
    family = " ".join(word(part) for part in many(name.get("family")))
    return given_and_initials(given[0] if given else "", " ".join(given[1:]), family)


def _address(value: Any, record: Record) -> None:
    addresses = [a for a in objects(value) if word(a.get("use")) not in _OLD]
    home = next((a for a in addresses if word(a.get("use")) in ("home", "")), first(addresses or value))
    lines = [word(line) for line in many(home.get("line")) if word(line)]
    marks = first(home.get("_line"))
    street = extension_text(marks, "ADXP-streetName")
    if street:
        record["street"] = street
        record["house_number"] = extension_text(marks, "ADXP-houseNumber")
        suffix = extension_text(marks, "ADXP-buildingNumberSuffix")
        record["house_number_suffix"] = suffix or extension_text(marks, "ADXP-additionalLocator")
    elif lines:
        numbered = [line for line in lines if any(c.isdigit() for c in line)]
        record["address"] = lines[0] if lines[0] in numbered else " ".join(lines[:2])
    record["postcode"], record["city"] = word(home.get("postalCode")), word(home.get("city"))
    record["country"] = word(home.get("country"))


def telecom(value: Any, record: Record, role: str = "") -> None:
    """Telephone numbers and e-mail addresses. role: "" or "relative." before the meaning."""
    for point in objects(value):
        number, system = word(point.get("value")), word(point.get("system"))
        if system == "email" or "@" in number:
            add(record, f"{role}email", number)
        elif system != "url":
            add(record, f"{role}phone", number)


def relative(contact: Resource) -> Record:
    """A contact of a patient, or a RelatedPerson; {} without a name."""
    own: Record = {}
    _names(objects(contact.get("name")), own)
    name = professional(f"{own.get('prefix', '')} {own['surname']}", own.get("initials") or own.get("given_names", ""))
    if not (name := name or own.get("name", "")):
        return {}
    _address(contact.get("address"), own)
    record = {
        "relative.name": name,
        "relative.birth_date": day(word(contact.get("birthDate"))),
        "relative.sex": sex(word(contact.get("gender"))),
        "relative.address": own.get("address") or f"{own.get('street', '')} {own.get('house_number', '')}".strip(),
        "relative.postcode": own["postcode"],
        "relative.city": own["city"],
    }
    telecom(contact.get("telecom"), record, "relative.")
    return {key: value for key, value in record.items() if value}


def practitioner(resource: Resource) -> Professional:
    """Practitioner."""
    own: Record = {}
    _names(objects(resource.get("name")), own)
    telecom(resource.get("telecom"), own)
    name = professional(f"{own.get('prefix', '')} {own['surname']}", own.get("initials") or own.get("given_names", ""))
    return Professional(name or own.get("name", ""), _agb(resource), own.get("phone", ""))


def _agb(resource: Resource) -> str:
    identifiers = objects(resource.get("identifier"))
    found = (i for i in identifiers if any(mark in word(i.get("system")).lower() for mark in _AGB))
    return next((word(i.get("value")) for i in found), "")


def organisation(resource: Resource) -> Organisation:
    """Organization, Location, HealthcareService: name, AGB code, other numbers, own id."""
    numbers = [word(i.get("value")) for i in objects(resource.get("identifier"))]
    codes = dict.fromkeys(code for code in (_agb(resource), *numbers, word(resource.get("id"))) if code)
    return Organisation(word(resource.get("name")), tuple(codes))
