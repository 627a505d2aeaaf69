"""Handlers that do, inside the fence, what hostile files make readers do."""

import ctypes
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def entry(setup: bytes) -> Callable[[bytes], bytes | Iterator[bytes]]:
    """A handler that does what its payload says, and gives the payload back behind `setup` when it is sound."""

    def handler(payload: bytes) -> bytes | Iterator[bytes]:
        word, _, rest = payload.partition(b" ")
        act = _ACTS.get(word.decode())
        return act(rest) if act else setup + payload

    return handler


def broken_entry(setup: bytes) -> Callable[[bytes], bytes]:
    """Fails before any unit; its message holds what it was set up with, which must not come out."""
    raise ValueError(setup.decode())


def dying_entry(setup: bytes) -> Callable[[bytes], bytes]:
    """Cannot even say that it failed."""
    os._exit(9)


class Panic(BaseException):
    """As Rust libraries raise."""


def _segfault(rest: bytes) -> bytes:
    ctypes.string_at(0)
    return b"never"


def _hang(rest: bytes) -> bytes:
    time.sleep(3600)
    return b"never"


def _spin(rest: bytes) -> bytes:
    while True:
        pass


def _allocate(rest: bytes) -> bytes:
    return bytes(10_000_000_000)


def _exit(rest: bytes) -> bytes:
    os._exit(3)


def _system_exit(rest: bytes) -> bytes:
    sys.exit(4)


def _flood(rest: bytes) -> Iterator[bytes]:
    while True:
        yield bytes(1 << 20)


def _pieces(rest: bytes) -> Iterator[bytes]:
    yield from (b"ab", b"", b"c" * int(rest))


def _connect(rest: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", int(rest)), timeout=2):
        return b"connected"


def _write(rest: bytes) -> bytes:
    Path(rest.decode()).write_bytes(b"written")
    return b"written"


def _remove(rest: bytes) -> bytes:
    Path(rest.decode()).unlink()
    return b"removed"


def _fork(rest: bytes) -> bytes:
    if os.fork() == 0:
        time.sleep(3600)
    return b"forked"


def _kill(rest: bytes) -> bytes:
    os.kill(int(rest), 9)
    return b"killed"


def _raise(rest: bytes) -> bytes:
    raise ValueError(rest.decode())


def _panic(rest: bytes) -> bytes:
    raise Panic(rest.decode())


def _print(rest: bytes) -> bytes:
    for handle in (1, 2):
        os.write(handle, rest)
    return b"printed"


def _lie(rest: bytes) -> bytes:
    for handle in range(3, 64):
        try:
            os.write(handle, b"D" + bytes(200))
        except OSError:
            continue
    return b"lied"


def _once(rest: bytes) -> bytes:
    """Crashes a worker that has handled something before, as harm done by an earlier unit does."""
    _count.append(1)
    if len(_count) > 1:
        ctypes.string_at(0)
    return b"fine alone"


_count: list[int] = []


def _worker(rest: bytes) -> bytes:
    return str(os.getpid()).encode()


def _sleep(rest: bytes) -> bytes:
    time.sleep(float(rest))
    return str(os.getpid()).encode()


def _late(rest: bytes) -> Iterator[bytes]:
    time.sleep(0.2)
    yield bytes(int(rest))


def _environment(rest: bytes) -> bytes:
    return repr(sorted(os.environ)).encode()


def _read(rest: bytes) -> bytes:
    return Path(rest.decode()).read_bytes()


_ACTS: dict[str, Callable[[bytes], bytes | Iterator[bytes]]] = {
    name[1:]: value for name, value in list(globals().items()) if name.startswith("_") and callable(value)
}
