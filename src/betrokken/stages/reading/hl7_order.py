"""The order and result segments of HL7 v2 (PV1, ORC, OBR, OBX, SPM, SAC, NTE) as fields of a record."""

import re
from functools import lru_cache
from typing import Final

from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.hl7_person import first
from betrokken.stages.reading.hl7_syntax import Syntax, components
from betrokken.stages.reading.person_parts import day, professional

# Messages a laboratory sends to its client; in all others (orders, admissions) the client is the sender.
_TO_CLIENT: Final = frozenset({"ORU", "OUL", "MDM", "ORL", "ORR", "OPU", "RRI", "REF"})
_MATERIAL: Final = re.compile(r"^(?:mat(?:eria[a]?l)?|specimen(?: type)?|monstermateriaal|soort materiaal)$", re.I)
_AGB: Final = re.compile(r"^(?:[0-9]{8}|[0-9]{6})$")


def header(fields: list[str], marks: Syntax, record: Record) -> None:
    """MSH: the facility and the application at the client's end. fields[1] is MSH-2, so numbers are one lower."""
    to_client = fields[8].split(marks.component)[0] in _TO_CLIENT
    application, facility, lab = (4, 5, 3) if to_client else (2, 3, 5)
    codes = [fields[i].split(marks.component)[0] for i in (facility, application) if fields[i] != fields[lab]]
    if codes:
        record["sender_code 2"] = codes[0]
    if codes[1:] and codes[1] != codes[0]:
        record["sender_code 3"] = codes[1]


def visit(fields: list[str], marks: Syntax, record: Record) -> None:
    """PV1: where the patient was, and the doctors."""
    ward, _, _, facility, *_ = components(fields[3], marks.component, 4)
    record["institution 2"] = facility.split(marks.sub)[0]
    record["sender_code 6"] = ward
    for index in (7, 9, 17, 52):
        doctors(fields[index], marks, record)
    doctors(fields[8], marks, record, "requester")


def doctors(value: str, marks: Syntax, record: Record, means: str = "professional.name") -> None:
    """Every professional of an XCN field (`id^family^given^...`), with the AGB code where the id is one."""
    if value:
        for repetition in value.split(marks.repetition):
            code, name = _doctor(repetition, marks)
            add_professional(record, means, name, code)


@lru_cache(maxsize=20_000)
def _doctor(value: str, marks: Syntax) -> tuple[str, str]:
    """(AGB code, name) of one XCN; of an NDL, whose person stands in the sub-components of the first component."""
    number, family, given, further, *_ = components(value, marks.component, 4)
    if marks.sub in number:
        number, family, given, further, *_ = components(number, marks.sub, 4)
    number, family = number.strip(), family.split(marks.sub)[0]
    if _AGB.match(number):
        return number, professional(family, f"{given} {further}")
    return "", professional(family or ("" if number.isdigit() else number), f"{given} {further}")


def order(fields: list[str], marks: Syntax, record: Record) -> None:
    """ORC: numbers, requester, and the organisation that orders."""
    for index in (3, 2, 4):
        add(record, "sample_number", fields[index].split(marks.component)[0])
    doctors(fields[12], marks, record, "requester")
    for index in (10, 11):
        doctors(fields[index], marks, record)
    if fields[17]:
        record["sender_code 5"] = first(fields[17], marks)
    if fields[21]:
        facility = components(fields[21].split(marks.repetition)[0], marks.component, 10)
        record["institution"], record["sender_code"] = facility[0], facility[9] or facility[2]


def request(fields: list[str], marks: Syntax, record: Record) -> None:
    """OBR: numbers, exam, day, material, requester and the professionals of the laboratory."""
    for index in (3, 2):
        add(record, "sample_number", fields[index].split(marks.component)[0])
    record["exam"] = coded(fields[4], marks)
    if taken := fields[7] or fields[14]:
        record["taken_on"] = day(first(taken, marks))
    if fields[15]:
        record["material"] = _source(fields[15], marks)
    append(record, "note", fields[13].replace(marks.component, " "))
    doctors(fields[16], marks, record, "requester")
    for index in (10, 28, 32, 33, 34, 35):
        doctors(fields[index], marks, record)


@lru_cache(maxsize=20_000)
def coded(value: str, marks: Syntax) -> str:
    """Code and text of a coded element, also of its alternate: "CYTCX Uitstrijkje"."""
    code, text, _, other_code, other_text, *_ = components(value.split(marks.repetition)[0], marks.component, 5)
    return " ".join(dict.fromkeys(word.strip() for word in (code, text, other_code, other_text) if word))


def _source(value: str, marks: Syntax) -> str:
    """The words of a specimen source (SPS), whose code stands in sub-components."""
    return " ".join(value.replace(marks.component, " ").replace(marks.sub, " ").split())[:200]


def observation(fields: list[str], marks: Syntax, record: Record) -> None:
    """OBX: a result, or the material when the question asks that."""
    answer = fields[5].replace(marks.repetition, "\n").replace(marks.component, " ")
    if _asks_material(fields[3], marks):
        record["material"] = record.get("material") or answer
    elif answer:
        append(record, "test_result", f"{answer} {first(fields[6], marks)}".strip())
    if not record.get("exam"):
        record["exam"] = coded(fields[3], marks)
    if fields[14] and not record.get("taken_on"):
        record["taken_on"] = day(fields[14])
    doctors(fields[16], marks, record)


@lru_cache(maxsize=20_000)
def _asks_material(question: str, marks: Syntax) -> bool:
    return any(_MATERIAL.match(word) for word in components(question, marks.component, 2)[:2])


def document(fields: list[str], marks: Syntax) -> str:
    """The base64 text of a document an OBX carries (ED: `source^type^subtype^encoding^data`), "" for none."""
    if fields[2] != "ED":
        return ""
    _, _, _, encoding, data, *_ = components(fields[5], marks.component, 5)
    return data if encoding.lower() == "base64" else ""


def specimen(fields: list[str], marks: Syntax, record: Record) -> None:
    """SPM: sample number, material and the day it was taken."""
    for number in fields[2].split(marks.component):
        add(record, "sample_number", number.split(marks.sub)[0])
    record["material"] = record.get("material") or coded(fields[4], marks)
    if fields[17] and not record.get("taken_on"):
        record["taken_on"] = day(first(fields[17], marks))


def container(fields: list[str], marks: Syntax, record: Record) -> None:
    """SAC: the number on the tube."""
    add(record, "sample_number", first(fields[3], marks))


def remark(fields: list[str], marks: Syntax, record: Record) -> None:
    """NTE: free text."""
    append(record, "note", fields[3].replace(marks.repetition, "\n"))
