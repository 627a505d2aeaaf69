"""The Dutch EDIFACT dialect of MEDLAB, MEDVRI, MEDRAD and MEDSPE (Nictiz, 3i specification, version 3.BSN).

Tags are Dutch and may carry nesting numbers (`BEP:1:1:6+`). A message has one patient and a group per DET.
"""

from collections.abc import Callable
from typing import Final

from betrokken.kit import checks
from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.edifact_syntax import Segment
from betrokken.stages.reading.person_parts import day, professional, sex

Handler = Callable[[Segment, Record], None]


def _patient(segment: Segment, record: Record) -> None:
    """PID: `birth date+sex+married:prefix:maiden:prefix:first:initials+sender's number+receiver's number`."""
    record["birth_date"] = day(":".join(segment.element(1)[:3]))
    record["sex"] = sex(segment.value(2))
    married, married_prefix, maiden, maiden_prefix, given, initials = (segment.value(3, i) for i in range(6))
    if married and maiden:
        record["birth_surname"], record["birth_prefix"] = maiden, maiden_prefix
        record["partner_surname"], record["partner_prefix"] = married, married_prefix
    record["surname"], record["prefix"] = married or maiden, married_prefix if married else maiden_prefix
    record["given_names"], record["initials"] = given, initials
    sender, receiver = segment.value(4), segment.value(5)
    if sender.startswith("BSN"):
        identifier(sender, record)
    else:  # whatever the sender numbers; one in eleven passes the 11-test
        add(record, "patient_number", sender)
    identifier(receiver, record)


def identifier(number: str, record: Record) -> None:
    """A number of a patient: the BSN when it says so or passes the 11-test, else the number of a patient."""
    bare = number.strip().removeprefix("BSN").strip(" :")
    if bare != number.strip() or checks.bsn(bare):
        record.setdefault("bsn", bare)
    else:
        add(record, "patient_number", bare)


def _address(segment: Segment, record: Record) -> None:
    """PAD: `street:number:box:city:postcode:province:country+telephone`."""
    record["street"], record["house_number"] = segment.value(1, 0), segment.value(1, 1)
    record["city"], record["postcode"] = segment.value(1, 3), segment.value(1, 4)
    record["country"] = segment.value(1, 6)
    add(record, "phone", segment.value(2))


def _line(segment: Segment, number: int) -> str:
    """An address of an organisation or professional as one line."""
    street, house, _, city, postcode = (segment.value(number, i) for i in range(5))
    return ", ".join(part for part in (f"{street} {house}".strip(), f"{postcode} {city}".strip()) if part)


def _correspondent(segment: Segment, record: Record) -> None:
    """GGA, GGO: `person+department+institution+address+telephone`; the receiver (GGO) is the client."""
    add(record, "professional.name", segment.value(1))
    record["institution" if segment.tag == "GGO" else "institution 3"] = segment.value(3)
    add(record, "professional.address", _line(segment, 4))
    add(record, "professional.phone", segment.value(5))


def _hospital(segment: Segment, record: Record) -> None:
    """ZKH: `name+address+telephone+code` of the organisation that sends."""
    record["institution 3"] = segment.value(1)
    add(record, "professional.address", _line(segment, 2))
    add(record, "professional.phone", segment.value(3))


def _doctor(segment: Segment, record: Record) -> None:
    """ART: `type+code+last:prefix:initials:titles+address+telephone` of the one who asked."""
    last, prefix, initials = (segment.value(3, i) for i in range(3))
    add_professional(record, "requester", professional(f"{prefix} {last}", initials), segment.value(2))
    if not initials and not record.get("institution"):
        record["institution"] = last
    add(record, "professional.address", _line(segment, 4))
    add(record, "professional.phone", segment.value(5))


def _department(segment: Segment, record: Record) -> None:
    """AFD: `department+telephone` at the sender."""
    add(record, "professional.phone", segment.value(2))


def _colleague(segment: Segment, record: Record) -> None:
    """ARA: `name+telephone` of a doctor of the department; SPE the specialist."""
    add(record, "professional.name", segment.value(1))
    add(record, "professional.phone", segment.value(2))


def _copies(segment: Segment, record: Record) -> None:
    """KOP: `VAN or NAAR+names`."""
    for number in range(2, len(segment)):
        add(record, "professional.name", segment.value(number))


def _moment(segment: Segment, record: Record) -> None:
    """DET: `yy:mm:dd+hh:mm`; years of two digits are of this century, for the dialect is of 1990 to now."""
    year, month, of_month = (segment.value(1, i) for i in range(3))
    if len(year) == 2 and year.isdigit():
        year = f"20{year}" if int(year) < 70 else f"19{year}"
    record["taken_on"] = day(f"{year}:{month:0>2}:{of_month:0>2}")


def _material(segment: Segment, record: Record) -> None:
    """IDE: `complete+number+material+volume`."""
    add(record, "sample_number", segment.value(2))
    record["material"] = segment.value(3)


def _determination(segment: Segment, record: Record) -> None:
    """BEP: `type+determination+result+changed+unit+...`; without a result it is a heading."""
    name, result = segment.value(2), segment.value(3)
    append(record, "test_result", f"{name}: {result} {segment.value(5)}".strip() if result else "")
    if len(record.get("exam", "")) < 200:
        record["exam"] = f"{record['exam']}; {name}" if record.get("exam") else name


def _heading(segment: Segment, record: Record) -> None:
    """SEC, OND: the section or the examination."""
    record["exam"] = f"{record['exam']}; {segment.value(1)}" if record.get("exam") else segment.value(1)


def _letter(segment: Segment, record: Record) -> None:
    """TXT and what is like it: a line of a letter that may hold a result and may name anyone."""
    append(record, "test_result", segment.value(1))
    append(record, "note", segment.value(1))


def _note(segment: Segment, record: Record) -> None:
    append(record, "note", segment.value(1))


PERSON: Final[dict[str, Handler]] = {
    "PID": _patient,
    "PAD": _address,
    "ZKH": _hospital,
    "GGA": _correspondent,
    "GGO": _correspondent,
    "ART": _doctor,
    "AFD": _department,
    "ARA": _colleague,
    "SPE": _colleague,
    "KOP": _copies,
}
ORDER: Final[dict[str, Handler]] = {
    "DET": _moment,
    "IDE": _material,
    "SEC": _heading,
    "OND": _heading,
    "BEP": _determination,
    "NUB": _heading,
    "TXT": _letter,
    "VRS": _letter,
    "CON": _letter,
    "ADD": _letter,
    "OPM": _note,
    "OPB": _note,
    "OPU": _note,
    "VRG": _note,
    "COM": _note,
}
