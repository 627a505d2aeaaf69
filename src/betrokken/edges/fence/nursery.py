"""Our side of the process that forks workers: it starts it, asks for workers and for their end."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from betrokken.edges.fence.inside import ANSWER, COMMAND, END, FORK, UNKNOWN, exactly, receive, send
from betrokken.edges.fence.terms import FenceError, FenceLimits

MOST_STARTS: int = 5  # of one fence; the process never sees a unit, so more deaths are no accident
ANSWER_WITHIN: float = 300.0  # seconds; building the handler is the longest
_START = """
import sys, json
sys.path[:] = json.loads(sys.argv[3])
from betrokken.edges.fence.inside import nursery_main
nursery_main(int(sys.argv[1]), int(sys.argv[2]))
"""
# One thread for each library that would start a pool of its own: a fork takes only the thread that forks.
# A fixed hash seed: the same pile gives the same order in every run.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MALLOC_ARENA_MAX": "2",
}


class Nursery:
    """Makes workers of one handler. Raises FenceError when its process cannot start.

    It is killed with the thread that makes it, and its workers are killed with it.
    """

    def __init__(self, entry: str, setup: bytes, limits: FenceLimits) -> None:
        self._order = json.dumps({"entry": entry, "limits": asdict(limits)}).encode()
        self._setup = setup
        self._starts = 0
        self._start()

    def fork(self) -> tuple[int, socket.socket]:
        """(process, socket) of a new worker."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                return self._ask(FORK, 0, theirs), ours
            except (OSError, EOFError):
                self._start()
                return self._ask(FORK, 0, theirs), ours

    def end(self, process: int) -> int | None:
        """Kill a worker if it lives, and give its exit code, minus the signal that killed it; None if unknown."""
        try:
            status = self._ask(END, process)
        except (OSError, EOFError):
            self._start()
            return None
        return None if status == UNKNOWN else os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Kill the process and, by that, all workers that are left."""
        self._control.close()
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        if self._starts:
            self.close()
        if self._starts == MOST_STARTS:
            raise FenceError("the reading processes are killed again and again: is there memory enough?")
        self._starts += 1
        self._control, theirs = socket.socketpair()
        self._control.settimeout(ANSWER_WITHIN)
        with theirs:
            self._process = _spawn(theirs)
        try:
            send(self._control, self._order)
            send(self._control, self._setup)
            answer = json.loads(receive(self._control))
        except (OSError, EOFError) as error:
            answer = {"error": f"{type(error).__name__} at their start"}
        if "error" in answer:
            self.close()
            raise FenceError(f"the reading processes do not start: {answer['error']}")
        self.network = str(answer["network"])

    def _ask(self, command: bytes, process: int, given: socket.socket | None = None) -> int:
        message = COMMAND.pack(command, process)
        if given is None:
            self._control.sendall(message)
        else:
            socket.send_fds(self._control, [message], [given.fileno()])
        return int(ANSWER.unpack(exactly(self._control, ANSWER.size))[0])


def _spawn(control: socket.socket) -> subprocess.Popen[bytes]:
    """A fresh interpreter without our environment, in a session of its own: Ctrl-C comes to us, and we end it."""
    path = json.dumps([entry or str(Path.cwd()) for entry in sys.path])
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-P", "-s", "-B", "-c", _START, str(control.fileno()), str(os.getpid()), path],
        pass_fds=[control.fileno()],
        env=_ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
