"""A stream one can go back in, which formats with a list of parts at the end need."""

from io import BytesIO
from typing import BinaryIO

from betrokken.model.fragments import Source


def seekable(source: Source) -> BinaryIO:
    """A fresh stream of a source; held in memory when its own cannot go back (a member of a large archive)."""
    stream = source.stream()
    return stream if stream.seekable() else BytesIO(source.bytes())
