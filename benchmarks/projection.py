"""Invented thefts of known size: does the stated interval hold the truth, and is a figure refused where it must be?

python -m benchmarks.projection [--worlds 200] [--people 20000] [--seed 1]
"""

import argparse
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from betrokken.stages.projecting import bootstrap, sampling, stage
from betrokken.stages.projecting.counts import Real
from betrokken.stages.projecting.drawn import Whole
from betrokken.stages.projecting.frame import Asked, Registered
from betrokken.stages.projecting.listing import Listing
from betrokken.stages.projecting.listing_values import Row
from betrokken.stages.projecting.sampling import Placed

Flags = NDArray[np.bool_]
LABS, KINDS, YEARS = 4, 2, 4


@dataclass(frozen=True)
class World:
    """Every pair of a person and a file of an invented theft, and its files."""

    person: Whole
    file: Whole
    stratum: Whole
    bytes: Real

    @property
    def people(self) -> int:
        return len(np.unique(self.person))


def world(
    seed: int,
    people: int = 20_000,
    uneven: float = 0.0,
    law: str = "lognormal",
    visits: float = 3.0,
    files: int = 2_000,
    copies: int = 1,
) -> World:
    """People with uneven numbers of visits, mostly at one laboratory each; every visit stands in one file.

    law: of the rates; "fixed" gives everybody the same number of visits. copies: times a file tells each visit.
    """
    chance = np.random.default_rng(seed)
    rate = visits * _rates(chance, people, uneven, law)
    times = np.full(people, round(visits)) if law == "fixed" else chance.poisson(rate)
    person = np.repeat(np.arange(people), times)
    home = chance.choice(LABS, people, p=[0.5, 0.25, 0.15, 0.1])
    away = chance.random(len(person)) < 0.1
    lab = np.where(away, chance.integers(0, LABS, len(person)), home[person])
    kind = (chance.random(len(person)) < 0.3).astype(int)
    year = chance.integers(0, YEARS, len(person))
    stratum = (lab * KINDS + kind) * YEARS + year
    strata = LABS * KINDS * YEARS
    share = np.bincount(stratum, minlength=strata) / len(stratum)
    of_file = np.repeat(np.arange(strata), np.maximum(3, (share * files).astype(int)))
    weight = chance.lognormal(0, 1, len(of_file))
    file = np.empty(len(person), np.int64)
    for one in range(strata):
        here, inside = np.flatnonzero(of_file == one), stratum == one
        file[inside] = chance.choice(here, inside.sum(), p=weight[here] / weight[here].sum())
    per_kind = np.where(of_file // YEARS % KINDS == 0, 400.0, 4_000.0)
    held = np.bincount(file, minlength=len(of_file)) * copies
    size = held * per_kind * chance.lognormal(0, 0.3, len(of_file)) + 500
    return World(np.repeat(person, copies), np.repeat(file, copies), of_file, size.round())


def _rates(chance: np.random.Generator, people: int, uneven: float, law: str) -> Real:
    if uneven == 0:
        return np.ones(people)
    if law == "gamma":
        return np.asarray(chance.gamma(1 / uneven**2, uneven**2, people))
    if law == "classes":  # a few who come often among many who come seldom
        often = chance.random(people) < 0.1
        rate = np.where(often, 1 + 3 * uneven, 1 - uneven / 3)
        return np.asarray(rate / rate.mean())
    spread = float(np.sqrt(np.log1p(uneven**2)))
    return np.asarray(chance.lognormal(-(spread**2) / 2, spread, people))


def draw(made: World, way: str, share: float, seed: int) -> Flags:
    """Which files are read.

    way: "random" draws all files alike; "stratified" draws two of every stratum at least, and unlike shares; "folder"
    reads every file of one laboratory.
    """
    chance = np.random.default_rng(seed)
    if way == "folder":
        return np.asarray(made.stratum // (KINDS * YEARS) == 2)
    if way == "random":
        return np.asarray(chance.permutation(len(made.stratum)) < round(share * len(made.stratum)))
    read = np.zeros(len(made.stratum), bool)
    for one in range(LABS * KINDS * YEARS):
        here = np.flatnonzero(made.stratum == one)
        number = round(share * chance.choice([0.7, 1.0, 1.8]) * len(here))
        read[chance.choice(here, min(len(here), max(2, number)), replace=False)] = True
    return read


def placed(made: World, read: Flags) -> Placed:
    """The read files as the room gets them: people in files on disk, and the listing of all files."""
    inside = np.flatnonzero(read[made.file])
    names = [f"f{number}".encode() for number in range(len(read))]
    sightings = pa.table(
        {
            "person_id": pa.array([f"P{one}" for one in made.person[inside].tolist()]),
            "drop_id": pa.array(["1"] * len(inside)),
            "file": pa.array([names[one] for one in made.file[inside].tolist()], pa.binary()),
        }
    )
    rows = [
        Row(_path(number, int(one)), int(size))
        for number, (one, size) in enumerate(zip(made.stratum, made.bytes, strict=True))
    ]
    taken = np.flatnonzero(read).tolist()
    files = pa.table(
        {
            "drop_id": ["1"] * len(taken),
            "file": pa.array([names[one] for one in taken], pa.binary()),
            "path": [rows[one].path for one in taken],
            "size": [rows[one].size for one in taken],
            "read": [True] * len(taken),
        }
    )
    return sampling.place(sightings, files, Listing(tuple(rows), ()), Registered(), None)


def _path(number: int, stratum: int) -> str:
    lab, kind, year = stratum // (KINDS * YEARS), stratum // YEARS % KINDS, stratum % YEARS
    return f"lab{lab}/{2020 + year}/f{number}.{('csv', 'pdf')[kind]}"


@dataclass(frozen=True)
class Outcome:
    """What was said of one world, as parts of the truth; refused: no figure was given."""

    low: float
    middle: float
    high: float
    refused: tuple[str, ...]
    floor: float
    linear: float
    chao1: float
    true: bool
    floor_true: bool


def judge(made: World, read: Flags, seed: int, replicates: int = 100, split_rate: float | None = 0.0) -> Outcome:
    """Project one world and compare with its truth."""
    asked = Asked(True, split_rate, seed, replicates)
    frame = placed(made, read).frame
    figure = stage.project(frame, asked, bootstrap.replicate(frame.sample, replicates, seed))
    found, truth = figure.estimate, made.people
    told = {one.name: one.people for one in found.told}
    return Outcome(
        found.low / truth, found.middle / truth, found.high / truth, figure.refused, figure.bracket.low / truth,
        told["linear guess"] / truth, told["chao1"] / truth, round(found.low) <= truth <= round(found.high),
        figure.bracket.low <= truth,
    )  # fmt: skip


# (how often people come back: law and CV, how files are drawn, share read, times each visit is written)
_LAWS: Final = (
    ("lognormal", 0.0), ("lognormal", 0.7), ("lognormal", 1.5), ("lognormal", 3.0), ("gamma", 1.5), ("classes", 2.0), ("fixed", 0.0)
)  # fmt: skip
_DRAWS: Final = (("random", 0.05), ("random", 0.1), ("random", 0.3), ("stratified", 0.1), ("stratified", 0.3))
KINDS_OF_WORLD: Final = (
    *((law, uneven, way, share, 1) for law, uneven in _LAWS for way, share in _DRAWS),
    ("lognormal", 1.5, "random", 0.1, 3),
    ("lognormal", 1.5, "folder", 0.0, 1),
    ("lognormal", 1.5, "random", 0.003, 1),
)
MUST_REFUSE: Final = (("folder", 0.0), ("random", 0.003))


def outcomes(kind: tuple[str, float, str, float, int], worlds: int, people: int, seed: int) -> list[Outcome]:
    """What was said of so many worlds of one kind."""
    law, uneven, way, share, copies = kind
    found = []
    for number in range(worlds):
        made = world(seed + number, people, uneven, law, copies=copies)
        found.append(judge(made, draw(made, way, share, seed + number), seed + number))
    return found


def main() -> None:
    """Print one line for each kind of world, and the coverage of all intervals that were given."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=200)
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    each = max(1, told.worlds // len(KINDS_OF_WORLD))
    print(
        "figures are parts of the truth; medians over the worlds in which a figure was given (linear, chao1: over all)"
    )
    print(
        f"{'visits':<17}{'drawn':<17}{'given':>8}{'true':>7}{'low':>7}{'middle':>8}{'high':>7}{'high/low':>10}{'linear':>8}{'chao1':>7}{'floor true':>12}"
    )
    every: list[Outcome] = []
    for kind in KINDS_OF_WORLD:
        found = outcomes(kind, each, told.people, told.seed)
        every += found
        print(_line(kind, found), flush=True)
    given = [one for one in every if not one.refused]
    print(
        f"{len(every)} worlds, {len(given)} figures given, {sum(one.true for one in given)} hold the truth ({100 * sum(one.true for one in given) / max(len(given), 1):.0f} %)"
    )


def _line(kind: tuple[str, float, str, float, int], found: list[Outcome]) -> str:
    law, uneven, way, share, copies = kind
    given = [one for one in found if not one.refused]
    name = f"{law} {uneven}" if uneven else "equal" if law == "lognormal" else "all three times"
    drawn_as = way if not share else f"{way} {100 * share:g} %" + (f" x{copies}" if copies > 1 else "")
    ends = [median(getattr(one, end) for one in given) if given else float("nan") for end in ("low", "middle", "high")]
    wide = median(one.high / one.low for one in given) if given else float("nan")
    beside = [median(getattr(one, name) for one in found) for name in ("linear", "chao1")]
    return (
        f"{name:<17}{drawn_as:<17}{f'{len(given)}/{len(found)}':>8}{sum(one.true for one in given):>7}"
        f"{ends[0]:>7.2f}{ends[1]:>8.2f}{ends[2]:>7.2f}{wide:>10.2f}{beside[0]:>8.2f}{beside[1]:>7.2f}"
        f"{f'{sum(one.floor_true for one in found)}/{len(found)}':>12}"
    )


if __name__ == "__main__":
    main()
