"""Names reduced to what two spellings of one person's name have in common."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from betrokken.kit import names
from betrokken.kit.fold import fold, letters

# A letter lost in a character set comes out as "?" or U+FFFD; names hold no digits, so "0" can stand for "any letter".
WILD = "0"
_LOST = re.compile("[?\ufffd]+")
_MANGLED = re.compile("[\u00c3\u00c4\u00c5\u00c6\u00c8]")
_HYPHEN = re.compile(r"\s*[-–/]\s*")
_ELISION = re.compile(r"^[dl]['’](?=\w)", re.IGNORECASE)
_APART = re.compile(r"[\s\-–/,]+")
_SHORTEST_WORD = 4  # letters a word of an undivided name of more words needs to count as a part of its own


@dataclass(frozen=True, slots=True)
class First:
    """What is known of the first names: folded, "0" for a lost letter.

    given: given names in order. related: the first of them with the names it is a short form of.
    initials: first letters in order, of the initials or else of the given names. whole: they are the initials, and not
    the letters of given names of which many files keep only the first. newborn: a word for a newborn stands where the
    given name should.
    """

    given: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    initials: str = ""
    whole: bool = False
    newborn: bool = False


@dataclass(frozen=True, slots=True)
class Surnames:
    """The surnames of one mention: folded, "0" for a lost letter, sorted.

    parts: all that another mention may call this person. Birth, partner and double names overlap in a part, in whatever
    order they stand; a tussenvoegsel may be missing, apart, glued on or behind: "van den Berg", "Vandenberg" and
    "Berg, van den" share one. Two surnames together are one more, with a space, since the pair is rarer than either.
    whole: each surname once, its tussenvoegsel glued on: where a slip is looked for.
    """

    parts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


def mended(text: str) -> str:
    """UTF-8 that was read as a one-byte character set, put right."""
    if _MANGLED.search(text):
        for charset in ("cp1252", "latin-1"):
            try:
                return text.encode(charset).decode("utf-8")
            except UnicodeError:
                continue
    return text


def readable(text: str) -> str:
    """Mended, and with "0" for a letter that is lost for good."""
    return _LOST.sub(WILD, mended(text))


@lru_cache(maxsize=200_000)
def surnames(surname: str, prefix: str, birth_surname: str) -> Surnames:
    """What can be compared of the surnames of one mention."""
    pieces = [
        piece
        for text in (f"{prefix} {surname}", birth_surname)
        for piece in _HYPHEN.split(readable(text))
        if letters(piece) and not names.is_prefix(piece.strip())
    ] or [readable(surname)]
    cores = sorted({letters(names.split_prefix(piece)[1]) for piece in pieces} - {""})
    parts = {part for piece in pieces for part in _parts(piece) if len(part) > 1}
    if len(cores) > 1:
        parts.add(" ".join(cores))
    return Surnames(tuple(sorted(parts)), tuple(sorted({_glued(piece) for piece in pieces} - {""})))


def _parts(piece: str) -> Iterator[str]:
    yield _glued(piece)
    runs = list(_runs(names.split_prefix(_ELISION.sub("", piece.strip()))[1].split()))
    for run in runs:
        yield letters("".join(run))
        if len(run) > 1:
            yield from (letters(word) for word in run if len(word) >= _SHORTEST_WORD)


def _glued(piece: str) -> str:
    before, rest = names.split_prefix(_ELISION.sub("", piece.strip()))
    return letters(before + rest)


def _runs(words: list[str]) -> Iterator[list[str]]:
    """Words between tussenvoegsels: "Jansen de Vries" gives Jansen and Vries."""
    run: list[str] = []
    for word in words:
        if names.is_prefix(word) and run:
            yield run
            run = []
        elif not names.is_prefix(word):
            run.append(word)
    if run:
        yield run


@lru_cache(maxsize=200_000)
def first_names(initials: str, given_names: str) -> First:
    """What initials and given names tell of who it is; words for a newborn tell nothing."""
    given, loose = _given(readable(given_names))
    told = _letters(initials) or _letters(loose)
    newborn, beside = _newborn_words()
    if given and given[0] in newborn and all(word in newborn or word in beside for word in given):
        return First(newborn=True)
    return First(
        given=given,
        related=tuple(sorted({form for name in given[:1] for form in (name, *_forms().get(name, ()))})),
        initials=told or _letters(".".join(given)),
        whole=bool(told),
    )


def _given(text: str) -> tuple[tuple[str, ...], str]:
    """(names in full, initials that stand among them)."""
    tokens = [token for token in _APART.split(text) if token]
    full = [token for token in tokens if "." not in token and len(token) > 1]
    loose = [token for token in tokens if token not in full]
    return tuple(name for name in (letters(token) for token in full) if name), "".join(loose)


def _letters(initials: str) -> str:
    """ "J.A.IJ." gives "jai": y and ij are one letter, as in kit.names.first_letter. Ends where a letter is lost."""
    found = (re.search(f"[a-z{WILD}]", fold(part)) for part in readable(initials).split("."))
    return "".join(letter[0] for letter in found if letter).replace("y", "i").partition(WILD)[0]


def newborn_initials() -> tuple[str, ...]:
    """The initials, folded and without full stops, that a word for a newborn leaves behind."""
    return tuple(_newborn()["initials"])


def _newborn_words() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_newborn()["words"]), frozenset(_newborn()["beside"])


@cache
def _newborn() -> dict[str, list[str]]:
    known = tomllib.loads(_words("newborn.toml"))
    return {name: [letters(word) for word in words] for name, words in known.items()}


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    known = tomllib.loads(_words("nicknames.toml"))["forms"]
    return {letters(short): tuple(letters(form) for form in forms) for short, forms in known.items()}


def _words(name: str) -> str:
    return resources.files(__package__).joinpath("words", name).read_text("utf-8")
