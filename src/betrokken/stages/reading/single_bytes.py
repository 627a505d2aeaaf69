"""Which single-byte character set a text was written in, judged by what its accented letters stand beside.

Statistical guessers need long prose; exports hold one "ë" among thousands of digits. Each high byte is therefore weighed
with its two neighbours: in the right set it is a likely letter in a likely place ("Patiënt"), in a wrong one it is a
capital or a sign amid small letters ("PatiÙnt", "Pati‰nt").
"""

from collections import Counter
from functools import cache

_TRIED = {  # set -> how likely it is before looking, on the scale of the weights
    "cp1252": 0.0,
    "cp850": 0.0,
    "mac_roman": -1.0,
    "cp1254": -1.0,
    "cp1250": -3.0,
    "iso8859-2": -4.0,
}
_USUAL = 2.0
# How often letters occur in names and words of Dutch files, roughly, from 10 (often) to 1 (seldom).
_LETTERS = {
    letter: weight
    for letters, weight in (
        ("ë", 10.0),
        ("é", 9.0),
        ("ïö", 7.0),
        ("ü", 6.0),
        ("è", 5.0),
        ("çêóäışğ", 3.0),
        ("áñíàłńśżćšžč", 2.0),
        ("ôûîâøåßæãõúźąęěřőůùìò", 1.0),
    )
    for letter in letters
}
_SIGNS = "€°²³µ½¼¾±§©®´·×–—…•‘’“”„«»\u00a0"
_BEFORE_WORD = {"µ": 6.0, "°": 1.0, "‘": 1.0, "“": 1.0, "„": 1.0, "«": 1.0, "·": 0.0, "•": 0.0, "’": 1.0, "\u00a0": 1.0}
_MISPLACED = -6.0
_IMPOSSIBLE = -8.0
_CONTEXTS = 500  # different ones that are weighed
_ENOUGH = 20  # the same three characters count no more than this often


def _table(charset: str) -> str:
    return "".join(_decoded(code, charset) for code in range(256))


def _decoded(code: int, charset: str) -> str:
    try:
        return bytes((code,)).decode(charset)
    except UnicodeDecodeError:
        return chr(code)


# 256 characters a set; bytes the set leaves undefined keep their number, as web browsers do (WHATWG Encoding).
TABLES = {charset: _table(charset) for charset in _TRIED}


def best(contexts: Counter[bytes], usual: str = "cp1252") -> tuple[str, bool]:
    """(set, whether it is convincing) for high bytes, each given with the byte before and after it and how often.

    usual: the set that such content is mostly in; it wins where the bytes say little.
    """
    scores = {charset: _score(contexts, charset) + prior for charset, prior in _TRIED.items()}
    scores[usual] += _USUAL
    charset = max(scores, key=lambda name: scores[name])
    return charset, scores[charset] >= 0 and not _another_script(contexts)


def _another_script(contexts: Counter[bytes]) -> bool:
    """Cyrillic, Greek or Arabic: words wholly of high bytes, where Latin text has one amid ASCII."""
    inside = sum(min(context) >= 0x80 for context in contexts)
    return len(contexts) >= 8 and inside > 0.3 * len(contexts)


def _score(contexts: Counter[bytes], charset: str) -> float:
    return sum(min(times, _ENOUGH) * _weight(context, charset) for context, times in contexts.most_common(_CONTEXTS))


def _weight(context: bytes, charset: str) -> float:
    table = TABLES[charset]
    before, character, after = (table[code] for code in context)
    return _likely(before, character, after)


@cache
def _likely(before: str, character: str, after: str) -> float:
    if character.isalpha() and character not in "ªºµ":
        return _letter(before, character, after)
    if "\x80" <= character <= "\x9f":
        return _IMPOSSIBLE
    if before.isalpha():
        return _sign_after_letter(character, after)
    if after.isalpha():
        return _BEFORE_WORD.get(character, _MISPLACED / 2)
    return 3.0 if character in _SIGNS else 0.0


def _sign_after_letter(character: str, after: str) -> float:
    if character in "’´":
        return 5.0 if after in "sSt" else 2.0
    if after.isalpha():
        return _MISPLACED
    return 2.0 if character in _SIGNS else 0.0


def _letter(before: str, character: str, after: str) -> float:
    weight = _LETTERS.get(character.lower(), -2.0)
    if not before.isalpha() and not after.isalpha():
        return min(weight, 0.0) - 1.0
    if _foreign(before) and _foreign(after):
        return _MISPLACED  # another script: every letter of it is a high byte
    if character.isupper() and before.islower():
        return _MISPLACED
    if character.islower() and before.isupper() and after.isupper():
        return _MISPLACED
    if not before.isalpha():
        return weight / 2 if character.isupper() else weight / 3
    return weight


def _foreign(character: str) -> bool:
    return character.isalpha() and not character.isascii()
