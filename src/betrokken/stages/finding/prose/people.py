"""Names of people in one line of running text: where they stand, and what the words around them say of their role.

A name needs a cue (salutation, "patiënte", "huisarts"), or initials beside a surname ("J.A. Boer", "Boer, J.A."), or
an identifying date or number beside it (kind "loose"). No list of names is asked: such lists are weak evidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from betrokken.kit.fold import words
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.name_cues import Cue, is_professional_after, is_relative_after, look_back
from betrokken.stages.finding.prose.name_shapes import CANDIDATE, LOWER_CASE
from betrokken.stages.finding.prose.name_words import (
    first_of_name,
    is_led_by_initials,
    is_vetoed,
    of_sentence,
    own_lead,
    tidy,
    trimmed,
)
from betrokken.stages.finding.recognisers.address import is_street

_SEX_BETWEEN = r"(?:\(?(?:[mvMVF]|man|vrouw)\)?[\s,;:|/-]{1,60})?"
_BESIDE = rf"[\s,;:()|/*°–-]{{0,60}}{_SEX_BETWEEN}(?:(?i:geb|geboren|gb|gd|geboortedatum|born|date of birth|dob|bsn)\b[.:\s]{{0,3}}(?:te\s[^\W\d_][\w'’ -]{{1,24}}\s)?(?:(?:op|on)\s)?)?[(*°]?"
_SALUTED = re.compile(r"(?i),\s{0,2}\(?(mw|mevr|mevrouw|dhr|de heer|heer)\.?\)?\s")
_NUMBER_BEHIND = re.compile(
    r"(?:[^\W\d_]{1,3}\b)?[\s,;:()|/*°–-]{0,60}(?:\(?(?:[mvMVF]|man|vrouw)\b\W{1,60})?(?:(?i:geb|gb|gd|born|date|dob|bsn)|[0-9])"
)
_KEY_BEHIND = re.compile(r"\s?\((?:(?i:geb|gb|gd|born|dob|bsn)\b|[0-9]{1,2}[-/.][0-9])|,?\s(?i:geb|geboren|born|bsn)\b")
_SEX_AND_DAY = re.compile(r"[\s,(]{1,3}(?:[mvMVF]|man|vrouw)\b[\s,/]{1,3}[0-9]{1,2}(?:[-/.][0-9]|\s[a-z]{3})")
_NUMBER_BEFORE = re.compile(r"[0-9][\s,;:()|/*°–-]{0,60}$")
_CUES = ("salutation", "title", "patient", "professional", "relative", "baby")
_UNSURE_LEAD = frozenset({"in", "op", "te", "bij", "voor", "aan", "over", "uit", "onder", "al", "tot", "af", "la"})


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a line. role: what cues say, "" when nothing does. sex: F, M or "".

    kind: "cue", "initials", or "loose" where nothing but capitals speaks for a name.
    """

    start: int
    end: int
    text: str
    role: str = ""
    kind: str = "cue"
    sex: str = ""
    initials: bool = False


def find(text: str) -> Iterator[Person]:
    """Everything that can be a name, from left to right, none overlapping."""
    for found in CANDIDATE.finditer(text):
        if person := _person(text, found):
            yield person


def _person(text: str, found: re.Match[str]) -> Person | None:
    at = found.start()
    cue = look_back(text, at)
    if _is_lone(found, cue) and text[found.end() : found.end() + 1] == ":":
        return None
    if _is_lone(found, cue) and not _near_number(text, at, found.end()) and not _fills(text, found):
        return None
    skipped = 0 if found["front"] and "." in found["front"] else first_of_name(found[0], cue.named)
    start = at + skipped
    if skipped:
        skipped += of_sentence(text, start)
        start = at + skipped
        cue = look_back(text, start)
    whole = found[0]
    if found["given"] and is_street(found["given"].strip(" ,")):
        whole = whole[: found.start("tail") - at]
    initials = bool(found["front"]) or (bool(found["tail"]) and not found["given"])
    tail = found["tail"] or ""
    if "." in (found["front"] or "") and tail.startswith(",") and not tail.islower():  # "A. Kok, MDL-arts"
        whole = whole[: found.start("tail") - at]
    keyed = cue.named and bool(_KEY_BEHIND.match(text, found.end()))
    keyed = keyed or bool(_SEX_AND_DAY.match(text, found.end()))
    name = trimmed(whole[skipped:], cue.named or initials, keyed)
    if text[start + len(name) : start + len(name) + 1].isdigit():  # "V LI52530": the letters of a number
        return None
    if not name or is_vetoed(text, start, name, bool(cue.role) or cue.named):
        return None
    return _made(text, start, name, cue, initials and ("." in name or cue.named or "," in name))


def _is_lone(found: re.Match[str], cue: Cue) -> bool:
    """Whether nothing but capitals speaks for a name."""
    told = found["front"] or found["tail"] or cue.named or cue.role or cue.lead != found.start()
    return not told and not _has_cue_word(found[0])


def _near_number(text: str, start: int, end: int) -> bool:
    """Whether a number can stand beside: without one, capitals alone are never a name."""
    return bool(_NUMBER_BEHIND.match(text, end)) or bool(_NUMBER_BEFORE.search(text, max(0, start - 64), start))


def _fills(text: str, found: re.Match[str]) -> bool:
    """Whether a line is little more than the name, as signatures and senders are."""
    return "@" in text or 10 * (found.end() - found.start()) >= 6 * len(text.strip())


def _has_cue_word(name: str) -> bool:
    """Whether cues are part of what was taken for a name: "Mevrouw Van Es"."""
    return " " in name and not cues.known("person", *_CUES).isdisjoint(words(name).split())


def _made(text: str, start: int, name: str, cue: Cue, initials: bool) -> Person:
    end = start + len(name)
    first = "" if is_led_by_initials(name) else own_lead(text, cue.lead, start, name)
    if first and (cue.named or cue.role or words(first).split()[0] not in _UNSURE_LEAD):
        start, name = start - len(first), ("van " if words(first) == "v" else first) + name
    kind = "cue" if cue.named or cue.role else "initials" if initials else "loose"
    role = cue.role
    if role in ("", "patient") and kind != "loose" and is_professional_after(text, end):
        role = "professional"
    if role in ("", "patient") and kind != "loose" and is_relative_after(text, end):
        role = "relative"
    said = _SALUTED.search(name)
    sex = cue.sex or ("" if not said else "M" if said[1][0] in "dDhH" else "F")
    name = _SALUTED.sub(", ", name)
    return Person(start, end, f"Baby van {name}" if cue.baby else tidy(name), role, kind, sex, initials)


@cache
def _lower() -> re.Pattern[str]:
    who = cues.alternatives("person", "salutation", "patient")
    return re.compile(rf"(?<![\w.])(?P<cue>(?i:{who})[.:]?\s{{1,3}})(?P<name>{LOWER_CASE}){_BESIDE}$")


def lower_before(text: str, end: int) -> Person | None:
    """A name without capitals, between a salutation and an identifying date or number that starts at `end`."""
    low = max(0, end - 80)
    found = _lower().search(text[low:end])
    if not found or words(found["name"]) in cues.known("veto", "word"):
        return None
    cue = look_back(text, low + found.start("name"))
    return Person(low + found.start("name"), low + found.end("name"), found["name"].title(), cue.role, "cue", cue.sex)


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(_BESIDE)


def touches(text: str, end: int, start: int) -> bool:
    """Whether nothing but punctuation and "geb." stands between a name that ends at `end` and a value at `start`."""
    return 0 <= start - end < 80 and bool(_beside().fullmatch(text, end, start))
