"""Compound files (MS-CFB), the "file system in a file" of Office before 2007: names and contents of streams."""

import struct
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END: Final = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_HEADER: Final = 512  # bytes
_ENTRY: Final = 128  # bytes of a directory entry
_STREAM, _ROOT = 2, 5
_LARGEST: Final = 256 * 1024 * 1024  # bytes of one stream
_MOST_ENTRIES: Final = 100_000
_DAMAGED: Final = "damaged or cut off"


class CompoundFile:
    """The streams of a compound file by path in lower case ("workbook", "folder/stream"), for case says nothing there.

    Raises UnreadableError when damaged.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        header = stream.read(_HEADER)
        if len(header) < _HEADER or not header.startswith(SIGNATURE):
            raise UnreadableError(_DAMAGED)
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise UnreadableError(_DAMAGED)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_fat, mini_count, difat, difat_count = struct.unpack_from("<I4xIIIII", header, 48)
        self._fat = self._read_fat(header, difat, difat_count)
        self._mini_fat = _numbers(self._chain(mini_fat, mini_count * self._size))
        self._entries = self._read_directory(self._chain(directory, _MOST_ENTRIES * _ENTRY))
        self._mini: bytes | None = None

    @property
    def names(self) -> list[str]:
        """Paths of all streams."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The content of a stream, in whatever case it is asked. Raises UnreadableError when missing or damaged."""
        if name.lower() not in self._entries:
            raise UnreadableError("a stream is missing")
        start, size = self._entries[name.lower()]
        if size > _LARGEST:
            raise UnreadableError("a stream too large to be read")
        if size >= self._cutoff:
            return self._chain(start, size)[:size]
        return self._mini_chain(start, size)[:size]

    def _read_fat(self, header: bytes, difat: int, count: int) -> tuple[int, ...]:
        sectors = list(_numbers(header[76:_HEADER]))
        for _ in range(min(count, 10_000)):
            if difat >= _END:
                break
            block = _numbers(self._sector(difat))
            sectors += block[:-1]
            difat = block[-1] if block else _END
        data = b"".join(self._sector(number) for number in sectors if number < _END)
        return _numbers(data)

    def _sector(self, number: int) -> bytes:
        self._stream.seek(_HEADER + number * self._size if self._size == _HEADER else (number + 1) * self._size)
        return self._stream.read(self._size)

    def _chain(self, start: int, most: int) -> bytes:
        """The sectors from `start` on, until the chain ends or `most` bytes are there."""
        parts = []
        left = -(-min(most, _LARGEST) // self._size)
        while start < _END and left > 0:
            parts.append(self._sector(start))
            start = self._fat[start] if start < len(self._fat) else _END
            left -= 1
        return b"".join(parts)

    def _mini_chain(self, start: int, size: int) -> bytes:
        if self._mini is None:
            root = self._root
            self._mini = self._chain(*root)
        parts = []
        left = -(-size // self._mini_size)
        while start < _END and left > 0:
            parts.append(self._mini[start * self._mini_size : (start + 1) * self._mini_size])
            start = self._mini_fat[start] if start < len(self._mini_fat) else _END
            left -= 1
        return b"".join(parts)

    def _read_directory(self, data: bytes) -> dict[str, tuple[int, int]]:
        entries = [data[at : at + _ENTRY] for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]
        self._root = (_END, 0)
        if entries and entries[0][66] == _ROOT:
            self._root = struct.unpack_from("<IQ", entries[0], 116)
        found: dict[str, tuple[int, int]] = {}
        seen = {0}
        waiting = [(struct.unpack_from("<I", entries[0], 76)[0], "")] if entries else []
        while waiting:
            number, folder = waiting.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            length, kind = struct.unpack_from("<HB", entry, 64)
            left, right, child = struct.unpack_from("<III", entry, 68)
            path = folder + entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
            if kind == _STREAM:
                found[path] = struct.unpack_from("<IQ", entry, 116)
            waiting += [(left, folder), (right, folder), (child, f"{path}/")]
        return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def names(stream: BinaryIO) -> list[str]:
    """Paths of the streams of a compound file in lower case, [] when it is damaged."""
    try:
        return CompoundFile(stream).names
    except (UnreadableError, struct.error, MemoryError):
        return []
