"""Addresses, whole or one part of one to a cell."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from betrokken.kit import addresses, checks
from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = (
    "street",
    "house_number",
    "house_number_suffix",
    "postcode",
    "city",
    "country",
    "address",
    "postcode_city",
)
CATEGORY = "address"
UNLABELLED: Mapping[str, float] = {"postcode": 5.0, "postcode_city": 6.0, "address": 4.0, "street": 3.0, "city": 2.5}

_PLACE = re.compile(r"^['’`]?[^\W\d_][^\d_;:!@]{1,38}$")
_SUFFIX = re.compile(r"^[-/ ]?\s?(?:[A-Za-z]{1,4}|[0-9]{1,4}|[A-Za-z0-9]{1,5}|bis ?[A-Za-z0-9]{0,3}|[A-Z]-[0-9]{1,3}|huis|boven|beneden|rood|zwart|links|rechts)$")  # fmt: skip
_NUMBER = re.compile(r"^[0-9]{1,5}(?:\.0)?$")
_DUTCH_SHAPE = re.compile(r"^([1-9][0-9]{3})\s?([A-Z]{2})$")  # also with letters that are not issued: typing errors
_FOREIGN_POSTCODE = re.compile(r"^(?:[A-Z]{1,3}-)?[0-9A-Z]{2,5}[ -]?[0-9A-Z]{1,5}$")
_DUTCH_NAMES = frozenset({"nl", "nld", "nederland", "netherlands", "the netherlands", "holland", "6030"})
_DATED = re.compile(
    r"^[0-9]{4}[-/][0-9]{1,2}[-/]|^[0-9]{1,2}[-/][0-9]{1,2}[-/]"
)  # a day, and no number with an addition
_LOOSE = re.compile(r"(?<![\w-])[1-9][0-9]{3} ?[A-Z]{2}(?![\w-])")


@lru_cache(maxsize=100_000)
def is_street(text: str) -> bool:
    """Whether text ends or starts as streets do: "Kerkstraat", "Laan van Meerdervoort"."""
    tokens = words(text).split()
    if not tokens or len(text) > 60:
        return False
    ends, starts = lexicon.word_set("places", "street_ends"), lexicon.word_set("places", "street_starts")
    return any(t.endswith(tuple(ends)) and len(t) > 3 for t in tokens) or tokens[0] in starts


@lru_cache(maxsize=100_000)
def is_city(text: str) -> bool:
    """Whether text is a place that many people live in."""
    return words(text) in lexicon.word_set("places", "cities")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell has the shape of the part; streets and places also by the words in use for them."""
    text = cell.strip()
    if not text or is_filler(text):
        return False
    if word == "postcode":
        return bool(checks.postcode(text))
    if word in ("address", "postcode_city"):
        found = addresses.parse(text)
        return found is not None and bool(found.street if word == "address" else found.postcode and found.city)
    if word == "street":
        return not any(map(str.isdigit, text[3:])) and is_street(text)
    if word == "city":
        return is_city(text)
    if word == "house_number":
        return bool(addresses.house_number(text)[0]) and len(text) <= 10 and not _DATED.match(text)
    return bool(_SUFFIX.match(text)) if word == "house_number_suffix" else len(text) < 40


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """The parts of the address that a cell gives."""
    text = " ".join(cell.split())
    if is_filler(text):
        return {}
    return dict(found) if (found := _read(word, text)) is not None else None


@lru_cache(maxsize=200_000)
def _read(word: str, text: str) -> Fields | None:
    if word in ("address", "postcode_city", "street"):
        return _whole(word, text)
    if word == "house_number":
        return _number(text)
    if word == "house_number_suffix":
        return {"house_number_suffix": text.strip(" -/") or text} if _SUFFIX.match(text) else None
    if word == "postcode":
        return _postcode(text)
    if word == "country":
        return {} if words(text) in _DUTCH_NAMES else {"country": text}
    return _city(text)


def _whole(word: str, text: str) -> Fields | None:
    found = addresses.parse(text)
    if found is None:
        bare = word in ("street", "address") and any(map(str.isalpha, text)) and len(text) <= 80
        return (
            {"street": text.strip(" ,")}
            if bare and "@" not in text
            else _city(text)
            if word == "postcode_city"
            else None
        )
    parts = {
        "street": found.street,
        "house_number": found.house_number,
        "house_number_suffix": found.house_number_suffix,
        "postcode": found.postcode,
        "city": found.city,
    }
    return {name: value for name, value in parts.items() if value}


def _number(text: str) -> Fields | None:
    number, suffix = addresses.house_number(text)
    if not number:
        return None
    return {"house_number": number, "house_number_suffix": suffix} if suffix else {"house_number": number}


def _postcode(text: str) -> Fields | None:
    if dutch := checks.postcode(text):
        return {"postcode": dutch}
    if not_issued := _DUTCH_SHAPE.match(text.upper()):
        return {"postcode": not_issued[1] + not_issued[2]}
    found = addresses.parse(text)
    if found and found.postcode and not found.street:
        return {"postcode": found.postcode, "city": found.city} if found.city else {"postcode": found.postcode}
    return {"postcode": text} if _FOREIGN_POSTCODE.match(text) and any(map(str.isdigit, text)) else None


def _city(text: str) -> Fields | None:
    return {"city": text.strip(" ,")} if _PLACE.match(text) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Dutch postcodes; streets and places need a label or a number beside them."""
    for match in _LOOSE.finditer(text):
        if code := checks.postcode(match[0]):
            yield Hit("postcode", match.start(), match.end(), {"postcode": code})
