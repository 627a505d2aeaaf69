"""Tar archives (POSIX.1-2001 pax, ustar, GNU and older)."""

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, cast

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.paths import shown_text
from betrokken.stages.intake.reasons import CUT_OFF, DAMAGED_INDEX, LINK, NO_FILE
from betrokken.stages.intake.streams import Window, buffered

NAME: Final = "tar"
MEDIA_TYPE: Final = "application/x-tar"
ALSO_READ: Final = False
_BLOCK: Final = 512
_HEADER_MOST: Final = 1_048_576  # bytes of one header; a name or comment of more is an attack on memory


class _Headers(io.BufferedReader):
    """The stream tarfile reads headers from; it asks for as much as a header claims to be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= _HEADER_MOST:
            raise UnreadableError(DAMAGED_INDEX)
        return super().read(size)


class _Archive(tarfile.TarFile):
    members: list[tarfile.TarInfo]  # every header read so far, kept for links; these are not followed


def recognise(source: Source) -> float:
    """Sure when the first block is a header whose checksum fits."""
    head = source.head[:_BLOCK]
    field = head[148:156].strip(b"\0 ")
    if len(head) < _BLOCK or not head[0] or not field.isdigit() or b"8" in field or b"9" in field:
        return 0.0
    return 1.0 if int(field, 8) == sum(head) - sum(head[148:156]) + 8 * 0x20 else 0.0


def members(source: Source) -> Iterator[Member]:
    """Members in order. Raises UnreadableError (partly) when the mark at the end is missing."""
    with source.stream() as shared:
        headers = _Headers(Window(shared, 0, source.size))
        with _Archive(fileobj=headers, encoding="utf-8", errors="surrogateescape") as archive:
            while (info := archive.next()) is not None:
                archive.members.clear()
                if not info.isdir():
                    yield _member(shared, archive, info)
            headers.seek(archive.offset)
            if source.size - archive.offset < _BLOCK:
                raise UnreadableError(CUT_OFF, "partly")


def _member(shared: BinaryIO, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    name = shown_text(info.name)
    if info.issym() or info.islnk():
        return Member(name, None, None, LINK, "skipped")
    if not info.isreg():
        return Member(name, None, None, NO_FILE, "skipped")
    if info.issparse():
        return Member(name, lambda: cast(BinaryIO, archive.extractfile(info)), info.size)
    return Member(name, partial(_content, shared, info), info.size)


def _content(shared: BinaryIO, info: tarfile.TarInfo) -> BinaryIO:
    return buffered(Window(shared, info.offset_data, info.size))
