"""Why a member could not be had, in plain words; no value from the pile ever stands in one."""

import lzma
import struct
import tarfile
import zlib
from typing import Final

from betrokken.model.errors import UnreadableError

CUT_OFF: Final = "cut off: the end is missing"
CUT_OFF_INDEX: Final = "cut off: the index at the end is missing"
DAMAGED: Final = "damaged: it cannot be unpacked"
WRONG_CHECKSUM: Final = "damaged: the checksum does not fit"
DAMAGED_INDEX: Final = "damaged: the index cannot be read"
ENCRYPTED: Final = "encrypted"
LINK: Final = "a link to another file, not followed"
NO_FILE: Final = "a device or pipe, no file"
HOLDS_ITSELF: Final = "holds itself: the same bytes as a container around it"

# What the decompressors and parsers of the standard library raise on damaged or hostile bytes.
TROUBLES: Final = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    LookupError,
    ArithmeticError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    struct.error,
)


def in_words(error: BaseException) -> UnreadableError:
    """The error as a status and a reason; what the library said is left out, for it may quote the pile."""
    if isinstance(error, UnreadableError):
        return error
    if isinstance(error, PermissionError | FileNotFoundError):
        return UnreadableError("the disk does not give it")
    if isinstance(error, RecursionError):
        return UnreadableError("nested too deep to be taken apart")
    return UnreadableError(CUT_OFF if isinstance(error, EOFError) else DAMAGED)
