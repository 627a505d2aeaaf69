"""Binary streams over bytes that are made on the way; nothing is held but the piece at hand, nothing goes to disk."""

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final, cast

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake.reasons import CUT_OFF, WRONG_CHECKSUM

PIECE: Final = 262_144


def some(stream: BinaryIO, most: int) -> bytes:
    """What one read of the stream gives, so that bytes before an error are not lost with it."""
    read = getattr(stream, "read1", stream.read)
    return cast(bytes, read(most))


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """The raw stream as the buffered one that readers of the standard library expect."""
    return io.BufferedReader(raw)


class _Placed(io.RawIOBase):
    """A readable, seekable raw stream with a place."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at


class Chunked(_Placed):
    """A stream over chunks that can be made again: seeking back makes them anew, seeking ahead reads past them."""

    def __init__(self, make: Callable[[], Iterator[bytes]]) -> None:
        super().__init__()
        self._make = make
        self._chunks = make()
        self._rest = memoryview(b"")

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        self._at += count
        return count

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_END:
            while self.read(PIECE):
                pass
        target = max(0, offset if whence == io.SEEK_SET else self._at + offset)
        if target < self._at:
            self._chunks, self._rest, self._at = self._make(), memoryview(b""), 0
        while self._at < target and self.read(min(PIECE, target - self._at)):
            pass
        return self._at


class Window(_Placed):
    """`length` bytes of another stream from `start`; keeps its own place, so several may share the other stream.

    A read raises UnreadableError (partly) where the other stream ends too early, and at the end when a `crc` (CRC-32)
    is given that does not fit what was read from start to end.
    """

    def __init__(self, shared: BinaryIO, start: int, length: int, crc: int | None = None, owned: bool = False) -> None:
        super().__init__()
        self._shared, self._start, self._length = shared, start, length
        self._crc, self._seen, self._sum, self._owned = crc, 0, 0, owned

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")[: max(0, self._length - self._at)]
        if not view:
            self._check()
            return 0
        piece = self._piece(len(view))
        view[: len(piece)] = piece
        if self._crc is not None and self._at == self._seen:
            self._sum, self._seen = zlib.crc32(piece, self._sum), self._seen + len(piece)
        self._at += len(piece)
        return len(piece)

    def _piece(self, most: int) -> bytes:
        where = self._start + self._at
        if self._shared.tell() != where:
            self._shared.seek(where)
        piece = some(self._shared, most)
        if not piece:
            raise UnreadableError(CUT_OFF, "partly")
        return piece

    def _check(self) -> None:
        if self._crc is not None and self._seen == self._length and self._sum != self._crc:
            raise UnreadableError(WRONG_CHECKSUM, "partly")

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        from_where = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, from_where + offset)
        return self._at

    def close(self) -> None:
        if self._owned and not self.closed:
            self._shared.close()
        super().close()
