"""The content of one zip member, by its compression method (PKWARE APPNOTE.TXT 6.3.10, section 4.4.5)."""

import bz2
import importlib
import importlib.util
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake.reasons import WRONG_CHECKSUM
from betrokken.stages.intake.streams import Chunked, Window, buffered
from betrokken.stages.intake.unpacking import MEMORY, Decompressor, Inflate, unpacked
from betrokken.stages.intake.zip_entries import Entry

STORED: Final = 0
_LZMA: Final = 14
_LZMA_END_MARK: Final = 0x2  # flag: the stream tells its own end


class Deflate64:
    """Deflate with a window of 64 KiB, as Windows writes for large files; needs the package inflate64."""

    needs_input = True
    unused_data = b""

    def __init__(self) -> None:
        self._engine = importlib.import_module("inflate64").Inflater()

    @property
    def eof(self) -> bool:
        return bool(self._engine.eof)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """All that the data gives: at most about a thousand times its length."""
        return bytes(self._engine.inflate(data))


class Lzma:
    """LZMA as zip writes it: a header of its own, then the bare stream (section 5.8)."""

    def __init__(self) -> None:
        self._engine: lzma.LZMADecompressor | None = None
        self._start = b""

    @property
    def eof(self) -> bool:
        return self._engine is not None and self._engine.eof

    @property
    def needs_input(self) -> bool:
        return self._engine is None or self._engine.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data if self._engine else b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._engine is None:
            self._start += data
            if len(self._start) < 9:
                return b""
            self._engine, data = _lzma_engine(self._start[4:9]), self._start[9:]
        return self._engine.decompress(data, max_length)


def _lzma_engine(properties: bytes) -> lzma.LZMADecompressor:
    bits, window = struct.unpack("<BI", properties)
    if window > MEMORY:
        raise UnreadableError("unpacking it takes more memory than is allowed")
    shape = {"lc": bits % 9, "lp": bits // 9 % 5, "pb": bits // 45, "dict_size": window}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, **shape}])


_ENGINES: Final[dict[int, Callable[[], Decompressor]]] = {
    8: lambda: Inflate(-zlib.MAX_WBITS),
    12: bz2.BZ2Decompressor,
    _LZMA: Lzma,
    95: lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, MEMORY),
}
if importlib.util.find_spec("inflate64"):
    _ENGINES[9] = Deflate64


def unreadable_method(method: int) -> str:
    """Why a member of this compression method cannot be had, "" when it can."""
    if method == STORED or method in _ENGINES:
        return ""
    return f"compressed with a method that cannot be unpacked here (zip method {method})"


def content(shared: BinaryIO, entry: Entry, data_at: int) -> BinaryIO:
    """A fresh stream of the member's content, its checksum held to `entry.crc` unless that is None."""
    if entry.method == STORED:
        return buffered(Window(shared, data_at, entry.packed, entry.crc))
    return buffered(Chunked(lambda: _checked(shared, entry, data_at)))


def _checked(shared: BinaryIO, entry: Entry, data_at: int) -> Iterator[bytes]:
    raw = buffered(Window(shared, data_at, entry.packed))
    end_mark = entry.method != _LZMA or bool(entry.flags & _LZMA_END_MARK)
    total = 0
    for chunk in unpacked(raw, _ENGINES[entry.method](), end_mark=end_mark):
        total = zlib.crc32(chunk, total)
        yield chunk
    if entry.crc is not None and total != entry.crc:
        raise UnreadableError(WRONG_CHECKSUM, "partly")
