"""Between which numbers the answer lies whatever the models say, and what bounds it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from betrokken.stages.projecting import estimating
from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.estimating import Estimate
from betrokken.stages.projecting.frame import Asked, Frame
from betrokken.stages.projecting.refusing import FILES


@dataclass(frozen=True, slots=True)
class Bracket:
    """At least `low` people and at most `high`, and why. supported: the upper end comes from this theft."""

    low: int
    high: int
    low_by: str
    high_by: str
    supported: bool


def bracket(frame: Frame, asked: Asked, counts: Counts, estimate: Estimate) -> Bracket:
    """The bracket of the whole theft.

    Chao1 and Chapman raise the lower end only for files drawn at random and a linking whose errors are known: a person
    held for two would raise it wrongly; and never above the fewest people the counts allow. Inhabitants are the last resort among the caps: a bound that says nothing
    about this theft.
    """
    low, low_by = frame.seen, "the people seen in what was read"
    if asked.random and frame.listed and asked.split_rate is not None and len(frame.sample.stratum) >= FILES:
        limit = int(min(estimating.lower(counts, asked.split_rate), estimate.low))
        if limit > low:
            low, low_by = limit, "the lower limit of Chao1 and Chapman, as files were drawn at random"
    high, high_by, supported = min(_caps(frame, asked, counts))
    return Bracket(low, max(high, low), low_by, high_by, supported)


def _caps(frame: Frame, asked: Asked, counts: Counts) -> list[tuple[int, str, bool]]:
    known = inhabitants()
    caps = [
        (known.people, f"the inhabitants of the country ({known.source}), which tells nothing of this theft", False)
    ]
    registered = frame.registered
    if registered.controllers and registered.lists == registered.controllers:
        caps.append(
            (registered.people, "the people registered with the controllers, all of whom handed in their list", True)
        )
    if asked.random and frame.listed and (frame.files_read() > 0).all() and counts.sightings[0]:
        caps.append((round(estimating.total(counts)[1]), "people for every file or byte read, over all strata", True))
    return caps


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """Inhabitants of the country on a day, and who counted them."""

    people: int
    on: date
    source: str


@cache
def inhabitants() -> Inhabitants:
    """The figure of registers.toml."""
    found = tomllib.loads(files(__package__).joinpath("registers.toml").read_text("utf-8"))
    return Inhabitants(**found["inhabitants"])


def of_stratum(frame: Frame, asked: Asked, number: int, seen: int, most: int | None) -> tuple[int, int | None]:
    """(people seen, most people) of one stratum: nothing bounds it when it was not sampled at random."""
    read = int(frame.files_read()[number])
    whole = frame.sample.files_all[number]
    if read == whole:
        return seen, seen
    if not asked.random or not frame.listed or read < 2:
        return seen, most
    people = frame.sample.pairs()[frame.sample.stratum == number]
    # The mean of files drawn without replacement, its upper 95 % limit, times all files.
    error = people.std(ddof=1) / np.sqrt(read) * np.sqrt(max(1 - read / whole, 0.0))
    high = round(float(whole * (people.mean() + estimating.NORMAL * error)))
    return seen, max(seen, high if most is None else min(high, most))
