"""Addresses in one cell or line, taken apart into street, house number, suffix, postcode and city."""

import re
from dataclasses import dataclass
from functools import lru_cache

_SUFFIX = r"(?:\s?[-/]?\s?(?:bis|hs|huis|boven|ben(?:eden)?|rd|zw|rood|zwart|[IV]{1,4}|[A-Za-z]{1,2}(?:\s?[0-9]{1,3})?|[0-9]{1,4})\b)?"
_STREET = re.compile(
    rf"^(?P<street>[^0-9,;:]+ (?:1[0-9]|20)[0-9]{{2}}(?=\s[0-9])|[^0-9,;:]*[A-Za-zÀ-žŚ'’.][^0-9,;:]*?|[0-9]{{1,2}}(?:e|de|ste)\s[^0-9,;:]+?)\s+"
    rf"(?:nr\.?\s*)?(?P<number>[0-9]{{1,5}})(?P<suffix>{_SUFFIX})$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?P<postcode>[1-9][0-9]{3}\s{0,2}[A-Za-z]{2})\b[\s,]*(?P<city>[^\d,;]*)$")
_FOREIGN = re.compile(r"^(?:[A-Z]{1,2}-)?(?P<postcode>[0-9]{4,5}|[0-9]{2}-[0-9]{3})\s+(?P<city>[^\d,;]{2,40})$")


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of one address; "" where not told."""

    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""


@lru_cache(maxsize=200_000)
def parse(value: str) -> Address | None:
    """The parts of "Street 12a", "Street 12a, 1234 AB City" or "1234 AB City"; None when it is none of these."""
    text = " ".join(value.replace("\n", ", ").split()).strip(" ,;")
    street_part, code, city = _tail(text)
    found = _STREET.match(street_part.strip(" ,;"))
    if not found:
        if street_part.strip(" ,;") or not code:
            return None
        return Address(postcode=code, city=city)
    return Address(
        street=found["street"].strip(" ,."),
        house_number=found["number"].lstrip("0") or "0",
        house_number_suffix=found["suffix"].strip(" -/"),
        postcode=code,
        city=city,
    )


def _tail(text: str) -> tuple[str, str, str]:
    """(what stands before, postcode, city)."""
    if found := _TAIL.search(text):
        packed = "".join(found["postcode"].upper().split())
        return text[: found.start()], packed, found["city"].strip(" ,.-")
    head, comma, last = text.rpartition(",")
    if comma and (foreign := _FOREIGN.match(last.strip())):
        return head, foreign["postcode"], foreign["city"].strip()
    if comma and head and not any(c.isdigit() for c in last):
        return head, "", last.strip()
    if not comma and (foreign := _FOREIGN.match(text)):
        return "", foreign["postcode"], foreign["city"].strip()
    return text, "", ""


@lru_cache(maxsize=200_000)
def house_number(value: str) -> tuple[str, str]:
    """("12", "a") out of "12a", "12-a", "12 hs"; ("", "") when it does not start with a number."""
    found = re.match(r"^\s*(?:nr\.?\s*)?0*([0-9]{1,5})(?:\.0)?(?![0-9])\s*[-/ ]?\s*([A-Za-z0-9 -]{0,8})\s*$", value)
    return (found[1], found[2].strip()) if found else ("", "")
