"""Which files to read next: where reading narrows the answer most, how many files, how large, drawn at random."""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from betrokken.stages.projecting.counts import Counts, Real
from betrokken.stages.projecting.drawn import Whole
from betrokken.stages.projecting.frame import Frame
from betrokken.stages.projecting.refusing import FILES, TWICE
from betrokken.stages.projecting.strata import LARGE

_FIRST = 10  # files of a stratum nobody has looked into


@dataclass(frozen=True, slots=True)
class Next:
    """Files of one stratum to read next.

    rows: of the listing, drawn at random from the unread. new: people the lower end is expected to rise by, None
    where nothing of the kind was read. needed: without them no figure can be given.
    """

    stratum: str
    rows: tuple[int, ...]
    bytes: int
    new: int | None
    needed: bool


def advise(frame: Frame, counts: Counts, sizes: Whole, seed: int) -> list[Next]:
    """The strata in the order in which reading them narrows the answer; sizes: bytes of every row of the listing.

    First the large strata nobody looked into: they stand in the way of any figure. Then by the people never seen
    before that their files are expected to bring (Good 1953: the next sighting is of somebody new with chance f1 / n).
    """
    chance = np.random.default_rng(seed)
    rows, stratum = frame.unread
    goal, new = _goal(frame, counts), _new_a_byte(frame)
    read, share = frame.files_read(), frame.sample.bytes_all / max(float(frame.sample.bytes_all.sum()), 1.0)
    found = []
    for one, name in enumerate(frame.names):
        here = rows[stratum == one]
        wanted = max(ceil(goal * frame.sample.files_all[one]) - int(read[one]), 0 if read[one] else _FIRST)
        picked = np.sort(chance.choice(here, min(wanted, len(here)), replace=False)) if len(here) else here
        if len(picked):
            held = int(sizes[picked].sum())
            brings = round(held * new[one]) if read[one] else None
            needed = not read[one] and bool(share[one] > LARGE)
            found.append((not needed, -share[one] if needed else -(brings or 0), name, picked, held, brings, needed))
    return [
        Next(name, tuple(int(row) for row in picked), held, brings, needed)
        for _, _, name, picked, held, brings, needed in sorted(found, key=lambda entry: entry[:3])
    ]


def _goal(frame: Frame, counts: Counts) -> float:
    """Share of the files to have read next: twice as many, or as many as give enough people seen twice.

    f2 grows with the square of the share while little is read.
    """
    every = max(float(frame.sample.files_all.sum()), 1.0)
    share = len(frame.sample.stratum) / every
    wanted = max(2 * share, FILES / every, share * sqrt(1.2 * TWICE / max(float(counts.twice[0]), 1.0)))
    return min(wanted, 1.0)


def _new_a_byte(frame: Frame) -> Real:
    """People never seen before that a byte of each stratum is expected to bring."""
    sample = frame.sample
    at = sample.stratum[sample.file]
    once = np.bincount(sample.person)[sample.person] == 1
    fresh = np.bincount(at[once], minlength=sample.strata)
    return np.asarray(fresh / np.maximum(frame.bytes_read(), 1))
