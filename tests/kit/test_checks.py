"""Identifiers and contact points: what passes, what does not, and one form for all spellings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import checks


def weighted(digits: str) -> int:
    """The 11-test written out another way: last digit counts minus one."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
@settings(deadline=None)
def test_a_bsn_is_what_passes_the_eleven_test(digits: str) -> None:
    passes = weighted(digits) % 11 == 0 and digits != "000000000"
    assert bool(checks.bsn(digits)) == passes


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
@settings(deadline=None)
def test_one_changed_digit_never_passes(digits: str, at: int, by: int) -> None:
    if not checks.bsn(digits):
        return
    other = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]
    assert checks.bsn(other) == ""


@pytest.mark.parametrize("spelling", ["111222333", "111.222.333", "1112.22.333", "111 222 333", " 111-222-333 "])
def test_a_bsn_has_one_form(spelling: str) -> None:
    assert checks.bsn(spelling.strip()) == "111222333"


def test_a_lost_zero_comes_back_only_where_asked() -> None:
    assert checks.bsn("30703013") == ""
    assert checks.bsn("30703013", lost_zero=True) == "030703013"


@pytest.mark.parametrize(
    ("text", "form"),
    [("1234 ab", "1234AB"), ("1234AB", "1234AB"), ("0123AB", ""), ("1234SA", ""), ("1234 A", ""), ("12345", "")],
)
def test_postcode(text: str, form: str) -> None:
    assert checks.postcode(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("06-12345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("+31 (0)6 12 34 56 78", "+31612345678"),
        ("071-5550100", "+31715550100"),
        ("+32 2 555 01 00", "+3225550100"),
        ("12345678", ""),
        ("2024-05-06", ""),
    ],
)
def test_phone(text: str, form: str) -> None:
    assert checks.phone(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"), ("NL92ABNA0417164300", ""), ("NL91ABNA04171643", "")],
)
def test_iban(text: str, form: str) -> None:
    assert checks.iban(text) == form


@pytest.mark.parametrize(
    ("text", "form"), [("A.B@Post.example", "a.b@post.example"), ("a@b", ""), ("a..b@post.nl", "")]
)
def test_email(text: str, form: str) -> None:
    assert checks.email(text) == form
