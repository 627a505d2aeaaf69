"""Documents inside a document (a PDF in a message, a spreadsheet in a letter), read by the format they are."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Final

from betrokken.kit.discover import modules
from betrokken.kit.sources import BytesSource
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Trouble
from betrokken.stages.reading import ole
from betrokken.stages.reading.packages import Package

DEEPEST: Final = 3  # documents within documents; files that hold themselves exist
_WRAPPERS: Final = ("package", "contents")
_NATIVE: Final = "\x01ole10native"
_FORMATS: Final = "betrokken.stages.reading.formats"


class Inner(BytesSource):
    """The bytes of a document inside another one, `depth` levels down."""

    def __init__(self, data: bytes, depth: int) -> None:
        super().__init__(data)
        self.depth = depth


def part(package: Package, name: str, outer: object) -> Iterator[Fragment]:
    """What a document in a part of an office file holds."""
    try:
        data = package.read(name)
    except UnreadableError as error:
        yield Trouble(name, error.reason)
        return
    yield from fragments(data, name.partition("/")[2], outer)


def objects(container: ole.CompoundFile, outer: object) -> Iterator[Fragment]:
    """What the objects in a compound file of an Office program hold, where they are files and not drawings."""
    wrapped = [name for name in container.names if "/" in name and name.rpartition("/")[2] in (*_WRAPPERS, _NATIVE)]
    for number, name in enumerate(wrapped, start=1):
        try:
            data = container.read(name)
            data = _native(data) if name.endswith(_NATIVE) else data
        except (UnreadableError, struct.error):
            yield Trouble(f"object {number}", "damaged")
            continue
        yield from fragments(data, f"object {number}", outer)


def _unwrapped(data: bytes) -> bytes:
    """A document in the compound file an Office program puts around it (MS-OLEDS 2.3.6), else the data as it is."""
    if not data.startswith(ole.SIGNATURE):
        return data
    try:
        container = ole.CompoundFile(BytesIO(data))
        for name in _WRAPPERS:
            if name in container.names:
                return container.read(name)
        return _native(container.read(_NATIVE)) if _NATIVE in container.names else data
    except (UnreadableError, struct.error):
        return data


def _native(data: bytes) -> bytes:
    """The file in an Ole10Native stream: size, type, name, path, marks, path again with its length, size, file."""
    at = data.find(b"\0", 6) + 1
    at = data.find(b"\0", at) + 1
    at += 4
    at += 4 + struct.unpack_from("<I", data, at)[0]
    (size,) = struct.unpack_from("<I", data, at)
    return data[at + 4 : at + 4 + size]


def fragments(data: bytes, place: str, outer: object) -> Iterator[Fragment]:
    """What a document inside the source `outer` holds, each place behind `place`; Trouble when no format is sure."""
    depth = getattr(outer, "depth", 0) + 1
    if depth > DEEPEST:
        yield Trouble(place, "documents nested too deeply")
        return
    source = Inner(_unwrapped(data), depth)
    found = max(modules(_FORMATS, ("recognise", "read")), key=lambda module: float(module.recognise(source)))
    if found.recognise(source) <= 0:
        yield Trouble(place, "an embedded document of a kind that is not read")
        return
    try:
        for fragment in found.read(source):
            yield replace(fragment, place=f"{place} {fragment.place}".strip())
    except UnreadableError as error:
        yield Trouble(place, error.reason)
