"""One item taken in: its bytes counted and hashed, held when small, opened again when large."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from betrokken.kit.sources import HEAD, BytesSource, StreamSource
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.meter import BOMB, CEILING, FLOOR, RATIO, SPENT, Meter
from betrokken.stages.intake.reasons import TROUBLES, in_words
from betrokken.stages.intake.streams import PIECE, Window, buffered, some

HELD: Final = 64 * 1024 * 1024  # bytes of a member that are kept in memory while it is looked at


@dataclass(frozen=True, slots=True)
class Taken:
    """What was had of an item. `source` is None when nothing was; a cut-off item has the bytes before the cut."""

    size: int | None
    sha256: str | None
    source: Source | None
    status: str = "read"
    reason: str = ""


def from_disk(source: Source, hashed: bool) -> Taken:
    """An item as it lies on disk. Its hash costs reading it once and may be left out."""
    if source.size == 0:
        return Taken(0, hashlib.sha256().hexdigest(), None, "empty")
    if not hashed:
        return Taken(source.size, None, source)
    digest = hashlib.sha256()
    try:
        with source.stream() as stream:
            while piece := some(stream, PIECE):
                digest.update(piece)
    except (OSError, UnreadableError) as error:
        return Taken(source.size, None, None, "unreadable", in_words(error).reason)
    return Taken(source.size, digest.hexdigest(), source)


def from_container(member: Member, meter: Meter) -> Taken:
    """A member unpacked once from start to end, whatever it claims to be."""
    if member.open is None:
        return Taken(_plausible(member.size), None, None, member.status, member.reason)
    if meter.spent:
        return Taken(None, None, None, "skipped", SPENT)
    intake = _Intake(meter)
    try:
        with member.open() as stream:
            intake.drain(stream)
    except (UnreadableError, *TROUBLES) as error:
        return intake.broken_off(member.open, in_words(error))
    return intake.whole(member.open)


def _plausible(claimed: int | None) -> int | None:
    return claimed if claimed is not None and 0 <= claimed <= CEILING else None


class _Intake:
    """Bytes on their way in."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._packed_before = meter.packed
        self._digest = hashlib.sha256()
        self._held: list[bytes] | None = []
        self._head = b""
        self._size = 0

    def drain(self, stream: BinaryIO) -> None:
        while piece := some(stream, PIECE):
            self._digest.update(piece)
            self._size += len(piece)
            self._keep(piece)
            if self._size > FLOOR and self._size > RATIO * self._packed():
                raise UnreadableError(BOMB, "skipped")
            self._meter.unpack(len(piece))

    def _packed(self) -> int:
        """Bytes read from the container for this member; a member that came out of a buffer took none."""
        return self._meter.packed - self._packed_before or self._meter.size

    def _keep(self, piece: bytes) -> None:
        if self._held is None:
            return
        self._held.append(piece)
        if self._size > HELD:
            self._head = b"".join(self._held)[:HEAD]
            self._held = None

    def whole(self, opener: Callable[[], BinaryIO]) -> Taken:
        sha256 = self._digest.hexdigest()
        if not self._size:
            return Taken(0, sha256, None, "empty")
        return Taken(self._size, sha256, self._source(opener))

    def broken_off(self, opener: Callable[[], BinaryIO], error: UnreadableError) -> Taken:
        if error.status == "skipped" or not self._size:
            status = "skipped" if error.status == "skipped" else "unreadable"
            return Taken(None, None, None, status, error.reason)
        return Taken(self._size, self._digest.hexdigest(), self._source(opener), "partly", error.reason)

    def _source(self, opener: Callable[[], BinaryIO]) -> Source:
        """The bytes that were had; a large item is unpacked anew up to where it was had."""
        if self._held is not None:
            return BytesSource(b"".join(self._held))
        size = self._size
        return StreamSource(lambda: buffered(Window(opener(), 0, size, owned=True)), size, self._head)
