"""Invented thefts of known size: intervals hold the truth, and figures are refused where they must be."""

import numpy as np
import pytest
from benchmarks import projection as worlds


def test_intervals_hold_the_truth_in_twenty_worlds() -> None:
    found = []
    for seed in range(20):
        uneven = (0.0, 0.7, 1.5, 3.0)[seed % 4]
        made = worlds.world(50 + seed, 6_000, uneven, files=600)
        way, share = (("random", 0.3), ("stratified", 0.2))[seed % 2]
        found.append(worlds.judge(made, worlds.draw(made, way, share, seed), seed, replicates=60))
    given = [one for one in found if not one.refused]
    assert len(given) >= 16
    assert sum(one.true for one in given) >= 0.9 * len(given)
    assert np.median([one.high / one.low for one in given]) < 3
    assert sum(one.floor_true for one in found) >= 19
    assert min(one.linear for one in found) > 1.3


def test_no_floor_is_raised_above_the_truth_where_everybody_comes_equally_often() -> None:
    """Chao1 and Chapman, uncorrected, give here a third too many: nobody stands in many files."""
    made = worlds.world(6, 6_000, 0.0, "fixed", files=600)
    told = worlds.judge(made, worlds.draw(made, "random", 0.3, 6), 6, replicates=40)
    assert told.floor_true
    assert told.true
    assert not told.refused


def test_one_folder_is_refused_and_names_what_was_not_read() -> None:
    made = worlds.world(3, 6_000, 1.5, files=600)
    told = worlds.judge(made, worlds.draw(made, "folder", 0.0, 1), 1, replicates=20)
    assert any("were not read" in reason for reason in told.refused)
    assert told.floor_true


def test_a_tiny_sample_is_refused() -> None:
    made = worlds.world(4, 6_000, 1.5, files=600)
    told = worlds.judge(made, worlds.draw(made, "random", 0.02, 1), 1, replicates=20)
    assert any("exactly two read files" in reason for reason in told.refused)


def test_a_visit_written_three_times_in_one_file_counts_once() -> None:
    once, thrice = (worlds.world(5, 4_000, 1.5, files=400, copies=copies) for copies in (1, 3))
    read = worlds.draw(once, "random", 0.3, 1)
    first, second = (worlds.placed(made, read).frame.sample for made in (once, thrice))
    assert first.person.tolist() == second.person.tolist()


@pytest.mark.slow
def test_intervals_hold_the_truth_in_two_hundred_worlds() -> None:
    found = [
        (kind, one)
        for kind in worlds.KINDS_OF_WORLD
        for one in worlds.outcomes(kind, 200 // len(worlds.KINDS_OF_WORLD), 20_000, 1)
    ]
    given = [one for _, one in found if not one.refused]
    assert sum(one.true for one in given) >= 0.9 * len(given)
    assert len(given) >= 0.7 * len(found)
    assert all(one.refused for kind, one in found if kind[2:4] in worlds.MUST_REFUSE)
    assert np.median([one.high / one.low for one in given]) < 4
