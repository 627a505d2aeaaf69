"""What runs inside the fence: the process that forks workers, and the worker itself. No file of theirs is written.

Output and errors go nowhere: a trace back, or what a C library prints, could hold what the pile holds.
"""

import gc
import importlib
import json
import os
import signal
import socket
import struct
import traceback
from collections.abc import Callable, Iterator
from typing import NoReturn

from betrokken.edges.fence import frames, walls
from betrokken.edges.fence.terms import MB, FenceLimits

Handler = Callable[[bytes], bytes | Iterator[bytes]]

FORK, END = b"F", b"W"
COMMAND = struct.Struct("<cq")  # what to do; process
ANSWER = struct.Struct("<q")  # process, or wait status
LENGTH = struct.Struct("<Q")
UNKNOWN: int = 1 << 32  # the answer about a process that is not ours: no wait status is so large
_FLUSH: int = 1 << 18  # bytes


def nursery_main(handle: int, parent: int) -> None:
    """Build the handler, say so, and fork a worker for each socket that is sent, until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=handle)
    order = json.loads(receive(control))
    setup = receive(control)
    limits = FenceLimits(**order["limits"])
    walls.die_first()
    walls.leave_network()
    walls.refuse_dumps()
    walls.die_with(parent)
    with _Told(control):
        handler = _build(order["entry"], setup)
    gc.collect()
    gc.freeze()  # what is here before the fork is shared; collecting it in a worker would copy it
    send(control, json.dumps({"network": _network(limits)}).encode())
    _serve_commands(control, handler, limits)


def receive(control: socket.socket) -> bytes:
    """One message with its length before it. Raises EOFError when the other side is gone."""
    return exactly(control, LENGTH.unpack(exactly(control, LENGTH.size))[0])


def send(control: socket.socket, message: bytes) -> None:
    """Send one message with its length before it."""
    control.sendall(LENGTH.pack(len(message)) + message)


def exactly(control: socket.socket, size: int) -> bytes:
    """The next `size` bytes. Raises EOFError when the other side is gone."""
    got = bytearray()
    while len(got) < size:
        piece = control.recv(size - len(got))
        if not piece:
            raise EOFError
        got += piece
    return bytes(got)


def _build(entry: str, setup: bytes) -> Handler:
    module, _, name = entry.partition(":")
    handler: Handler = getattr(importlib.import_module(module), name)(setup)
    return handler


def _place(error: BaseException) -> str:
    """The class and the line of an error in building: its message may hold what was set up, but for imports."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    text = f": {error}" if isinstance(error, ImportError) else ""
    return f"{type(error).__name__} in {last.filename}, line {last.lineno}{text}"


def _network(limits: FenceLimits) -> str:
    """closed or open, as a worker finds it."""
    mother = os.getpid()
    child = os.fork()
    if child == 0:
        walls.close_in(limits, mother)
        os._exit(0 if walls.network_is_closed() else 1)
    return "open" if os.waitpid(child, 0)[1] else "closed"


def _serve_commands(control: socket.socket, handler: Handler, limits: FenceLimits) -> None:
    children: set[int] = set()
    while True:
        data, handles, _, _ = socket.recv_fds(control, COMMAND.size, 1)
        if not data:
            return
        command, process = COMMAND.unpack(data + exactly(control, COMMAND.size - len(data)))
        if command == FORK:
            answer = _fork(control, handles[0], handler, limits)
            children.add(answer)
        else:
            answer = _end(process) if process in children else UNKNOWN
            children.discard(process)
        control.sendall(ANSWER.pack(answer))


def _end(process: int) -> int:
    """Kill a child, unless it is dead already, and give its wait status; until then no other has its number."""
    os.kill(process, signal.SIGKILL)
    return os.waitpid(process, 0)[1]


def _fork(control: socket.socket, handle: int, handler: Handler, limits: FenceLimits) -> int:
    mother = os.getpid()
    child = os.fork()
    if child == 0:
        _work(control, mother, handle, handler, limits)
    os.close(handle)
    return child


def _work(control: socket.socket, mother: int, handle: int, handler: Handler, limits: FenceLimits) -> NoReturn:
    code = 70  # EX_SOFTWARE
    try:
        control.close()
        walls.close_in(limits, mother)
        serve(handle, handler, limits.output_mb * MB)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    finally:
        os._exit(code & 0xFF)


def serve(handle: int, handler: Handler, most: int) -> None:
    """Handle the units that come over a socket until it closes, or a unit has harmed this process."""
    channel = _Channel(handle)
    for frame in channel.frames():
        channel.put(frames.START, frame.number)
        channel.flush()
        if not _answer(channel, frame.number, handler, frame.body, most):
            channel.flush()
            return


def _answer(channel: "_Channel", number: int, handler: Handler, payload: bytes, most: int) -> bool:
    """Send what the handler makes of a payload; False when this process must not be used again."""
    try:
        result = handler(payload)
        for chunk in (result,) if isinstance(result, bytes) else result:
            most -= len(chunk)
            if most < 0:
                channel.put(frames.TOO_MUCH, number)
                return False
            for start in range(0, len(chunk), frames.PIECE):
                channel.put(frames.CHUNK, number, chunk[start : start + frames.PIECE])
        channel.put(frames.DONE, number)
    except MemoryError:
        channel.put(frames.MEMORY, number)
        return False
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - panics of Rust libraries are no Exception, and cost one unit too
        channel.put(frames.FAILED, number, type(error).__name__.encode("ascii", "replace"))
    return True


class _Told:
    """Whatever goes wrong inside is told to the other side, and goes on its way."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            send(self._control, json.dumps({"error": _place(error)}).encode())


class _Channel:
    """Frames over the socket of this worker; what is put is sent at the latest before it waits for more."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._inbox = frames.Inbox(most=(1 << 32) - 1)
        self._outbox = bytearray()

    def frames(self) -> Iterator[frames.Frame]:
        while True:
            self.flush()
            data = os.read(self._handle, 1 << 20)
            if not data:
                return
            yield from self._inbox.feed(data)

    def put(self, kind: bytes, number: int, body: bytes = b"") -> None:
        self._outbox += frames.pack(kind, number, body)
        if len(self._outbox) > _FLUSH:
            self.flush()

    def flush(self) -> None:
        sent = 0
        with memoryview(self._outbox) as view:
            while sent < len(view):
                sent += os.write(self._handle, view[sent:])
        self._outbox.clear()
