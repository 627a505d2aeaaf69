"""HL7 version 3: clinical documents (CDA R2) and messages, as records and their narrative.

Dutch identifiers by root (OID): 2.16.840.1.113883.2.4.6.3 citizen service number, .6.1 AGB code.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.markup import children, local
from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex, surnames

_BSN: Final = "2.16.840.1.113883.2.4.6.3"
_AGB: Final = "2.16.840.1.113883.2.4.6.1"
_PATIENT_ROLES: Final = frozenset({"patientRole", "patient", "Patient", "identifiedPerson"})
_PERSONS: Final = frozenset({"patient", "patientPerson", "Person", "person", "identifiedPerson", "livingSubjectName"})
_PROFESSIONALS: Final = frozenset(
    {"assignedAuthor", "assignedEntity", "intendedRecipient", "AssignedPerson", "associatedEntity"}
)
_ORGANISATIONS: Final = frozenset({"informationRecipient", "componentOf", "participant", "author", "custodian"})
_LINES: Final = frozenset({"paragraph", "item", "tr", "br", "caption", "title", "list", "table"})
_LONGEST: Final = 200  # characters of a section that is a result and no report
_LEVELS: Final = 40  # of narrative that are followed


def records(root: etree._Element) -> Iterator[Record]:
    """A record per patient, each with what the document says about the exam."""
    shared = _shared(root)
    found = [element for element in root.iter() if local(element) in _PATIENT_ROLES and _is_role(element)]
    for role in found:
        record = dict(shared)
        _patient(role, record)
        yield {key: value for key, value in record.items() if value}


def _is_role(element: etree._Element) -> bool:
    """Whether an element is a patient with an id: in CDA the person within the role bears the same word."""
    names = {local(child) for child in element}
    return "id" in names and bool(names & (_PERSONS | {"addr", "telecom"}))


def _patient(role: etree._Element, record: Record) -> None:
    for identifier in children(role, "id"):
        _identifier(identifier, record)
    person = next((child for child in role if local(child) in _PERSONS), role)
    record["birth_date"] = day(_value(person, "birthTime"))
    code = next(children(person, "administrativeGenderCode"), None)
    record["sex"] = sex(code.get("code", "") if code is not None else "")
    for name in children(person, "name"):
        _name(name, record)
        break
    for address in (*children(role, "addr"), *children(person, "addr")):
        _address(address, record)
        break
    for telecom in (*children(role, "telecom"), *children(person, "telecom")):
        scheme, _, number = telecom.get("value", "").rpartition(":")
        add(record, "email" if scheme == "mailto" or "@" in number else "phone", number)


def _identifier(identifier: etree._Element, record: Record) -> None:
    number = identifier.get("extension", "")
    if identifier.get("root") == _BSN:
        record["bsn"] = number
    else:
        add(record, "patient_number", number)


def _value(element: etree._Element, name: str) -> str:
    child = next(children(element, name), None)
    return child.get("value", "") if child is not None else ""


def _parts(name: etree._Element) -> list[tuple[str, str, str]]:
    """(kind, qualifier, text) of each part of a name."""
    return [(local(p), p.get("qualifier", ""), "".join(map(str, p.itertext())).strip()) for p in name]


def _name(name: etree._Element, record: Record) -> None:
    """A name of ISO 21090: given names by qualifier (BR, IN, CL), family by BR and SP, prefixes (VV) before each."""
    own = own_prefix = partner = partner_prefix = prefix = ""
    given: list[str] = []
    initials = ""
    for kind, qualifier, text in _parts(name):
        if kind == "prefix":
            prefix = text if "VV" in qualifier or not qualifier else prefix
        elif kind == "family" and "SP" in qualifier:
            partner, partner_prefix, prefix = text, prefix, ""
        elif kind == "family":
            own, own_prefix, prefix = text, prefix, ""
        elif kind == "given" and "IN" in qualifier:
            initials += text
        elif kind == "given" and ("CL" not in qualifier or not given):
            given.append(text)
    plain = "" if own or partner else " ".join("".join(map(str, name.itertext())).split())
    record["name"] = plain
    record.update(surnames("", own_prefix, own, partner_prefix, partner))
    if partner and own:
        record["surname"], record["prefix"] = partner, partner_prefix
    if initials:
        record["given_names"], record["initials"] = " ".join(given), initials
    else:
        first, further = (given[0], " ".join(given[1:])) if given else ("", "")
        record["given_names"], record["initials"] = given_and_initials(first, further, own or partner)


def _address(address: etree._Element, record: Record) -> None:
    told = {local(part): "".join(map(str, part.itertext())).strip() for part in address}
    record["street"] = told.get("streetName", "")
    record["house_number"] = told.get("houseNumber", "") or told.get("houseNumberNumeric", "")
    record["house_number_suffix"] = told.get("buildingNumberSuffix", "") or told.get("additionalLocator", "")
    if not record["street"]:
        record["address"] = told.get("streetAddressLine", "")
    record["postcode"], record["city"] = told.get("postalCode", ""), told.get("city", "")
    record["country"] = told.get("country", "")


def _shared(root: etree._Element) -> Record:
    """What the document says apart from its patient."""
    record: Record = {}
    for element in root.iter():
        name = local(element)
        if name in _PROFESSIONALS:
            _professional(element, record)
        elif name in _ORGANISATIONS:
            _organisations(element, name, record)
        elif name in ("observation", "act", "procedure", "serviceEvent"):
            _event(element, record)
        elif name in ("specimenRole", "order"):
            for identifier in children(element, "id"):
                add(record, "sample_number", identifier.get("extension", ""))
    _section(root, record)
    record["exam"] = " ".join(dict.fromkeys(part for part in (record.get("exam", ""), *_titles(root)) if part))[:300]
    record.setdefault("taken_on", day(_value(root, "effectiveTime")))
    return record


def _section(root: etree._Element, record: Record) -> None:
    """The one section of a document, with an entry that codes no exam: its title is the exam, its text the result."""
    sections = [element for element in root.iter() if local(element) == "section"]
    coded = len(sections) == 1 and next(children(sections[0], "entry"), None) is not None
    if not coded or record.get("exam") or record.get("test_result"):
        return
    title, text = (next(children(sections[0], name), None) for name in ("title", "text"))
    told = [" ".join(" ".join(map(str, part.itertext())).split()) if part is not None else "" for part in (title, text)]
    if all(told) and max(map(len, told)) <= _LONGEST:
        record["exam"], record["test_result"] = told


def _titles(root: etree._Element) -> list[str]:
    """The title and kind of a document."""
    title = next(children(root, "title"), None)
    code = next(children(root, "code"), None)
    words = [str(title.text or "").strip() if title is not None else ""]
    return [*words, code.get("displayName", "") if code is not None else ""]


def _professional(element: etree._Element, record: Record) -> None:
    held = (one.get("extension", "") for one in children(element, "id") if one.get("root") == _AGB)
    code = next(filter(None, held), "")
    for person in element:
        for name in children(person, "name") if "erson" in local(person) or "ecipient" in local(person) else ():
            told: Record = {}
            _name(name, told)
            family = f"{told.get('prefix', '')} {told.get('surname', '')}".strip() or told.get("name", "")
            shown = professional(family, told.get("initials") or told.get("given_names", ""))
            add_professional(record, "professional.name", shown, code)


def _organisations(element: etree._Element, role: str, record: Record) -> None:
    """Organisations named with a role; the one that keeps the document comes after the one it is meant for."""
    means = "institution 3" if role in ("author", "custodian") else "institution"
    for inner in element.iter():
        if "rganization" not in local(inner):
            continue
        for name in children(inner, "name"):
            if not record.get(means):
                record[means] = "".join(map(str, name.itertext())).strip()
        for identifier in children(inner, "id"):
            add(record, "sender_code", identifier.get("extension", ""))


def _event(element: etree._Element, record: Record) -> None:
    code = next(children(element, "code"), None)
    if code is not None and not record.get("exam"):
        record["exam"] = code.get("displayName", "") or code.get("code", "")
    time = next(children(element, "effectiveTime"), None)
    if time is not None and not record.get("taken_on"):
        record["taken_on"] = day(time.get("value", "") or _value(time, "low"))
    for value in children(element, "value"):
        told = value.get("displayName") or value.get("value") or "".join(map(str, value.itertext())).strip()
        append(record, "test_result", f"{told} {value.get('unit', '')}".strip())


def narrative(root: etree._Element) -> str:
    """The text for human readers, section by section."""
    lines: list[str] = []
    for section in root.iter():
        if local(section) == "section":
            for part in (*children(section, "title"), *children(section, "text")):
                lines += _lines(part, 0)
    return "\n".join(lines)


def _lines(element: etree._Element, level: int) -> list[str]:
    """The lines of one block; cells of a row stand apart by three spaces."""
    if level > _LEVELS:
        return []
    lines = [" ".join((element.text or "").split())]
    for child in element:
        inner = [line for line in _lines(child, level + 1) if line]
        name = local(child)
        if name in ("td", "th"):
            lines[-1] = "   ".join(part for part in (lines[-1], " ".join(inner)) if part)
        elif name in _LINES:
            lines += [*inner, ""]
        else:
            lines[-1] = " ".join(part for part in (lines[-1], *inner) if part)
        lines[-1] = " ".join(part for part in (lines[-1], " ".join((child.tail or "").split())) if part)
    return [line for line in lines if line]
