"""Letter codes: 80 random bits a person can read aloud, in Crockford's base 32 with a check character.

The alphabet leaves out I, L, O and U, and reads them as what they look like (Crockford, Base 32 Encoding, 2002). The
last character is that of Luhn's method over 32 signs (ISO/IEC 7812-1, annex B, in base 32): it finds each single wrong
sign and nearly each exchange of two neighbours.
"""

from typing import Final

from betrokken.model.errors import LetterError

BYTES: Final = 10  # 80 bits: guessing one takes longer than anybody has (1.2e24 of them)
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_DIGITS: Final = BYTES * 8 // 5
_GROUP: Final = 4


def code(random: bytes) -> str:
    """The code of BYTES random bytes: 7K2M-9QXA-4TRB-0WZD-H. Raises ValueError for another number of bytes."""
    if len(random) != BYTES:
        raise ValueError(f"a letter code is made of {BYTES} bytes")
    number = int.from_bytes(random)
    signs = "".join(_SIGNS[number >> shift & 31] for shift in range(5 * (_DIGITS - 1), -1, -5))
    groups = [signs[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP)]
    return "-".join([*groups, _check(signs)])


def read(told: str) -> str:
    """The code as it stands in the store, however it was typed. Raises LetterError when it is none."""
    signs = "".join(told.split()).upper().translate(_READ)
    if len(signs) != _DIGITS + 1 or any(sign not in _SIGNS for sign in signs):
        raise LetterError(f"that is no letter code: it has {_DIGITS + 1} letters and digits, as 7K2M-9QXA-4TRB-0WZD-H")
    if _check(signs[:-1]) != signs[-1]:
        raise LetterError("that is no letter code: its last sign does not fit, so one of them was read wrongly")
    groups = [signs[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP)]
    return "-".join([*groups, signs[-1]])


def _check(signs: str) -> str:
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = _SIGNS.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _SIGNS[-total % 32]
