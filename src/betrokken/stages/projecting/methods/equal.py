"""A model: everybody stands in files at one rate."""

from betrokken.stages.projecting import mixing
from betrokken.stages.projecting.counts import Counts

NAME = "equal"
KIND = "model"
SAYS = "files drawn at random; everybody stands in files at one rate"


def fit(counts: Counts) -> mixing.Fit:
    """The law fitted to the people seen in 1, 2, ... files."""
    return mixing.fit(counts, "gamma", 0.0)
