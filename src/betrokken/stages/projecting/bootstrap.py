"""Replicates of the sample: files are left out within every stratum, and never single people or rows.

Each replicate keeps KEPT of the read files of every stratum, drawn without replacement. A resample with replacement
would hold a file twice and so see people twice who were seen once. A subsample of a part r of the sample deviates
from the sample with (1 - r) / r of the variance with which the sample deviates from the truth (Wu 1990), and the part
of the theft that was read takes a part of the variance away (finite population); `scale` undoes both.
"""

from typing import Final

import numpy as np

from betrokken.stages.projecting.counts import CELLS, Counts, Real
from betrokken.stages.projecting.drawn import EVEN, Drawn, Whole, by_bytes

KEPT: Final = 0.75
# Strata that were read more are thinned to the share of this part of the theft, and not to the least share of all: a few
# files read by chance in one small stratum would throw away most of the others.
LOWEST: Final = 0.2
_THINNED: Final = 20  # random thinnings whose mean is the sample itself


def replicate(sample: Drawn, number: int, seed: int) -> Counts:
    """The counts of the sample (row 0) and of `number` replicates."""
    chance = np.random.default_rng(seed)
    weight, whole = (
        (sample.bytes, sample.bytes_all) if by_bytes(sample) else (np.ones(len(sample.bytes)), sample.files_all)
    )
    shares = np.bincount(sample.stratum, weight, sample.strata) / whole
    thinned = _uneven(sample, shares)
    kept = [np.ones(len(sample.stratum), bool)] * (_THINNED if thinned else 1)
    kept += [_subsample(sample.stratum, chance) for _ in range(number)]
    rows = [_count(sample, one, weight, whole, thinned, chance) for one in kept]
    first = len(kept) - number
    people, sightings, share, halves = (np.array([row[column] for row in rows]) for column in range(4))
    return Counts(
        _merged(people, first), _merged(sightings, first), _merged(share, first), _merged(halves, first), sample.seen
    )


def scale(counts: Counts) -> float:
    """What the deviation of a replicate must be multiplied by to be that of the sample."""
    return float(np.sqrt(KEPT / (1 - KEPT) * (1 - counts.share[0])))


def _merged(rows: Real, first: int) -> Real:
    """The mean of the first rows (thinnings of the sample itself), then the others."""
    return np.concatenate([rows[:first].mean(axis=0)[None], rows[first:]])


def _subsample(stratum: Whole, chance: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which files are kept: in every stratum a part KEPT, rounded up or down at random, and one at least."""
    order = np.lexsort((chance.random(len(stratum)), stratum))
    sizes = np.bincount(stratum)
    place = np.empty(len(stratum))
    place[order] = np.arange(len(stratum)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = np.maximum(np.floor(sizes * KEPT + chance.random(len(sizes))), np.minimum(sizes, 1))
    return np.asarray(place < kept[stratum])


def _count(
    sample: Drawn, kept: np.ndarray, weight: Real, whole: Real, thinned: bool, chance: np.random.Generator
) -> tuple[Real, float, float, Real]:
    """(people by number of files, sightings, share of the theft, halves) of the kept files."""
    shares = np.bincount(sample.stratum[kept], weight[kept], sample.strata) / whole
    at = sample.stratum[sample.file]
    chosen = kept[sample.file]
    pairs = np.bincount(at[chosen], minlength=sample.strata)
    read = (shares > 0) & (pairs > 0)
    whole_pairs = pairs[read] / shares[read]
    if thinned:
        chosen &= chance.random(len(at)) * shares[at] < _share_of(shares[read], whole_pairs, LOWEST)
    share = float(chosen.sum() / max(whole_pairs.sum(), 1e-12))
    times = np.bincount(sample.person[chosen])
    people = np.bincount(np.minimum(times, CELLS), minlength=CELLS + 1)[1:].astype(float)
    return people, float(chosen.sum()), min(max(share, 1e-12), 1.0), _halves(sample, chosen, kept, chance)


def _uneven(sample: Drawn, shares: Real) -> bool:
    """Whether the strata most read and those least read, the outermost LOWEST of the theft aside, differ too much."""
    pairs = np.bincount(sample.stratum[sample.file], minlength=sample.strata)
    read = (shares > 0) & (pairs > 0)
    whole = pairs[read] / shares[read]
    return bool(_share_of(shares[read], whole, 1 - LOWEST) > EVEN * _share_of(shares[read], whole, LOWEST))


def _share_of(shares: Real, pairs: Real, part: float) -> float:
    """The share that this part of the theft, by its pairs, does not exceed."""
    order = np.argsort(shares, kind="stable")
    before = np.cumsum(pairs[order]) / max(pairs.sum(), 1e-12)
    at = min(int(np.searchsorted(before, part)), len(order) - 1)
    return float(shares[order][at]) if len(order) else 1.0


def _halves(sample: Drawn, chosen: np.ndarray, kept: np.ndarray, chance: np.random.Generator) -> Real:
    """People in one random half of the kept files of every stratum, in the other, and in both."""
    order = np.lexsort((chance.random(len(kept)), sample.stratum))
    side = np.zeros(len(kept), bool)
    side[order[kept[order]][::2]] = True
    first = side[sample.file]
    width = int(sample.person.max(initial=0)) + 1
    one = np.bincount(sample.person[chosen & first], minlength=width) > 0
    two = np.bincount(sample.person[chosen & ~first], minlength=width) > 0
    return np.array([one.sum(), two.sum(), (one & two).sum()], float)
