"""The files that were read, as a sample: who stands in which, and how much of each stratum they are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from betrokken.stages.projecting.counts import Real

Whole = NDArray[np.int64]
EVEN: Final = 2.0  # strata whose shares differ by no more than this factor are taken together as they are


@dataclass(frozen=True, slots=True)
class Drawn:
    """People in the files that were read. Every pair of a person and a file stands here once.

    person, file: of each pair, numbered from 0. stratum: of each file. bytes: of each file.
    files_all, bytes_all: files and bytes of each stratum, read or not.
    """

    person: Whole
    file: Whole
    stratum: Whole
    bytes: Real
    files_all: Real
    bytes_all: Real

    @property
    def strata(self) -> int:
        """How many strata there are."""
        return len(self.files_all)

    @property
    def seen(self) -> int:
        """People seen."""
        return len(np.unique(self.person))

    def pairs(self) -> Real:
        """People in each file."""
        return np.bincount(self.file, minlength=len(self.stratum)).astype(float)


def drawn(person: Whole, file: Whole, stratum: Whole, size: Real, files_all: Real, bytes_all: Real) -> Drawn:
    """A sample out of pairs that may repeat: several places in one file that name one person count once."""
    key = np.unique(file.astype(np.int64) * (int(person.max(initial=0)) + 1) + person)
    width = int(person.max(initial=0)) + 1
    return Drawn(key % width, key // width, stratum, size, files_all, bytes_all)


def by_bytes(sample: Drawn) -> bool:
    """Whether people go with bytes closely enough, within strata, to reckon by bytes and not by files.

    The ratio estimator beats the plain mean when the correlation exceeds half the ratio of the coefficients of
    variation (Cochran 1977, Sampling Techniques, 6.6).
    """
    people, size = (_to_stratum(values, sample) for values in (sample.pairs(), sample.bytes))
    if len(size) < 3 or not people.std() or not size.std():
        return False
    return bool(np.corrcoef(people, size)[0, 1] > size.std() / people.std() / 2)


def _to_stratum(values: Real, sample: Drawn) -> Real:
    """Values as parts of the mean of their stratum: kinds of files differ in the bytes a person takes."""
    mean = np.bincount(sample.stratum, values, sample.strata) / np.maximum(
        np.bincount(sample.stratum, minlength=sample.strata), 1
    )
    return np.asarray(values / np.maximum(mean[sample.stratum], 1e-12))
