"""HL7 v2 messages with pipes: files of one message, batches, MLLP captures and interface logs."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import charset, embedded, hl7_order, hl7_person, hl7_syntax
from betrokken.stages.reading.coded_records import Record, tables
from betrokken.stages.reading.hl7_syntax import Syntax

NAME: Final = "hl7"
MEDIA_TYPE: Final = "application/hl7-v2"

_HEADERS: Final = re.compile(r"^[\s\x0b\x00]*(?:MSH|FHS|BHS)([^\w\s])[^\w\s]{1,5}\1")
_PERSON_KEYS: Final = frozenset({"bsn", "surname", "birth_date", "patient_number"})
_NO_RECORDS: Final = frozenset({"ACK", "MFN", "MFK", "MFR"})
_STRAY_LINES: Final = 200_000  # lines outside segments that are kept

Handler = Callable[[list[str], Syntax, Record], None]
_PERSON: Final[dict[str, Handler]] = {
    "PV1": hl7_order.visit,
    "IN1": hl7_person.insurance,
    "MRG": hl7_person.merged,
}
_ORDER: Final[dict[str, Handler]] = {
    "ORC": hl7_order.order,
    "OBR": hl7_order.request,
    "OBX": hl7_order.observation,
    "SPM": hl7_order.specimen,
    "SAC": hl7_order.container,
    "NTE": hl7_order.remark,
}
_STARTERS: Final = {"ORC": ("ORC", "OBR"), "OBR": ("OBR",)}


def recognise(source: Source) -> float:
    """Sure when the text starts with a header segment; less so when messages stand in another text (a log)."""
    if b"MSH" not in source.head and source.head.lstrip()[:3] not in (b"FHS", b"BHS"):
        return 0.0
    text = charset.sample(source.head)[0]
    if _HEADERS.match(text):
        return 0.99
    return 0.86 if hl7_syntax.starts(text) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table of records, then documents the messages carry, then lines that are no segments."""
    aside: list[Fragment] = []
    strays: list[str] = []
    for table in tables(_records(source, aside, strays), "message"):
        yield table
        yield from aside
        aside.clear()
    yield from aside
    if strays:
        yield Text("lines outside messages", "\n".join(strays[:_STRAY_LINES]))
    if len(strays) > _STRAY_LINES:
        yield Trouble("lines outside messages", "too many lines", len(strays) - _STRAY_LINES)


def _records(source: Source, aside: list[Fragment], strays: list[str]) -> Iterator[tuple[str, Record]]:
    stream = hl7_syntax.messages(charset.blocks(source))
    for line in next(stream).splitlines():
        if line.strip() and line[:3] not in ("FHS", "BHS"):
            strays.append(line)
    for number, message in enumerate(stream, start=1):
        place = f"message {number}"
        marks = hl7_syntax.syntax(message)
        if '""' in message:  # the standard's own "nothing"
            message = message.replace('""', "")
        segments, other = hl7_syntax.segments(message, marks.field)
        strays += other
        reader = _Message(segments, marks, place, source, aside)
        for record in reader.records():
            yield place, record


class _Message:
    """Reads the segments of one message in order into one record per patient and order."""

    def __init__(self, segments: list[str], marks: Syntax, place: str, source: Source, aside: list[Fragment]) -> None:
        self._segments, self._marks, self._place = segments, marks, place
        self._source, self._aside = source, aside
        self._shared: Record = {}
        self._person: Record = {}
        self._order: Record | None = None
        self._seen: set[str] = set()
        self._specimen: list[str] = []
        self._specimen_told = True
        self._specimen_first = False
        self._done: list[Record] = []

    def records(self) -> Iterator[Record]:
        """The records of the message."""
        fields = hl7_syntax.fields_of(self._segments[0], self._marks)
        if fields[8][:3] in _NO_RECORDS:
            return iter(())
        self._specimen_first = fields[8].startswith("OUL")
        hl7_order.header(fields, self._marks, self._shared)
        self._person = dict(self._shared)
        for segment in self._segments[1:]:
            self._take(segment[:3], segment)
        self._close_person()
        return iter(self._done)

    def _take(self, name: str, segment: str) -> None:
        if name == "PID":
            self._close_person()
            hl7_person.patient(hl7_syntax.fields_of(segment, self._marks), self._marks, self._person)
        elif name in _ORDER:
            self._take_order(name, hl7_syntax.fields_of(segment, self._marks))
        elif name in _PERSON or name in hl7_person.RELATIVES:
            self._take_person(name, hl7_syntax.fields_of(segment, self._marks))

    def _take_person(self, name: str, fields: list[str]) -> None:
        if name in _PERSON:
            _PERSON[name](fields, self._marks, self._person if self._order is None else self._order)
        if name in hl7_person.RELATIVES and (record := hl7_person.relative(fields, self._marks)):
            self._take_relative(record)

    def _take_relative(self, record: Record) -> None:
        """The first relative stands beside the patient, each further one in a record of its own."""
        if "relative.name" in self._person:
            self._done.append(self._finished(record))
        else:
            self._person.update(record)

    def _take_order(self, name: str, fields: list[str]) -> None:
        if name == "SPM" and self._specimen_first:
            self._close_order()
            self._specimen, self._specimen_told = fields, False
            return
        if self._seen.intersection(_STARTERS.get(name, ())):
            self._close_order()
        if self._order is None:
            if name in ("NTE", "SAC") and self._specimen_told:
                _ORDER[name](fields, self._marks, self._person)
                return
            self._open_order()
        assert self._order is not None
        self._seen.add(name)
        if name == "OBX" and (data := hl7_order.document(fields, self._marks)):
            self._take_document(data)
            self._order.setdefault("test_result", "document")
        else:
            _ORDER[name](fields, self._marks, self._order)

    def _open_order(self) -> None:
        self._order = dict(self._person)
        if self._specimen:
            hl7_order.specimen(self._specimen, self._marks, self._order)
            self._specimen_told = True

    def _take_document(self, data: str) -> None:
        try:
            packed = re.sub(r"\\[^\\]{1,8}\\|\s", "", data).rstrip("=")
            document = base64.b64decode(packed + "=" * (-len(packed) % 4))
        except binascii.Error:
            self._aside.append(Trouble(f"{self._place} document", "an embedded document is damaged"))
            return
        self._aside += embedded.fragments(document, f"{self._place} document", self._source)

    def _close_order(self) -> None:
        if self._order is None and not self._specimen_told:
            self._open_order()
        if self._order is not None:
            self._done.append(self._finished(self._order))
        self._order = None
        self._seen.clear()

    def _close_person(self) -> None:
        before = len(self._done)
        self._close_order()
        if len(self._done) == before and not _PERSON_KEYS.isdisjoint(self._person):
            self._done.append(self._finished(self._person))
        self._person, self._specimen = dict(self._shared), []

    def _finished(self, record: Record) -> Record:
        """Without what is empty, stripped, and with the escape sequences replaced."""
        mark, marks = self._marks.escape, self._marks
        return {
            key: hl7_syntax.unescape(value, marks).strip() if mark in value else value.strip()
            for key, value in record.items()
            if value
        }
