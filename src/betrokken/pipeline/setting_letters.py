"""Letters set by several processes at once; what is being set stands in memory only."""

import io
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final

import pikepdf

from betrokken.edges import typesetting
from betrokken.edges.fence import walls
from betrokken.edges.typesetting import Refused
from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import composing

_OF_A_PART: Final = ("/Outlines", "/PageLabels", "/Dests", "/Names")  # of the first letters only, once others follow


@dataclass(frozen=True, slots=True)
class Set:
    """Letters in one file, in their order. pages: of the file. signs: of each letter, how long it is. refused: by place."""

    pdf: bytes
    pages: int
    signs: tuple[int, ...]
    refused: tuple[Refused, ...]


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """Processes to set letters with; 0 is one for each core. They hold letters in clear: they die with this one."""
    count = workers or os.cpu_count() or 1
    made = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_guarded, initargs=(os.getpid(),))
    try:
        yield made
    finally:
        made.shutdown(cancel_futures=True)  # who stops a run must not wait for the letters that nobody needs then


def _guarded(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which tells them
    walls.refuse_dumps()
    walls.die_with(parent)


def begin(letters: Sequence[Letter], by: Executor) -> list[Future[Set]]:
    """Letters that are being set, in runs of `typesetting.AT_ONCE`, in their order."""
    size = typesetting.AT_ONCE
    return [by.submit(run, letters[start : start + size]) for start in range(0, len(letters), size)]


def several(letters: Sequence[Letter], by: Executor) -> Iterator[Set]:
    """All letters, in runs of `typesetting.AT_ONCE`, in their order. Raises LetterError when a process is killed."""
    yield from ended(begin(letters, by))


def ended(begun: Sequence[Future[Set]]) -> Iterator[Set]:
    """What `begin` began, as it ends. Raises LetterError when a process is killed."""
    try:
        for one in begun:
            yield one.result()
    except BrokenProcessPool as error:
        raise LetterError(
            "a process that sets letters was killed, as happens when memory runs out: run again, with fewer --workers"
        ) from error


def run(letters: Sequence[Letter]) -> Set:
    """At most `typesetting.AT_ONCE` letters for a printer."""
    pages: dict[int, dict[str, Any]] = {}
    refused = []
    for number, letter in enumerate(letters):
        try:
            pages[number] = composing.page(letter)
        except LetterError as error:
            refused.append(Refused(number, str(error)))
    places = list(pages)
    made = (
        typesetting.batch([pages[number] for number in places], letters[0].day) if pages else typesetting.Batch(b"", ())
    )
    refused += [Refused(places[one.number], one.reason) for one in made.refused]
    signs = tuple(
        sum(map(len, composing.lines(pages[number]))) if number in pages else 0 for number in range(len(letters))
    )
    return Set(made.pdf, _count(made.pdf), signs, tuple(sorted(refused, key=lambda one: one.number)))


def merged(parts: Sequence[bytes]) -> bytes:
    """Several files in one; the same parts give the same bytes. What says PDF/A in the first says it of all."""
    with pikepdf.open(io.BytesIO(parts[0])) as out:
        for name in _OF_A_PART:
            if name in out.Root:
                del out.Root[name]
        for part in parts[1:]:
            with pikepdf.open(io.BytesIO(part)) as one:
                out.pages.extend(one.pages)
        held = io.BytesIO()
        out.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def _count(pdf: bytes) -> int:
    if not pdf:
        return 0
    with pikepdf.open(io.BytesIO(pdf)) as one:
        return len(one.pages)
