"""Identifiers and contact points: is it one, and in what one form is it kept."""

import re
from functools import lru_cache

# Numbers that pass the 11-test and are used as fillers; the 11-test alone cannot tell them apart.
PLACEHOLDER_BSNS = frozenset(
    {
        "999999990",
        "111111110",
        "123456782",
        "111222333",
        "999999011",
        "999990019",
        "000000000",
        "222222220",
        "333333330",
        "444444440",
        "555555550",
        "666666660",
        "777777770",
        "888888880",
        "987654329",
    }
)

_NOT_DIGIT = re.compile(r"\D+")
_POSTCODE = re.compile(r"^([1-9][0-9]{3})\s?([A-Z]{2})$")
_EMAIL = re.compile(r"^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$")
_IBAN = re.compile(r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")
_PHONE = re.compile(r"^(?:\+|00)?[0-9][0-9 ().\-/]{7,18}[0-9]$")


def eleven_test(digits: str) -> bool:
    """The 11-test of a citizen service number: weights 9..2 and -1, sum a multiple of 11 (Besluit BSN, art. 2)."""
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or digits == "000000000":
        return False
    a, b, c, d, e, f, g, h, i = digits.encode()
    total = 9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i
    return (total - 43 * 48) % 11 == 0  # 48 is the byte of "0", 43 the sum of the weights


@lru_cache(maxsize=200_000)
def bsn(value: str, lost_zero: bool = False) -> str:
    """The 9 digits when `value` is a BSN by shape and 11-test, else "".

    lost_zero: also take 8 digits, where a spreadsheet dropped the leading zero (Nictiz: N8..9).
    """
    digits = _NOT_DIGIT.sub("", value)
    if len(digits) not in ((8, 9) if lost_zero else (9,)) or len(value) > 14:
        return ""
    digits = digits.zfill(9)
    return digits if eleven_test(digits) else ""


def is_placeholder(number: str) -> bool:
    """A number that is written where the real one is not known."""
    return number in PLACEHOLDER_BSNS or number == number[:1] * len(number)


@lru_cache(maxsize=200_000)
def postcode(value: str) -> str:
    """ "1234AB" for a Dutch postcode, else "". SA, SD and SS are not issued (PostNL)."""
    found = _POSTCODE.match(value.strip().upper())
    if not found or found[2] in ("SA", "SD", "SS"):
        return ""
    return found[1] + found[2]


@lru_cache(maxsize=200_000)
def email(value: str) -> str:
    """The address in lower case when it is one, else ""."""
    lowered = value.strip().strip("<>").lower().removeprefix("mailto:")
    return lowered if _EMAIL.match(lowered) and ".." not in lowered else ""


@lru_cache(maxsize=200_000)
def iban(value: str) -> str:
    """The IBAN without spaces when length and check digits fit (ISO 13616, mod 97), else ""."""
    packed = value.replace(" ", "").replace("-", "").upper()
    if not _IBAN.match(packed) or (packed.startswith("NL") and len(packed) != 18):
        return ""
    moved = packed[4:] + packed[:4]
    return packed if int("".join(str(int(c, 36)) for c in moved)) % 97 == 1 else ""


@lru_cache(maxsize=200_000)
def phone(value: str) -> str:
    """A telephone number as +31..., or + and country code for others; "" when it is none (ITU E.164, Dutch plan)."""
    text = value.strip()
    if not _PHONE.match(text):
        return ""
    digits = _NOT_DIGIT.sub("", text.replace("(0)", ""))
    if text.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return "+" + digits if 9 <= len(digits) <= 15 else ""
    if digits.startswith("0") and len(digits) == 10 and digits[1] != "0":
        return "+31" + digits[1:]
    if len(digits) == 11 and digits.startswith("31"):
        return "+" + digits
    return "+31" + digits if len(digits) == 9 and digits.startswith("6") and text[:1] == "6" else ""
