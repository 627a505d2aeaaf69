"""The guess everybody makes: as many people for every byte of the unread as in the read."""

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "linear guess"
KIND = "shown"
SAYS = "nobody of the unread was seen before: as a rule wrong, and shown to be seen through"


def fit(counts: Counts) -> Fit:
    """People seen / share of the theft that was read."""
    return Fit(np.asarray(counts.total / counts.share), np.full(len(counts.total), np.nan))
