"""Capture and recapture between two random halves of the read files."""

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "chapman"
KIND = "lower"
SAYS = "files drawn at random; a lower bound when people stand in unevenly many files (Chapman 1951)"


def fit(counts: Counts) -> Fit:
    """Unseen are (n1 - m)(n2 - m) / (m + 1) people (Chapman 1951), corrected for a theft that has an end.

    Somebody who stands in few files can hardly stand in both halves: the denominator gains r (n1 + n2 - 2m) / 4,
    r = share / (1 - share). It is to Chapman what the correction of Chao & Lin 2012 is to Chao1, exact to the first
    order when everybody stands in the same number of files; when all is read nobody is unseen. nan where nobody
    stands in both halves.
    """
    first, second, both = counts.halves.T
    share = np.minimum(counts.share, 1 - 1e-9)
    single = first + second - 2 * both
    unseen = (first - both) * (second - both) / (both + 1 + share / (1 - share) * single / 4)
    return Fit(np.where(both > 0, counts.total + unseen, np.nan), np.full(len(both), np.nan))
