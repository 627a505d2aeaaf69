"""Which words of what looks like a name are part of it, and what looks like a name and is none."""

import re
from functools import cache, lru_cache

from betrokken.kit import names
from betrokken.kit.fold import fold, words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.name_shapes import BARE, INITIALS, PREFIX_LAST
from betrokken.stages.finding.recognisers.address import is_city
from betrokken.stages.finding.recognisers.exam import kind

_INFLAMMATION = "itis"  # the end of its names: "Hepatitis B" is nobody
_TOKEN = re.compile(r"\S+")
_INITIALS = re.compile(INITIALS)
_SALUTED = re.compile(r"(?i)\(?(?:mw|mevr|mevrouw|dhr|heer)\.?|\([^()]{1,30}\)")
_BARE = re.compile(BARE)
_NO_INITIALS = re.compile(r"(?i)^(?:t\.?a\.?v|n\.?v\.?t|d\.?d|b\.?v|n\.?v|c\.?c|k\.?v\.?k|b\.?s\.?n|p\.?o)\.?$")
_HOUSE_NUMBER = re.compile(r"\s*,?\s*[0-9]{1,5}(?![\d/-])(?!\s?(?:jaar|jr|mg|ml|x\b))")


@cache
def _street() -> re.Pattern[str]:
    return re.compile(rf"(?i)\w{{3}}(?:{cues.alternatives('place', 'street')})\.?$")


def tidy(name: str) -> str:
    """The name as names are read: "C. Gorter, van" becomes "C. van Gorter"."""
    name = re.sub(r"(?<=\.)(?=[^\W\d_][^\W\d_.])", " ", name.strip(" ,-–/"))
    if found := PREFIX_LAST.match(name):
        return f"{found['initials'].strip()} {found['prefix']} {found['surname'].strip()}"
    return name


def first_of_name(name: str, named: bool) -> int:
    """Where the name starts behind words of the sentence and cues: "Graag Mevrouw Anna Boer"; len(name) for nowhere.

    named: a salutation stands before it, so that any other word than a cue is the name's.
    """
    tokens = list(_TOKEN.finditer(name.partition(",")[0]))
    for at, token in enumerate(tokens):
        word = token[0].strip(".,:")
        bare = len(word) > 1 and at + 1 < len(tokens) and word == word.upper() and _is_bare(word)
        stop = _is_stop(word, at == len(tokens) - 1) or (at + 1 < len(tokens) and _is_exam(word))
        stop = stop and not (named and not at and len(tokens) > 1)
        if at and _ends_cue(words(tokens[at - 1][0]), words(word)):
            continue
        if bare or names.is_prefix(word) or not (stop or _is_cue(words(word))):
            return token.start()
    return len(name)


def _ends_cue(before: str, word: str) -> bool:
    """Whether a prefix belongs to the cue before it and not to the name: "Partner van", "Materiaal van"."""
    kin = before in cues.known("person", "relative") and word in cues.known("person", "of")
    return kin or f"{before} {word}" in cues.known("person", "patient", "professional", "baby")


@lru_cache(maxsize=20_000)
def _is_exam(word: str) -> bool:
    return kind(word) not in ("", "other")


_VAN = re.compile(r"(?i)van\s+(?!(?:den|der|het|['’`][ts])\b)")
_OF_SENTENCE = re.compile(r"(?i)(?:over|voor|bij|aan|uit)\s+(?=(?:van|de|den|der|ter|ten|el|al)\b)")
_BEFORE = re.compile(r"[^\W_][\w/-]*\)?\s*$")


def of_sentence(text: str, start: int) -> int:
    """Characters of a "van" at `start` that belong to the words before it: "kweek van Boer", "kweek van de Boer"."""
    found = _VAN.match(text, start)
    before = _BEFORE.search(text, max(0, start - 40), start) if found else None
    if not found or not before:
        return 0
    twice = names.is_prefix(text[found.end() :].split(maxsplit=1)[0]) and not text.startswith(
        ("de ", "la "), found.end()
    )
    said = words(before[0])
    return found.end() - start if twice or kind(said) or said in cues.known("care", "asked") else 0


def own_lead(text: str, lead: int, start: int, name: str) -> str:
    """The prefixes from `lead` to `start` that are the name's: a "van" behind an exam is the sentence's.

    So is a "van" before a whole name: "de buis van Anna de Vries".
    """
    if lead >= start or (words(text[lead:start]) == "van" and _BEFORE.search(text, 0, lead) and _is_whole(name)):
        return ""
    begin = lead + of_sentence(text, lead)
    told = _OF_SENTENCE.match(text, begin, start)  # "bericht over van den Bosch"
    return text[told.end() if told else begin : start]


def _is_whole(name: str) -> bool:
    """Whether a name starts with a given name, and not with a surname that another name follows ("Boer Anna")."""
    head, comma, _ = name.partition(",")
    tokens = head.split()
    if comma or len(tokens) < 2 or not tokens[0].istitle() or tokens[1] in "-–" or _INITIALS.search(head):
        return False
    given = lexicon.common_names("given")
    return names.is_prefix(tokens[1]) or words(tokens[0]) in given or words(tokens[-1]) not in given


def is_led_by_initials(name: str) -> bool:
    """Whether a name starts with initials, so that no prefix before them is its own."""
    return bool(_INITIALS.match(name))


def _is_cue(folded: str) -> bool:
    return folded in cues.known("person", "salutation", "title", "patient", "professional", "relative", "baby")


def _is_stop(word: str, surname: bool) -> bool:
    folded = words(word)
    if folded not in cues.known("veto", "word", "acronym"):
        return False
    return not (surname and folded in cues.known("veto", "surname_too"))


def trimmed(name: str, sure: bool, keyed: bool = False) -> str:
    """The name up to the first word that belongs to the sentence; "" when that is its first word.

    sure: initials or a salutation stand before it, so that a word that is a surname too is one here.
    keyed: and a day of birth or number right behind it, so that the place in its last word is a surname.
    """
    tokens = list(_TOKEN.finditer(name))
    seen = 0
    for token in tokens:
        word = token[0].strip(",.-–")
        if (
            _INITIALS.fullmatch(token[0])
            or _SALUTED.fullmatch(token[0])
            or (not seen and token is not tokens[-1] and _is_bare(word) and not token[0].endswith(","))
        ):
            sure = True
        elif seen and token[0] in "-–" and _street().search(name[token.end() :].split()[0]):
            return name[: token.start()].rstrip(" ,-–/")
        elif names.is_prefix(word) and not (token is tokens[-1] and _INITIALS.fullmatch(name[: token.start()])):
            continue
        elif keyed and token is tokens[-1] and is_city(word):
            seen += 1
        elif _ends(name, token.start(), word, seen, sure):
            return name[: token.start()].rstrip(" ,-–/") if seen else ""
        else:
            seen += 1
    return name.rstrip(" ,-–/") if seen else ""


def _is_bare(word: str) -> bool:
    return bool(_BARE.fullmatch(word)) and words(word) not in cues.known("veto", "acronym")


def _ends(name: str, at: int, word: str, seen: int, sure: bool) -> bool:
    """Whether a word after (or as) the surname is one of the sentence."""
    prefixed = at > 0 and names.is_prefix(re.split(r"[\s-]", name[:at].rstrip())[-1])
    last = bool(seen) and at + len(word) == len(name) and _is_bare(word) and len(word) < 5
    if not last and not prefixed and _is_stop(word, sure and not seen):
        followed = at + len(word) < len(name) and words(word) not in cues.known("veto", "acronym")
        return not (sure and not seen and followed)
    if not seen or name[at - 1 : at] in "-–":
        return False
    shouted = word == word.upper() and len(word) > 1 and name[:at] != name[:at].upper() and not last
    return (shouted and "," not in name[:at]) or (is_city(word) and not prefixed and "," not in name[:at])


def is_vetoed(text: str, start: int, name: str, cued: bool) -> bool:
    """Eponyms, species, streets and abbreviations where a name was read."""
    head = name.split(",")[0].split()
    surname = fold(head[-1]).strip(".,")
    if not cues.known("care", "kin_of_client").isdisjoint(fold(word) for word in head) and not _INITIALS.match(head[0]):
        return True
    if any(fold(word).strip(".,").endswith(_INFLAMMATION) for word in head):
        return True
    if surname in cues.known("veto", "species") or (not cued and _NO_INITIALS.match(head[0])):
        return True
    if _HOUSE_NUMBER.match(text, start + len(name)) and _street().search(surname):
        return True
    if surname not in cues.known("veto", "eponym"):
        return not cued and fold(name.split()[-1]).strip(".,") in cues.known("veto", "eponym")
    bare = len(head) == 1
    return head[0] == "M." or (bare and not cued) or _follows_disease(words(text[max(0, start - 30) : start]))


def _follows_disease(before: str) -> bool:
    return any(before == phrase or before.endswith(" " + phrase) for phrase in cues.known("veto", "before"))
