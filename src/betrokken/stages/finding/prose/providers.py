"""The care providers of the case in running text: where their names, aliases and codes stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import fold, words
from betrokken.kit.names import is_prefix
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.recognisers.address import is_city
from betrokken.stages.finding.recognisers.exam import kind

_TOKEN = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[A-Z]{2,5}[0-9]{0,6}|[A-Z][0-9]{2,6}")
_CUT: Final = re.compile(r"[=:;|<>{}()\[\]\"\t]|\s{3}")  # no name goes on behind one of these
_LONGEST: Final = 8  # words of a name
_SHORTEST: Final = 5  # letters of a name of one word; shorter ones are ordinary words too often
_SURE_CODE: Final = 3  # letters above which a code needs no sign beside it
# What makes a name of one word a surname or a place: initials, a postcode, a house number or "te" before it, a day or
# initials behind it.
_PLACED: Final = re.compile(
    r"(?:[^\W\d_]\.\s?|[1-9][0-9]{3}\s?[A-Z]{2},?\s{1,3}|(?<![A-Za-z0-9])[0-9]{1,5}[A-Za-z]{0,3},?\s{1,3}|\b(?:te|in|uit|wonende)\s)$"
)
_DATED: Final = re.compile(r",?\s+(?:d\.?d\.?\s*)?[0-9]{1,2}[ ./-]+\w{1,10}[ ./-]+(?:19|20)[0-9]{2}")
_INITIALS_BEHIND: Final = re.compile(r",\s?(?:[^\W\d_]\.){1,6}|\s(?:[^\W\d_]\.){1,6}(?=[\s,(]|$)")
_SALUTED: Final = re.compile(r"[^\W\d_][\w./]*")


@dataclass(frozen=True, slots=True)
class Client:
    """A care provider of the case in a line. whole: told by a name of several words."""

    start: int
    end: int
    text: str
    controller: str
    whole: bool

    @property
    def code(self) -> bool:
        """Whether it is a code."""
        return bool(_CODE.fullmatch(self.text))

    @property
    def field(self) -> str:
        """The field of a mention that says it."""
        return "sender_code" if self.code else "institution"


class _Known:
    """The words that names of the case's care providers are told by, once for a setting."""

    def __init__(self, setting: Setting) -> None:
        self.institutions = setting.institutions
        self.words = frozenset(word for key in setting.institutions for word in key.split() if _tells(word))


def _tells(word: str) -> bool:
    """Whether a word can be the last of a name."""
    return len(word) > 1 and not is_prefix(word)


@lru_cache(maxsize=4)
def _known(same: "_Same") -> _Known:
    return _Known(same.setting)


class _Same:
    """A setting as a key: one of them serves a whole run."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __hash__(self) -> int:
        return id(self.setting.institutions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.setting.institutions is other.setting.institutions


def find(text: str, setting: Setting) -> list[Client]:
    """The care providers of the case that a line names, from left to right, none overlapping."""
    if not setting.institutions:
        return []
    known = _known(_Same(setting))
    tokens = list(_TOKEN.finditer(text))
    told = [fold(token[0]) in known.words for token in tokens]
    ends = [at + 1 for at, one in enumerate(told) if one]
    return list(_runs(text, tokens, ends, setting)) if ends else []


def _runs(text: str, tokens: list[re.Match[str]], ends: list[int], setting: Setting) -> Iterator[Client]:
    last = 0
    while ends:
        for at in range(max(last, ends[0] - _LONGEST), ends[0]):
            if found := _longest(text, tokens, [end for end in ends if end <= at + _LONGEST], at, setting):
                yield found[0]
                last = found[1]
                break
        ends = [end for end in ends[1:] if end > last]


def _longest(
    text: str, tokens: list[re.Match[str]], ends: list[int], at: int, setting: Setting
) -> tuple[Client, int] | None:
    """The longest name that starts at a token, and the token behind it. ends: behind tokens that names end with."""
    start = tokens[at].start()
    cut = _CUT.search(text, start)
    bound = cut.start() if cut else len(text)
    for end in reversed(ends):
        stop = tokens[end - 1].end()
        if stop > bound:
            continue
        name = text[start:stop]
        controller = organisations.exact(name, setting.institutions)
        if controller and _stands(text, start, stop, name, setting):
            return Client(start, stop, name, controller, " " in name), end
    return None


def _stands(text: str, start: int, end: int, name: str, setting: Setting) -> bool:
    """Whether the words are a name there: no loose words at its start, no person, place or ordinary word."""
    folded = words(name)
    first = name.split()[0]
    if folded in setting.labs or (is_prefix(first) and folded not in setting.institutions):
        return False
    if any(f" {folded} " in f" {lab} " and _is_of_lab(text, start, end, folded, lab) for lab in setting.labs):
        return False
    if first != name and _CODE.fullmatch(first) and words(first) in setting.institutions:
        return False
    if " " in folded:
        return name[:1].isupper() or name[:1].isdigit() or folded in setting.institutions
    if _CODE.fullmatch(name):
        return folded in setting.institutions and _is_code(text, start, end, name)
    return len(folded) >= _SHORTEST and name[:1].isupper() and _is_alone(text, start, end, folded)


def _is_of_lab(text: str, start: int, end: int, folded: str, lab: str) -> bool:
    """Whether a name stands where the laboratory, called after its clients, is named in full."""
    before, _, after = (part.strip() for part in f" {lab} ".partition(f" {folded} "))
    if not before and not after:
        return False
    left, right = words(text[max(0, start - 2 * len(lab)) : start]), words(text[end : end + 2 * len(lab)])
    return f" {left}".endswith(f" {before}" if before else "") and f"{right} ".startswith(f"{after} " if after else "")


def _is_code(text: str, start: int, end: int, name: str) -> bool:
    """Whether capitals are a client's code: alone in their cell or behind a sign, or long enough to be nothing else."""
    if kind(name) or words(name) in cues.known("veto", "acronym"):
        return False
    before, after = text[:start].rstrip(" \"'"), text[end:].lstrip(" \"'")
    parted = (not before or before[-1] in "=:;|,\t(") and (
        not after or after[0] in ";|,\t)" or text[end : end + 1] in ' "'
    )
    return parted or len(name) > _SURE_CODE


def _is_alone(text: str, start: int, end: int, folded: str) -> bool:
    """Whether a name of one word is no surname of a person or place of an address there."""
    before = text[max(0, start - 24) : start]
    last = _SALUTED.findall(before)[-1:]
    person = bool(last) and (words(last[0]) in cues.known("person", "salutation", "title") or is_prefix(last[0]))
    opening = not text[:start].strip() and _DATED.match(text, end)
    placed = _PLACED.search(before) or opening or is_city(folded)
    return not person and not placed and not _INITIALS_BEHIND.match(text, end)
