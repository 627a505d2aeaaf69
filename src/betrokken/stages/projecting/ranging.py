"""The fewest and the most people that the counts allow, however often people come back.

Somebody who stands in K files of the theft stands in Binomial(K, share) of the read ones, as files are drawn at random.
Over a grid of K, linear programming finds the fewest and the most people among all mixtures that give the counts seen,
each within its sampling error (Efron & Thisted 1976, section 7; Valiant & Valiant 2017; for the lower end Mao & Lindsay
2007). No law is assumed: a few who come often among many who come seldom are within it as well as a smooth spread.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import linprog
from scipy.stats import binom

from betrokken.stages.projecting import bootstrap
from betrokken.stages.projecting.counts import Counts, Real

ERRORS: Final = 1.645  # standard errors a count may be off: 90 % each; the benchmark shows what all together hold
CELLS: Final = 6  # people in 1 to 5 files, and in 6 or more
_GRID: Final = 120
_MOST: Final = 60.0  # read files that those of the greatest K stand in, on average


def bounds(counts: Counts, splits: float = 0.0) -> tuple[float, float]:
    """(fewest, most) people; nan when nobody was seen.

    splits: share of the people seen that the linking may hold for two; the lower end is without them.
    """
    if not counts.total[0] or len(counts.total) < 3:
        return float("nan"), float("nan")
    most = _ends(counts)[1]
    fewest = _ends(joined(counts, splits))[0]
    error = _error_of_seen(counts)
    return float(fewest * np.exp(-error)), float(most * np.exp(error))


def _error_of_seen(counts: Counts) -> float:
    """Half the interval of 95 % of the logarithm of the people seen, at one and the same share.

    Reading a little more adds to the people seen in the ratio f1 / people seen (Good 1953).
    """
    slope = counts.once[0] / counts.total[0]
    seen = np.log(np.maximum(counts.total[1:], 1)) - slope * np.log(counts.share[1:])
    return 1.96 * float(np.std(seen)) * bootstrap.scale(counts)


def joined(counts: Counts, splits: float) -> Counts:
    """The counts when a part `splits` of the people were held for two of one file each: two of f1 are one of f2."""
    moved = np.minimum(splits * counts.total, counts.once / 2)
    people = counts.people.copy()
    people[:, 0] -= 2 * moved
    people[:, 1] += moved
    return replace(counts, people=people)


def _ends(counts: Counts) -> tuple[float, float]:
    share = float(counts.share[0])
    cells = np.column_stack([counts.people[:, : CELLS - 1], counts.people[:, CELLS - 1 :].sum(axis=1)])
    parts = cells / np.maximum(cells.sum(axis=1), 1)[:, None]
    error = np.maximum(parts[1:].std(axis=0) * bootstrap.scale(counts), 0.5 / cells[0].sum())
    files = np.unique(np.geomspace(1, max(_MOST / share, CELLS), _GRID).round())
    some = -np.expm1(files * np.log1p(-min(share, 1 - 1e-9)))
    chances = np.column_stack([binom.pmf(k, files, share) for k in range(1, CELLS)])
    chances = np.column_stack([chances, np.maximum(some - chances.sum(axis=1), 0.0)]) / some[:, None]
    each = 1 / some  # people of the theft for one who was seen
    least, most = _solved(each, chances, parts[0], error)
    return float(cells[0].sum() * least), float(cells[0].sum() * most)


def _solved(each: Real, chances: Real, parts: Real, error: Real) -> tuple[float, float]:
    """The least and the greatest mean of `each`; the errors grow until some spread fits."""
    for wide in ERRORS * 1.25 ** np.arange(20):
        limits = np.concatenate([parts + wide * error, -(parts - wide * error)])
        ends = [
            linprog(sign * each, np.vstack([chances.T, -chances.T]), limits, np.ones((1, len(each))), [1], (0, None))
            for sign in (1, -1)
        ]
        if all(end.success for end in ends):
            least, most = (float(each @ np.asarray(end.x)) for end in ends)
            return least, most
    return float("nan"), float("nan")
