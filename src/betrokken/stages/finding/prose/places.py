"""Addresses in running text: a street with its number and what follows it, or a postcode with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from betrokken.kit import checks
from betrokken.kit.fold import words
from betrokken.kit.names import is_prefix
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.recognisers.address import is_city

_U, _L = cues.UPPER, cues.LOWER
_JOINER = r"(?:van|de|naar|der|den|het|la|du|des|ter|ten|aan|op|bij|in|en|['’]t|['’]s|(?:dr|prof|mr|ir|ds|st|burg|ul)\.|[0-9]{1,2}e)"
_CAPITAL = rf"[{_U}][{_U}{_L}.'’-]*"
_STREET = rf"(?:(?:{_JOINER}|{_CAPITAL})[ ]){{0,6}}{_CAPITAL}"
_SUFFIX = (
    r"(?:[-/ ]{0,2}(?:bus [0-9A-Z]{1,4}|bis|hs|huis|boven|beneden|ben|rd|zw|rood|zwart|[IVX]{1,4}|[A-Za-z][0-9]{0,3}|[A-Z]{2})(?!\w)"
    r"|[-/] ?[0-9]{1,4}(?!\w)|\s[-/][0-9]{1,3}(?!\w))?"
)
_TOWN = rf"(?:St\. )?[{_U}][{_U}{_L}'’]*"
_PLACE = rf"(?:['’]s[ -])?{_TOWN}(?:[ /-](?:(?:aan|den|de|der|op|het|an|van|bij|['’]t|a/d)\s(?:(?:den|de|het|der)\s)?)?{_TOWN}){{0,3}}"
_DUTCH = r"[1-9][0-9]{3}\s{0,2}[A-Z]{2}(?![\w])"
_ADDRESS = re.compile(
    rf"(?<![\w.])(?P<street>{_STREET}(?:\s(?:1[89]|20)[0-9]{{2}}(?=\s[0-9]))?)\s(?:nr\.?\s)?(?P<number>[0-9]{{1,5}})(?P<suffix>{_SUFFIX})(?![\w-])(?!\.[0-9])"
    rf"(?:[,\s]{{1,6}}(?P<postcode>{_DUTCH})(?:[,\s]{{1,4}}(?P<city>{_PLACE}))?"
    rf"|,\s{{1,3}}(?P<foreign>[0-9]{{4,5}}|[0-9]{{2}}-[0-9]{{3}})\s(?P<abroad>{_PLACE})"
    rf"|\s(?:te|in)\s(?P<at>{_PLACE})|,?\s(?P<before>{_PLACE})[,\s]{{1,3}}(?P<after>{_DUTCH})|,\s(?P<town>{_PLACE})|\s(?P<bare>{_PLACE}))?"
)
_POSTCODE = re.compile(rf"(?<![\w-])(?P<postcode>{_DUTCH})(?:[,\s]{{1,4}}(?P<city>{_PLACE}))?")
_INITIALS = re.compile(rf"(?:[{_U}]\.){{1,6}}")
_STRONG: Final = 4  # letters before the end of a word that makes it a street


@dataclass(frozen=True, slots=True)
class Place:
    """An address or a part of one. sure: False for a street and number that only the lines around can confirm."""

    start: int
    end: int
    fields: dict[str, str]
    sure: bool = True


def find(text: str) -> Iterator[Place]:
    """The addresses in a line from left to right, none overlapping."""
    last = 0
    for found in _ADDRESS.finditer(text):
        if place := _address(text, found):
            yield from _postcodes(text, last, place.start)
            yield place
            last = place.end
    yield from _postcodes(text, last, len(text))


def _postcodes(text: str, start: int, end: int) -> Iterator[Place]:
    for found in _POSTCODE.finditer(text, start, end):
        if code := checks.postcode(" ".join(found["postcode"].split())):
            city = _city(found["city"])
            stop = found.start("city") + len(city) if city else found.end("postcode")
            yield Place(found.start(), stop, {"postcode": code, "city": city} if city else {"postcode": code})


def _address(text: str, found: re.Match[str]) -> Place | None:
    street, start = _street(found)
    code = found["postcode"] or found["after"] or ""
    postcode = checks.postcode(" ".join(code.split())) or found["foreign"] or ""
    at = next((name for name in ("city", "abroad", "at", "before", "town", "bare") if found[name]), "")
    city = _city(found[at]) if at else ""
    if at == "bare" and not is_city(city):
        at, city = "", ""
    ending = bool(_ends().search(street)) or _follows_cue(text, start)
    alone = not text[:start].strip(" *>") and not text[found.end("suffix") :].strip(" ,.")
    if not street or not (postcode or ending or alone or at == "bare"):
        return None
    if at == "town" and not ending:
        return None
    end = found.start(at) + len(city) if city else found.end("postcode") if postcode else found.end("suffix")
    end = found.end("after") if found["after"] else end
    fields = {"street": street, "house_number": found["number"].lstrip("0") or "0", "postcode": postcode, "city": city}
    fields["house_number_suffix"] = found["suffix"].strip(" -/")
    sure = bool(postcode or ending or at == "bare")
    return Place(start, end, {name: value for name, value in fields.items() if value}, sure)


def _street(found: re.Match[str]) -> tuple[str, int]:
    """The street without the words of the sentence before it, and where it starts."""
    tokens = list(re.finditer(r"\S+", found["street"]))
    stops = cues.known("veto", "word") | cues.known("place", "living")
    for at in range(len(tokens) - 2, -1, -1):
        word = words(tokens[at][0])
        led = word == "naar" and at > 0 and words(tokens[at - 1][0]) == "weg"  # "Weg naar het Laar"
        if word in stops and not is_prefix(tokens[at][0]) and word not in _OPENERS and not led:
            tokens = tokens[at + 1 :]
            break
    while len(tokens) > 1 and tokens[0][0].isalpha() and tokens[0][0].islower():
        tokens = tokens[1:]
    if len(tokens) > 2 and _INITIALS.fullmatch(tokens[0][0]) and tokens[1][0][:1].isupper():
        tokens = tokens[-1:]
    if not tokens:
        return "", found.start()
    return found["street"][tokens[0].start() :], found.start() + tokens[0].start()


_OPENERS = frozenset({"de", "het", "dr", "prof", "laan", "straat", "weg", "plein", "burgemeester", "nieuw", "bij"})


@cache
def _ends() -> re.Pattern[str]:
    ends = cues.alternatives("place", "street")
    return re.compile(
        rf"(?i)\w{{{_STRONG - 1}}}(?:{ends})\.?$|^(?:laan|plein|weg|straat|hof)\s(?:van|der|de)|\s(?:{ends})$"
    )


@cache
def _living() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{cues.alternatives('place', 'living')})\W{{1,3}}(?:(?:op|aan|in|de|het)\s){{0,2}}$")


def _follows_cue(text: str, start: int) -> bool:
    return bool(_living().search(text[max(0, start - 30) : start]))


@lru_cache(maxsize=50_000)
def _city(text: str | None) -> str:
    """The place without words of the sentence that follow it: "Leiden Telefoon" gives "Leiden"."""
    kept: list[str] = []
    for word in (text or "").split():
        if (
            words(word) in cues.known("veto", "word")
            and kept
            and words(word) not in ("de", "het", "op", "bij", "aan", "van")
        ):
            break
        kept.append(word)
    return " ".join(kept).strip(" .,-")
