"""The records of ASTM E1394 (CLSI LIS2): which field of a patient, an order and a result says what.

The standard counts fields from 1, the type of the record, so that numbers here are one lower than there.
"""

from collections.abc import Sequence
from typing import Final

from betrokken.kit import checks
from betrokken.stages.reading.coded_records import Record, add, add_professional, append
from betrokken.stages.reading.person_parts import day, given_and_initials, professional, sex, surnames

_PERSON: Final = frozenset({"bsn", "surname", "birth_date", "patient_number"})
_PADDING: Final = [""] * 40
# From the status of an admission to the institution, location between: where makers put the ward, the department or the client.
_PLACES: Final = range(24, 34)


class Session:
    """Reads the lines under one header, in order."""

    def __init__(self, marks: Sequence[str], strays: list[str]) -> None:
        self._field, self._repeat, self._part, self._escape = marks
        self._strays = strays
        self._person: Record = {}
        self._order: Record | None = None
        self._ordered = False

    def take(self, line: str) -> list[Record]:
        """The next line; gives the records it closes."""
        kind = line[:1].upper()
        if kind not in "PORC" or line[1:2] != self._field:
            return []
        if kind != "P" and _PERSON.isdisjoint(self._person):
            self._strays.append(line)
            return []
        fields = [self._unescaped(field) for field in line.split(self._field)] + _PADDING
        return self._taken(kind, fields)

    def _taken(self, kind: str, fields: list[str]) -> list[Record]:
        if kind == "P":
            done = self.close()
            self._patient(fields)
            return done
        if kind == "O":
            done = self._close_order()
            self._request(fields)
            return done
        if kind == "R":
            self._result(fields)
        elif self._order is not None:
            append(self._order, "note", fields[3].replace(self._part, " "))
        return []

    def close(self) -> list[Record]:
        """The records of the patient so far: one for each order, or the patient alone."""
        done = self._close_order()
        if not done and not self._ordered and not _PERSON.isdisjoint(self._person):
            done = [self._person]
        self._person, self._ordered = {}, False
        return done

    def _close_order(self) -> list[Record]:
        done = [self._order] if self._order is not None else []
        self._order = None
        return done

    def _patient(self, fields: list[str]) -> None:
        record: Record = {}
        for index in (2, 3, 4):
            number = self._parts(fields[index])[0]
            if len(number) == 9 and checks.bsn(number):
                record.setdefault("bsn", number)
            else:
                add(record, "patient_number", number)
        family, given, further, _, salutation = self._parts(fields[5])[:5]
        if family:
            record |= surnames(family, "", "", "", "")
            record["given_names"], record["initials"] = given_and_initials(given, further, family)
            record["salutation"] = salutation
        record["birth_surname"] = self._parts(fields[6])[0]
        record["birth_date"], record["sex"] = day(self._parts(fields[7])[0]), sex(fields[8])
        self._contacts(fields, record)
        self._person = {key: value for key, value in record.items() if value}

    def _contacts(self, fields: list[str], record: Record) -> None:
        street, city, _, postcode, country = self._parts(fields[10])[:5]
        record |= {"address": street, "city": city, "postcode": postcode, "country": country}
        for number in fields[12].split(self._repeat):
            add(record, "email" if "@" in number else "phone", number.split(self._part)[0])
        self._doctor(fields[13], record, "professional.name")
        for index in _PLACES:
            told = [part for part in self._parts(fields[index]) if any(map(str.isalpha, part))]
            for means, part in zip(("sender_code", "institution"), told, strict=False):
                add(record, means, part)

    def _doctor(self, value: str, record: Record, means: str) -> None:
        parts = self._parts(value)
        family, given = (parts[1], parts[2]) if parts[1] and not parts[0].isalpha() else (parts[0], parts[1])
        if any(map(str.isalpha, family)):
            add_professional(record, means, professional(family, given), "")

    def _request(self, fields: list[str]) -> None:
        order = self._order = dict(self._person)
        self._ordered = True
        for index in (2, 3):
            add(order, "sample_number", self._parts(fields[index])[0])
        order["exam"] = self._test(fields[4])
        order["taken_on"] = day(fields[7] or fields[14] or fields[6])
        order["material"] = fields[15].replace(self._part, " ").strip()
        self._doctor(fields[16], order, "requester")

    def _result(self, fields: list[str]) -> None:
        if self._order is None:
            self._order, self._ordered = dict(self._person), True
        append(self._order, "test_result", f"{fields[3].replace(self._part, ' ')} {fields[4]}".strip())
        self._order["exam"] = self._order.get("exam") or self._test(fields[2])
        self._order["taken_on"] = self._order.get("taken_on") or day(fields[12])

    def _test(self, value: str) -> str:
        """What a universal test id ("^^^GLU^glucose") says, without its repetitions."""
        return " ".join(part for part in value.split(self._repeat)[0].split(self._part) if part.strip())

    def _parts(self, value: str) -> list[str]:
        """The components of the first repetition, five at least."""
        return [part.strip() for part in value.split(self._repeat)[0].split(self._part)] + [""] * 5

    def _unescaped(self, field: str) -> str:
        mark = self._escape
        if mark in field:
            for letter, sign in (("F", self._field), ("S", self._part), ("R", self._repeat), ("E", mark)):
                field = field.replace(f"{mark}{letter}{mark}", sign)
        return field
