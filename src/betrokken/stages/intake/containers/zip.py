"""Zip archives, zip64 and half-copied ones included; office documents that are zips inside are left to the formats."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.reasons import DAMAGED, ENCRYPTED, LINK
from betrokken.stages.intake.zip_content import content, unreadable_method
from betrokken.stages.intake.zip_document import is_document
from betrokken.stages.intake.zip_entries import END, LOCAL, Entry, indexed, local
from betrokken.stages.intake.zip_salvage import salvaged

NAME: Final = "zip"
MEDIA_TYPE: Final = "application/zip"
ALSO_READ: Final = False
_SPLIT: Final = (b"PK\x07\x08" + LOCAL, b"PK00" + LOCAL)  # first part of a split zip; APPNOTE.TXT section 8.5.3


def recognise(source: Source) -> float:
    """Sure at a local header or the end record of an empty zip; not for OOXML, OpenDocument and EPUB."""
    head = source.head
    if head.startswith(END):
        return 1.0
    if not head.startswith((LOCAL, *_SPLIT)):
        return 0.0
    first = local(BytesIO(head), head.index(LOCAL))
    return 1.0 if first and first.plausible and not is_document(head) else 0.0


def members(source: Source) -> Iterator[Member]:
    """Members as the index lists them; without an index as their headers do, then UnreadableError (partly)."""
    with source.stream() as shared:
        try:
            entries = indexed(shared, source.size)
        except UnreadableError as error:
            yield from _members(shared, salvaged(shared, source.size))
            raise error from None
        yield from _members(shared, entries)


def _members(shared: BinaryIO, entries: Iterator[Entry]) -> Iterator[Member]:
    for entry in entries:
        if entry.folder:
            continue
        if reason := ENCRYPTED if entry.encrypted else unreadable_method(entry.method):
            yield Member(entry.name, None, entry.size, reason)
        elif entry.link:
            yield Member(entry.name, None, entry.size, LINK, "skipped")
        else:
            yield Member(entry.name, partial(_open, shared, entry), entry.size)


def _open(shared: BinaryIO, entry: Entry) -> BinaryIO:
    header = entry if entry.data_at is not None else local(shared, entry.header_at)
    if header is None or header.data_at is None:
        raise UnreadableError(DAMAGED)
    return content(shared, entry, header.data_at)
