"""Locks between processes; the kernel gives them back when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from betrokken.edges.aside import PRIVATE_FILE
from betrokken.model.errors import LockedError


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of the worked tables of a case. Raises LockedError when there is one already."""
    handle = _open(folder / "lock")
    try:
        _take(handle)
        yield
    finally:
        os.close(handle)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for one's turn, for short writes: fairer than SQLite's own busy wait, which starves some writers."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def hold(path: Path) -> int:
    """A handle that holds the lock at `path` until it is closed. Raises BlockingIOError when another has it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
        raise LockedError(
            f"another betrokken process ({holder or 'number unknown'}) is writing to this case: "
            "wait until it is done, or stop it, and run again"
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()}\n".encode(), 0)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
