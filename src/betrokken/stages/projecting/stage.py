"""How many people the whole theft holds: a bracket always, a figure where the data carry one, else the reasons why not.

The people in the read files are counted once per file. A figure comes from the fewest and the most people that any
spread of rates allows (ranging.py), widened by the models that fit (methods/); it is refused by refusing.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pyarrow as pa

from betrokken.kit import arrow
from betrokken.stages.projecting import advising, bootstrap, bracket, estimating, refusing
from betrokken.stages.projecting.bracket import Bracket
from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.curve import Curve, curve
from betrokken.stages.projecting.drawn import Drawn
from betrokken.stages.projecting.estimating import Estimate
from betrokken.stages.projecting.frame import Asked, Frame
from betrokken.stages.projecting.sampling import Placed

READS = ("item", "mention", "membership")
WRITES = ("estimate",)
_SMALLEST: Final = 10  # read files of a stratum that gets a figure of its own
_REPLICATES: Final = 60  # of a stratum: enough for a standard error, and there are many strata


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer for all files, or for one stratum. refused: why there is no figure; () when there is one."""

    bracket: Bracket
    estimate: Estimate
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """The answer and what to do next. strata: low, middle and high of each stratum, None where there is none."""

    figure: Figure
    strata: tuple[tuple[int, int | None, int | None], ...]
    next: tuple[advising.Next, ...]
    curve: Curve
    estimate: pa.Table


def query(name: str) -> str:
    """The SQL (DuckDB) of this room over the tables in READS and `leak_drop`: "sightings" or "files"."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


def run(placed: Placed, asked: Asked) -> Projection:
    """The projection of a frame; the table `estimate` holds all its figures and their grounds."""
    frame = placed.frame
    counts = bootstrap.replicate(frame.sample, asked.replicates, asked.seed)
    figure = project(frame, asked, counts)
    seen = frame.people_seen().tolist()
    strata = tuple(_stratum(frame, asked, number, seen[number], figure) for number in range(frame.sample.strata))
    sizes = np.array([row.size for row in placed.rows], np.int64)
    plan = advising.advise(frame, counts, sizes, asked.seed) if frame.listed else []
    table = arrow.make("estimate", _rows(frame, figure, strata))
    return Projection(figure, strata, tuple(plan), curve(frame.sample, asked.seed), table)


def project(frame: Frame, asked: Asked, counts: Counts) -> Figure:
    """The bracket and the figure of all files; counts: of its sample, with replicates."""
    found = estimating.estimate(counts, asked.split_rate or 0.0)
    bounds = bracket.bracket(frame, asked, counts, found)
    within = replace(found, low=max(found.low, bounds.low), high=max(min(found.high, bounds.high), bounds.low))
    within = replace(within, middle=float(np.clip(within.middle, within.low, within.high)))
    return Figure(bounds, within, tuple(refusing.reasons(frame, asked, counts, within)))


def _stratum(frame: Frame, asked: Asked, number: int, seen: int, figure: Figure) -> tuple[int, int | None, int | None]:
    """(low, middle, high) of one stratum; a middle only where the whole has one and people come back in it."""
    most = figure.bracket.high if figure.bracket.supported else None
    low, high = bracket.of_stratum(frame, asked, number, seen, most)
    read = frame.files_read()[number]
    if figure.refused or read < _SMALLEST or read == frame.sample.files_all[number]:
        return low, low if high == low else None, high
    part = _part(frame.sample, number)
    if (np.bincount(part.person) == 2).sum() < refusing.TWICE:
        return low, None, high
    counts = bootstrap.replicate(part, min(asked.replicates, _REPLICATES), asked.seed)
    found = estimating.estimate(counts, asked.split_rate or 0.0)
    if not found.high <= refusing.WIDEST * found.low:
        return low, None, high
    top = found.high if high is None else min(found.high, high)
    return max(low, round(found.low)), round(min(found.middle, top)), round(top)


def _part(sample: Drawn, number: int) -> Drawn:
    """One stratum as a sample of its own."""
    inside = sample.stratum == number
    pairs = inside[sample.file]
    place = np.cumsum(inside) - 1
    one = slice(number, number + 1)
    people = np.unique(sample.person[pairs], return_inverse=True)[1]
    return Drawn(
        people, place[sample.file[pairs]], np.zeros(int(inside.sum()), np.int64), sample.bytes[inside],
        sample.files_all[one], sample.bytes_all[one],
    )  # fmt: skip


def _rows(
    frame: Frame, figure: Figure, strata: tuple[tuple[int, int | None, int | None], ...]
) -> Iterator[dict[str, Any]]:
    sample, bounds, found = frame.sample, figure.bracket, figure.estimate
    whole = {
        "stratum": "",
        "files": round(float(sample.files_all.sum())),
        "files_read": len(sample.stratum),
        "bytes": round(float(sample.bytes_all.sum())),
        "bytes_read": round(float(sample.bytes.sum())),
        "seen": frame.seen,
    }
    grounds = [f"low: {bounds.low_by}", f"high: {bounds.high_by}"]
    yield whole | {"method": "bracket", "low": bounds.low, "high": bounds.high, "assumptions": grounds}
    if figure.refused:
        yield whole | {"method": "projection", "assumptions": list(figure.refused)}
    else:
        ends = {"low": round(found.low), "middle": round(found.middle), "high": round(found.high)}
        yield whole | ends | {"method": "projection", "assumptions": list(ASSUMED)}
        for told in found.told:
            figures = {"low": _whole(told.low), "middle": _whole(told.people), "high": _whole(told.high)}
            fits = [] if told.kind != "model" or told.fits else ["it does not fit the people seen"]
            yield whole | figures | {"method": told.name, "assumptions": [told.says, *fits]}
    read, held, seen = frame.files_read(), frame.bytes_read(), frame.people_seen()
    for number, (low, middle, high) in enumerate(strata):
        yield {
            "stratum": frame.names[number],
            "method": "projection" if middle is not None else "bracket",
            "files": round(float(sample.files_all[number])),
            "files_read": int(read[number]),
            "bytes": round(float(sample.bytes_all[number])),
            "bytes_read": int(held[number]),
            "seen": int(seen[number]),
            "low": low,
            "middle": middle,
            "high": high,
            "assumptions": ["people of several strata stand in each: strata do not add up to the whole"],
        }


ASSUMED = (
    "the files read were drawn at random in every stratum, as the user states",
    "a person stands in the drawn files no more and no less often than in others of the stratum",
    "the interval (95 % or more) holds any spread of how often people come back, and the models that fit",
    "the listing holds every file of the theft",
)


def _whole(value: float) -> int | None:
    return round(value) if np.isfinite(value) else None
