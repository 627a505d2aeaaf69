"""One file compressed by bzip2."""

import bz2
from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.unpacking import single

NAME: Final = "bz2"
MEDIA_TYPE: Final = "application/x-bzip2"
ALSO_READ: Final = False
_MAGIC: Final = b"BZh"
_STARTS: Final = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")  # of a block, and of the end of an empty file


def recognise(source: Source) -> float:
    """Sure at the magic bytes, a level of 1 to 9 and the start of a block (a bare "BZh1" may be text)."""
    head = source.head
    return 1.0 if head.startswith(_MAGIC) and head[3:4] in b"123456789" and head.startswith(_STARTS, 4) else 0.0


def members(source: Source) -> Iterator[Member]:
    """The one file inside."""
    yield single(source, bz2.BZ2Decompressor, _MAGIC)
