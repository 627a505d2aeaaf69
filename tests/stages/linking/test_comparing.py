"""The weights of the comparisons."""

from collections import defaultdict

import pytest

from betrokken.stages.linking import comparing


@pytest.mark.parametrize("name", comparing.COMPARISONS)
def test_a_weight_tells_the_grade(name: str) -> None:
    grades = defaultdict(set)
    for level in comparing.COMPARISONS[name]:
        grades[round(comparing.weight(level), 6)].add(level.grade)
    assert all(len(some) == 1 for some in grades.values())
    # "nothing told" weighs 0 too; only the lowest grade may be taken for it
    assert grades.get(0.0, {0}) == {0}


@pytest.mark.parametrize("name", comparing.COMPARISONS)
def test_levels_run_from_certain_to_other(name: str) -> None:
    levels = comparing.COMPARISONS[name]
    assert levels[-1].condition == "ELSE"
    assert levels[-1].grade == 0
    assert all(0 < level.m <= 1 and 0 < level.u <= 1 for level in levels)
    assert max(map(comparing.weight, levels)) > comparing.weight(levels[-1])


def test_the_same_agreement_says_less_in_a_larger_pile() -> None:
    chances = [comparing.settings(size).probability_two_random_records_match for size in (0, 20, 2_000, 2_000_000)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance < 1 for chance in chances)


def test_what_a_household_shares_is_not_weighed() -> None:
    asked = " ".join(level.condition for levels in comparing.COMPARISONS.values() for level in levels)
    assert not any(word in asked for word in ("home", "front", "phones", "ibans"))
