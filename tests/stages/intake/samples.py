"""Containers made on the spot, with invented content."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

from betrokken.kit.sources import BytesSource
from betrokken.stages.intake.stage import Found, walk

LIST = b"naam;geboortedatum\r\nVoorbeeld, A.;01-02-1950\r\n"
Tree = Mapping[str, bytes]


def found(path: str, data: bytes, wanted: Iterable[str] | None = None) -> dict[str, Found]:
    """Everything the walk finds, by path."""
    items = list(walk(path, BytesSource(data), None if wanted is None else frozenset(wanted)))
    assert len({item.path for item in items}) == len(items)
    return {item.path: item for item in items}


def content(item: Found) -> bytes:
    assert item.source is not None
    return item.source.bytes()


def zipped(tree: Tree, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in tree.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def streamed_zip(tree: Tree, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip written to a pipe: the sizes stand behind the data."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        for name, data in tree.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return pipe.getvalue()


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def raw_zip(name: bytes, data: bytes, method: int = 0, flags: int = 0, extra: bytes = b"", plain: bytes = b"") -> bytes:
    """A zip of one member, written by hand. plain: the unpacked content, where `data` is packed."""
    plain = plain or data
    sizes = struct.pack("<3I2H", zlib.crc32(plain), len(data), len(plain), len(name), len(extra))
    shared = struct.pack("<5H", 20, flags, method, 0, 0) + sizes
    local = b"PK\x03\x04" + shared + name + extra + data
    index = b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name + extra
    return local + index + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(index), len(local), 0)


def tarred(tree: Tree, form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in tree.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": lambda data: bz2.compress(data, 1),
    "xz": lzma.compress,
}
