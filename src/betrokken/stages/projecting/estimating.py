"""One figure out of all methods: the middle, an interval that holds the spread over models, and what each model says."""

from dataclasses import dataclass
from types import ModuleType
from typing import Final

import numpy as np
from scipy.stats import chi2

from betrokken.kit import discover
from betrokken.stages.projecting import bootstrap, mixing, ranging
from betrokken.stages.projecting.counts import Counts, Real
from betrokken.stages.projecting.mixing import Fit

MEMBERS: Final = ("NAME", "KIND", "SAYS", "fit")
KINDS: Final = ("lower", "model", "shown")
NORMAL: Final = 1.96  # standard errors of a two-sided interval of 95 %
_FITS: Final = 0.99  # a model whose deviance lies beyond this part of its chi-squared law does not fit


@dataclass(frozen=True, slots=True)
class Told:
    """What one method says: people, and the ends of its own interval of 95 % over the replicates; nan for none."""

    name: str
    kind: str
    says: str
    low: float
    people: float
    high: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """People in the theft. told: what each method says. overlap: read and unread files a person stands in, on average."""

    low: float
    middle: float
    high: float
    overlap: float
    told: tuple[Told, ...]


def estimate(counts: Counts, splits: float) -> Estimate:
    """The figure for counts with replicates. splits: share of the people seen that may be held for two."""
    if not counts.total[0]:
        return Estimate(0.0, 0.0, 0.0, float("nan"), ())
    looseness = _looseness(counts)
    laws = [mixing.fit(counts.sample, family, uneven) for family in mixing.FAMILIES for uneven in mixing.UNEVEN]
    deviances = np.array([law.deviance[0] for law in laws])
    best = float(np.nanmin(deviances)) if np.isfinite(deviances).any() else 0.0
    told = [_told(method, method.fit(counts), counts, looseness) for method in _methods()]
    fewest, most = ranging.bounds(counts, splits)
    if best <= looseness * chi2.ppf(_FITS, laws[0].freedom):
        middle = _weighted(np.array([law.people[0] for law in laws]), (deviances - best) / looseness)
    else:  # no law fits, so none is a better guess than any other spread
        middle = float(np.sqrt(fewest * most))
    models = [one.people for one in told if one.kind == "model" and one.fits]
    low = max(float(np.nanmin([fewest, middle, *models])), counts.seen)
    high = max(float(np.nanmax([most, middle, *models])), counts.seen)
    middle = float(np.clip(middle, low, high))
    overlap = float(counts.sightings[0] / counts.share[0] / middle) if middle else float("nan")
    return Estimate(low, middle, high, overlap, tuple(told))


def total(counts: Counts) -> tuple[float, float]:
    """(pairs of a person and a file in the whole theft, their upper limit): no more people than pairs."""
    rows = counts.sightings / counts.share
    return float(rows[0]), float(rows[0] * np.exp(NORMAL * _error(rows, counts)))


def lower(counts: Counts, splits: float) -> float:
    """The highest lower limit of the methods that are lower bounds, without the people held for two; 0 for none."""
    whole = ranging.joined(counts, splits)
    told = [_told(method, method.fit(whole), whole, 1.0) for method in _methods() if method.KIND == "lower"]
    return max((one.low for one in told if np.isfinite(one.low)), default=0.0)


def _methods() -> tuple[ModuleType, ...]:
    return discover.modules(f"{__package__}.methods", MEMBERS)


def _told(method: ModuleType, fit: Fit, counts: Counts, looseness: float) -> Told:
    people, error = float(fit.people[0]), _error(fit.people, counts)
    low, high = people * np.exp(-NORMAL * error), people * np.exp(NORMAL * error)
    worst = looseness * chi2.ppf(_FITS, fit.freedom) if fit.freedom else 0.0
    fits = bool(np.isfinite(people) and np.isfinite(fit.deviance[0]) and fit.deviance[0] <= worst)
    return Told(method.NAME, method.KIND, method.SAYS, float(low), people, float(high), fits)


def _error(rows: Real, counts: Counts) -> float:
    """Standard error of the logarithm of the figure in row 0, out of the other rows; nan when too few give one."""
    usable = rows[1:][np.isfinite(rows[1:]) & (rows[1:] > 0)]
    if len(usable) < max(3, len(rows) // 2):
        return float("nan")
    return float(np.std(np.log(usable)) * bootstrap.scale(counts))


def _looseness(counts: Counts) -> float:
    """How much more the counts vary than if every person were drawn alone: files hold many at once. 1 or more.

    The factor by which deviances are divided (quasi-likelihood; Wedderburn 1974).
    """
    total = counts.total
    if not total[0] or len(total) < 3:
        return 1.0
    parts = counts.people[:, :2] / np.maximum(total, 1)[:, None]
    alone = parts[0] * (1 - parts[0]) / total[0]
    seen = parts[1:].var(axis=0) * bootstrap.scale(counts) ** 2
    ratios = seen[alone > 0] / alone[alone > 0]
    return max(1.0, float(ratios.mean())) if len(ratios) else 1.0


def _weighted(people: Real, worse: Real) -> float:
    """The geometric mean over laws, each weighted by exp(-deviance / 2) (Burnham & Anderson 2002)."""
    usable = np.isfinite(people) & np.isfinite(worse)
    if not usable.any():
        return float("nan")
    weights = np.exp(-worse[usable] / 2)
    return float(np.exp((weights * np.log(people[usable])).sum() / weights.sum()))
