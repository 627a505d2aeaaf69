"""Letters per second of a core as a print run makes them (composed, set, merged, sealed), memory of a worker, the same
bytes twice, and the same letter by WeasyPrint.

python -m benchmarks.letters [--letters 10000] [--workers 2]
"""

import argparse
import json
import resource
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pyrage

from betrokken.edges import age, typesetting
from betrokken.model.incident import Contact
from betrokken.model.notices import Happening, Letter, Recipient, Seen
from betrokken.pipeline import setting_letters
from betrokken.stages.notifying import composing

DAY: Final = date(2025, 9, 12)
BENCH: Final = Path(".venv-bench/bin/python")
MILLION: Final = 1_000_000
FLOOR, CEILING_MB = 150, 500  # letters for each second of a core; memory of a worker

LETTER: Final = Letter(
    "N-0",
    "proven",
    "nl",
    DAY,
    "Ziekenhuis Waterweide",
    Contact(
        "zhw", ("Postbus 12",), "1990AA", "Waterweide", "0800-000 0000", return_address="Postbus 12, 1990 AA Waterweide"
    ),
    Recipient("Vries"),
    Happening("Laboratorium Noordermeer", DAY),
    "7K2M-9QXA-4TRB-0WZD-H",
    DAY,
    ("name", "address", "birth_date", "bsn", "exam", "test_result"),
    (Seen("cervical_smear", 2019, 2024),),
    {"identity_fraud": 2, "phishing": 3, "extortion": 3},
    proof=False,
)
SURNAMES: Final = ("Vries", "Wiśniewska", "Yıldız", "Fûgelsang", "Bakker", "محمد")


@dataclass(frozen=True)
class Done:
    """What a worker gives back of one batch. cpu: seconds. peak_mb: the most memory its process has held."""

    pdf: bytes
    cpu: float
    peak_mb: float


def letters(first: int, count: int) -> list[Letter]:
    """Invented letters, each of its own person."""
    return [
        replace(
            LETTER,
            notice_id=f"N-{number}",
            to=Recipient(
                SURNAMES[number % 6], "", "A.B.", "", "F", "Kade", str(number % 300 + 1), "a", "1234AB", "Stad"
            ),
        )
        for number in range(first, first + count)
    ]


def one(span: tuple[int, int]) -> Done:
    """Compose and set one batch, as a print run does."""
    began = time.process_time()
    made = typesetting.batch([composing.page(each) for each in letters(*span)], DAY)
    if made.refused:
        raise SystemExit(f"{len(made.refused)} letters were refused")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time() - began
    return Done(made.pdf, cpu, peak)


def run(spans: Sequence[tuple[int, int]], workers: int) -> tuple[list[Done], float]:
    """All batches, and the seconds it took by the clock."""
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(one, spans))
    return done, time.perf_counter() - began


def sealed(done: Sequence[Done]) -> float:
    """Seconds of a core to put the batches together in files of 1,000 letters, and to seal each for a printer."""
    reader = [pyrage.x25519.Identity.generate().to_public()]
    began = time.process_time()
    for start in range(0, len(done), 20):
        age.seal(setting_letters.merged([each.pdf for each in done[start : start + 20]]), reader)
    return time.process_time() - began


def single(count: int) -> float:
    """Single tagged letters for each second of a core."""
    pages = [composing.page(each) for each in letters(0, count)]
    typesetting.single(pages[0], DAY)
    began = time.process_time()
    for page in pages:
        typesetting.single(page, DAY)
    return count / (time.process_time() - began)


_OTHER: Final = """
import json, sys, time
from weasyprint import HTML
pages = json.load(sys.stdin)
HTML(string=pages[0]).write_pdf()
began = time.process_time()
for page in pages:
    HTML(string=page).write_pdf()
print(len(pages) / (time.process_time() - began))
"""


def other(count: int) -> float | None:
    """The same words by WeasyPrint, one PDF a letter, for each second of a core; None where it is not installed."""
    if not BENCH.exists():
        return None
    pages = json.dumps([html(composing.page(each)) for each in letters(0, count)])
    ran = subprocess.run([BENCH, "-c", _OTHER], input=pages, text=True, capture_output=True, check=False)
    return float(ran.stdout) if ran.returncode == 0 else None


def html(page: dict[str, Any]) -> str:
    """The page as HTML, with the same fonts."""
    shown = "".join(f"<p>{escape(line)}</p>" for line in composing.lines(page) if line)
    font = Path("src/betrokken/edges/fonts/NotoSans-Regular.ttf").resolve().as_uri()
    face = f"@font-face{{font-family:N;src:url({font})}}body{{font:10.5pt N}}@page{{size:A4;margin:25mm}}"
    return f'<html lang="nl"><style>{face}</style>{shown}</html>'


def main() -> None:
    """Measure and print; exit code 1 when a promise is not held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=10_000)
    asked.add_argument("--workers", type=int, default=2)
    told = asked.parse_args()
    size = typesetting.AT_ONCE
    spans = [(first, min(size, told.letters - first)) for first in range(0, told.letters, size)]
    done, wall = run(spans, told.workers)
    again, _ = run(spans[:20], told.workers)
    rate = told.letters / (sum(each.cpu for each in done) + sealed(done))
    peak = max(each.peak_mb for each in done)
    same = [each.pdf for each in again] == [each.pdf for each in done[:20]]
    print(
        f"composed, set in batches of {size}, merged, sealed: {told.letters:,} letters, {rate:,.0f} for each second of a core (at least {FLOOR})"
    )
    print(
        f"  by the clock {told.letters / wall:,.0f} a second with {told.workers} workers: a million in {MILLION * wall / told.letters / 60:,.0f} minutes"
    )
    print(
        f"  {sum(len(each.pdf) for each in done) / told.letters / 1000:.1f} kB a letter; worker at most {peak:,.0f} MB (at most {CEILING_MB})"
    )
    print(f"  set again by other processes: {'the same bytes' if same else 'OTHER BYTES'}")
    tagged = single(100)
    print(f"single, tagged: {tagged:,.0f} for each second of a core")
    weasy = other(30)
    print(
        f"WeasyPrint, single: {weasy:,.0f}; Typst is {tagged / weasy:.1f} times as fast"
        if weasy
        else "WeasyPrint: left out, there is no .venv-bench with it (see Makefile)"
    )
    raise SystemExit(0 if rate >= FLOOR and peak <= CEILING_MB and same else 1)


if __name__ == "__main__":
    main()
