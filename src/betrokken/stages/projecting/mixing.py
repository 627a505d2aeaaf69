"""Models in which people stand in files at uneven rates, tabulated once, fitted to many samples at once.

A person stands in Poisson(rate) files of the theft, and in Poisson(share x rate) of the read files, as files are read
at random. Rates are spread over people as a gamma or a lognormal law with mean m and coefficient of variation CV.
Only people who stand in a file at all are counted. Given CV, m is fitted to the people seen in 1, 2, ... files
(conditional likelihood, Sanathanan 1972), and

    people = people seen x P(in any file of the theft) / P(in any file that was read).

Gamma: Fisher, Corbet & Williams 1943; lognormal: Preston 1948, Bulmer 1974.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy.special import gammaln

from betrokken.stages.projecting.counts import Counts, Real

FAMILIES: Final = ("gamma", "lognormal")
UNEVEN: Final = (0.0, 0.35, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # coefficients of variation that are tried
_CELLS: Final = 10  # people in 1 to 9 files, and in 10 or more: the far tail tells of a few and not of the many
_STEP: Final = 0.01  # of the natural logarithm of the mean
_MEANS: Final = np.exp(np.arange(np.log(1e-5), np.log(60.0), _STEP))
_NODES: Final = np.linspace(-8.5, 8.5, 241)  # in standard deviations of the logarithm


@dataclass(frozen=True, slots=True)
class Fit:
    """One model fitted to every row: people, and how much worse it fits than the data themselves (deviance).

    freedom: degrees of freedom of the deviance; 0 for a method that is no model and has none.
    """

    people: Real
    deviance: Real
    freedom: int = 0


def fit(counts: Counts, family: str, uneven: float) -> Fit:
    """Fit the law `family` with coefficient of variation `uneven` to every row; nan where nobody was seen."""
    cells = _lumped(counts.people)
    total = cells.sum(axis=1)
    logs = np.log(_conditional(family, uneven))
    best = np.argmax(cells @ logs.T, axis=1)
    likelihood = np.einsum("rk,rk->r", cells, logs[best])
    means = _MEANS[best]
    with np.errstate(divide="ignore", invalid="ignore"):
        people = total * _any(family, uneven, means / counts.share) / _any(family, uneven, means)
        perfect = np.where(cells > 0, cells * np.log(cells / total[:, None]), 0.0).sum(axis=1)
    return Fit(np.where(total > 0, people, np.nan), 2 * (perfect - likelihood), _CELLS - 2)


def _lumped(people: Real) -> Real:
    return np.column_stack([people[:, : _CELLS - 1], people[:, _CELLS - 1 :].sum(axis=1)])


@cache
def _conditional(family: str, uneven: float) -> Real:
    """P(in k read files | in any): means x cells."""
    files = np.arange(1.0, _CELLS)
    exact = np.exp(_log_chance(family, uneven, files))
    some = _any(family, uneven, _MEANS)
    rest = np.maximum(some - exact.sum(axis=1), 0.0)
    return np.maximum(np.column_stack([exact, rest]) / some[:, None], 1e-300)


def _any(family: str, uneven: float, means: Real) -> Real:
    """P(in at least one file) when the mean number of files is `means`, without cancellation for small means."""
    if uneven == 0:
        return np.asarray(-np.expm1(-means))
    if family == "gamma":
        shape = 1 / uneven**2
        return np.asarray(-np.expm1(-shape * np.log1p(means / shape)))
    rates, weights = _lognormal(uneven)
    return np.asarray(-np.expm1(-np.multiply.outer(means, rates)) @ weights)


def _log_chance(family: str, uneven: float, files: Real) -> Real:
    """log P(in k files): means x k, for k > 0."""
    means = _MEANS[:, None]
    if uneven == 0:
        return np.asarray(files * np.log(means) - means - gammaln(files + 1))
    if family == "gamma":
        shape = 1 / uneven**2
        ways = gammaln(files + shape) - gammaln(shape) - gammaln(files + 1)
        return np.asarray(ways - shape * np.log1p(means / shape) + files * np.log(means / (means + shape)))
    rates, weights = _lognormal(uneven)
    chances = [np.exp(k * np.log(means * rates) - means * rates - gammaln(k + 1)) @ weights for k in files]
    return np.asarray(np.log(np.maximum(np.column_stack(chances), 1e-300)))


@cache
def _lognormal(uneven: float) -> tuple[Real, Real]:
    """Rates with mean one, and the weight of each."""
    spread = np.sqrt(np.log1p(uneven**2))
    weights = np.exp(-(_NODES**2) / 2)
    return np.asarray(np.exp(spread * _NODES - spread**2 / 2)), np.asarray(weights / weights.sum())
