"""Bounds on what a sample did not show: against the definition, against known cases, and over simulated audits."""

import pytest
from benchmarks import audit as simulated
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from betrokken.stages.auditing import bounds
from betrokken.stages.auditing.bounds import Stratum


@st.composite
def strata(draw: st.DrawFn) -> Stratum:
    rows = draw(st.integers(1, 60))
    judged = draw(st.integers(1, rows))
    return Stratum(rows, judged, draw(st.integers(0, judged)))


@given(strata())
def test_the_bound_of_one_stratum_is_the_largest_number_that_is_not_unlikely(one: Stratum) -> None:
    likely = [
        misses
        for misses in range(one.missed, one.most + 1)
        if stats.hypergeom.cdf(one.missed, one.rows, misses, one.judged) > bounds.RISK
    ]
    assert bounds.rows_upper(one) == max(likely)


@given(st.lists(strata(), min_size=1, max_size=6))
def test_a_joint_bound_holds_what_was_seen_and_no_more_than_there_is(several: list[Stratum]) -> None:
    found = bounds.joint_upper(several)
    assert sum(one.missed for one in several) <= found <= sum(one.most for one in several)


def test_strata_wholly_judged_are_known() -> None:
    assert bounds.joint_upper([Stratum(7, 7, 2), Stratum(3, 3, 0)]) == 2


def test_strata_drawn_alike_are_as_tight_as_one_plain_sample() -> None:
    one = bounds.rows_upper(Stratum(20_000, 200, 0))
    many = bounds.joint_upper([Stratum(1_000, 10, 0)] * 20)
    apart = sum(bounds.rows_upper(Stratum(1_000, 10, 0), bounds.RISK / 20) for _ in range(20))
    assert one <= many <= 1.02 * one
    assert apart > 20 * many


def test_a_miss_in_a_small_stratum_weighs_little() -> None:
    large = [Stratum(10_000, 100, 0), Stratum(9_000, 90, 0)]
    without = bounds.joint_upper([*large, Stratum(20, 10, 0)])
    assert bounds.joint_upper([*large, Stratum(20, 10, 5)]) <= without + 15


def test_a_share_is_bounded_as_in_the_tables() -> None:
    """Clopper & Pearson (1934): 0 of 59 is below 5 %, 59 of 59 above 95 %, the rule of three."""
    assert bounds.share_upper(59, 0) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert bounds.share_lower(59, 59) == pytest.approx(0.05 ** (1 / 59))
    assert bounds.share_lower(10, 0) == 0.0
    assert bounds.share_upper(10, 10) == 1.0


def held(audits: int) -> float:
    return simulated.shares(list(simulated.audits(audits, 120, seed=7)))[0]


def test_the_bound_holds_in_simulated_audits() -> None:
    assert held(40) >= 0.95


@pytest.mark.slow
def test_the_bound_holds_in_many_simulated_audits() -> None:
    assert held(1_000) >= 0.95
    found = list(simulated.audits(200, 200, seed=2))
    shares = simulated.shares(found)
    assert shares[0] >= 0.95
    assert shares[1] < 5  # a bound that holds because it says everybody is of no use
