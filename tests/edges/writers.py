"""Processes that write to a case until they are killed."""

import itertools
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from betrokken.edges.decided import Decided
from betrokken.edges.journal import Journal
from betrokken.edges.worked import Worked
from tests.edges import rows

KEY = bytes(range(32))
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


def start(task: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process of its own that runs a task."""
    process = _CONTEXT.Process(target=task, args=arguments, daemon=True)
    process.start()
    return process


def pipe() -> tuple[Connection, Connection]:
    """(reading end, writing end)."""
    return _CONTEXT.Pipe(duplex=False)


def generations(folder: Path, told: Connection) -> None:
    """One generation after another; two tables of one generation hold the same number. Tells each that is written."""
    worked = Worked(folder, KEY, code="a")
    with worked.writing():
        manifest = worked.manifest("finding")
        for number in itertools.count(manifest.number + 1 if manifest else 1):
            tables = {"item": rows.items(400, str(number)), "mention": rows.mentions(400, str(number))}
            told.send(worked.write("finding", tables, {"number": str(number)}, {}).number)


def parts(folder: Path, told: Connection) -> None:
    """One part after another, each with one key and as many rows as the key says. Tells each key that is kept."""
    worked = Worked(folder, KEY, code="a")
    with worked.writing():
        kept = worked.parts("finding", {}, {})
        for number in itertools.count(len(kept.done()) + 1):
            kept.append({"item": rows.items(number, str(number)), "mention": rows.mentions(number)}, [str(number)])
            told.send(number)


def journal(folder: Path, count: int) -> None:
    """Lines in the journal, one transaction each."""
    decided = Decided(folder, KEY)
    lines = Journal(decided, KEY)
    for number in range(count):
        lines.append("writer", "count", {"items": number})
