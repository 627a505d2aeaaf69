"""One label for several values: "Geb.dat / gesl: 03-04-1951 / V" is two labels with a value each."""

import re
from collections.abc import Iterator
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.lexicon import Meaning

_LINE: Final = re.compile(r"\s*(?P<labels>[^\W\d_][^:/\t]{0,30}(?:/[^:/\t]{1,30}){1,3}?)\s*:\s+(?P<values>\S.*)$")
_APART: Final = (re.compile(r"\s+/\s+"), re.compile(r"\s*/\s*"))
_KNOWN: Final = 0.8


def split(line: str) -> list[tuple[Meaning, int, tuple[int, int], str]]:
    """(meaning, start, where its value stands, text) of each label in a line that pairs several with as many values."""
    found = _LINE.match(line) if "/" in line and ":" in line else None
    if not found or words(found["labels"]) in lexicon.exact():
        return []
    texts = [text.strip() for text in found["labels"].split("/")]
    meanings = [lexicon.meaning(text) for text in texts]
    unlike = len({one.key for one in meanings}) == len(meanings)
    if not unlike or any(one.strength < _KNOWN for one in meanings):
        return []
    values = (list(_pieces(found, apart)) for apart in _APART)
    pieces = next((one for one in values if len(one) == len(texts)), [])
    start = found.start("labels")
    return [(meaning, start, span, text) for meaning, span, text in zip(meanings, pieces, texts, strict=False)]


def _pieces(found: re.Match[str], apart: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the values stand."""
    start, last = found.start("values"), 0
    values = found["values"].rstrip()
    for gap in apart.finditer(values):
        yield start + last, start + gap.start()
        last = gap.end()
    yield start + last, start + len(values)
