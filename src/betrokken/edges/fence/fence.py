"""The supervisor: hands units to workers, watches the clock, and makes one unit pay for what one unit did."""

import selectors
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from types import TracebackType
from typing import Self

from betrokken.edges.fence.nursery import Nursery
from betrokken.edges.fence.terms import FenceError, FenceLimits, Loss, Unit
from betrokken.edges.fence.worker import Fallen, Job, Outcome, Worker

PAUSE: float = 0.1  # seconds; when our caller keeps us from listening for longer, it does not count for a unit
MOST_DEATHS: int = 5  # of workers in a row, with no unit to blame


class Fence:
    """Runs units in `workers` processes; a crash, hang or bomb costs one unit, and the run goes on.

    entry: "package.module:function"; the function is called once with `setup`, outside any unit, and gives the handler
    that is called with each payload and gives the result as bytes or in pieces. The handler must let MemoryError pass.
    A unit that crashes its worker, takes too long, too much memory or puts out too much is tried once more, alone in a
    fresh worker, and is then lost. An exception out of the handler loses the unit at once.
    Use it in one thread, as a context manager. Raises FenceError when its processes cannot start or stay up.
    """

    def __init__(self, workers: int, entry: str, setup: bytes = b"", limits: FenceLimits | None = None) -> None:
        self._most = workers
        self._limits = limits or FenceLimits()
        self._entry, self._setup = entry, setup
        self._workers: list[Worker] = []
        self._alone: deque[Job] = deque()
        self._waiting: deque[Job] = deque()
        self._deaths = 0

    def __enter__(self) -> Self:
        self._nursery = Nursery(self._entry, self._setup, self._limits)
        self._selector = selectors.DefaultSelector()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.channel.close()
        self._workers.clear()
        self._nursery.close()
        self._selector.close()

    @property
    def network(self) -> str:
        """ "closed", or "open" where neither a network namespace nor a filter of system calls could be had."""
        return self._nursery.network

    def run(self, units: Iterable[Unit]) -> Generator[Outcome, None, None]:
        """Each unit once, with its result or its loss, in no fixed order; units are taken as they can be handled."""
        source = iter(units)
        listened = time.monotonic()
        try:
            while self._feed(source):
                paused = time.monotonic() - listened
                outcomes = self._listen(paused if paused > PAUSE else 0.0)
                listened = time.monotonic()
                yield from outcomes
        finally:
            for worker in [worker for worker in self._workers if worker.jobs]:
                self._end(worker)
            self._alone.clear()
            self._waiting.clear()

    def _feed(self, source: Iterator[Unit]) -> bool:
        """Give every worker what it may have; False when nothing is on its way any more."""
        while self._alone:
            self._new_worker().give(self._alone.popleft())
        while len(self._workers) < self._most and (job := self._next(source)):
            self._new_worker().give(job)
        self._fill(source)
        for worker in self._workers:
            worker.flush()
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.has_to_send else 0)
            self._selector.modify(worker.channel, wanted, worker)
        return any(worker.jobs for worker in self._workers)

    def _fill(self, source: Iterator[Unit]) -> None:
        """One unit to each worker in turn, so that few units are spread over all."""
        hungry = [worker for worker in self._workers if worker.has_room]
        while hungry:
            for worker in hungry:
                job = self._next(source)
                if job is None:
                    return
                worker.give(job)
            hungry = [worker for worker in hungry if worker.has_room]

    def _next(self, source: Iterator[Unit]) -> Job | None:
        if self._waiting:
            return self._waiting.popleft()
        unit = next(source, None)
        return Job(unit) if unit is not None else None

    def _listen(self, paused: float) -> list[Outcome]:
        """Outcomes of what happens next: something comes in, or a time limit passes."""
        for worker in self._workers:
            worker.deadline += paused
        soonest = min(worker.deadline for worker in self._workers if worker.jobs)
        outcomes: list[Outcome] = []
        for key, _ in self._selector.select(max(0.0, soonest - time.monotonic())):
            self._hear(key.data, outcomes)
        at = time.monotonic()
        for worker in [worker for worker in self._workers if worker.jobs and worker.deadline < at]:
            seconds = self._limits.time(worker.jobs[0].unit.size)
            self._fall(worker, f"took longer than {seconds:.3g} s", outcomes)
        for worker in [worker for worker in self._workers if not worker.jobs and not worker.left]:
            self._end(worker)
        return outcomes

    def _hear(self, worker: Worker, outcomes: list[Outcome]) -> None:
        try:
            for outcome in worker.hear():
                outcomes.append(outcome)
                self._deaths = 0
        except Fallen as fallen:
            self._fall(worker, fallen.reason, outcomes)

    def _fall(self, worker: Worker, reason: str, outcomes: list[Outcome]) -> None:
        """End a worker, blame the unit it had begun, and let its other units wait for another worker."""
        code = self._end(worker)
        if worker.begun:
            guilty = worker.jobs.popleft()
            if guilty.alone:
                outcomes.append((guilty.unit, Loss(reason or _end_word(code))))
            else:
                self._alone.append(Job(guilty.unit, alone=True))
        elif worker.jobs:
            self._deaths += 1
            if self._deaths == MOST_DEATHS:
                raise FenceError(f"the reading processes end before they begin: the last {_end_word(code)}")
        self._waiting.extendleft(reversed(worker.jobs))

    def _new_worker(self) -> Worker:
        worker = Worker(*self._nursery.fork(), self._limits)
        self._workers.append(worker)
        self._selector.register(worker.channel, selectors.EVENT_READ, worker)
        return worker

    def _end(self, worker: Worker) -> int | None:
        self._selector.unregister(worker.channel)
        worker.channel.close()
        self._workers.remove(worker)
        return self._nursery.end(worker.process)


def _end_word(code: int | None) -> str:
    if code is None:
        return "crashed the reader"
    return f"crashed the reader (signal {-code})" if code < 0 else f"ended the reader (exit code {code})"
