"""The bytes of one item, in memory or behind a stream that can be opened again."""

import io
from collections.abc import Callable
from typing import BinaryIO

from betrokken.model.errors import UnreadableError

HEAD: int = 65_536
IN_MEMORY: int = 512 * 1024 * 1024  # bytes; formats that need the whole item refuse above it


class BytesSource:
    """A Source over bytes that are in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)
        self.head = data[:HEAD]

    def bytes(self) -> bytes:
        """The whole content."""
        return self._data

    def stream(self) -> BinaryIO:
        """A fresh stream from the start."""
        return io.BytesIO(self._data)


class StreamSource:
    """A Source that opens its stream anew each time; for items too large to hold."""

    def __init__(self, opener: Callable[[], BinaryIO], size: int, head: bytes | None = None) -> None:
        self._opener = opener
        self.size = size
        self.head = self._first() if head is None else head[:HEAD]

    def _first(self) -> bytes:
        with self._opener() as stream:
            return stream.read(HEAD)

    def bytes(self) -> bytes:
        """The whole content. Raises UnreadableError above IN_MEMORY."""
        if self.size > IN_MEMORY:
            raise UnreadableError("too large to be read at once")
        with self._opener() as stream:
            return stream.read()

    def stream(self) -> BinaryIO:
        """A fresh stream from the start; seekable only where the content on disk is."""
        return self._opener()
