"""Which lines can match any of many patterns at all, told word by word.

Trying a hundred patterns at every letter of a line is slow; most words come back, so what a word can be part of is
remembered, and a line without one such word is passed over.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from betrokken.kit.fold import fold

_RUN = re.compile(r"(?<!\\)[a-z]{2,}(?![a-z?])")


def words_of(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A test whether one word of a text, as written, can be part of a match of one of the patterns.

    patterns: over folded text. Each stands for the runs of letters in it, or for itself where it has none.
    """
    runs = {run for one in patterns for run in _RUN.findall(one) or [one]}
    known = re.compile("|".join(sorted(runs)))

    @lru_cache(maxsize=100_000)
    def can_be_part(word: str) -> bool:
        return bool(known.search(fold(word)))

    return can_be_part


def any_word(test: Callable[[str], bool], text: str) -> bool:
    """Whether a text has a word that passes."""
    return any(map(test, text.split()))
