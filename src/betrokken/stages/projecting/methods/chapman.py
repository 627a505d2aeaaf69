"""Capture and recapture between two random halves of the read files."""

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "chapman"
KIND = "lower"
SAYS = "files drawn at random; a lower bound when people stand in unevenly many files (Chapman 1951)"


def fit(counts: Counts) -> Fit:
    """Unseen are (n1 - m)(n2 - m) / (m + 1) people (Chapman 1951) where the theft is much larger than what was read.

    A theft has an end, and somebody who stands in few files can hardly stand in both halves. For people who all stand
    in K files, K follows from the ratio of those in one half to those in both, and the unseen from K; with many files
    and a small share that is Chapman's own figure. nan where nobody stands in both halves.
    """
    first, second, both = counts.halves.T
    single = np.sqrt(np.maximum((first - both) * (second - both), 0))
    unseen = np.array([_unseen(*row) for row in zip(single, both + 1, counts.share, strict=True)])
    return Fit(np.where(both > 0, counts.total + unseen, np.nan), np.full(len(both), np.nan))


def _unseen(single: float, both: float, share: float) -> float:
    """People in no read file, when `single` stand in one half alone and `both` in both."""
    read = min(share, 1 - 1e-9)
    files = np.geomspace(1.001, max(60 / read, 10.0), 600)
    half, none = np.exp(files * np.log1p(-read / 2)), np.exp(files * np.log1p(-read))
    alone, twice = np.maximum(half - none, 1e-300), np.maximum((1 - half) - (half - none), 1e-300)
    return float(single * np.interp(single / both, (alone / twice)[::-1], (none / alone)[::-1]))
