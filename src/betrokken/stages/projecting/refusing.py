"""When no figure may be given, and why, in words for whoever must decide.

The cut-offs were judged sound on invented thefts of known size (benchmarks/projection.py); no standard sets them. The
limit t <= log n is proven: no estimator can reach further (Orlitsky, Suresh & Wu 2016, PNAS 113:13283).
"""

from typing import Final

import numpy as np

from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.estimating import Estimate
from betrokken.stages.projecting.frame import Asked, Frame
from betrokken.stages.projecting.strata import LARGE

TWICE: Final = 50  # f2: people in exactly two read files
REPEATED: Final = 50  # people in two read files or more
COVERAGE: Final = 0.05  # 1 - f1 / n (Good 1953)
WIDEST: Final = 10.0  # upper end / lower end
FILES: Final = 20  # read files: fewer cannot tell how much files differ


def reasons(frame: Frame, asked: Asked, counts: Counts, estimate: Estimate) -> list[str]:
    """Why no figure may be given; none when one may."""
    found = [*_of_design(frame, asked), *_of_data(frame, counts)]
    if asked.split_rate is not None and 2 * asked.split_rate * counts.total[0] > counts.once[0]:
        found.append(
            "the linking may hold so many people for two that all who were seen once could be such halves: "
            "a figure would count the errors of the linking"
        )
    if not found and not estimate.high <= WIDEST * estimate.low:
        found.append(
            f"the figures that fit what was read differ by more than {WIDEST:.0f} times "
            f"({estimate.low:,.0f} to {estimate.high:,.0f}): a middle would be a guess"
        )
    return found


def _of_design(frame: Frame, asked: Asked) -> list[str]:
    found = []
    if not asked.random:
        found.append(
            "the files were not drawn at random (or nobody stated so with --drawn random): "
            "what somebody chose to read or to publish tells nothing about the rest"
        )
    if not frame.listed:
        found.append("there is no listing of all files (--listing): how much is unread, and of what kind, is unknown")
    share = frame.sample.bytes_all / max(float(frame.sample.bytes_all.sum()), 1.0)
    unsampled = np.flatnonzero((frame.files_read() == 0) & (share > LARGE))
    if frame.listed and len(unsampled):
        named = ", ".join(f"{frame.names[one]} ({100 * share[one]:.0f} %)" for one in unsampled[:5])
        more = f" and {len(unsampled) - 5} more" if len(unsampled) > 5 else ""
        found.append(
            f"kinds of files that hold more than {100 * LARGE:.0f} % of all bytes were not read: {named}{more}"
        )
    if asked.split_rate is None:
        found.append(
            "how often the linking holds one person for two is unknown (--split-rate): "
            "every such error looks like somebody who was never seen before"
        )
    return found


def _of_data(frame: Frame, counts: Counts) -> list[str]:
    found = []
    read, repeated = len(frame.sample.stratum), float(counts.people[0, 1:].sum())
    once, twice, sightings = counts.once[0], counts.twice[0], counts.sightings[0]
    if read < FILES:
        found.append(f"only {read:,} listed files were read: fewer than {FILES} cannot tell how much files differ")
    if frame.listed and sightings > 1 and counts.times[0] > np.log(sightings) and repeated < REPEATED:
        found.append(
            f"the unread is {counts.times[0]:,.0f} times the read, and only {repeated:,.0f} people were seen in two "
            f"files: without {REPEATED} nothing can be carried further than {np.log(sightings):.0f} times"
        )
    if twice < TWICE:
        found.append(
            f"only {twice:,.0f} people stand in exactly two read files: under {TWICE} nobody can tell how often "
            "people come back"
        )
    if sightings and 1 - once / sightings < COVERAGE:
        found.append(
            f"nearly everybody was seen only once (coverage {100 * (1 - once / sightings):.1f} %, "
            f"under {100 * COVERAGE:.0f} %): what was read is too small a part"
        )
    return found
