"""What reading the rest would add, by the alternating series of Good and Toulmin, smoothed."""

import numpy as np
from scipy.stats import poisson

from betrokken.stages.projecting.counts import CELLS, Counts
from betrokken.stages.projecting.mixing import Fit

NAME = "smoothed good-toulmin"
KIND = "shown"
SAYS = "files drawn at random; proven only where the unread is at most log n times the read (Orlitsky et al. 2016)"


def fit(counts: Counts) -> Fit:
    """Good & Toulmin 1956, with the Poisson smoothing of Efron & Thisted 1976 and Orlitsky et al. 2016 beyond t = 1.

    nan where t exceeds log n: no estimator can do it there (Orlitsky, Suresh & Wu 2016, theorem 1).
    """
    people = np.array([_row(*row) for row in zip(counts.people, counts.times, counts.sightings, strict=True)])
    return Fit(people, np.full(len(people), np.nan))


def _row(cells: np.ndarray, times: float, sightings: float) -> float:
    if sightings < 2 or times > np.log(sightings):
        return float("nan")
    files = np.arange(1, CELLS + 1)
    kept = np.ones(CELLS)
    if times > 1:
        mean = np.log(sightings * (times + 1) ** 2 / (times - 1)) / (2 * times)
        kept = poisson.sf(files - 1, mean)
    return float(cells.sum() - ((-times) ** files * kept * cells).sum())
