"""Patients in lines of HL7 version 2 that stand in a log or mail: the PID segment (HL7 v2.5, chapter 3.4.2)."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Fields, Setting
from betrokken.stages.finding.prose.mark import Mark

_SEGMENT = re.compile(r"(?<![A-Za-z0-9])PID\|[^|\r\n]{0,8}\|[^\r\n]{0,4000}")
_PLACES: Final = {3: "patient_number", 5: "name", 7: "birth_date", 8: "sex", 11: "address", 13: "phone", 19: "bsn"}
# Assigning authority and identifier type of the citizen service number (Dutch HL7 guides; OID of the BSN register).
_BSN: Final = ("NLMINBIZA", "NNNLD", "2.16.840.1.113883.2.4.6.3")


def find(line: str, setting: Setting) -> list[Mark]:
    """The marks of the PID segment in a line; [] when there is none."""
    found = _SEGMENT.search(line) if "PID|" in line else None
    return list(_marks(found[0], found.start(), setting)) if found else []


def _marks(segment: str, start: int, setting: Setting) -> Iterator[Mark]:
    at = start
    for number, text in enumerate(segment.split("|")):
        word = _PLACES.get(number)
        for piece in text.split("~") if word and text else ():
            for one, fields in _read(word or "", piece, setting):
                yield Mark("name" if one == "name" else one, at, at + len(text), fields, "", True, "label", label="pid")
        at += len(text) + 1


def _read(word: str, piece: str, setting: Setting) -> Iterator[tuple[str, Fields]]:
    parts = [part.split("&")[0].strip() for part in f"{piece}^^^^^^^".split("^")]
    if word == "name":
        prefix = (piece.split("^")[0].split("&") + [""])[1].strip()
        surname = f"{parts[0]}, {prefix}" if prefix and not parts[0].startswith(prefix) else parts[0]
        yield "name", {**_value("surname", surname, setting), **_value("given_names", " ".join(parts[1:3]).strip(), setting)}
    elif word == "address":
        for one, part in (("address", parts[0]), ("city", parts[2]), ("postcode", parts[4])):
            yield one, _value(one, part, setting)
    else:
        as_bsn = word == "bsn" or any(mark in piece for mark in _BSN)
        one = "bsn" if as_bsn else word
        yield one, _value(one, parts[0], setting)


def _value(word: str, text: str, setting: Setting) -> Fields:
    return dict(registry.read(word, text, setting) or {}) if text else {}
