"""What stands around a name in running text: salutations, "patiënte", "huisarts", "dochter van", a job behind it."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from betrokken.kit.fold import fold, words
from betrokken.kit.names import PREFIXES, is_prefix
from betrokken.stages.finding.prose import cues

_REACH = 48  # characters before a name within which its cues stand
_WORD = re.compile(r"[^\W\d_][\w’'&-]*")
_GAP = re.compile(r"\.?[:,/(\s\"“>*]{0,6}")
_EDGES = ' .:,/("“>*\t'
_SHORT_LEAD = re.compile(r"(?i)(?:^|[\s(])((?:v\.?\s?d\.?|v/d|v\.?)\s)$")
_FULL_STOP = re.compile(r"\.\s")
# Cues that are written with a full stop; behind any other word it ends a sentence.
_SHORTENED: Final = frozenset({"mw", "mevr", "mvr", "mej", "dhr", "hr", "fam", "mrs", "mr", "ms", "dr", "drs", "prof", "ir", "ing", "bc", "pat", "patn", "pt", "pte", "ha", "betr", "tav", "v", "attn", "gr", "g", "poh", "cl", "client", "a", "h", "d"})  # fmt: skip
_DATE = r"(?![0-9]{1,2}[-/.][0-9]{1,2}[-/.])"
_CONTACT = re.compile(rf"(?:[\s,(/|;:–-]|{_DATE}[+0][0-9][0-9 ()-]{{7,16}}|[^\s@]{{1,64}}@[^\s@]{{1,64}}){{0,80}}")
_FEMALE: Final = frozenset({"mw", "mevr", "mevrouw", "mvr", "mej", "mejuffrouw", "mrs", "ms", "miss", "patiente", "cliente", "deelneemster", "dochter", "moeder", "frau", "madame", "mme"})  # fmt: skip
_MALE: Final = frozenset({"dhr", "heer", "hr", "meneer", "mijnheer", "mister", "herr", "herrn", "monsieur"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Cues before a name. start: where they begin. lead: where prefixes of the name begin that were not in it."""

    start: int
    lead: int
    role: str = ""
    sex: str = ""
    named: bool = False
    baby: bool = False


@cache
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("about", "baby", "salutation", "title", "relative", "professional", "patient"):
        found |= dict.fromkeys(cues.known("person", kind), kind)
    kin = cues.known("person", "relative") - cues.known("person", "baby")
    found |= {f"{one} {of}": "of" for one in kin for of in ("van", "of", "van de", "van den", "vd", "v")}
    return found


@cache
def _spoken_for() -> frozenset[str]:
    return frozenset({"namens", "door", "groet", "groeten", "mede namens"})


@cache
def _last_words() -> frozenset[str]:
    """Last words of cues, and prefixes of names: without one of them before a name there is nothing to look for."""
    return frozenset(phrase.split()[-1] for phrase in _kinds()) | PREFIXES


def look_back(text: str, start: int) -> Cue:
    """The cues that end where a name starts."""
    if not start:
        return Cue(0, 0)
    low = max(0, start - _REACH)
    tail = text[low:start]
    bare = tail.rstrip(_EDGES)
    last = bare[bare.rfind(" ") + 1 :].lower()
    if last not in _last_words() and last not in ("v", "vd") and last.isascii() and last.isalpha():
        return Cue(start, start)
    found = list(_WORD.finditer(tail))
    lead = _lead(tail, found)
    kinds: list[tuple[str, str]] = []
    begin = lead
    while len(kinds) < 4 and found and _GAP.fullmatch(tail, found[-1].end(), begin):
        if _FULL_STOP.match(tail, found[-1].end()) and words(found[-1][0]) not in _SHORTENED:
            break
        phrase, kind = _phrase(found)
        if not kind:
            break
        kinds.append((phrase, kind))
        begin = found[-len(phrase.split())].start()
        del found[-len(phrase.split()) :]
    return _cue(kinds[::-1], low + begin, low + lead, "/" in tail[begin:])


def _lead(tail: str, found: list[re.Match[str]]) -> int:
    """Takes prefixes off the end of `found`, unless they end a cue ("nagevraagd bij"); gives where they begin."""
    lead = len(tail)
    if short := _SHORT_LEAD.search(tail):
        lead = short.start(1)
        while found and found[-1].start() >= lead:
            found.pop()
    while found and tail[found[-1].end() : lead].strip() == "" and not _phrase(found)[1]:
        at = found[-1].start()
        at -= at > 0 and tail[at - 1] in "'’`"
        if not is_prefix(tail[at : found[-1].end()]):
            break
        lead = at
        found.pop()
    return lead


def _phrase(found: list[re.Match[str]]) -> tuple[str, str]:
    """The longest cue that the last words make, and its kind."""
    for length in range(min(4, len(found)), 0, -1):
        phrase = words(" ".join(one[0] for one in found[-length:]))
        if (kind := _kinds().get(phrase)) and len(phrase.split()) == length:
            return phrase, kind
    return "", ""


def _cue(kinds: list[tuple[str, str]], start: int, lead: int, either: bool) -> Cue:
    role = ""
    for _, kind in kinds:
        if kind == "of":
            role = ""
        elif kind in ("patient", "professional", "relative"):
            role = kind
    told = {word for phrase, _ in kinds for word in phrase.split()}
    female, male = bool(told & _FEMALE), bool(told & _MALE)
    sex = "" if either or female == male else "F" if female else "M"
    if kinds and kinds[0][0] in _spoken_for() and sex:
        role = ""
    named = any(kind in ("salutation", "patient", "baby") for _, kind in kinds)
    return Cue(start, lead, role, sex, named, any(phrase.startswith("baby") for phrase, _ in kinds))


@cache
def _kin() -> re.Pattern[str]:
    kin = cues.alternatives("person", "relative")
    return re.compile(rf"(?i)[,(\s]{{1,3}}(?:de\s)?(?:{kin})\s(?:van|of)\b|\s?\((?:{kin})\)")


def is_relative_after(text: str, end: int) -> bool:
    """Whether kinship stands after a name that ends there: ", zoon van patiënte", "(partner)"."""
    return bool(_kin().match(text, end))


@cache
def _jobs() -> frozenset[str]:
    return cues.known("person", "job")


def is_professional_after(text: str, end: int) -> bool:
    """Whether a job stands after a name that ends there: ", huisarts", " 010-1234567  analist"."""
    gap = _CONTACT.match(text, end)
    at = gap.end() if gap else end
    if at == end:
        return False
    found = list(islice(_WORD.finditer(text, at, at + 40), 3))
    if not found or found[0].start() != at:
        return False
    for length in range(len(found), 0, -1):
        if fold(words(text[at : found[length - 1].end()])) in _jobs():
            after = text[found[length - 1].end() : found[length - 1].end() + 2]
            return not after.startswith(":")
    return False
