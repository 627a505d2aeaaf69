"""Methods against worlds whose answer is known by arithmetic, and the contract every method holds."""

import numpy as np
import pytest
from scipy.stats import poisson

from betrokken.kit import discover
from betrokken.stages.projecting import estimating, mixing, ranging
from betrokken.stages.projecting.counts import CELLS, Counts
from betrokken.stages.projecting.methods import chao1, chapman, equal, good_toulmin, linear

METHODS = discover.modules("betrokken.stages.projecting.methods", estimating.MEMBERS)


def counts(cells: list[float], share: float, halves: tuple[float, float, float] = (0, 0, 0)) -> Counts:
    people = np.zeros((1, CELLS))
    people[0, : len(cells)] = cells
    sightings = (people * np.arange(1, CELLS + 1)).sum(axis=1)
    return Counts(people, sightings, np.array([share]), np.array([halves], float), int(people.sum()))


def expected(people: float, rate: float, share: float) -> Counts:
    """What is seen on average when everybody stands in Poisson(rate) files and a share of the files is read."""
    return counts((people * poisson.pmf(np.arange(1, CELLS + 1), rate * share)).tolist(), share)


def test_every_method_holds_its_contract() -> None:
    assert len(METHODS) >= 7
    assert len({method.NAME for method in METHODS}) == len(METHODS)
    assert all(method.KIND in estimating.KINDS and method.SAYS and method.__doc__ for method in METHODS)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.NAME)
def test_when_all_is_read_nobody_is_unseen(method: object) -> None:
    found = method.fit(counts([500, 300, 120, 60, 20, 5], 1.0, (700, 700, 395)))  # type: ignore[attr-defined]
    assert found.people[0] == pytest.approx(1005, abs=1)


def test_equal_rates_give_back_the_people_of_the_theft() -> None:
    seen = expected(100_000, 3.0, 0.05)
    in_any_file = 100_000 * -np.expm1(-3.0)
    assert equal.fit(seen).people[0] == pytest.approx(in_any_file, rel=0.01)


@pytest.mark.parametrize("family", mixing.FAMILIES)
def test_uneven_rates_give_back_the_people_of_the_theft(family: str) -> None:
    chance = np.random.default_rng(4)
    rates = {"gamma": chance.gamma(1 / 1.5**2, 1.5**2, 400_000), "lognormal": _lognormal(chance, 1.5, 400_000)}[
        family
    ] * 3
    standing = chance.poisson(rates)
    read = np.bincount(np.minimum(chance.binomial(standing, 0.2), CELLS), minlength=CELLS + 1)[1:]
    found = mixing.fit(counts(read.tolist(), 0.2), family, 1.5)
    assert found.people[0] == pytest.approx((standing > 0).sum(), rel=0.02)


def _lognormal(chance: np.random.Generator, uneven: float, count: int) -> np.ndarray:
    spread = np.sqrt(np.log1p(uneven**2))
    return np.asarray(chance.lognormal(-(spread**2) / 2, spread, count))


def test_chao1_by_hand() -> None:
    assert chao1.fit(counts([100, 49], 1e-9)).people[0] == pytest.approx(149 + 100 * 99 / (2 * 50), rel=1e-6)


def test_chapman_by_hand_while_little_is_read() -> None:
    found = chapman.fit(counts([150, 50], 1e-6, (100, 150, 50)))
    assert found.people[0] == pytest.approx(101 * 151 / 51 - 1, rel=1e-6)
    assert np.isnan(chapman.fit(counts([250], 1e-6, (100, 150, 0))).people[0])


def test_good_toulmin_is_exact_for_half_and_silent_where_nobody_can_tell() -> None:
    seen = expected(10_000, 3.0, 0.5)
    assert good_toulmin.fit(seen).people[0] == pytest.approx(10_000 * -np.expm1(-3.0), rel=0.01)
    assert np.isnan(good_toulmin.fit(expected(10_000, 3.0, 0.001)).people[0])


def test_the_linear_guess_counts_people_again() -> None:
    assert linear.fit(expected(100_000, 3.0, 0.1)).people[0] > 2 * 100_000


def test_any_spread_of_rates_lies_within_the_bounds() -> None:
    """Two classes of people, which no smooth law fits."""
    chance = np.random.default_rng(8)
    standing = chance.poisson(np.where(chance.random(50_000) < 0.1, 21.0, 1.0))
    rows = [np.bincount(np.minimum(chance.binomial(standing, 0.2), CELLS), minlength=CELLS + 1)[1:] for _ in range(40)]
    people = np.array(rows, float)
    sightings = (people * np.arange(1, CELLS + 1)).sum(axis=1)
    many = Counts(people, sightings, np.full(40, 0.2), np.zeros((40, 3)), int(people[0].sum()))
    low, high = ranging.bounds(many)
    assert low <= (standing > 0).sum() <= high
    assert high < 1.6 * low
    assert ranging.bounds(many, splits=0.02)[0] < low
