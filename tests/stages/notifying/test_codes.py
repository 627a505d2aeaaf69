"""Letter codes: read back however they are typed, and wrong ones are found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.model.errors import LetterError
from betrokken.stages.notifying import codes

RANDOM = st.binary(min_size=codes.BYTES, max_size=codes.BYTES)


@given(RANDOM, RANDOM)
def test_a_code_holds_all_80_bits(one: bytes, other: bytes) -> None:
    assert (codes.code(one) == codes.code(other)) == (one == other)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]", codes.code(one))


@given(RANDOM, st.sampled_from(["", " ", "-"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(random: bytes, between: str, small: bool) -> None:
    code = codes.code(random)
    typed = code.replace("-", between).replace("0", "O").replace("1", "l")
    assert codes.read(f" {typed.lower() if small else typed} ") == code


@given(RANDOM, st.integers(0, 16), st.integers(1, 31))
def test_one_wrong_sign_is_found(random: bytes, place: int, step: int) -> None:
    signs = list(codes.code(random).replace("-", ""))
    known = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    signs[place] = known[(known.index(signs[place]) + step) % 32]
    with pytest.raises(LetterError, match="read wrongly"):
        codes.read("".join(signs))


@pytest.mark.parametrize("told", ["", "7K2M", "7K2M-9QXA-4TRB-0WZD-H-H", "7K2M-9QXA-4TRB-0WZ!-H"])
def test_what_is_no_code_is_said_so(told: str) -> None:
    with pytest.raises(LetterError, match="no letter code"):
        codes.read(told)
