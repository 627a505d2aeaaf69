"""Word documents (docx, docm, dotx): text of body, headers, footers, notes, comments and boxes; tables; documents inside."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import embedded, markup, packages
from betrokken.stages.reading.grids import tables
from betrokken.stages.reading.office_text import OfficeText
from betrokken.stages.reading.parted import lay

NAME: Final = "docx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PARTS: Final = re.compile(r"^word/(header|document|footnotes|endnotes|comments|footer)\d*\.xml$")
_ORDER: Final = ("header", "document", "footnotes", "endnotes", "comments", "footer")
_INNER: Final = re.compile(r"^word/.*\.(?:docx?|xls[xmb]?|pdf|html?|rtf|txt|csv|bin|mht)$")


def recognise(source: Source) -> float:
    """Sure when the zip file holds the main part of a Word document."""
    return 1.0 if packages.kind(source) == "docx" else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One text, then the tables that are grids, then documents inside."""
    package = packages.Package(source)
    yield from document(package, _parts(package.names), "word/media/")
    if not package.whole:
        yield Trouble("", packages.CUT_OFF)
    for name in package.names:
        if _INNER.match(name):
            yield from embedded.part(package, name, source)


def _parts(names: list[str]) -> list[str]:
    found = [(_ORDER.index(match[1]), name) for name in names if (match := _PARTS.match(name))]
    return [name for _, name in sorted(found)]


def document(package: packages.Package, parts: list[str], media: str) -> Iterator[Fragment]:
    """The text and the tables of these parts. Raises UnreadableError when there are only images (under `media`)."""
    text = OfficeText()
    troubles: list[Fragment] = []
    headers: set[str] = set()
    for name in parts:
        try:
            _take(package, name, text, headers, troubles)
        except UnreadableError as error:
            troubles.append(Trouble(name, error.reason))
    text.lines, text.grids = lay(text.lines, text.grids, text.places)
    told = text.text()
    if told.strip():
        yield Text("", told)
    elif not text.grids and not troubles and any(name.startswith(media) for name in package.names):
        raise UnreadableError("only images, no text: needs OCR", "partly")
    for number, rows in enumerate(text.grids, start=1):
        yield from tables(rows, f"table {number}")
    yield from troubles


def _take(package: packages.Package, name: str, text: OfficeText, headers: set[str], troubles: list[Fragment]) -> None:
    root, whole = markup.parse(package.read(name))
    if not whole:
        troubles.append(Trouble(name, markup.DAMAGED))
    before = len(text.lines)
    text.take(root)
    if "/header" in name or "/footer" in name:  # one per section and page kind, mostly the same
        fresh = [line for line in text.lines[before:] if line not in headers]
        headers.update(fresh)
        text.lines[before:] = fresh
