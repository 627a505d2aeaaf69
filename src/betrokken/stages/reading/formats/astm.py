"""What analysers and laboratory systems send each other: ASTM E1394 (CLSI LIS2), as sessions are logged or kept.

A header, then patients (P) with orders (O), whose results (R) and comments (C) follow; frames of ASTM E1381 (LIS1)
around the lines are taken off.
"""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import charset
from betrokken.stages.reading.astm_records import Session
from betrokken.stages.reading.coded_records import Record, tables

NAME: Final = "astm"
MEDIA_TYPE: Final = "text/x-astm"

_HEADER: Final = re.compile(r"^[\s\x00\x02\x05]*[0-7]?H([^\w\s])([^\w\s])([^\w\s])([^\w\s])(?:\1|\s|$)")
_FRAME: Final = re.compile(r"^[\x02\x05\x06\x15]*[0-7]?(?=[HPORCQLMS][^\w\s])|[\x03\x17][0-9A-Fa-f]{0,2}$|[\x00-\x08]")


def recognise(source: Source) -> float:
    """Sure when the text starts with a header that names four delimiters."""
    if b"H" not in source.head[:16]:
        return 0.0
    return 0.99 if _HEADER.match(charset.sample(source.head)[0][:80]) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table with a record for each order of a patient, then the lines that are about no patient."""
    strays: list[str] = []
    yield from tables(_records(source, strays), "order")
    if strays:
        yield Text("records without a patient", "\n".join(strays))


def _records(source: Source, strays: list[str]) -> Iterator[tuple[str, Record]]:
    session: Session | None = None
    number = 0
    for line in _lines(source):
        if header := _HEADER.match(line):
            yield from _named(session.close(), number) if session else ()
            session = Session(header.groups(), strays)
        elif session is not None:
            yield from _named(session.take(line), number)
            number += line.startswith("P")
        else:
            strays.append(line)
    yield from _named(session.close(), number) if session else ()


def _named(found: list[Record], number: int) -> Iterator[tuple[str, Record]]:
    return ((f"patient {number}", record) for record in found)


def _lines(source: Source) -> Iterator[str]:
    for block in charset.blocks(source):
        for line in charset.lines(block):
            if bare := _FRAME.sub("", line.strip("\r\n")).strip():
                yield bare
