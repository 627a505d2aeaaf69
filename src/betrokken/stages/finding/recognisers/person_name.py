"""Names of people: whole, or one part of a name to a cell."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from betrokken.kit import names, organisations
from betrokken.kit.fold import fold, words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = (
    "surname",
    "prefix",
    "birth_surname",
    "birth_prefix",
    "partner_surname",
    "partner_prefix",
    "initials",
    "given_names",
    "name",
    "salutation",
)
CATEGORY = "name"
UNLABELLED: Mapping[str, float] = {"prefix": 5.0, "initials": 4.0, "name": 2.5, "salutation": 4.5}

_WORD = r"[^\W\d_][^\W\d_'’`´.\-]*(?:['’`´.\-][^\W\d_][^\W\d_'’`´.\-]*)*\.?"
_WORDS = re.compile(rf"^['’`´]?{_WORD}(?:(?: |, ?| ?/ ?| - ?|- )['’`´]?{_WORD}){{0,6}}$")  # over single spaces only
_LENIENT = re.compile(
    r"^[^\d@;:=<>{}\[\]|\\]{1,60}$"
)  # under a label, letters lost in a conversion ("Gl?en") are still a name
_LISTED = re.compile(r"\s*[;,|]\s*")  # several given names as a list
_LOST = "ǎ"  # stands in for a lost letter while the name is taken apart; no Dutch name holds it
_TORN = re.compile(rf"^(?=.*[?{_LOST}\ufffd])(?:[^\s.]{{1,3}}\.)+$")  # initials of which a letter was lost: "?.J."
_DOTTED = re.compile(r"^(?:(?:IJ|Ij|Th|Ch|Ph|Chr|Joh|Wm|St|[^\W\d_])\.\s?-?){1,8}[^\W\d_]?$")
_BARE = re.compile(r"^[^\W\d_](?:[ .-]?[^\W\d_]){0,6}\.?$")  # capitals only, see `is_initials`
_MIXED_BARE = re.compile(r"^(?:[A-ZÀ-Ý]|Th|Ch|Ph|Chr|Joh|IJ|Ij){1,7}$")
_INITIAL_WITHIN = re.compile(r"(?:^|[\s,(])(?:[^\W\d_]|Th|Ch|Chr|Ph|IJ)\.|,\s*[A-ZÀ-Ý]{1,5}\b|\s[A-ZÀ-Ý]{1,4}$")
_TITLED = re.compile(r"^\s*(?:dr|drs|prof|mw|mevr|mevrouw|dhr|de heer|ir|arts|huisarts)\b[. ]", re.IGNORECASE)
_ADDRESSED = re.compile(r"^\s*(?:mw|mevr|mevrouw|mej|dhr|de heer|hr|fam)\b[. ]", re.IGNORECASE)
_SALUTATIONS = {
    "F": frozenset({"mw", "mevr", "mevrouw", "mej", "mejuffrouw", "juffrouw", "mrs", "ms", "miss", "mvr", "geachte mevrouw", "v"}),
    "M": frozenset({"dhr", "heer", "de heer", "meneer", "mijnheer", "hr", "mr", "den heer", "geachte heer", "m"}),
}  # fmt: skip


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell has the shape of the name part."""
    text = cell.strip()
    if not text or is_filler(text):
        return False
    if word == "salutation":
        return bool(_sex(text)) and len(text) > 1
    if word == "initials":
        return is_initials(text)
    if word in ("prefix", "birth_prefix", "partner_prefix"):
        return all(names.is_prefix(token) for token in text.split()) and len(text) < 16
    if word == "name":
        return bool(_INITIAL_WITHIN.search(text) or " " in text) and names.parse(text) is not None
    return len(text) <= 60 and bool(_WORDS.match(text)) and any(len(token) > 1 for token in text.split())


@lru_cache(maxsize=50_000)
def is_organisation(text: str) -> bool:
    """Whether a word for a kind of organisation stands in text: "Huisartsenpraktijk De Burcht", "Jansen B.V."."""
    folded = words(text)
    known = lexicon.word_set("places", "organisations")
    return any(token in known for token in folded.split()) or folded.endswith((" b v", " n v"))


def is_surely_organisation(text: str) -> bool:
    """The same for a lone cell, where "BV" and "M.C." may as well be initials."""
    known = lexicon.word_set("places", "organisations")
    return any(len(token) > 4 and token in known for token in words(text).split())


def has_initials(text: str) -> bool:
    """Whether initials stand in a whole name: "Jansen, A.", "A.B. Jansen", "JANSEN AB"."""
    return bool(_INITIAL_WITHIN.search(text))


def has_title(text: str) -> bool:
    """Whether a title or form of address stands before a name: "dr. Bakker", "Mw. de Vries"."""
    return bool(_TITLED.match(text))


def has_salutation(text: str) -> bool:
    """Whether a form of address stands before a name: "Mw. de Vries", "De heer Bakker"."""
    return bool(_ADDRESSED.match(text))


def is_initials(text: str) -> bool:
    """Whether a cell holds initials and nothing else: "J.A.", "J A", "JA", "Th.M."."""
    capitals = text == text.upper() and _BARE.match(text)
    return len(text) <= 24 and bool(_DOTTED.match(text) or capitals or _MIXED_BARE.match(text))


@lru_cache(maxsize=200_000)
def _sex(text: str) -> str:
    folded = words(text)
    return next((sex for sex, known in _SALUTATIONS.items() if folded in known), "")


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """The parts of the name; {} for parts that only mean something beside others (partner name, prefixes of it)."""
    text = cell.strip()
    if (is_filler(text) and not (word == "initials" and is_initials(text))) or (
        word == "name" and organisations.exact(text, setting.institutions) and not _is_person_all_the_same(text)
    ):
        return {}
    return dict(found) if (found := _read(word, text)) is not None else None


def _is_person_all_the_same(text: str) -> bool:
    """ "Dijkema, T.": not the practice that is called after somebody of that name."""
    return "," in text and has_initials(text) and not is_organisation(text)


@lru_cache(maxsize=200_000)
def _read(word: str, text: str) -> Fields | None:
    if word == "salutation":
        sex = _sex(text) or _sex(text.split()[0])
        return {"sex": sex} if sex else {}
    if word == "prefix":
        return {"prefix": fold(text).replace("`", "'")} if len(text) < 24 and not any(map(str.isdigit, text)) else None
    if word == "initials":
        return _initials(text)
    if word == "given_names":
        return _given(text)
    if word == "birth_surname":
        return _birth(text)
    if word == "surname":
        whole = "," in text or " (" in text or (text != text.upper() and _INITIAL_WITHIN.search(text))
        return _whole(text) if whole else _surname(text)
    if word == "name":
        return _whole(text)
    return {} if _LENIENT.match(text) else None


def _not_names() -> frozenset[str]:
    return lexicon.word_set("names", "not_a_name")


def _surname(text: str) -> Fields | None:
    """A surname alone: "Jansen Bakker" has no given name in it."""
    if not _LENIENT.match(text) or not any(map(str.isalpha, text)) or fold(text) in _not_names():
        return None
    prefix, surname = names.split_prefix(text)
    found = {"surname": names.cased(surname)}
    return found | {"prefix": prefix.lower()} if prefix else found


def _initials(text: str) -> Fields | None:
    form = names.initials_form(text) if is_initials(text) else ""
    return {"initials": form} if form else _given(text)


def _given(text: str) -> Fields | None:
    if _TORN.match(text):
        return {}
    if is_initials(text) and "." in text and (form := names.initials_form(text)):
        return {"initials": form}
    text = " ".join(_LISTED.split(text))
    return {"given_names": names.cased(text)} if _LENIENT.match(text) and any(map(str.isalpha, text)) else None


def _birth(text: str) -> Fields | None:
    if not _LENIENT.match(text) or not any(map(str.isalpha, text)):
        return None
    prefix, surname = names.split_prefix(names.cased(text))
    return {"birth_surname": f"{prefix.lower()} {surname}".strip()}


def _whole(text: str) -> Fields | None:
    found = names.parse(text.replace("?", _LOST).replace("\ufffd", _LOST))
    if found is None or fold(found.surname) in _not_names() or is_surely_organisation(text):
        return None
    if baby := _baby(text):
        return baby
    parts = {
        "surname": found.surname,
        "prefix": found.prefix,
        "birth_surname": found.birth_surname,
        "initials": found.initials,
        "given_names": "" if _TORN.match(found.given_names) else found.given_names,
        "sex": found.sex,
    }
    told = {name: value.replace(_LOST, "?") for name, value in parts.items()}
    return {name: value for name, value in told.items() if any(map(str.isalpha, value))}


def _baby(text: str) -> Fields | None:
    """ "Baby van Jansen": the prefix is none of the surname."""
    first, _, rest = text.partition(" ")
    if fold(first) not in lexicon.word_set("names", "baby") or not rest.lower().startswith(("van ", "v. ", "of ")):
        return None
    found = _whole(rest.partition(" ")[2])
    return None if found is None else {**found, "given_names": first}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Names need a cue in running text; see `texts.py`."""
    return iter(())
