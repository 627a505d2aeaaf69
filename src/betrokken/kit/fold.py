"""Text reduced to what comparing needs: lower case, no accents, no punctuation."""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "ĳ": "ij", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "`": "'", "´": "'"}
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, accents dropped, ligatures spelled out; punctuation and spaces stay."""
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_SPECIAL)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def words(text: str) -> str:
    """Folded words with single spaces between: "Geb.datum" gives "geb datum", "gebDatum" too."""
    return _NOT_WORD.sub(" ", fold(_CAMEL.sub(" ", text))).strip()


@lru_cache(maxsize=200_000)
def letters(text: str) -> str:
    """Only folded letters and digits, with ij and y one letter (they are one in Dutch registers)."""
    return _NOT_WORD.sub("", fold(text)).replace("ij", "y")
