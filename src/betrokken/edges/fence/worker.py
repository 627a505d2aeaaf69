"""Our side of one worker: what it was given, what came back, and until when it may take."""

import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from betrokken.edges.fence import frames
from betrokken.edges.fence.terms import MB, FenceLimits, Loss, Unit

BEGIN: float = 60.0  # seconds until a worker that was given units must have begun one
BATCH: int = 64  # units a worker has at most, so that it need not wait for us between small ones
BATCH_BYTES: int = 2 * MB  # no more are added above this sum of their sizes: a large unit has none waiting behind it
AHEAD: float = 0.5  # seconds of work that may wait at one worker while another has none
_READ: int = 1 << 20  # bytes

Outcome = tuple[Unit, bytes | Loss]


@dataclass(slots=True)
class Job:
    """A unit on its way; `alone` at its second try."""

    unit: Unit
    alone: bool = False


class Fallen(Exception):  # noqa: N818 - it tells what became of a worker
    """The worker must be replaced. reason: what its unit did, "" when its end will tell."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """A worker process and the units it has."""

    def __init__(self, process: int, channel: socket.socket, limits: FenceLimits) -> None:
        channel.setblocking(False)
        self.process, self.channel = process, channel
        self.jobs: deque[Job] = deque()
        self.begun = False  # the first of `jobs` is being handled
        self.deadline = 0.0
        self.left = limits.units
        self._load = 0  # bytes still to be read by the units it has
        self._pace = AHEAD / 5  # seconds a unit takes, the later ones counting most
        self._since = 0.0
        self._limits = limits
        self._numbers = 0  # units given so far
        self._inbox, self._outbox = frames.Inbox(frames.PIECE), bytearray()
        self._chunks: list[bytes] = []
        self._size = 0

    @property
    def has_room(self) -> bool:
        """Whether it may be given one more unit."""
        count = len(self.jobs)
        if not count or not self.left:
            return self.left > 0
        enough = count >= BATCH or self._load >= BATCH_BYTES or count * self._pace >= AHEAD
        return not enough and not self.jobs[0].alone

    @property
    def has_to_send(self) -> bool:
        """Whether units wait here until the socket takes them."""
        return bool(self._outbox)

    def give(self, job: Job) -> None:
        """Add a unit to those it has."""
        if not self.jobs:
            self.deadline = time.monotonic() + BEGIN
        self._outbox += frames.pack(frames.UNIT, self._numbers, job.unit.payload)
        self.jobs.append(job)
        self._load += job.unit.size
        self._numbers += 1
        self.left -= 1

    def flush(self) -> None:
        """Send what the socket takes now; when the worker is gone, reading will tell."""
        try:
            while self._outbox:
                del self._outbox[: self.channel.send(self._outbox)]
        except BlockingIOError:
            return
        except OSError:
            self._outbox.clear()

    def hear(self) -> Iterator[Outcome]:
        """Outcomes of what has come in. Raises Fallen when the worker is gone or must not be used again."""
        try:
            data = self.channel.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            raise Fallen
        try:
            for frame in self._inbox.feed(data):
                yield from self._take(frame)
        except frames.FrameError as error:
            raise Fallen("confused the reader") from error

    def _take(self, frame: frames.Frame) -> Iterator[Outcome]:
        first = self._numbers - len(self.jobs)
        expected = bool(self.jobs) and frame.number == first and self.begun != (frame.kind == frames.START)
        if not expected:
            raise Fallen("confused the reader")
        if frame.kind == frames.START:
            self.begun, self._chunks, self._size = True, [], 0
            self._since = time.monotonic()
            self.deadline = self._since + self._limits.time(self.jobs[0].unit.size)
        elif frame.kind == frames.CHUNK:
            self._keep(frame.body)
        else:
            yield self._outcome(frame)

    def _keep(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._limits.output_mb * MB:
            raise Fallen(self._too_much())
        self._chunks.append(chunk)

    def _outcome(self, frame: frames.Frame) -> Outcome:
        if frame.kind == frames.MEMORY:
            raise Fallen(f"needed more than {self._limits.memory_mb} MB")
        if frame.kind == frames.TOO_MUCH:
            raise Fallen(self._too_much())
        if frame.kind not in (frames.DONE, frames.FAILED):
            raise Fallen("confused the reader")
        unit = self.jobs.popleft().unit
        result = b"".join(self._chunks) if frame.kind == frames.DONE else _failure(frame.body)
        self.begun, self._chunks = False, []
        at = time.monotonic()
        self.deadline = at + BEGIN
        self._load -= unit.size
        self._pace += 0.2 * (at - self._since - self._pace)
        return unit, result

    def _too_much(self) -> str:
        return f"put out more than {self._limits.output_mb} MB"


def _failure(name: bytes) -> Loss:
    """The class of an exception, and only a name is let through."""
    word = name[:60].decode("ascii", "replace")
    return Loss(f"the reader failed ({word})" if word.isidentifier() else "the reader failed")
