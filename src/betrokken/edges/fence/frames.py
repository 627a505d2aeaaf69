"""Frames between the fence and a worker: kind (1 byte), number of the unit (4), length (4), bytes."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

UNIT = b"U"  # to the worker: a unit's payload
START = b"S"  # from the worker: the unit is begun
CHUNK = b"C"  # a piece of its result
DONE = b"D"  # its result is whole
FAILED = b"E"  # an exception came out of the handler: its class name
MEMORY = b"M"  # it ran out of memory
TOO_MUCH = b"O"  # it put out more than it may

PIECE: int = 1 << 20  # bytes of result in one frame at most, so that a length never makes the reader take memory
_HEAD = struct.Struct("<cII")


class Frame(NamedTuple):
    """One frame."""

    kind: bytes
    number: int
    body: bytes


class FrameError(Exception):
    """The other side sent what is no frame."""


def pack(kind: bytes, number: int, body: bytes = b"") -> bytes:
    """The bytes of a frame."""
    return _HEAD.pack(kind, number, len(body)) + body


class Inbox:
    """Takes bytes as they come and gives whole frames; `most` is the longest body it takes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are whole now. Raises FrameError for a length above `most`."""
        self._held += data
        at = 0
        try:
            while at + _HEAD.size <= len(self._held):
                kind, number, length = _HEAD.unpack_from(self._held, at)
                if length > self._most:
                    raise FrameError("a frame is longer than it may be")
                end = at + _HEAD.size + length
                if end > len(self._held):
                    break
                yield Frame(kind, number, bytes(self._held[at + _HEAD.size : end]))
                at = end
        finally:
            del self._held[:at]
