"""RAR archives: recognised so that the reader is told, but no free reader of them exists to build on."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Member, Source

NAME: Final = "rar"
MEDIA_TYPE: Final = "application/vnd.rar"
ALSO_READ: Final = False


def recognise(source: Source) -> float:
    """Sure at the magic bytes of RAR 1.5 and later."""
    return 1.0 if source.head.startswith(b"Rar!\x1a\x07") else 0.0


def members(source: Source) -> Iterator[Member]:
    """None. Raises UnreadableError with what to do."""
    yield from ()
    raise UnreadableError("a RAR archive cannot be opened here; unpack it and add the result as a drop")
