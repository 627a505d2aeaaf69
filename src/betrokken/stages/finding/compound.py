"""Cells that hold several things: a name with a date behind it, two telephone numbers, a whole address label."""

import re
from typing import Final

from betrokken.kit import addresses
from betrokken.stages.finding import lexicon, registry
from betrokken.stages.finding.hits import Fields, Setting

Pairs = list[tuple[str, str]]  # (field, value), the most telling first

LONGEST: Final = 400  # characters; longer cells are texts
SEVERAL: Final = frozenset({"email", "phone", "iban"})
_SHORTEST: Final = 14  # characters of a name with something beside it
_TELLING: Final = frozenset({"birth_date", "bsn", "postcode"})
_WHOLE_NAMES: Final = frozenset({"name", "surname"})
_BETWEEN: Final = re.compile(r"\s*(?:[;|\n]|,|\s/\s|\s(?:of|en|or|and)\s)\s*")
_WITHIN: Final = ("email", "iban", "birth_date", "bsn", "phone")
_LINES: Final = re.compile(r"\s*[,;|\n]\s*")
_LONG_NUMBER: Final = re.compile(r"[0-9]{5}")
_HAS_DIGIT: Final = re.compile(r"[0-9]")


def holds_several(word: str) -> bool:
    """Whether a cell of a meaning can hold several values, or a name with something beside it."""
    return word in SEVERAL or word in _WHOLE_NAMES


def pairs(word: str, cell: str, setting: Setting) -> Pairs | Fields | None:
    """The fields of one cell as `word`; None when it is not of that meaning. Pairs where it holds several values."""
    if word in SEVERAL:
        return _several(word, cell, setting)
    if word in _WHOLE_NAMES and _HAS_DIGIT.search(cell):
        return take_apart(cell, setting)
    return registry.read(word, cell, setting)


def _several(word: str, cell: str, setting: Setting) -> Pairs | Fields | None:
    """One or more values with ";", "," or " / " between them; those that do not fit are left out."""
    whole = registry.read(word, cell, setting)
    if whole is not None or len(cell) > LONGEST:
        return whole
    parts = [part for part in _BETWEEN.split(cell.replace("/", " / ") if word == "phone" else cell) if part]
    found = [list(got.items()) for part in parts if (got := registry.read(word, part, setting))]
    return [pair for one in found for pair in one] or None


def take_apart(cell: str, setting: Setting) -> Pairs | None:
    """Name, birth date, numbers and address out of one cell; None when it is no name with something beside it."""
    if len(cell) > LONGEST:
        return None
    rest, found = cell, Pairs()
    for word in _WITHIN:
        rest, fields = _cut(word, rest, setting)
        found += fields.items()
    rest = lexicon.pattern("cells", "inline_labels").sub(" ", rest)
    name_parts: list[str] = []
    for piece in filter(None, _LINES.split(rest)):
        address = _address(piece.strip(" -()"), bool(name_parts), setting)
        found += address.items()
        name_parts += [] if address else [piece]
    return _with_name(name_parts, found, setting) if found or _LONG_NUMBER.search(cell) else None


def tells_person(cell: str, setting: Setting) -> bool:
    """Whether a cell holds a name with what tells him from others of that name."""
    if len(cell) < _SHORTEST or not _HAS_DIGIT.search(cell) or not any(map(str.isalpha, cell)):
        return False
    fields = dict(take_apart(cell, setting) or ())
    return "surname" in fields and not _TELLING.isdisjoint(fields)


def _address(piece: str, after_name: bool, setting: Setting) -> Fields:
    """The address in a piece; a number behind the first piece ("reagens 1") makes no address of it."""
    found = addresses.parse(piece) if _HAS_DIGIT.search(piece) else None
    return registry.read("address", piece, setting) or {} if found and (after_name or found.postcode) else {}


def _cut(word: str, text: str, setting: Setting) -> tuple[str, Fields]:
    """Text without its first hit of a kind, and the fields of that hit."""
    one = registry.recogniser(word)
    hit = next(iter(one.find(text, setting)), None) if one else None
    return (f"{text[: hit.start]} , {text[hit.end :]}", dict(hit.fields)) if hit else (text, {})


def _with_name(parts: list[str], found: Pairs, setting: Setting) -> Pairs | None:
    """The name out of what is left: all pieces in their order, else the first that can be one."""
    clean = [" ".join(t for t in part.split() if not _HAS_DIGIT.search(t)).strip(" -:*°") for part in parts]
    clean = [part for part in clean if any(map(str.isalpha, part))]
    for text in (", ".join(clean), *clean):
        name = registry.read("name", text, setting) if text else None
        if name and "surname" in name:
            return [*name.items(), *found]
    return found or None
