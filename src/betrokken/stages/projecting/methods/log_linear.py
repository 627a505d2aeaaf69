"""A log-linear model of capture and recapture, with a term for uneven rates."""

import numpy as np
from scipy.special import gammaln

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "log-linear"
KIND = "model"
SAYS = (
    "files drawn at random; the logarithm of f_k k! is a parabola in k (Darroch et al. 1993; Rivest & Baillargeon 2007)"
)
_CELLS = 5


def fit(counts: Counts) -> Fit:
    """exp(intercept) people are unseen; nan where fewer than 5 people stand in any of 1 to 5 files.

    Weighted least squares, weight f_k: the logarithm of a count has about the variance 1 / f_k. The deviance is that
    of the five cells.
    """
    cells = counts.people[:, :_CELLS]
    files = np.arange(1, _CELLS + 1)
    design = np.column_stack([np.ones(_CELLS), files, files**2 / 2])
    usable = np.asarray(cells.min(axis=1) >= 5)
    kept = np.where(usable[:, None], cells, 1.0)
    seen = np.log(kept) + gammaln(files + 1)
    left = np.einsum("rk,ki,kj->rij", kept, design, design)
    solved = np.linalg.solve(left, np.einsum("rk,ki,rk->ri", kept, design, seen)[..., None])[..., 0]
    fitted = np.exp(solved @ design.T - gammaln(files + 1))
    deviance = 2 * (kept * np.log(kept / fitted) - (kept - fitted)).sum(axis=1)
    unseen = np.exp(np.minimum(solved[:, 0], 50.0))
    # It counts people of no file at all as well: of the unseen only those stay who stand in the unread part, t times
    # the read, at the mean rate; and there are no more people than pairs of a person and a file.
    rate = counts.sightings / np.maximum(counts.total + unseen, 1)
    people = counts.total - unseen * np.expm1(-counts.times * rate)
    people = np.minimum(people, counts.sightings / counts.share)
    return Fit(np.where(usable, people, np.nan), np.where(usable, deviance, np.nan), _CELLS - design.shape[1])
