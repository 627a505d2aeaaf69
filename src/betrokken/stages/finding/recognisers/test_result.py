"""Results of tests: that one stands there is kept, what it says never is."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from betrokken.kit.fold import fold, words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting
from betrokken.stages.finding.recognisers import exam

MEANINGS: tuple[str, ...] = ("test_result",)
CATEGORY = "test_result"
UNLABELLED: Mapping[str, float] = {"test_result": 2.5}

# A line of a report that says what was examined: "Betreft: Huidbiopt", "Onderzoek Urinekweek afgenomen dd 26-03-2021".
_NAMED = re.compile(
    r"(?im)^[ \t]*(?:betreft|onderzoek|soort onderzoek|verrichting|bepaling)(?:[ \t]*:|[ \t])[ \t]*(\S.{0,79})"
)


@lru_cache(maxsize=100_000)
def says_result(text: str) -> bool:
    """Whether text holds words that results are written in."""
    return bool(lexicon.pattern("result", "words").search(fold(text[:2000])))


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is written in the words of results."""
    return says_result(cell)


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"has_result": "yes"}, with {"exam": kind} where it is a report that names it on a line of its own.

    {} where the file says that the result is still to come.
    """
    if is_filler(cell) or words(cell) in lexicon.word_set("cells", "no_result_yet"):
        return {}
    told = exam.kind(named[1]) if (named := _NAMED.search(cell[:2000])) else ""
    return {"has_result": "yes", "exam": told} if told else {"has_result": "yes"}


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """`texts.py` asks `says_result` where a person stands."""
    return iter(())
