"""What cannot be true of one person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.linking.apart import OTHER_BIRTH, OTHER_BSN, OTHER_FIRST, Facts, First, apart, fits


def facts(bsn: str = "", births: str = "", *firsts: tuple[str, str, bool]) -> Facts:
    known = frozenset(First(name, frozenset({name} - {""}), letters, whole) for name, letters, whole in firsts)
    return Facts(frozenset(bsn.split()), frozenset(births.split()), known)


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        (facts("1"), facts("2"), OTHER_BSN),
        (facts("1 2"), facts("2"), ""),
        (facts("", "19610314"), facts("", "19850101"), OTHER_BIRTH),
        (facts("", "19610314"), facts("", "19610341"), ""),
        (facts("", "19611214"), facts("", "19611412"), ""),
        (facts("", "19610314"), facts(), ""),
        (facts("1", "19610314"), facts("1", "19850101"), ""),
        (facts("1", "19610314", ("petra", "p", True)), facts("1", "20230605", ("tess", "t", True)), OTHER_BIRTH),
        (facts("", "19491231"), facts("", "19500101"), ""),  # midnight in another time zone
        (facts("", "19491230"), facts("", "19500101"), OTHER_BIRTH),
        (facts("", "", ("eva", "e", True)), facts("", "", ("lotte", "l", True)), OTHER_FIRST),
        (facts("", "", ("sterre", "sn", True)), facts("", "", ("sanne", "s", True)), OTHER_FIRST),
        (facts("", "", ("", "sn", True), ("", "s", True)), facts("", "", ("", "sp", True)), OTHER_FIRST),
        (facts("", "", ("", "jpm", True)), facts("", "", ("", "jm", True)), ""),
        (facts("", "", ("hans", "jp", True)), facts("", "", ("jan", "jp", True)), ""),
        (facts("", "", ("kian", "p", True)), facts("", "", ("pieter", "p", True)), ""),
        (facts("", "", ("hans", "j", True)), facts("", "", ("", "h", False)), ""),
        (facts("", "", ("gul0en", "g", True)), facts("", "", ("gulsen", "g", True)), ""),
        (facts("", "", ("johana", "j", True)), facts("", "", ("johanna", "j", True)), ""),
    ],
)
def test_apart(one: Facts, two: Facts, reason: str) -> None:
    assert apart(one, two) == apart(two, one) == reason


def test_a_number_excuses_a_first_name_but_no_birth_date() -> None:
    one, two = facts("", "19610314", ("eva", "e", True)), facts("", "19610314", ("lotte", "l", True))
    assert apart(one, two, by_number=True) == ""
    assert apart(one, facts("", "19850101"), by_number=True) == OTHER_BIRTH


@settings(max_examples=200, deadline=None)
@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_initials_fit_when_some_are_left_out(a: str, b: str) -> None:
    assert fits(a, b) == fits(b, a)
    assert fits(a, a)
    assert fits("x" + a, "x" + a + b)
    if a and b and a[0] != b[0]:
        assert not fits(a, b)
