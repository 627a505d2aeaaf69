"""Seconds and MB/s of every room, peak memory, and the same text through Presidio as a ratio.

    python -m benchmarks.rooms [--people N] [--pile DIR --facts FILE...] [--text-mb 1]

Without --pile it makes an invented pile. Presidio runs in an environment of its own (requirements-bench.lock).
"""

import argparse
import resource
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from demo import pile as invented

from betrokken.edges import keys
from betrokken.kit import organisations
from betrokken.kit.sources import BytesSource
from betrokken.model import facts_file
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Limits, Table, Text
from betrokken.model.stated import Stated, compose
from betrokken.pipeline import case, intake, rooms
from betrokken.pipeline.progress import Step
from betrokken.settings import Settings
from betrokken.stages.finding import stage as finding
from betrokken.stages.finding.hits import Setting
from betrokken.stages.reading import stage as reading

BENCH_PYTHON = Path(".venv-bench/bin/python")


class Clock:
    """Seconds each room took, from its first step to its last."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}

    def __call__(self, step: Step) -> None:
        now = time.perf_counter()
        self.first.setdefault(step.room, now)
        self.last[step.room] = now


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=5000)
    options.add_argument("--pile", type=Path)
    options.add_argument("--facts", type=Path, action="append", default=[])
    options.add_argument("--text-mb", type=float, default=1.0)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source, facts = (asked.pile, asked.facts) if asked.pile else _made(work, asked.people)
        _rooms(work, source, facts)
        _against_presidio(source, facts, asked.text_mb)


def _made(work: Path, people: int) -> tuple[Path, list[Path]]:
    invented.write(invented.build(people), work / "pile")
    (work / "facts.toml").write_text(invented.facts(), "utf-8")
    return work / "pile", [work / "facts.toml"]


def _facts(files: list[Path]) -> list[Stated]:
    return facts_file.stated([(path.name, tomllib.loads(path.read_text("utf-8"))) for path in files])


def _rooms(work: Path, source: Path, facts: list[Path]) -> None:
    size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    clock, start = Clock(), time.perf_counter()
    made = case.create(work / "case", keys.make_key_file(work / "key"), _facts(facts), "benchmark")
    clock.first["intake"] = time.perf_counter()
    intake.add(made, [source], "", False, Settings(), clock)
    clock.last["intake"] = clock.first["reading and finding"] = time.perf_counter()
    rooms.run(made, Settings(), clock)
    whole = time.perf_counter() - start
    people = made.worked.read("person").num_rows
    print(f"pile: {size / 1e6:.1f} MB on disk, {made.worked.read('item').num_rows:,} items, {people:,} people\n")
    print(f"{'room':22}{'seconds':>9}{'MB/s':>9}")
    for room, first in clock.first.items():
        seconds = max(clock.last.get(room, first) - first, 1e-9)
        print(f"{room:22}{seconds:9.2f}{size / 1e6 / seconds:9.1f}")
    print(f"{'all':22}{whole:9.2f}{size / 1e6 / whole:9.1f}")
    own, fence = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak memory: {own:,.0f} MB in the program, {fence:,.0f} MB in the largest worker\n")


def _texts(source: Path, limit: int) -> Iterator[bytes]:
    """The contents of whole files, a spread over the pile, up to `limit` bytes of text."""
    paths = sorted((path for path in source.rglob("*") if path.is_file()), key=lambda path: hash_of(path.name))
    had = 0
    for path in paths:
        data = path.read_bytes()
        if had > limit or len(data) > limit:
            continue
        text = "\n".join(_as_text(data))
        had += len(text.encode())
        if text:
            yield data


def hash_of(name: str) -> int:
    """An order that is the same in every run and not alphabetical."""
    return sum((number + 1) * ord(char) for number, char in enumerate(name)) % 7919


def _as_text(data: bytes) -> Iterator[str]:
    try:
        for fragment in reading.read(BytesSource(data), Limits()).fragments:
            if isinstance(fragment, Table):
                yield "\n".join(" ".join(row) for row in fragment.rows)
            elif isinstance(fragment, Text):
                yield fragment.text
    except UnreadableError:
        return


def _against_presidio(source: Path, facts: list[Path], text_mb: float) -> None:
    files = list(_texts(source, int(text_mb * 1e6)))
    texts = ["\n".join(_as_text(data)) for data in files]
    size = sum(len(text.encode()) for text in texts)
    known = compose(_facts(facts))
    setting = Setting(known.latest, organisations.register(known.controllers), organisations.labs(known))
    start = time.perf_counter()
    mentions = sum(
        len(finding.find(reading.read(BytesSource(data), Limits()).fragments, "", setting).drafts) for data in files
    )
    ours = time.perf_counter() - start
    print(
        f"reading and finding, one process: {size / 1e6:.2f} MB of text, {mentions:,} mentions, {size / ours / 1e6:.2f} MB/s"
    )
    if not BENCH_PYTHON.exists():
        print("Presidio is not installed: `make bench` makes its environment")
        return
    told = subprocess.run(
        [BENCH_PYTHON, "-m", "benchmarks.presidio_text"],
        input="\0".join(texts).encode(),
        capture_output=True,
        check=True,
    )
    seconds, hits = told.stdout.decode().split()
    theirs = float(seconds)
    print(f"Presidio, the same text, one process: {hits} hits, {size / theirs / 1e6:.2f} MB/s")
    print(f"ratio: {theirs / ours:.1f} times as fast, and mentions of people instead of loose hits")


if __name__ == "__main__":
    main()
