"""How much one container may unpack to: real bytes are counted, whatever its headers claim."""

import io
from typing import Any, BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Source
from betrokken.stages.intake.streams import buffered, some

FLOOR: Final = 100_000_000  # bytes anything may unpack to, and below which no ratio counts
CEILING: Final = 50_000_000_000  # bytes nothing may unpack to
TIMES: Final = 100  # times its own size a container may unpack to, nested ones counted in
RATIO: Final = 200  # times the bytes read for it one member may unpack to; ordinary office files reach 6 to 20
ENTRIES: Final = 1_000_000  # members in a container, nested ones counted in

BOMB: Final = f"a bomb: it unpacks to more than {RATIO} times its size"
SPENT: Final = "the container around it unpacks to more than is allowed"
TOO_MANY: Final = f"more than {ENTRIES:,} members; the rest is left out"


class Meter:
    """What was unpacked from one container; every byte and member also counts for the containers around it."""

    def __init__(self, size: int, outer: "Meter | None" = None) -> None:
        self.size = size
        self.packed = 0
        self._budget = max(FLOOR, min(CEILING, TIMES * size))
        self._unpacked = 0
        self._entries = 0
        self._outer = outer

    @property
    def spent(self) -> bool:
        """Whether this container, or one around it, has unpacked to all it may."""
        return self._unpacked > self._budget or (self._outer is not None and self._outer.spent)

    def unpack(self, count: int) -> None:
        """Counts unpacked bytes. Raises UnreadableError (skipped) above the budget."""
        self._unpacked += count
        if self._outer is not None:
            self._outer.unpack(count)
        if self._unpacked > self._budget:
            raise UnreadableError(SPENT, "skipped")

    def enter(self) -> None:
        """Counts one member. Raises UnreadableError (partly) above ENTRIES."""
        self._entries += 1
        if self._outer is not None:
            self._outer.enter()
        if self._entries > ENTRIES:
            raise UnreadableError(TOO_MANY, "partly")


class MeteredSource:
    """The source of a container whose packed bytes are counted as they are read."""

    def __init__(self, source: Source, meter: Meter) -> None:
        self._source, self._meter = source, meter
        self.size, self.head = source.size, source.head

    def bytes(self) -> bytes:
        """The whole content, as the source gives it."""
        return self._source.bytes()

    def stream(self) -> BinaryIO:
        """A fresh counted stream from the start."""
        return buffered(_Counted(self._source.stream(), self._meter))


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        super().__init__()
        self._stream, self._meter = stream, meter

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        piece = some(self._stream, len(view))
        view[: len(piece)] = piece
        self._meter.packed += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
