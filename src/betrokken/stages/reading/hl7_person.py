"""The person segments of HL7 v2 (PID, NK1, GT1, IN1, MRG) as fields of a record.

Dutch use: PID-3 repeats as `BSN^^^NLMINBIZA^NNNLD`, PID-5.1 holds own and partner's name in sub-components (FN),
PID-11.1 street and number in sub-components (SAD). Values stay escaped here; the whole record is unescaped once.
"""

from typing import Final

from betrokken.kit import checks
from betrokken.stages.reading.coded_records import Record, add
from betrokken.stages.reading.hl7_syntax import Syntax, components
from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex, surnames

_BSN_MARKS: Final = ("NLMINBIZA", "2.16.840.1.113883.2.4.6.3", "BSN")
_BSN_TYPES: Final = frozenset({"NNNLD", "NNNL", "BSN"})
_SOFT_TYPES: Final = frozenset({"SS", "NI", "NN", "SN"})  # a national number of some country (table 0203)
_DOCUMENT_TYPES: Final = frozenset({"PPN", "DL", "NLPPN", "PP", "ID", "DN"})
_INSURANCE_TYPES: Final = frozenset({"HC", "NIIP", "JHN", "MA", "MC"})
_NOT_THE_PERSON: Final = frozenset({"VN", "AN", "ANON", "FI", "ACSN"})
_BIRTH_TYPES: Final = frozenset({"M", "B"})
_OTHER_NAMES: Final = frozenset({"A", "N", "S", "I", "U", "P", "R"})
_HOME_TYPES: Final = frozenset({"H", "L", "P"})
_SELF: Final = frozenset({"", "18", "S", "SEL", "SELF", "01", "ZELF"})


def patient(fields: list[str], marks: Syntax, record: Record) -> None:
    """PID into a record."""
    for repetition in fields[3].split(marks.repetition):
        _identifier(repetition, marks, record)
    for index in (2, 4, 19):
        if fields[index]:
            _loose_identifier(fields[index], marks, record, index)
    _names(fields[5], marks, record)
    if fields[7]:
        record["birth_date"] = day(first(fields[7], marks))
    record["sex"] = sex(first(fields[8], marks))
    if fields[11]:
        _address(fields[11], marks, record)
    for index in (13, 14, 40):
        if fields[index]:
            contacts(fields[index], marks, record)
    if fields[20]:
        add(record, "id_document", first(fields[20], marks))
    if fields[29]:
        record["deceased_on"] = day(first(fields[29], marks))


def first(value: str, marks: Syntax) -> str:
    """The first component of the first repetition."""
    return value.split(marks.repetition, 1)[0].split(marks.component, 1)[0].strip()


def _identifier(repetition: str, marks: Syntax, record: Record) -> None:
    """One CX: `number^check^scheme^authority^type`."""
    number, _, _, authority, kind, *_ = components(repetition, marks.component, 5)
    number = number.strip()
    if not number:
        return
    told = kind in _BSN_TYPES or any(mark in authority for mark in _BSN_MARKS)
    if told or (kind in _SOFT_TYPES and checks.bsn(number)):
        record.setdefault("bsn", number)
    elif kind in _DOCUMENT_TYPES:
        add(record, "id_document", number)
    elif kind in _INSURANCE_TYPES:
        add(record, "insurance_number", number)
    elif kind not in _NOT_THE_PERSON:
        add(record, "patient_number", number)
        if authority:
            record.setdefault("sender_code 4", authority.split(marks.sub)[0])


def _loose_identifier(value: str, marks: Syntax, record: Record, index: int) -> None:
    """PID-2, PID-4 and PID-19 tell no type: a number that passes the 11-test there is a BSN when none was told."""
    for repetition in value.split(marks.repetition):
        number = repetition.split(marks.component)[0].strip()
        if checks.bsn(number) and record.get("bsn", number) == number:
            record["bsn"] = number
        elif index != 19:
            add(record, "patient_number", number)


def _names(value: str, marks: Syntax, record: Record) -> None:
    """The legal name first; a repetition of type M or B is the name at birth."""
    if marks.repetition not in value:
        _name(value, marks, record)
        return
    legal, birth = "", ""
    for repetition in value.split(marks.repetition):
        kind = components(repetition, marks.component, 7)[6].strip().upper()
        if kind in _BIRTH_TYPES:
            birth = birth or repetition
        elif kind == "L" or not legal:
            legal = repetition if kind not in _OTHER_NAMES or not legal else legal
    _name(legal or birth, marks, record)
    if birth and legal and not record.get("birth_surname"):
        _birth_name(birth.split(marks.component)[0], marks, record)


def _name(value: str, marks: Syntax, record: Record) -> None:
    """One XPN: `family^given^further^suffix^prefix`, family as `display&own prefix&own&partner prefix&partner`."""
    family, given, further, _, salutation, *_ = components(value, marks.component, 5)
    display, own_prefix, own, partner_prefix, partner, *_ = components(family, marks.sub, 5)
    record.update(surnames(display, own_prefix, own, partner_prefix, partner))
    record["given_names"], record["initials"] = given_and_initials(given, further, record["surname"])
    record["salutation"] = salutation


def _birth_name(family: str, marks: Syntax, record: Record) -> None:
    display, prefix, own, *_ = components(family, marks.sub, 3)
    if (own or display) != record.get("surname"):
        record["birth_surname"], record["birth_prefix"] = own or display, prefix


def _address(value: str, marks: Syntax, record: Record) -> None:
    """The home address where types are told, else the first one."""
    found = [components(repetition, marks.component, 7) for repetition in value.split(marks.repetition)]
    home = next((parts for parts in found if parts[6] in _HOME_TYPES), found[0])
    lines, extra, city, _, postcode, country, *_ = home
    line, street, number, *_ = components(lines, marks.sub, 3)
    if street or number:
        record["street"], record["house_number"] = street or line, number
        record["house_number_suffix"] = extra
    else:
        record["address"] = f"{line} {extra}" if len(extra) < 7 else line
    record["city"], record["postcode"], record["country"] = city, postcode, country


def contacts(value: str, marks: Syntax, record: Record, role: str = "") -> None:
    """Telephone numbers and e-mail addresses of an XTN field. role: "" or "relative." before the meaning."""
    for repetition in value.split(marks.repetition):
        parts = components(repetition, marks.component, 12)
        number, mail = parts[0].strip(), parts[3].strip()
        if "@" in number:
            number, mail = "", number
        if "@" in mail:
            add(record, f"{role}email", mail)
        else:
            number = number or parts[11] or "".join(parts[4:7])
        add(record, f"{role}phone", number)


def person_name(value: str, marks: Syntax) -> str:
    """One name out of an XPN field."""
    family, given, further, *_ = components(value.split(marks.repetition)[0], marks.component, 3)
    return professional(family.split(marks.sub)[0], f"{given} {further}")


# Numbers of (name, address, telephone, birth date, sex, relationship) in segments about another than the patient.
RELATIVES: Final = {"NK1": (2, 4, 5, 16, 15, 3), "GT1": (3, 5, 6, 8, 9, 11), "IN1": (16, 19, 0, 18, 43, 17)}


def relative(fields: list[str], marks: Syntax) -> Record | None:
    """The relative a NK1, GT1 or IN1 segment names; None when it names none but the patient."""
    name, address, phone, birth, gender, kinship = RELATIVES[fields[0]]
    full = person_name(fields[name], marks)
    if not full or (fields[0] != "NK1" and first(fields[kinship], marks).upper() in _SELF):
        return None
    lines = components(fields[address].split(marks.repetition)[0], marks.component, 5)
    record = {
        "relative.name": full,
        "relative.birth_date": day(first(fields[birth], marks)),
        "relative.sex": sex(fields[gender]),
        "relative.address": lines[0].split(marks.sub)[0],
        "relative.postcode": lines[4],
        "relative.city": lines[2],
    }
    if phone:
        contacts(fields[phone], marks, record, "relative.")
    return record


def insurance(fields: list[str], marks: Syntax, record: Record) -> None:
    """The policy number (IN1-36) and the number of the insured (IN1-49)."""
    for index in (36, 49):
        add(record, "insurance_number", first(fields[index], marks))


def merged(fields: list[str], marks: Syntax, record: Record) -> None:
    """The number a patient had before two records were merged (MRG-1)."""
    for repetition in fields[1].split(marks.repetition):
        _identifier(repetition, marks, record)
