"""What a zip says of its members: the index at its end, or the headers before each member when that is gone.

Layout: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 to 4.3.16 (index), 4.5.3 (zip64 extra field).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake.paths import shown
from betrokken.stages.intake.reasons import CUT_OFF_INDEX, DAMAGED_INDEX
from betrokken.stages.intake.streams import Window, buffered

LOCAL: Final = b"PK\x03\x04"
INDEXED: Final = b"PK\x01\x02"
END: Final = b"PK\x05\x06"
END_64: Final = b"PK\x06\x06"
_LOCATOR_64: Final = b"PK\x06\x07"
_TAIL: Final = 22 + 65_535 + 20  # the end record, its longest comment, and the locator before it
_MAX_32: Final = 0xFFFFFFFF
_LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")
_INDEX_HEADER: Final = struct.Struct("<4s6H3I5H2I")

ENCRYPTED: Final = 0x1
SIZES_AFTER: Final = 0x8
STRONGLY_ENCRYPTED: Final = 0x40
_METHODS: Final = frozenset((*range(20), *range(92, 100)))  # section 4.4.5; 20 to 91 were never given out
AES: Final = 99  # compression method that stands for AES encryption (WinZip AE-1, AE-2)


@dataclass(frozen=True, slots=True)
class Entry:
    """One member. `header_at` is where its local header starts, `data_at` its data (None until looked up)."""

    raw_name: bytes
    flags: int
    method: int
    crc: int | None
    packed: int
    size: int
    header_at: int
    mode: int = 0
    data_at: int | None = None
    extra: bytes = b""

    @property
    def name(self) -> str:
        """The name as text. Zips made on Windows may part folders with a backslash."""
        raw = _unicode_path(self.extra, self.raw_name) or self.raw_name
        return shown(raw if b"/" in raw else raw.replace(b"\\", b"/"))

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & (ENCRYPTED | STRONGLY_ENCRYPTED)) or self.method == AES

    @property
    def folder(self) -> bool:
        return self.raw_name.endswith((b"/", b"\\")) and not self.size

    @property
    def plausible(self) -> bool:
        """Whether a local header was meant as one: text may stand behind the magic bytes, or chance made them."""
        return self.method in _METHODS and bool(self.raw_name) and min(self.raw_name) >= 0x20

    @property
    def link(self) -> bool:
        return self.mode & 0o170000 == 0o120000


def indexed(shared: BinaryIO, size: int) -> Iterator[Entry]:
    """The entries of the index in its order. Raises UnreadableError (partly), before the first, when there is none."""
    start, length = _index_place(shared, size)
    shared.seek(start)
    if length and shared.read(4) != INDEXED:
        raise UnreadableError(DAMAGED_INDEX, "partly")
    return _index(shared, start, length)


def _index(shared: BinaryIO, start: int, length: int) -> Iterator[Entry]:
    index = buffered(Window(shared, start, length))
    left = length
    while left >= _INDEX_HEADER.size:
        fields = _INDEX_HEADER.unpack(index.read(_INDEX_HEADER.size))
        if fields[0] != INDEXED:
            raise UnreadableError(DAMAGED_INDEX, "partly")
        _, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, _, _, attributes, offset = fields
        entry = Entry(index.read(name), flags, method, crc, packed, size, offset, attributes >> 16)
        yield _widened(replace(entry, extra=index.read(extra)))
        index.read(comment)
        left -= _INDEX_HEADER.size + name + extra + comment


def local(shared: BinaryIO, at: int) -> Entry | None:
    """The entry whose local header stands at `at`, None when no whole one stands there."""
    shared.seek(at)
    header = shared.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or header[:4] != LOCAL:
        return None
    _, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL_HEADER.unpack(header)
    entry = Entry(shared.read(name), flags, method, crc, packed, size, at, extra=shared.read(extra))
    return replace(_widened(entry), data_at=at + _LOCAL_HEADER.size + name + extra)


def _index_place(shared: BinaryIO, size: int) -> tuple[int, int]:
    """(start, length) of the index.

    It must stand right before the end record and where that says: in a half-copied zip the last end record may be
    that of a zip inside.
    """
    first = max(0, size - _TAIL)
    shared.seek(first)
    tail = shared.read(_TAIL)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise UnreadableError(CUT_OFF_INDEX, "partly")
    length, offset = struct.unpack_from("<2I", tail, at + 12)
    end = first + at
    if tail[max(0, at - 20) :].startswith(_LOCATOR_64) and (wide := _end_64(shared, tail[at - 20 : at], end)):
        end, length, offset = wide
    if offset + length != end:
        raise UnreadableError(CUT_OFF_INDEX, "partly")
    return offset, length


def _end_64(shared: BinaryIO, locator: bytes, end: int) -> tuple[int, int, int] | None:
    """(place, index length, index offset) of the zip64 end record, where the locator says or right before it."""
    for at in (struct.unpack_from("<Q", locator, 8)[0], end - 20 - 56):
        shared.seek(max(0, at))
        record = shared.read(56)
        if len(record) == 56 and record.startswith(END_64):
            length, offset = struct.unpack_from("<2Q", record, 40)
            return at, length, offset
    return None


def _extra(extra: bytes, kind: int) -> bytes:
    """The content of one extra field, b"" when it is not there."""
    at = 0
    while at + 4 <= len(extra):
        found, length = struct.unpack_from("<2H", extra, at)
        if found == kind:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""


def _widened(entry: Entry) -> Entry:
    """Sizes and place from the zip64 extra field, for those that did not fit in 32 bits, in its fixed order."""
    if _MAX_32 not in (entry.size, entry.packed, entry.header_at):
        return entry
    wide = _extra(entry.extra, 0x0001)
    values = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    size = next(values, entry.size) if entry.size == _MAX_32 else entry.size
    packed = next(values, entry.packed) if entry.packed == _MAX_32 else entry.packed
    header_at = next(values, entry.header_at) if entry.header_at == _MAX_32 else entry.header_at
    return replace(entry, size=size, packed=packed, header_at=header_at)


def _unicode_path(extra: bytes, raw_name: bytes) -> bytes:
    """The UTF-8 name of the Info-ZIP extra field 0x7075, when it was made for this very name."""
    field = _extra(extra, 0x7075)
    if len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw_name):
        return field[5:]
    return b""
