"""Simulated audits: how often the bound holds the true number of missed people, and how wide it is.

    python -m benchmarks.audit [--audits 200] [--sample 200]

Each audit draws strata of uneven size, hides missed people in them (none, few, spread, or all in one stratum), draws the
sample as `betrokken audit` does, and lets a reviewer who never errs answer.
"""

import argparse
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from betrokken.stages.auditing import sampling, stage
from betrokken.stages.auditing.sampling import Block
from betrokken.stages.auditing.stage import Answer

SPREADS = ("none", "few", "everywhere", "one stratum", "small strata")


@dataclass(frozen=True)
class Audited:
    """One simulated audit."""

    spread: str
    rows: int
    true: int
    upper: int


def audits(count: int, size: int, seed: int = 1, people: tuple[int, ...] = (1,)) -> Iterator[Audited]:
    """Simulated audits, each spread in turn. people: how many can stand in a missed row."""
    for number in range(count):
        luck = random.Random(f"{seed} {number}")
        yield audit(SPREADS[number % len(SPREADS)], size, luck, people)


def audit(spread: str, size: int, luck: random.Random, people: tuple[int, ...]) -> Audited:
    """One audit of a frame that `luck` makes."""
    frame = list(_frame(luck))
    rows = sampling.sizes(frame)
    missed = {key: luck.choice(people) for key in _missed(frame, spread, luck)}
    drawn = sampling.draw(frame, sampling.allocate(rows, size), str(luck.random()))
    answers = [Answer(one.key, missed.get(one.key, 0), "reviewer") for one in drawn]
    told = stage.run(rows, drawn, size, answers, {})
    return Audited(spread, sum(rows.values()), sum(missed.values()), told.upper or 0)


def _frame(luck: random.Random) -> Iterator[Block]:
    for stratum in range(luck.choice((1, 4, 12, 25))):
        left = int(10 ** luck.uniform(0.5, 4.3))
        for item in range(luck.randint(1, 4)):
            count = max(1, left // 4)
            yield Block(f"item {stratum} {item}", "no person in this row", count, f"stratum {stratum:02}", True)


def _missed(frame: list[Block], spread: str, luck: random.Random) -> set[tuple[str, str, int]]:
    blocks = sorted(frame, key=lambda block: block.rows)
    chosen = {"one stratum": [luck.choice(blocks)], "small strata": blocks[: len(blocks) // 2 + 1]}.get(spread, blocks)
    share = {"none": 0.0, "few": 0.001, "everywhere": luck.uniform(0.005, 0.2)}.get(spread, luck.uniform(0.05, 0.9))
    return {
        (block.item_id, block.reason, number)
        for block in chosen
        for number in range(block.rows)
        if luck.random() < share
    }


def shares(found: list[Audited]) -> tuple[float, float]:
    """(share of audits whose bound holds, median of bound / true number over those that missed somebody)."""
    held = statistics.fmean(one.upper >= one.true for one in found)
    ratios = [one.upper / one.true for one in found if one.true]
    return held, statistics.median(ratios) if ratios else float("nan")


def main() -> None:
    """Print coverage and width for each way the missed are spread."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--audits", type=int, default=200)
    options.add_argument("--sample", type=int, default=200)
    asked = options.parse_args()
    for people in ((1,), (1, 2, 3)):
        found = list(audits(asked.audits, asked.sample, people=people))
        print(f"people in a missed row: {people}")
        for spread in (*SPREADS, "all"):
            some = [one for one in found if spread in ("all", one.spread)]
            held, ratio = shares(some)
            wide = statistics.median(one.upper / one.rows for one in some)
            print(f"  {spread:13} holds {held:6.1%}  median bound/true {ratio:6.2f}  median bound/rows {wide:6.2%}")


if __name__ == "__main__":
    main()
