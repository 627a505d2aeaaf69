"""Parts of a zip file whose list at the end is gone, found by the headers before each part (APPNOTE.TXT 4.3.7)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_HEADER: Final = b"PK\x03\x04"
_FIXED: Final = 30  # bytes of a header before the name
_STORED, _DEFLATED = 0, 8
_MOST: Final = 10_000  # parts
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """Where the packed bytes of a part start, how they are packed, and how many there are (0: not told)."""

    start: int
    method: int
    size: int


def parts(data: bytes) -> dict[str, Part]:
    """Parts by name, in order."""
    found: dict[str, Part] = {}
    at = data.find(_HEADER)
    while 0 <= at <= len(data) - _FIXED and len(found) < _MOST:
        method, size, name_length, extra_length = struct.unpack_from("<8xH8xI4xHH", data, at)
        start = at + _FIXED + name_length + extra_length
        name = data[at + _FIXED : at + _FIXED + name_length].decode("utf-8", "replace")
        if method in (_STORED, _DEFLATED) and name:
            found.setdefault(name, Part(start, method, size))
        at = data.find(_HEADER, start)
    return found


def blocks(data: bytes, part: Part) -> Iterator[bytes]:
    """The unpacked bytes of a part as far as they go."""
    if part.method == _STORED:
        yield data[part.start : part.start + part.size]
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    at = part.start
    try:
        while at < len(data) and not unpacker.eof:
            yield unpacker.decompress(data[at : at + _BLOCK], 1 << 20)
            at += _BLOCK
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, 1 << 20)
    except zlib.error:
        return
