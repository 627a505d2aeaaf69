"""Members of a zip whose index is gone: a half-copied file still has a header before each member."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from betrokken.stages.intake.streams import PIECE
from betrokken.stages.intake.zip_content import STORED
from betrokken.stages.intake.zip_entries import LOCAL, SIZES_AFTER, Entry, local

_HEADER: Final = re.compile(re.escape(LOCAL))
_MARK: Final = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x07\x08|\x06\x06|\x05\x06)")
_DESCRIPTOR: Final = b"PK\x07\x08"
_LONGEST_MARK: Final = 24  # a descriptor with 64-bit sizes


def salvaged(shared: BinaryIO, size: int) -> Iterator[Entry]:
    """The entries whose local headers can be found, each with `data_at`; the last may be cut off."""
    at: int | None = 0
    while at is not None and (at := _find(shared, _HEADER, at)) is not None:
        entry = local(shared, at)
        if entry is None or entry.data_at is None or not entry.plausible:
            at += len(LOCAL)
            continue
        if entry.flags & SIZES_AFTER and not entry.packed:
            entry = replace(entry, packed=_end(shared, entry.method, entry.data_at, size) - entry.data_at, crc=None)
        yield entry
        at = entry.data_at + entry.packed if entry.data_at else None


def _find(shared: BinaryIO, mark: re.Pattern[bytes], at: int) -> int | None:
    """The place of the first mark at or after `at`."""
    kept = b""
    shared.seek(at)
    while piece := shared.read(PIECE):
        window = kept + piece
        if found := mark.search(window):
            return at - len(kept) + found.start()
        kept, at = window[-3:], at + len(piece)
    return None


def _end(shared: BinaryIO, method: int, data_at: int, size: int) -> int:
    """Where data ends whose length stands behind it: at a descriptor that says so, else at the next header.

    Past the end of the file when there is neither, so that the member is known to be cut off.
    """
    at: int | None = data_at
    while at is not None and (at := _find(shared, _MARK, at)) is not None:
        shared.seek(max(data_at, at - 12))
        before = shared.read(min(12, at - data_at))
        mark = shared.read(_LONGEST_MARK)
        if _says(mark, 8, at - data_at):
            return at
        if _says(before, 4, at - 12 - data_at):
            return at - 12
        if method != STORED and not mark.startswith(_DESCRIPTOR):
            return at
        at += 4
    return size + 1


def _says(descriptor: bytes, offset: int, length: int) -> bool:
    """Whether the descriptor gives this length, in 32 or 64 bits; the signature before it may be left out."""
    if offset == 8 and not descriptor.startswith(_DESCRIPTOR):
        return False
    narrow, wide = descriptor[offset : offset + 4], descriptor[offset : offset + 8]
    return narrow == struct.pack("<I", length & 0xFFFFFFFF) or wide == struct.pack("<Q", max(0, length))
