"""What is projected: the read files as a sample of the listed ones, who stands in them, and what the user states."""

from dataclasses import dataclass

import numpy as np

from betrokken.stages.projecting.drawn import Drawn, Whole


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user states and chooses.

    random: the files were drawn at random. split_rate: share of the people seen whom the linking holds for two, None
    when unknown. seed: of every random draw. replicates: how often files are left out.
    """

    random: bool = False
    split_rate: float | None = None
    seed: int = 1
    replicates: int = 200


@dataclass(frozen=True, slots=True)
class Registered:
    """The controllers' own lists: people on them (and people seen who are on none), lists and controllers."""

    people: int = 0
    lists: int = 0
    controllers: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The sample and what it is a sample of.

    sample: read files and who stands in them. names: of the strata. listed: there is a listing. seen: people seen in
    all that was read, in files outside the listing too. unread: row and stratum of every listed file that was not read.
    """

    sample: Drawn
    names: tuple[str, ...]
    listed: bool
    seen: int
    registered: Registered
    unread: tuple[Whole, Whole] = (np.empty(0, np.int64), np.empty(0, np.int64))
    pooled: int = 0

    def files_read(self) -> Whole:
        """Read files of each stratum."""
        return np.bincount(self.sample.stratum, minlength=self.sample.strata)

    def bytes_read(self) -> Whole:
        """Bytes of the read files of each stratum."""
        return np.bincount(self.sample.stratum, self.sample.bytes, self.sample.strata).astype(np.int64)

    def people_seen(self) -> Whole:
        """People seen in each stratum; one may be seen in several."""
        width = int(self.sample.person.max(initial=0)) + 1
        pairs = np.unique(self.sample.stratum[self.sample.file] * width + self.sample.person)
        return np.bincount(pairs // width, minlength=self.sample.strata)

    def repeated(self) -> tuple[int, int]:
        """(people seen in two read files or more, people seen in two strata or more)."""
        width = int(self.sample.person.max(initial=0)) + 1
        pairs = np.unique(self.sample.stratum[self.sample.file] * width + self.sample.person)
        files, strata = np.bincount(self.sample.person), np.bincount(pairs % width)
        return int((files > 1).sum()), int((strata > 1).sum())
