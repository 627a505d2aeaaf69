"""One file compressed by xz (The .xz File Format 1.2.1)."""

import lzma
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.unpacking import MEMORY, single

NAME: Final = "xz"
MEDIA_TYPE: Final = "application/x-xz"
ALSO_READ: Final = False
_MAGIC: Final = b"\xfd7zXZ\x00"


def recognise(source: Source) -> float:
    """Sure at the magic bytes."""
    return 1.0 if source.head.startswith(_MAGIC) else 0.0


def members(source: Source) -> Iterator[Member]:
    """The one file inside."""
    yield single(source, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, MEMORY), _MAGIC)
