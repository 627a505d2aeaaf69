"""HL7 version 3 in XML: clinical documents (CDA) and messages."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import clinical_document, markup
from betrokken.stages.reading.coded_records import tables

NAME: Final = "cda"
MEDIA_TYPE: Final = "application/hl7-v3+xml"

_NAMESPACE: Final = re.compile(rb"""xmlns(?::\w{1,20})?\s*=\s*["']urn:hl7-org:v3["']""")


def recognise(source: Source) -> float:
    """Sure when the namespace of HL7 version 3 is declared at the start."""
    start = source.head[:16_384].replace(b"\x00", b"")
    return 0.965 if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and _NAMESPACE.search(start) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A record per patient, then the narrative."""
    root, whole = markup.parse(source.bytes())
    named = ((f"record {number}", record) for number, record in enumerate(clinical_document.records(root), start=1))
    yield from tables(named, "record")
    if text := clinical_document.narrative(root):
        yield Text("narrative", text)
    if not whole:
        yield Trouble("", markup.DAMAGED)
