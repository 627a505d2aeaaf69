"""Office documents behind a password (MS-OFFCRYPTO): told as such, so that somebody can ask for the password."""

from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source
from betrokken.stages.reading import ole
from betrokken.stages.reading.seeking import seekable

NAME: Final = "encrypted office"
MEDIA_TYPE: Final = "application/vnd.ms-office.encrypted"


def recognise(source: Source) -> float:
    """Sure when a compound file holds an encrypted package."""
    if not source.head.startswith(ole.SIGNATURE):
        return 0.0
    return 0.99 if "encryptedpackage" in ole.names(seekable(source)) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """Raises UnreadableError always."""
    raise UnreadableError("encrypted")
