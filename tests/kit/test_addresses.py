"""Addresses in one cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit import addresses
from betrokken.kit.addresses import Address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dorpsstraat 12a, 1234 AB Zevenhuizen", Address("Dorpsstraat", "12", "a", "1234AB", "Zevenhuizen")),
        ("Plein 1944 112", Address("Plein 1944", "112", "", "", "")),
        ("1e Jan Steenstraat 50 bis", Address("1e Jan Steenstraat", "50", "bis", "", "")),
        ("1234 AB  Zevenhuizen", Address("", "", "", "1234AB", "Zevenhuizen")),
        ("Kerkweg 3-2", Address("Kerkweg", "3", "2", "", "")),
    ],
)
def test_parts_of_an_address(text: str, expected: Address) -> None:
    assert addresses.parse(text) == expected


@given(
    st.sampled_from(["Dorpsstraat", "Van 't Hoffweg", "Burgemeester Vosplein", "Lange Geer"]),
    st.integers(1, 999),
    st.sampled_from(["", "a", "B", "bis", "hs", "II", "-3"]),
)
@settings(deadline=None)
def test_a_suffix_is_never_lost(street: str, number: int, suffix: str) -> None:
    glue = "" if not suffix or suffix.startswith("-") else " "
    found = addresses.parse(f"{street} {number}{glue}{suffix}")
    assert found == Address(street, str(number), suffix.lstrip("-"), "", "")
