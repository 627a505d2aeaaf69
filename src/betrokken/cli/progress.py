"""A progress bar with rate and time left for each room; plain lines where there is no terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from betrokken.pipeline.progress import Listener, Step

_COLUMNS = ("[progress.description]{task.description}", "[progress.percentage]{task.percentage:>3.0f}%")


@contextmanager
def shown() -> Iterator[Listener]:
    """A listener that shows each room as it goes."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    columns = (TextColumn(_COLUMNS[0]), BarColumn(), TextColumn(_COLUMNS[1]), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, object] = {}

    def __call__(self, step: Step) -> None:
        if step.note:
            self._bars.console.print(f"note: {step.note}")
        if step.room not in self._tasks:
            self._tasks[step.room] = self._bars.add_task(step.room, total=step.total)
        self._bars.update(self._tasks[step.room], completed=step.done, total=step.total)  # type: ignore[arg-type]


class _Plain:
    """One line a room at its end, and one every half minute."""

    def __init__(self) -> None:
        self._start: dict[str, float] = {}
        self._said = monotonic()

    def __call__(self, step: Step) -> None:
        if step.note:
            print(f"note: {step.note}", file=sys.stderr, flush=True)
        begun = self._start.setdefault(step.room, monotonic())
        ended = step.done >= step.total
        if not ended and monotonic() - self._said < 30:
            return
        self._said = monotonic()
        seconds = max(self._said - begun, 0.001)
        rate = f", {step.done / seconds / 1e6:.1f} MB/s" if step.unit == "bytes" else ""
        left = "" if ended else f", about {seconds * (step.total - step.done) / max(step.done, 1):.0f} s left"
        share = 100 * step.done / max(step.total, 1)
        print(f"{step.room}: {share:.0f} % in {seconds:.1f} s{rate}{left}", file=sys.stderr, flush=True)
