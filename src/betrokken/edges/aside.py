"""Files and folders that appear whole or not at all: written aside, flushed to disk, renamed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A new private file that takes the place of `path` when the block ends well; a kill leaves the old one.

    Only one writer at a time may use it for a path: the name aside is fixed, so that no kill leaves more than one.
    """
    beside = path.with_name(path.name + ".new")
    try:
        with open(beside, "wb", opener=_private) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    flush_folder(path.parent)


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all."""
    with whole(path) as stream:
        stream.write(data)


def fresh_folder(path: Path) -> Path:
    """An empty private folder at `path`; what stood there is removed."""
    remove(path)
    path.mkdir(mode=PRIVATE_FOLDER, parents=True)
    return path


def remove(path: Path) -> None:
    """Remove a folder with all in it, if it is there."""
    if path.exists():
        shutil.rmtree(path)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to disk: a rename is only safe from power loss after this."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)
