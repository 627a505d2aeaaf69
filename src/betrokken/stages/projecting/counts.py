"""What a method sees: in how many read files each person stands, for the sample and for its replicates at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

CELLS: Final = 24  # cells of a frequency count: people in 1, 2, ... 23 files, and in 24 or more


@dataclass(frozen=True, slots=True)
class Counts:
    """Frequency counts of the sample (row 0) and of its replicates (the other rows).

    people: rows x CELLS; column k - 1 is the people standing in k read files, the last those in CELLS or more.
    sightings: for each row, pairs of a person and a read file, each counted once.
    share: for each row, the share of all such pairs of the whole theft that the read files hold, above 0 to 1.
    halves: rows x 3; people in the first half of the read files, in the second, and in both.
    seen: people seen at all in the sample, before anything was thinned.
    """

    people: Real
    sightings: Real
    share: Real
    halves: Real
    seen: int

    @property
    def sample(self) -> "Counts":
        """The sample alone, without its replicates."""
        return Counts(self.people[:1], self.sightings[:1], self.share[:1], self.halves[:1], self.seen)

    @property
    def total(self) -> Real:
        """People seen, for each row."""
        return np.asarray(self.people.sum(axis=1))

    @property
    def once(self) -> Real:
        """f1: people in one read file."""
        return np.asarray(self.people[:, 0])

    @property
    def twice(self) -> Real:
        """f2: people in two read files."""
        return np.asarray(self.people[:, 1])

    @property
    def times(self) -> Real:
        """t: how many times as much as was read is still unread."""
        return np.asarray((1 - self.share) / self.share)
