"""Names of people as Dutch files write them, taken apart into surname, prefix, initials and given names."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from betrokken.kit.fold import fold, letters

# Tussenvoegsels in use (BRP table 36, Voorvoegsels, its common entries), folded.
PREFIXES = frozenset(
    [
        "van",
        "der",
        "den",
        "de",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "op",
        "in",
        "aan",
        "bij",
        "voor",
        "onder",
        "over",
        "uit",
        "'s",
        "s",
        "t",
        "vd",
        "vda",
        "d'",
        "l'",
        "la",
        "le",
        "les",
        "du",
        "des",
        "della",
        "di",
        "da",
        "dal",
        "dos",
        "do",
        "das",
        "del",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "am",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "abu",
        "af",
        "to",
        "tot",
        "thor",
        "v.d.",
        "v/d",
        "v.d",
        "v",
        "d",
        "v.",
        "d.",
        "vander",
        "vanden",
        "ter",
        "ten",
        "onder's",
        "el-",
        "al-",
        "san",
        "st",
    ]
) - {"d", "v", "to", "do", "am", "san", "st", "bin", "s", "t"}

_FEMALE = "mw|mevr|mevrouw|mej|mejuffrouw|juffrouw|juf|mrs|ms|miss|mevr dr"
_MALE = "dhr|de heer|heer|hr|meneer|mijnheer|mister|den heer|de hr"
_SALUTATION = re.compile(rf"^\s*(?:(?P<f>{_FEMALE})|(?P<m>{_MALE})|fam|familie)(?:\.\s*|\s+)(?=[^,])", re.IGNORECASE)
_BEHIND = re.compile(r"^(.{3,60}?)[ ,]+\(?(mw|mevr|mevrouw|dhr|heer)\.?\)?$", re.IGNORECASE)
_TITLE = re.compile(
    r"^\s*(?:prof|drs|dr|ir|ing|mr|bsc|msc|ds|jhr|jkvr)\.\s*|^\s*(?:prof|drs|dr|ir|ing)\s+", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:(?:IJ|Ij|Th|Ch|Ph|Chr|Joh|Wm|[A-ZÀ-ÖØ-ÝĄ-Ž])\.[- ]?){1,8}(?:[A-Z])?$")
_BARE_INITIALS = re.compile(r"^[A-ZÀ-Ý](?:[A-ZÀ-Ý]|-){0,5}$")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_HYPHEN = re.compile(r"\s+[-–]\s*|\s*[-–]\s+|–")
_BORN = re.compile(r"\s*(?:,|\s)\s*(?:geb\.|geboren|e/v|e\.v\.|ev|wed\.|wv|echtg\.(?: van)?)\s+", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[A-Za-zÀ-ÖØ-öø-ÿĀ-žǍ-ǔșțȘȚ'’`´.\-ĳĲ]+$")


@dataclass(frozen=True, slots=True)
class Name:
    """Parts of one name; "" where not told. Initials as "J.A.", sex F, M or ""."""

    surname: str = ""
    prefix: str = ""
    birth_surname: str = ""
    initials: str = ""
    given_names: str = ""
    sex: str = ""


def is_prefix(word: str) -> bool:
    """Whether a word is a tussenvoegsel, in any case and spelling; "D." is an initial and no "d."."""
    if len(word) == 2 and word[1] == "." and word[0].isupper():
        return False
    return fold(word).replace("’", "'") in PREFIXES


def initials_form(text: str) -> str:
    """Initials as capitals each with a full stop: "JA", "j a" and "J.A" give "J.A."; IJ stays one letter."""
    compact = re.sub(r"[^A-Za-zÀ-ÖØ-öø-ÿĀ-ž.\s-]", "", text).strip()
    if not compact:
        return ""
    if "." in compact or " " in compact or "-" in compact:
        parts = [p for p in re.split(r"[.\s-]+", compact) if p]
    else:
        parts = [p for p in re.findall(r"IJ|[^\W\d_]", compact) if p.isupper()] or [compact[:1]]
    return "".join(f"{_letter(p)}." for p in parts)


def _letter(part: str) -> str:
    return "IJ" if part.upper() == "IJ" else part[:1].upper()


def split_prefix(surname: str) -> tuple[str, str]:
    """(prefix, surname): takes leading or trailing tussenvoegsels off, "Vries, van de" and "van de Vries" alike."""
    tokens = surname.replace(",", " ").split()
    start, end = 0, len(tokens)
    while start < end - 1 and is_prefix(tokens[start]):
        start += 1
    if start:
        return " ".join(tokens[:start]), " ".join(tokens[start:])
    while end > 1 and is_prefix(tokens[end - 1]):
        end -= 1
    return " ".join(tokens[end:]), " ".join(tokens[:end])


@lru_cache(maxsize=200_000)
def parse(value: str) -> Name | None:
    """The parts of a whole name in any usual order, or None when it is no name of a person."""
    text = " ".join(value.replace("\u00a0", " ").split()).strip(" ;:")
    text, sex = _salutation(text)
    text, sex = _salutation_behind(text, sex)
    text = _titles(text)
    text, inside = _parentheses(text)
    if not text or any(c.isdigit() for c in text) or len(text) > 80:
        return None
    text = _HYPHEN.sub("-", text)
    born = _BORN.split(text, maxsplit=1)
    name = _comma(born[0]) if "," in born[0] else _plain(born[0])
    if name is None:
        return None
    if len(born) == 2:
        name = replace(name, birth_surname=" ".join(x for x in split_prefix(born[1]) if x))
    return _finish(name, inside, sex)


def _salutation(text: str) -> tuple[str, str]:
    found = _SALUTATION.match(text)
    if not found or found.end() >= len(text):
        return text, ""
    return text[found.end() :], "F" if found["f"] else "M" if found["m"] else ""


def _salutation_behind(text: str, sex: str) -> tuple[str, str]:
    """ "Jansen, F.M. (Fatima) MW": behind initials with full stops; "HARING MW" may be initials itself."""
    found = _BEHIND.match(text)
    if not found or not re.search(r"[A-Za-z]\.", found[1]):
        return text, sex
    return found[1], sex or ("F" if fold(found[2]).startswith(("mw", "mevr")) else "M")


def _titles(text: str) -> str:
    while found := _TITLE.match(text):
        if found.end() >= len(text):
            break
        text = text[found.end() :]
    return text


def _parentheses(text: str) -> tuple[str, list[str]]:
    inside = [x.strip() for x in _PARENTHESES.findall(text) if x.strip()]
    return " ".join(_PARENTHESES.sub(" ", text).split()), inside


def _looks_initials(token: str) -> bool:
    return bool(_INITIALS.match(token))


def _comma(text: str) -> Name | None:
    left, _, right = (part.strip() for part in text.partition(","))
    right = right.replace(",", " ")
    if not left or _sentence(left, right):
        return None
    prefix, surname = split_prefix(left)
    initials, given, tail = _first_part(right.split(), bare=True)
    prefix = " ".join((*tail, prefix)).strip()
    return _named(surname, prefix, initials, given)


def _sentence(left: str, right: str) -> bool:
    """ "Bloedonderzoek, bij u verkregen": words in lower case behind a capital are no given names."""
    lower = [token for token in right.split() if token[:1].islower() and not is_prefix(token)]
    return len(lower) >= 2 and left[:1].isupper()


def _first_part(tokens: list[str], bare: bool) -> tuple[str, str, list[str]]:
    """(initials, given names, prefix words) out of what stands beside the surname."""
    initials: list[str] = []
    given: list[str] = []
    prefix: list[str] = []
    for position, token in enumerate(tokens):
        dotted = _looks_initials(token)
        if not dotted and is_prefix(token) and (position or len(tokens) == 1 or len(token) > 1):
            prefix.append(token)
        elif dotted or (bare and _BARE_INITIALS.match(token) and len(token) < 6 and not given):
            initials.append(token)
        elif token[:1].isalpha():
            given.append(token)
    return "".join(initials_form(x) for x in initials), " ".join(given), prefix


def _plain(text: str) -> Name | None:
    tokens = text.split()
    if not tokens or len(tokens) > 9:
        return None
    end = len(tokens)
    while end > 2 and is_prefix(tokens[end - 1]):
        end -= 1
    if not _surname_first(tokens[:end]):  # else "VRIES E.S. DE", the prefix behind the initials
        end = len(tokens)
    if len(tokens) > 1 and _surname_first(tokens[:end]):
        prefix, surname = split_prefix(" ".join(tokens[: end - 1]))
        prefix = " ".join((*filter(None, [prefix]), *tokens[end:]))
        return _named(surname, prefix, initials_form(tokens[end - 1]), "")
    start = 0
    while start < len(tokens) - 1 and _looks_initials(tokens[start]):
        start += 1
    if start:
        prefix, surname = split_prefix(" ".join(tokens[start:]))
        return _named(surname, prefix, "".join(initials_form(t) for t in tokens[:start]), "")
    return _given_first(tokens)


def _surname_first(tokens: list[str]) -> bool:
    """ "HARING SL", "Bakker A.J.", "de Vries JA": the last token is initials and the first is none."""
    last, first = tokens[-1], tokens[0]
    if _looks_initials(first) or len(tokens) > 6:
        return False
    if _looks_initials(last) and "." in last:
        return True
    core = [t for t in tokens[:-1] if not is_prefix(t)]
    return (
        bool(core)
        and bool(_BARE_INITIALS.match(last))
        and len(last) <= 5
        and (any(len(t) > len(last) or t != t.upper() for t in core) or not re.search("[AEIOUY]", last))
    )


def _opens_double(token: str) -> bool:
    """ "Boer-de" of "Anna Boer-de Wit": the prefix of the second surname hangs on the first."""
    first, hyphen, last = token.rpartition("-")
    return bool(first and hyphen) and is_prefix(last)


def _given_first(tokens: list[str]) -> Name | None:
    if len(tokens) == 1:
        return _named(tokens[0], "", "", "")
    at = next((i for i, t in enumerate(tokens) if is_prefix(t) or _opens_double(t)), None)
    if at is not None and at < len(tokens) - 1:
        prefix, surname = split_prefix(" ".join(tokens[at:]))
        front = tokens[:at]
    else:
        prefix, surname, front = "", tokens[-1], tokens[:-1]
    if (
        len(front) == 1
        and _BARE_INITIALS.match(front[0])
        and (len(front[0]) < 3 or not re.search("[AEIOUY]", front[0]))
    ):
        return _named(surname, prefix, initials_form(front[0]), "")
    return _named(surname, prefix, "", " ".join(front))


def _named(surname: str, prefix: str, initials: str, given: str) -> Name | None:
    surname = surname.strip(" ,;.-")
    if not surname or not all(_NAME_WORD.match(w) for w in surname.split()) or not letters(surname):
        return None
    return Name(surname=cased(surname), prefix=prefix.lower(), initials=initials, given_names=cased(given))


def _finish(name: Name, inside: list[str], sex: str) -> Name:
    for extra in inside:
        if fold(extra) in ("v", "f", "vrouw"):
            sex = sex or "F"
        elif fold(extra) in ("m", "man"):
            sex = sex or "M"
        elif _looks_initials(extra) and not name.initials:
            name = replace(name, initials=initials_form(extra))
        elif not name.given_names and all(_NAME_WORD.match(w) for w in extra.split()):
            name = replace(name, given_names=cased(extra))
    return replace(name, sex=sex)


def cased(text: str) -> str:
    """Names all in capitals get capitals at the start of each part, so that one person has one spelling."""
    if text != text.upper() or len(text) < 2:
        return text
    return re.sub(r"(^|[\s\-'’])(ij|\w)", lambda m: m[1] + m[2].upper(), text.lower())


@lru_cache(maxsize=200_000)
def surname_parts(*surnames: str) -> frozenset[str]:
    """The comparable parts of surnames: split at hyphens, tussenvoegsels off, folded, ij = y.

    "van den Berg-de Vries" and "Vries" share a part, so birth, partner and double names overlap.
    """
    parts = set()
    for surname in surnames:
        for piece in re.split(r"[-–/]", surname):
            core = split_prefix(re.sub(r"^[dlDL]['’](?=\w)", "", piece.strip()))[1]
            if folded := letters(core):
                parts.add(folded)
    return frozenset(parts)


@lru_cache(maxsize=200_000)
def first_letter(initials: str, given_names: str) -> str:
    """First letter of the initials, else of the given names, folded; "" when neither is told."""
    text = fold(initials or given_names)
    found = re.search("[a-z]", text)
    return found[0].replace("y", "i") if found else ""
