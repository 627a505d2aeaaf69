"""HTML pages: lines of text, and each table that is a grid as a table."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import charset
from betrokken.stages.reading.grids import tables
from betrokken.stages.reading.html_text import Block, blocks
from betrokken.stages.reading.parted import laid_in

NAME: Final = "html"
MEDIA_TYPE: Final = "text/html"

_START: Final = re.compile(
    r"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|script|style)\b",
    re.I | re.S,
)
_TAGS: Final = re.compile(r"<(?:table|div|p|span|br|td|tr|h[1-6]|ul|li|font|b|body|head|meta)\b[^<>]{0,500}>", re.I)
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.I)


def recognise(source: Source) -> float:
    """Sure when a page starts so; less so for a piece of one (an export that begins with a table)."""
    if b"<" not in source.head[:4096] and b"\x00<" not in source.head[:4096]:
        return 0.0
    text = charset.sample(source.head)[0]
    if _START.match(text[:5000]):
        return 0.96
    if not text.lstrip().startswith("<") or text.lstrip().startswith("<?xml"):
        return 0.0
    return 0.91 if len(_TAGS.findall(text[:20_000])) > 3 and _TAGS.match(text.lstrip()) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """The text, then the tables."""
    yield from fragments(blocks(decoded(source.bytes())))


def decoded(data: bytes) -> str:
    """The text of a page. A declared single-byte set is believed only where the bytes are no UTF-8 and it is known."""
    text, found = charset.decode(data)
    declared = _DECLARED.search(data[:4096])
    if found.startswith("utf") or data.isascii() or not declared:
        return text
    name = declared[1].decode("ascii").lower()
    if not name.startswith(("iso-8859-9", "windows-125", "iso-8859-2", "iso-8859-15", "koi8")):
        return text
    try:
        return data.decode(name, "replace")
    except LookupError:
        return text


def fragments(found: list[Block], text_place: str = "", table_place: str = "table") -> Iterator[Fragment]:
    """The lines as one text, then each grid as a table with its number."""
    found = laid_in(found)
    lines = [block for block in found if isinstance(block, str)]
    if lines:
        yield Text(text_place, "\n".join(lines))
    for number, rows in enumerate((block for block in found if not isinstance(block, str)), start=1):
        yield from tables(rows, f"{table_place} {number}")
