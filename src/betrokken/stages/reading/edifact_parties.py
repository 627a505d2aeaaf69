"""The parties, dates and results of EDIFACT messages of the international kind (MEDRPT, MEDREQ, D.93A and later).

Dutch use (MRPN32): PNA names as `NAN:own`, `NVV:initials*own prefix`, `NEA:partner`, `NEV:partner prefix`; ADR and
COM belong to the party of the group they stand in.
"""

from collections.abc import Callable
from typing import Final

from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.edifact_syntax import Segment
from betrokken.stages.reading.medeur import identifier
from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex

Handler = Callable[[Segment, Record], None]

PARTY: Final = "_party"  # whose address and telephone come next: "patient" or ""
_NOTHING: Final = [""] * 4
_PATIENT: Final = frozenset({"PAT", "PER", "SUB"})
_LABORATORY: Final = frozenset({"SLA", "SND", "MS", "LAB", "PER"})
_SEXES: Final = {"1": "M", "2": "F"}  # ISO/IEC 5218
# What a date of DTM says about the sample, the surest first: taken, examined, asked, received, reported, written.
_DAYS: Final = ("SCO", "119", "ISO", "ISR", "8", "182", "137")
_RESULT_TEXTS: Final = frozenset({"RES", "UIT", "RIT", "CON", "RPT", "SPC", ""})
_CODE_LISTS: Final = frozenset({"AMB", "NHG", "L", "ZZ", "VEK", "LN", "SCT", "LB"})
_CHANNELS: Final = {"TE": "phone", "AL": "phone", "FX": "phone", "EM": "email"}
_NAMES: Final = {
    "NAN": "surname",
    "SU": "surname",
    "FO": "given_names",
    "NVN": "given_names",
    "NEA": "partner_surname",
    "NEV": "partner_prefix",
    "SP": "partner_surname",
    "VV": "prefix",
    "TI": "salutation",
}


def _party(segment: Segment, record: Record) -> None:
    """NAD: `role+id:list:agency+free lines+surname:initials:prefix:own name+street+city+region+postcode+country`."""
    role = segment.value(1)
    record[PARTY] = "patient" if role in _PATIENT else ""
    if role in _PATIENT:
        _patient(segment, record)
    else:
        _other_party(segment, role, record)


def _patient(segment: Segment, record: Record) -> None:
    _numbers(segment, record)
    surname, initials, prefix, own = (segment.element(4) + _NOTHING)[:4]
    if surname:
        record["surname"], record["initials"], record["prefix"] = surname, initials, prefix
        record["birth_surname"] = own
    lines = [line for line in segment.element(3) if line]
    if lines and not surname and not record.get("surname") and not any(c.isdigit() for c in lines[0]):
        record["name"] = lines.pop(0)
    street, city, postcode, country = _place(segment)
    if street or lines:
        record["address"] = street or next((line for line in lines if any(c.isdigit() for c in line)), lines[0])
    for key, value in (("city", city), ("postcode", postcode), ("country", country)):
        if value:
            record[key] = value


def _numbers(segment: Segment, record: Record) -> None:
    """Element 2: the number, and the code list that says which; Dutch messages leave it out or write BSN or LZB.

    A number with its list in element 3 is another of the same person.
    """
    further = segment.element(3) if len(segment.element(3)) > 1 else []
    for element in (segment.element(2), further):
        listed = "BSN" if "BSN" in element[1:] else ""
        for value in element:
            if value[:3] == "BSN" or sum(c.isdigit() for c in value) > 3:
                identifier(listed + value, record)


def _place(segment: Segment) -> tuple[str, str, str, str]:
    """(address, city, postcode, country). A number where the city should stand moves the rest one place up."""
    street = " ".join(filter(None, segment.element(5)))
    if segment.value(6)[:1].isdigit():
        house = " ".join(part for part in segment.element(6) if part)
        return f"{street} {house}".strip(), segment.value(7), segment.value(8), segment.value(9)
    return street, segment.value(6), segment.value(8), segment.value(9)


def _other_party(segment: Segment, role: str, record: Record) -> None:
    code = segment.value(2)
    surname, initials, prefix = (segment.element(4) + _NOTHING)[:3]
    street, city, postcode, _ = _place(segment)
    add(record, "professional.address", ", ".join(p for p in (street, f"{postcode} {city}".strip()) if p))
    if role in _LABORATORY:
        record["institution 3"] = surname or segment.value(3)
        return
    if role in ("PO", "REQ"):
        record["sender_code 2"] = code
        add_professional(record, "requester", professional(f"{prefix} {surname}", initials), code)
    elif initials or role == "GP":
        add_professional(record, "professional.name", professional(f"{prefix} {surname}", initials), code)
    else:
        add(record, "institution", surname or segment.value(3))


def _person_name(segment: Segment, record: Record) -> None:
    """PNA: `role+id+name type+status+qualifier:name` five times; some writers leave elements between out."""
    record[PARTY] = "patient" if segment.value(1) in _PATIENT else ""
    told = [segment.element(number) for number in range(3, len(segment))]
    names = {parts[0]: parts[1:] for parts in told if len(parts) > 1}
    if not record[PARTY]:
        own = next((names[key][0] for key in ("NAN", "SU") if key in names), "")
        add(record, "professional.name", professional(own, names.get("NVV", [""])[0]))
        return
    _numbers(segment, record)
    if not names.keys() & _NAMES.keys():
        _unqualified(segment, record)
    for qualifier, values in names.items():
        if qualifier in _NAMES:
            record[_NAMES[qualifier]] = values[0]
        if "VV" in values[1:-1]:  # `SU:Berg:VV:van den`
            record["prefix"] = values[values.index("VV") + 1]
    if "FS" in names:
        _further_names(names["FS"][0], record)
    if "NVV" in names:
        record["initials"], _, prefix = names["NVV"][0].partition("*")
        record["prefix"] = prefix
    _married(record)


def _further_names(text: str, record: Record) -> None:
    """FS, what follows the first name: initials where there is none before, else the other names."""
    record["given_names"], initials = given_and_initials(record.get("given_names", ""), text, record.get("surname", ""))
    record["initials"] = initials or record.get("initials", "")


def _unqualified(segment: Segment, record: Record) -> None:
    """Names as NAD writes them, `surname:initials:prefix:own name`, in the first element that starts with a letter."""
    told = (segment.element(number) for number in range(3, len(segment)))
    surname, initials, prefix, own = (next((e for e in told if e[0][:1].isalpha()), []) + _NOTHING)[:4]
    if surname:
        record["surname"], record["initials"], record["prefix"], record["birth_surname"] = (
            surname,
            initials,
            prefix,
            own,
        )


def _married(record: Record) -> None:
    """Who has the name of a partner goes by it; the own name becomes the name at birth."""
    if record.get("partner_surname") and record.get("surname"):
        record["birth_surname"], record["birth_prefix"] = record["surname"], record.get("prefix", "")
        record["surname"], record["prefix"] = record["partner_surname"], record.get("partner_prefix", "")


def _address(segment: Segment, record: Record) -> None:
    """ADR: `use+1:street:number+city+postcode+country`; some writers leave the 1 out, or put the postcode first."""
    line = segment.element(2)
    coded = not any(map(str.isalpha, line[0]))  # "1e Dwarsweg" is a street
    street, number, suffix = ((line[1:] if coded else line) + _NOTHING)[:3]
    city, postcode = segment.value(3), segment.value(4)
    if city[:4].isdigit():
        city, postcode = postcode, city
    if record.get(PARTY) == "patient":
        record["street"], record["house_number"], record["house_number_suffix"] = street, number, suffix
        record["city"], record["postcode"], record["country"] = city, postcode, segment.value(5)
    else:
        add(record, "professional.address", f"{street} {number}, {postcode} {city}".strip(" ,"))


def _contact(segment: Segment, record: Record) -> None:
    """COM: `number:channel`. In the older dialect a COM is a remark."""
    means = _CHANNELS.get(segment.value(1, 1))
    if means is None:
        append(record, "note", segment.value(1))
    elif record.get(PARTY) == "patient":
        add(record, means, segment.value(1))
    elif means == "phone":
        add(record, "professional.phone", segment.value(1))


def _group(segment: Segment, record: Record) -> None:
    """S06 and S07 open the groups of the patient, S01 to S04 those of others."""
    record[PARTY] = "patient" if segment.tag in ("S06", "S07") else ""


def _date(segment: Segment, record: Record) -> None:
    """DTM: `function:text:format`."""
    function, text, shape, *_ = [*segment.element(1), "", ""]
    if shape in ("201", "101") and text[:6].isdigit():
        text = f"20{text}"
    if function == "329":
        record["birth_date"] = day(text)
    elif function in _DAYS:
        rank = str(_DAYS.index(function))
        if rank < record.get("_rank", "9"):
            record["_rank"], record["taken_on"] = rank, day(text)


def _demography(segment: Segment, record: Record) -> None:
    """PDI: the sex."""
    code = segment.value(1)
    record["sex"] = _SEXES.get(code) or sex(code)


def _reference(segment: Segment, record: Record) -> None:
    """RFF: `qualifier:number`; LZB and BSN are the patient's, others the order's."""
    qualifier, number = segment.value(1), segment.value(1, 1)
    if qualifier in ("LZB", "BSN"):
        identifier(f"BSN{number}", record)
    else:
        add(record, "sample_number", number)


def _document(segment: Segment, record: Record) -> None:
    """BGM: the number of the document."""
    add(record, "sample_number", segment.value(2))


def _investigation(segment: Segment, record: Record) -> None:
    """INV: `type+code:list:agency:text`; some writers leave the type out."""
    parts = segment.element(2) if any(segment.element(2)) else segment.element(1)
    parts = [parts[0], *parts[3:]] if any(parts[3:]) else parts  # what lies between names a code list
    told = " ".join(dict.fromkeys(part for part in parts if part and part not in _CODE_LISTS))
    if len(record.get("exam", "")) < 200:
        record["exam"] = f"{record['exam']}; {told}" if record.get("exam") else told


def _result(segment: Segment, record: Record) -> None:
    """RSL: `type+value+range+unit`."""
    append(record, "test_result", " ".join(part for part in (segment.value(2), segment.value(4)) if part))


def _text(segment: Segment, record: Record) -> None:
    """FTX: `subject+++lines`."""
    text = " ".join(part for part in segment.element(4) if part)
    append(record, "test_result" if segment.value(1) in _RESULT_TEXTS else "note", text)


def _specimen(segment: Segment, record: Record) -> None:
    """SPC: `type+code:list:agency:text`, or the number of the sample alone."""
    if len(segment) == 2 and any(c.isdigit() for c in segment.value(1)):
        paper = record.pop("sample_number", "")
        record["sample_number"] = segment.value(1)  # before that of the paper, which others know nothing of
        add(record, "sample_number", paper)
    told = [part for part in segment.element(2) if part and part not in _CODE_LISTS]
    record["material"] = record.get("material") or " ".join(told)


HANDLERS: Final[dict[str, Handler]] = {
    "NAD": _party,
    "PNA": _person_name,
    "ADR": _address,
    "COM": _contact,
    "S01": _group,
    "S02": _group,
    "S04": _group,
    "S06": _group,
    "S07": _group,
    "DTM": _date,
    "PDI": _demography,
    "RFF": _reference,
    "BGM": _document,
    "INV": _investigation,
    "RSL": _result,
    "FTX": _text,
    "SPC": _specimen,
}
