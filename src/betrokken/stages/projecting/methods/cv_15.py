"""A model: rates are lognormal with a coefficient of variation of 1.5."""

from betrokken.stages.projecting import mixing
from betrokken.stages.projecting.counts import Counts

NAME = "cv 1.5"
KIND = "model"
SAYS = "files drawn at random; rates are lognormal with a coefficient of variation of 1.5"


def fit(counts: Counts) -> mixing.Fit:
    """The law fitted to the people seen in 1, 2, ... files."""
    return mixing.fit(counts, "lognormal", 1.5)
