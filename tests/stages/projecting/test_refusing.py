"""Each ground of refusal, strata and their pooling, and the plan of what to read next."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from benchmarks import projection as worlds
from hypothesis import given
from hypothesis import strategies as st

from betrokken.stages.projecting import advising, bootstrap, bracket, estimating, sampling, stage, strata
from betrokken.stages.projecting.counts import Counts
from betrokken.stages.projecting.frame import Asked, Frame, Registered
from betrokken.stages.projecting.listing import Listing
from betrokken.stages.projecting.listing_values import Row
from betrokken.stages.projecting.sampling import Placed


@pytest.fixture(scope="module")
def made() -> worlds.World:
    return worlds.world(9, 6_000, 0.7, files=600)


@pytest.fixture(scope="module")
def drawn(made: worlds.World) -> Placed:
    return worlds.placed(made, worlds.draw(made, "random", 0.3, 2))


def _refused(placed: Placed, asked: Asked) -> tuple[str, ...]:
    counts = bootstrap.replicate(placed.frame.sample, asked.replicates, asked.seed)
    return stage.project(placed.frame, asked, counts).refused


def _bracket(frame: Frame, asked: Asked, counts: Counts) -> bracket.Bracket:
    return bracket.bracket(frame, asked, counts, estimating.estimate(counts, asked.split_rate or 0.0))


def test_a_good_sample_is_not_refused(drawn: Placed) -> None:
    assert _refused(drawn, Asked(True, 0.01, replicates=40)) == ()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(False, 0.01, replicates=10), "not drawn at random"),
        (Asked(True, None, replicates=10), "how often the linking holds one person for two is unknown"),
        (Asked(True, 0.49, replicates=10), "errors of the linking"),
    ],
)
def test_what_the_user_states_can_forbid_a_figure(drawn: Placed, asked: Asked, says: str) -> None:
    assert any(says in reason for reason in _refused(drawn, asked))


def test_the_floor_is_raised_only_for_random_files_and_known_errors(drawn: Placed, made: worlds.World) -> None:
    counts = bootstrap.replicate(drawn.frame.sample, 40, 1)
    ends = {
        asked: _bracket(drawn.frame, asked, counts).low
        for asked in (Asked(True, 0.0), Asked(True, 0.05), Asked(True, None), Asked(False, 0.0))
    }
    seen = drawn.frame.seen
    assert ends[Asked(True, None)] == ends[Asked(False, 0.0)] == seen
    assert seen < ends[Asked(True, 0.05)] < ends[Asked(True, 0.0)] <= made.people


def test_the_lists_of_all_controllers_are_a_cap_and_those_of_some_are_none(made: worlds.World) -> None:
    placed = worlds.placed(made, worlds.draw(made, "folder", 0.0, 1))
    counts = bootstrap.replicate(placed.frame.sample, 10, 1)
    caps = {}
    for lists in (1, 2):
        frame = replace(placed.frame, registered=Registered(9_999, lists, 2))
        caps[lists] = _bracket(frame, Asked(), counts)
    assert (caps[2].high, caps[2].supported) == (9_999, True)
    assert (caps[1].high, caps[1].supported) == (bracket.inhabitants().people, False)


def test_what_is_read_next_are_unread_files_and_first_those_nobody_looked_into(made: worlds.World) -> None:
    read = worlds.draw(made, "folder", 0.0, 1)
    placed = worlds.placed(made, read)
    counts = bootstrap.replicate(placed.frame.sample, 10, 1)
    sizes = np.array([row.size for row in placed.rows])
    plan = advising.advise(placed.frame, counts, sizes, 1)
    needed = [one.needed for one in plan]
    assert needed[0]
    assert needed == sorted(needed, reverse=True)
    rows = [row for one in plan for row in one.rows]
    assert len(set(rows)) == len(rows)
    assert not read[rows].any()
    assert all(one.bytes == sizes[list(one.rows)].sum() for one in plan)
    assert plan == advising.advise(placed.frame, counts, sizes, 1)


def test_reading_what_was_advised_lifts_the_refusal(made: worlds.World) -> None:
    read = worlds.draw(made, "random", 0.04, 1)
    placed = worlds.placed(made, read)
    assert _refused(placed, Asked(True, 0.0, replicates=40))
    for _ in range(3):
        counts = bootstrap.replicate(placed.frame.sample, 10, 1)
        plan = advising.advise(placed.frame, counts, np.array([row.size for row in placed.rows]), 1)
        read = read.copy()
        read[[row for one in plan for row in one.rows]] = True
        placed = worlds.placed(made, read)
    assert _refused(placed, Asked(True, 0.0, replicates=40)) == ()


def test_strata_are_folder_type_and_year() -> None:
    rows = [
        Row(f"lab/{folder}/{year}/x{n}.{kind}", 100)
        for folder in "ab"
        for year in (2020, 2021)
        for kind in ("csv", "pdf")
        for n in range(10)
    ]
    rows.append(Row("lab/a/dated.csv", 100, date(2020, 5, 5)))
    found = strata.divide(rows, [True] * len(rows))
    assert found.names == tuple(
        f"{a} / {kind} / {year}" for a in "ab" for kind in ("document", "table") for year in (2020, 2021)
    )
    assert found.of[-1] == found.names.index("a / table / 2020")


def test_a_large_file_stands_alone_and_small_strata_are_pooled() -> None:
    rows = [Row(f"lab/a/{n}.csv", 1_000) for n in range(100)]
    rows += [
        Row("lab/dump.sql", 60_000),
        *(Row(f"lab/b/{n}.{kind}", 10) for n, kind in enumerate(("csv", "pdf", "eml"))),
    ]
    found = strata.divide(rows, [True] * 100 + [False] * 4)
    names = [found.names[one] for one in found.of]
    assert names[100] == "one file: lab/dump.sql"
    assert len(set(names[101:])) == 1
    assert found.pooled > 0


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["csv", "pdf", ""]), st.integers(0, 10**6), st.booleans()),
        max_size=60,
    )
)
def test_every_file_is_in_one_stratum(files: list[tuple[str, str, int, bool]]) -> None:
    rows = [Row(f"{folder}/{number}.{suffix}", size) for number, (folder, suffix, size, _) in enumerate(files)]
    found = strata.divide(rows, [read for *_, read in files])
    assert len(found.of) == len(rows)
    assert set(found.of) == set(range(len(found.names)))


@pytest.mark.parametrize("listed", [True, False])
def test_files_in_which_nobody_stands_are_answered_too(listed: bool) -> None:
    sightings = pa.table(
        {
            "person_id": pa.array([], pa.string()),
            "drop_id": pa.array([], pa.string()),
            "file": pa.array([], pa.binary()),
        }
    )
    files = pa.table({"drop_id": ["1"], "file": pa.array([b"a"]), "path": ["a.csv"], "size": [5], "read": [True]})
    listing = Listing((Row("lab/a.csv", 5), Row("lab/b.csv", 6)), ()) if listed else None
    placed = sampling.place(sightings, files, listing, Registered(), 11)
    found = stage.run(placed, Asked(True, 0.0, replicates=10))
    assert found.figure.refused
    assert found.figure.bracket.low == 0
    assert found.estimate.num_rows >= 2


def test_without_a_listing_the_claim_of_the_thieves_tells_the_share() -> None:
    made = worlds.world(9, 2_000, 0.7, files=200)
    whole = worlds.placed(made, np.ones(len(made.stratum), bool))
    sightings = pa.table({"person_id": ["P1", "P2"], "drop_id": ["1", "1"], "file": pa.array([b"a", b"a"])})
    files = pa.table({"drop_id": ["1"], "file": pa.array([b"a"]), "path": ["a.csv"], "size": [50], "read": [True]})
    claimed = sampling.place(sightings, files, None, Registered(), 1_000).frame
    assert (claimed.listed, claimed.sample.bytes_all.sum(), claimed.seen) == (False, 1_000, 2)
    found = stage.run(whole, Asked(True, 0.0, replicates=20)).figure
    assert (found.estimate.low, found.estimate.high) == pytest.approx((made.people, made.people), rel=1e-3)
