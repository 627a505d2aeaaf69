"""Patients in lines of HL7 version 2 and ASTM that stand in a log or mail.

HL7: the PID segment (HL7 v2.5, chapter 3.4.2). ASTM: the patient record (ASTM E1394, chapter 8).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Fields, Setting
from betrokken.stages.finding.prose.mark import Mark

_HL7 = re.compile(r"(?<![A-Za-z0-9])PID\|[^|\r\n]{0,8}\|[^\r\n]{0,4000}")
_ASTM = re.compile(r"(?<![A-Za-z0-9|])P\|[0-9]{1,4}\|[^\r\n]{0,2000}")
_HL7_PLACES: Final = {3: "patient_number", 5: "name", 7: "birth_date", 8: "sex", 11: "address", 13: "phone", 19: "bsn"}
_ASTM_PLACES: Final = {2: "patient_number", 3: "patient_number", 5: "name", 7: "birth_date", 8: "sex", 12: "phone"}
# Assigning authority and identifier type of the citizen service number (Dutch HL7 guides; OID of the BSN register).
_BSN: Final = ("NLMINBIZA", "NNNLD", "2.16.840.1.113883.2.4.6.3")


def find(line: str, setting: Setting) -> list[Mark]:
    """The marks of the patient's segment in a line; [] when there is none."""
    for shape, places in ((_HL7, _HL7_PLACES), (_ASTM, _ASTM_PLACES)):
        if found := shape.search(line):
            return list(_marks(found[0], found.start(), places, setting))
    return []


def _marks(segment: str, start: int, places: Mapping[int, str], setting: Setting) -> Iterator[Mark]:
    at = start
    for number, text in enumerate(segment.split("|")):
        word = places.get(number, "")
        for piece in text.split("~") if word and text else ():
            for one, fields in _read(word, piece, setting):
                yield Mark(one, at, at + len(text), fields, "", True, "label", "pid")
        at += len(text) + 1


def _read(word: str, piece: str, setting: Setting) -> Iterator[tuple[str, Fields]]:
    parts = [part.split("&")[0].strip() for part in f"{piece}^^^^^^^".split("^")]
    if word == "name":
        prefix = f"{piece.split('^')[0]}&".split("&")[1].strip()
        surname = f"{parts[0]}, {prefix}" if prefix and not parts[0].startswith(prefix) else parts[0]
        given = " ".join(parts[1:3]).strip()
        yield "name", {**_value("surname", surname, setting), **_value("given_names", given, setting)}
    elif word == "address":
        for one, part in (("address", parts[0]), ("city", parts[2]), ("postcode", parts[4])):
            yield one, _value(one, part, setting)
    else:
        as_bsn = word == "bsn" or any(mark in piece for mark in _BSN)
        one = "bsn" if as_bsn else word
        yield one, _value(one, parts[0], setting)


def _value(word: str, text: str, setting: Setting) -> Fields:
    return dict(registry.read(word, text, setting) or {}) if text else {}
