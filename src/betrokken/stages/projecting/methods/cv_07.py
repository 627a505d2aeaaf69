"""A model: rates are lognormal with a coefficient of variation of 0.7."""

from betrokken.stages.projecting import mixing
from betrokken.stages.projecting.counts import Counts

NAME = "cv 0.7"
KIND = "model"
SAYS = "files drawn at random; rates are lognormal with a coefficient of variation of 0.7"


def fit(counts: Counts) -> mixing.Fit:
    """The law fitted to the people seen in 1, 2, ... files."""
    return mixing.fit(counts, "lognormal", 0.7)
