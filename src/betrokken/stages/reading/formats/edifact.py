"""EDIFACT interchanges of healthcare: MEDLAB, MEDVRI, MEDRPT and their kin, in both dialects used in the Netherlands."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import charset, medeur
from betrokken.stages.reading.coded_records import Record, tables
from betrokken.stages.reading.edifact_parties import HANDLERS
from betrokken.stages.reading.edifact_syntax import Segment, segments

NAME: Final = "edifact"
MEDIA_TYPE: Final = "application/edifact"

_START: Final = re.compile(r"^[\s\x00]*(?:UNA[^\w]{3}[^\w]{3}\s*)?UNB[^\w\s]\s*(?:UNO|KEC)[A-Z]")
_BARE: Final = re.compile(r"^\s*UNH[^\w\s][^\n]{1,40}?[^\w\s](?:MED|ORU|ORM)[A-Z]{2,3}[^\w\s]")
_PERSON: Final = frozenset({"surname", "birth_date", "bsn", "name", "patient_number"})
_NAMING: Final = frozenset({"NAD", "PNA"})
_CUT_OFF: Final = "a message without its end"


def recognise(source: Source) -> float:
    """Sure when the text starts with an interchange (UNA, UNB) or a healthcare message (UNH)."""
    if not source.head.lstrip()[:3].replace(b"\x00", b"").startswith((b"UN", b"\xef\xbb\xbf", b"\xff\xfe", b"U")):
        return 0.0
    text = charset.sample(source.head)[0][:400]
    return 0.99 if _START.match(text) else 0.95 if _BARE.match(text) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table of records; a message about nobody is a text; a message without its end is told as trouble."""
    aside: list[Fragment] = []
    for table in tables(_records(source, aside), "message"):
        yield table
        yield from aside
        aside.clear()
    yield from aside


def _records(source: Source, aside: list[Fragment]) -> Iterator[tuple[str, Record]]:
    interchange: Record = {}
    message: _Message | None = None
    number = 0
    for segment in segments(charset.blocks(source)):
        if segment.tag == "UNB":
            interchange = _envelope(segment)
        elif segment.tag in ("UNH", "UNT", "UNZ"):
            if message is not None:
                yield from message.close(aside, whole=segment.tag == "UNT")
                message = None
            if segment.tag == "UNH":
                number += 1
                message = _Message(f"message {number}", interchange)
        elif message is not None:
            message.take(segment)
    if message is not None:
        yield from message.close(aside, whole=False)


def _envelope(segment: Segment) -> Record:
    """UNB: `syntax+sender+receiver+date+reference`; the receiver of a result is the client, so it goes first."""
    return {"sender_code": segment.value(3), "sender_code 6": segment.value(2)}


class _Message:
    """Gathers the segments of one message into records."""

    def __init__(self, place: str, interchange: Record) -> None:
        self._place = place
        self._person: Record = dict(interchange)
        self._order: Record | None = None
        self._seen: set[str] = set()
        self._segments: list[Segment] = []
        self._done: list[Record] = []

    def take(self, segment: Segment) -> None:
        """Put one segment into the record it belongs to."""
        tag = segment.tag
        self._segments.append(segment)
        if tag in HANDLERS:
            if tag in _NAMING:
                self._separate(segment)
            HANDLERS[tag](segment, self._person)
        elif tag in medeur.PERSON:
            medeur.PERSON[tag](segment, self._person if self._order is None else self._order)
        elif tag in medeur.ORDER:
            self._take_order(segment)

    def _separate(self, segment: Segment) -> None:
        """A second patient in one message starts a record of its own."""
        if segment.value(1) == "PAT":
            if segment.tag in self._seen:
                self._done.append(self._person)
                kept = ("sender_code", "sender_code 2", "sender_code 6", "institution", "institution 3")
                self._person = {key: self._person[key] for key in kept if key in self._person}
                self._seen.clear()
            self._seen.add(segment.tag)

    def _take_order(self, segment: Segment) -> None:
        """A group starts at DET; in letters (MEDVRI) the one DET stands before the patient."""
        if segment.tag == "DET" and self._order is not None:
            self._done.append(self._order)
            self._order = None
        if segment.tag == "DET" and "surname" not in self._person:
            medeur.ORDER["DET"](segment, self._person)
            return
        if self._order is None and segment.tag in ("DET", "IDE"):
            self._order = dict(self._person)
        medeur.ORDER[segment.tag](segment, self._person if self._order is None else self._order)

    def close(self, aside: list[Fragment], whole: bool) -> Iterator[tuple[str, Record]]:
        """The records of the message."""
        self._done.append(self._person if self._order is None else self._order)
        found = [record for record in self._done if not _PERSON.isdisjoint(record)]
        for record in found:
            yield self._place, {k: v.strip() for k, v in record.items() if v and k[0] != "_"}
        if not found and self._segments:
            aside.append(Text(self._place, "\n".join(_plain(segment) for segment in self._segments)))
        if not whole:
            aside.append(Trouble(self._place, _CUT_OFF))


def _plain(segment: Segment) -> str:
    return "  ".join(value for number in range(len(segment)) for value in segment.element(number) if value)
