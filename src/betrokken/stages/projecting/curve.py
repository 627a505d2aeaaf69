"""How the people seen grow with the files read, in random order; a curve to look at, and nothing to carry on."""

from dataclasses import dataclass

import numpy as np

from betrokken.stages.projecting.drawn import Drawn

_ORDERS, _POINTS = 40, 60


@dataclass(frozen=True, slots=True)
class Curve:
    """After so many files: people seen on average, and the band in which 95 % of the orders lie."""

    files: tuple[int, ...]
    people: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def curve(sample: Drawn, seed: int) -> Curve:
    """The curve of accumulation over random orders of the read files (Gotelli & Colwell 2001)."""
    count = len(sample.stratum)
    if not count or not len(sample.person):
        return Curve((), (), (), ())
    chance = np.random.default_rng(seed)
    by_person = np.argsort(sample.person, kind="stable")
    starts = np.flatnonzero(np.diff(sample.person[by_person], prepend=-1))
    points = np.unique(np.linspace(1, count, min(count, _POINTS)).round().astype(int))
    grown = np.empty((_ORDERS, len(points)))
    for row in range(_ORDERS):
        place = chance.permutation(count)
        first = np.minimum.reduceat(place[sample.file[by_person]], starts)
        grown[row] = np.cumsum(np.bincount(first, minlength=count))[points - 1]
    low, high = np.percentile(grown, [2.5, 97.5], axis=0)
    return Curve(*(tuple(line.tolist()) for line in (points, grown.mean(axis=0), low, high)))
