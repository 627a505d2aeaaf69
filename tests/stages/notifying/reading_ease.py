"""How easily Dutch reads: the score of Douma, and the words of a sentence. A check, never proof that people understand.

W.H. Douma, De leesbaarheid van landbouwbladen (Landbouwhogeschool Wageningen, 1960), after Flesch:
score = 206.84 - 0.77 x syllables in 100 words - 0.93 x words in a sentence. 60 to 70 is `standard`, 70 to 80 `fairly easy`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_VOWELS = re.compile(r"aai|ooi|oei|eeuw|ieuw|aa|ee|ie|oo|uu|eu|oe|ui|ij|ei|ou|au|ai|oi|[aeiouyäëïöüáéíóúàèıæ]")


@dataclass(frozen=True)
class Ease:
    """score: of Douma, higher is easier."""

    score: float
    words_per_sentence: float
    words: int


def sentences(part: Mapping[str, Any]) -> Iterator[list[str]]:
    """The words of each sentence of a block."""
    for text in part.get("items") or [part["text"]]:
        for one in re.split(r"[.?!:](?=\s|$)|\n", text):
            if found := _WORD.findall(one):
                yield found


def douma(told: Sequence[Sequence[str]]) -> Ease:
    """The score of sentences given as their words."""
    words = [word for one in told for word in one]
    syllables = sum(max(1, len(_VOWELS.findall(word.lower()))) for word in words)
    length = len(words) / len(told)
    return Ease(206.84 - 0.77 * 100 * syllables / len(words) - 0.93 * length, length, len(words))
