"""Capture and recapture between two random halves of the read files."""

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "chapman"
KIND = "lower"
SAYS = "files drawn at random; a lower bound when people stand in unevenly many files (Chapman 1951)"


def fit(counts: Counts) -> Fit:
    """(n1 + 1)(n2 + 1) / (m + 1) - 1 people, of whom those in no file of the theft are taken off.

    Of the unseen only those count who stand in the unread part, t times the read: at one rate for everybody a share
    1 - exp(-t x rate). When all is read nobody is unseen. nan where no person stands in both halves.
    """
    first, second, both = counts.halves.T
    every = (first + 1) * (second + 1) / (both + 1) - 1
    unseen = np.maximum(every - counts.total, 0)
    rate = -np.log(np.maximum(unseen, 0.5) / np.maximum(every, 1))  # of files among the read ones, for each person
    people = counts.total - unseen * np.expm1(-counts.times * rate)
    return Fit(np.where(both > 0, people, np.nan), np.full(len(both), np.nan))
