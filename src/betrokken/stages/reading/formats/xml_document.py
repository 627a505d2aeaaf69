"""XML of any kind that no format of its own reads: repeated elements as tables."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import charset, xml_events, xml_tables

NAME: Final = "xml"
MEDIA_TYPE: Final = "application/xml"

_START: Final = re.compile(
    r"^\s*(?:<\?xml[\s?]|<!DOCTYPE\s+(?!html)|<[A-Za-z_][\w.:-]{0,100}(?:\s[^<>]{0,5000})?>)", re.I
)


def recognise(source: Source) -> float:
    """Likely when the text starts with a declaration or an element that is closed further on."""
    if b"<" not in source.head[:4096]:
        return 0.0
    text = charset.sample(source.head)[0]
    found = _START.match(text)
    if not found:
        return 0.0
    return 0.75 if found[0].lstrip()[:2] in ("<?", "<!") else 0.72 if "</" in text else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A table per kind of repeated element; damage is told after what could be read."""
    shape = xml_tables.Shape()
    feed = xml_events.Feed(shape)
    for text in charset.blocks(source):
        feed.give(text)
    layouts = shape.layouts()
    rows = xml_tables.Rows(layouts)
    feed = xml_events.Feed(rows)
    for text in charset.blocks(source):
        feed.give(text)
        yield from _full(rows)
    whole = feed.finish()
    for layout in layouts.values():
        yield from layout.table()
    if not whole:
        if not shape.values:
            raise UnreadableError("damaged XML")
        yield Trouble("", "damaged XML: read as far as it goes")


def _full(rows: xml_tables.Rows) -> Iterator[Fragment]:
    for layout in rows.ready:
        yield from layout.table()
    rows.ready.clear()
