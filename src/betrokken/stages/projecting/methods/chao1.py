"""The least number of people that fits those seen once and twice, however uneven their rates are."""

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "chao1"
KIND = "lower"
SAYS = "files drawn at random; a lower bound when people stand in unevenly many files (Chao 1984)"


def fit(counts: Counts) -> Fit:
    """Chao 1984, in the bias-corrected form, of a sample without replacement (Chao & Lin 2012).

    The part of the theft that was read, q, makes of f1 (f1 - 1) / 2 (f2 + 1) the smaller
    f1^2 / (2 f2 + q / (1 - q) f1): when all is read nobody is unseen.
    """
    once, twice, share = counts.once, counts.twice, np.minimum(counts.share, 1 - 1e-9)
    unseen = once * np.maximum(once - 1, 0) / (2 * (twice + 1) + share / (1 - share) * once)
    return Fit(np.asarray(counts.total + unseen), np.full(len(once), np.nan))
