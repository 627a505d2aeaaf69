"""Compressed bytes to unpacked chunks of bounded size, whatever the header claims."""

import zlib
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Final, Protocol

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.reasons import CUT_OFF, DAMAGED, TROUBLES
from betrokken.stages.intake.streams import PIECE, Chunked, buffered, some

FED: Final = 8_192  # bytes given at once: what one damaged spot may take with it
MEMORY: Final = 268_435_456  # bytes a decompressor may use for its window; xz -9 needs 65 MiB


class Decompressor(Protocol):
    """What bz2 and lzma offer, and `Inflate` for zlib."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class Inflate:
    """zlib with the manners of bz2 and lzma. `wbits` as zlib has it: -15 raw deflate, 31 gzip."""

    def __init__(self, wbits: int) -> None:
        self._engine = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes; what was not yet used is kept."""
        return self._engine.decompress(self._engine.unconsumed_tail + data, max(0, max_length))


def single(source: Source, fresh: Callable[[], Decompressor], magic: bytes) -> Member:
    """The one, unnamed member of a compressed file; streams one after the other in it are one content."""
    return Member("", lambda: buffered(Chunked(lambda: _all_streams(source, fresh, magic))))


def _all_streams(source: Source, fresh: Callable[[], Decompressor], magic: bytes) -> Iterator[bytes]:
    with source.stream() as raw:
        rest = b""
        while True:
            rest = yield from unpacked(raw, fresh(), rest)
            rest = _after_padding(raw, rest, len(magic))
            if not rest.startswith(magic):
                return


def _after_padding(raw: BinaryIO, rest: bytes, enough: int) -> bytes:
    """The start of what follows a stream; zeros between streams are padding."""
    rest = rest.lstrip(b"\0")
    while len(rest) < enough and (more := some(raw, FED)):
        rest = (rest + more).lstrip(b"\0")
    return rest


def unpacked(
    raw: BinaryIO, engine: Decompressor, data: bytes = b"", end_mark: bool = True
) -> Generator[bytes, None, bytes]:
    """Chunks of at most PIECE bytes; returns what follows the stream. Raises UnreadableError (partly) at damage.

    data: bytes already read from `raw`. end_mark: whether the stream itself tells its end.
    """
    while True:
        chunk = _fed(engine, data)
        data = b""
        if chunk:
            yield chunk
        if engine.eof:
            return engine.unused_data
        if engine.needs_input:
            data = some(raw, FED)
            if not data and not chunk:
                break
    if end_mark:
        raise UnreadableError(CUT_OFF, "partly")
    return b""


def _fed(engine: Decompressor, data: bytes) -> bytes:
    try:
        return engine.decompress(data, PIECE)
    except TROUBLES as error:
        raise UnreadableError(DAMAGED, "partly") from error
