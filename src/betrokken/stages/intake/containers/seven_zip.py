"""7z archives, through the package py7zr (which may be left out); unpacked to memory piece by piece, never to disk.

Only py7zr's reading of the index and its decompressor of one block are used: its own extraction would hold all
members of the archive at once.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from functools import cache, partial
from io import BytesIO
from typing import Any, BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.paths import shown_text
from betrokken.stages.intake.reasons import CUT_OFF, DAMAGED, DAMAGED_INDEX, ENCRYPTED, LINK, TROUBLES
from betrokken.stages.intake.streams import PIECE, Chunked, Window, buffered

NAME: Final = "7z"
MEDIA_TYPE: Final = "application/x-7z-compressed"
ALSO_READ: Final = False
_MAGIC: Final = b"7z\xbc\xaf\x27\x1c"
_FED: Final = 2_048  # bytes given at once: some of py7zr's decompressors return all that these unpack to
_MEMORY: Final = 1_610_612_736  # bytes of dictionary, the most that 7-Zip itself offers
_UNKNOWN_METHOD: Final = "compressed with a method that cannot be unpacked here"
_UNSAFE_METHOD: Final = "compressed with PPMd, which is not opened here; unpack it and add the result as a drop"

# Method ids of 7-Zip, DOC/Methods.txt of its source.
_AES: Final = b"\x06\xf1\x07\x01"
_PPMD: Final = b"\x03\x04\x01"
_LZMA: Final = b"\x03\x01\x01"
_LZMA2: Final = b"\x21"

# What py7zr lets through on damaged input, besides its own errors and those of the standard library.
_SLIPS: Final = (TypeError, AttributeError, AssertionError, MemoryError)
_LIBRARIES: Final = (
    ("py7zr.exceptions", "ArchiveError"),
    ("brotli", "error"),
    ("backports.zstd", "ZstdError"),
    ("compression.zstd", "ZstdError"),
)


def recognise(source: Source) -> float:
    """Sure at the magic bytes."""
    return 1.0 if source.head.startswith(_MAGIC) else 0.0


def members(source: Source) -> Iterator[Member]:
    """Members in the order of the archive. Raises UnreadableError when py7zr is missing or the index is unusable."""
    library = _library()
    with source.stream() as shared:
        try:
            yield from _members(shared, library.SevenZipFile(buffered(Window(shared, 0, source.size))))
        except library.PasswordRequired:
            raise UnreadableError(ENCRYPTED) from None
        except _errors():
            raise UnreadableError(DAMAGED_INDEX) from None


def _library() -> Any:
    """py7zr without PPMd: pyppmd 1.3.1 ends the whole process with a segmentation fault on some damaged files."""
    try:
        library = importlib.import_module("py7zr")
        importlib.import_module("py7zr.compressor").algorithm_class_map.pop(library.FILTER_PPMD, None)
    except ImportError:
        raise UnreadableError("7z archives need the package py7zr, which is not installed") from None
    return library


def _members(shared: BinaryIO, archive: Any) -> Iterator[Member]:
    blocks = _blocks(shared, archive)
    block, stream, at = None, None, 0
    for file in archive.files:
        if file.is_directory:
            continue
        name = shown_text(file.filename.replace("\\", "/"))
        if file.emptystream:
            yield Member(name, BytesIO, 0)
            continue
        if stream is None or file.folder is not block:
            block, stream, at = file.folder, blocks[id(file.folder)], 0
        yield _member(name, file, stream, at)
        at += file.uncompressed


def _member(name: str, file: Any, stream: BinaryIO, at: int) -> Member:
    methods = [coder["method"] for coder in file.folder.coders]
    if _AES in methods:
        return Member(name, None, file.uncompressed, ENCRYPTED)
    if _PPMD in methods:
        return Member(name, None, file.uncompressed, _UNSAFE_METHOD)
    if file.is_symlink or file.is_junction:
        return Member(name, None, None, LINK, "skipped")
    return Member(name, lambda: buffered(Window(stream, at, file.uncompressed, file.crc32)), file.uncompressed)


def _blocks(shared: BinaryIO, archive: Any) -> dict[int, BinaryIO]:
    """The unpacked stream of each block ("folder"); the members of a block lie in it one after the other."""
    streams: dict[int, BinaryIO] = {}
    main = archive.header.main_streams
    at, number = archive.afterheader + (main.packinfo.packpos if main else 0), 0
    for block in main.unpackinfo.folders if main else ():
        count = len(block.packed_indices)
        packed = sum(main.packinfo.packsizes[number : number + count])
        streams[id(block)] = buffered(Chunked(partial(_unpacked, shared, block, at, packed)))
        at, number = at + packed, number + count
    return streams


def _unpacked(shared: BinaryIO, block: Any, at: int, packed: int) -> Iterator[bytes]:
    """Chunks of one block. Raises UnreadableError at damage and for methods py7zr does not know."""
    raw = buffered(Window(shared, at, packed))
    engine = _engine(block, packed)
    left = block.get_unpack_size()
    while left > 0:
        chunk = _chunk(engine, raw, min(left, PIECE))
        left -= len(chunk)
        if chunk:
            yield chunk


def _engine(block: Any, packed: int) -> Any:
    if any(_memory(coder) > _MEMORY for coder in block.coders):
        raise UnreadableError("unpacking it takes more memory than is allowed")
    if len(block.packed_indices) != 1:
        raise UnreadableError(_UNKNOWN_METHOD)
    maker = importlib.import_module("py7zr.compressor").SevenZipDecompressor
    try:
        return maker(block.coders, packed, block.unpacksizes, None, None, _FED)
    except _errors():
        raise UnreadableError(_UNKNOWN_METHOD) from None


def _chunk(engine: Any, raw: BinaryIO, most: int) -> bytes:
    before = engine.consumed
    try:
        chunk = bytes(engine.decompress(raw, most))
    except _errors():
        raise UnreadableError(DAMAGED, "partly") from None
    if not chunk and engine.consumed == before:
        raise UnreadableError(CUT_OFF, "partly")
    return chunk


def _memory(coder: Any) -> int:
    """Bytes of memory a coder asks for, 0 for those that ask for little."""
    properties = coder["properties"] or b""
    if coder["method"] == _LZMA:
        return int.from_bytes(properties[1:5], "little")
    if coder["method"] == _LZMA2 and properties:
        return (2 | properties[0] & 1) << (properties[0] // 2 + 11)
    return 0


@cache
def _errors() -> tuple[type[Exception], ...]:
    """What py7zr and the packages it stands on raise, as far as they are installed."""
    own = (getattr(importlib.import_module(name), error) for name, error in _LIBRARIES if _installed(name))
    return (*own, *_SLIPS, *TROUBLES)


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the package above it is missing
        return False
