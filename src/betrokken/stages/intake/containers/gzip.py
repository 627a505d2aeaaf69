"""One file compressed by gzip (RFC 1952)."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.fragments import Member, Source
from betrokken.stages.intake.unpacking import Inflate, single

NAME: Final = "gz"
MEDIA_TYPE: Final = "application/gzip"
ALSO_READ: Final = False
_MAGIC: Final = b"\x1f\x8b\x08"


def recognise(source: Source) -> float:
    """Sure at the magic bytes with the method deflate and no reserved flag set."""
    head = source.head
    return 1.0 if head.startswith(_MAGIC) and len(head) > 3 and not head[3] & 0xE0 else 0.0


def members(source: Source) -> Iterator[Member]:
    """The one file inside."""
    yield single(source, lambda: Inflate(31), _MAGIC)
