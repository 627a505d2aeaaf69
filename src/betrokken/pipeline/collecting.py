"""Garbage collection while rows are made: many small objects and hardly a cycle, so often is a waste of a third."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 20, 100)


def from_here_on() -> None:
    """Collect seldom for the rest of this process, and never look again at what is there already."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


@contextmanager
def seldom() -> Iterator[None]:
    """Collect seldom inside the block."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
