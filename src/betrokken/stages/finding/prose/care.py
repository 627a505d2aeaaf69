"""What lines about a person say of care: the kind of exam, and whether a result stands there."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Final

from betrokken.stages.finding import lexicon
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.hints import any_word, words_of
from betrokken.stages.finding.recognisers.exam import kind
from betrokken.stages.finding.recognisers.test_result import says_result

_SENTENCE = re.compile(r"(?<=\w\w)[.;!]\s+|(?<=\?)\s*|\s{3,}|\t")
_GIVEN = re.compile(r"(?i)\b(?:is|was|luidt|toont|shows|are)\s*:?\s*$|[:=]\s*$")
_LONGEST: Final = 400  # characters of a sentence that is searched


@lru_cache(maxsize=20_000)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a line, a question with its mark."""
    return tuple(piece for piece in _SENTENCE.split(text) if piece and piece.strip())


@cache
def _jobs() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('person', 'job', 'professional')})(?![\w-])")


@cache
def _exam_word() -> Callable[[str], bool]:
    return words_of(pattern for found in lexicon.values()["exam"].values() for pattern in found)


def exam_in(lines: Iterable[str]) -> str:
    """The kind of exam that lines name: in a sentence that asks for it or gives it, before any other; "" for none."""
    asked: list[str] = []
    others: list[str] = []
    for line in lines:
        for piece in sentences(line) if any_word(_exam_word(), line) else ():
            if any_word(_exam_word(), piece) and (found := _kind(piece[:_LONGEST])):
                (asked if found != "other" and _asks(piece) else others).append(found)
    told = asked or [one for one in others if one != "other"] or others
    # A self test is named beside the screening it is part of.
    screened = told[:1] == ["cervical_smear"] and "hpv_self_test" in asked + others
    return "hpv_self_test" if screened else "".join(told[:1])


@lru_cache(maxsize=20_000)
def _kind(sentence: str) -> str:
    """The kind of exam a sentence names, jobs ("dermatoloog") left out."""
    return kind(_jobs().sub(" ", sentence)) if kind(sentence) else ""


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('care', 'asked')})")


def about_sample(lines: Iterable[str]) -> bool:
    """Whether lines speak of an exam, a sample or a result, whichever."""
    return any(_asked().search(line) for line in lines)


def _asks(sentence: str) -> bool:
    return bool(_asked().search(sentence))


@cache
def _result_word() -> Callable[[str], bool]:
    return words_of([*lexicon.values()["result"]["words"], *cues.known("care", "result")])


@cache
def _result() -> re.Pattern[str]:
    said = cues.alternatives("care", "result")
    verb = r"(?:(?:is|was|luidt|zijn|doorgegeven|toont|shows|reads|are)\b)?"
    return re.compile(rf"(?i)(?<![\w-])(?:{said})\b\s*{verb}\s*[:=]?\s*(?P<rest>\S.{{0,60}})")


@cache
def _open() -> re.Pattern[str]:
    return re.compile(rf"(?i)\W*(?:{cues.alternatives('care', 'no_result')})(?!\w)")


@cache
def _questions() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('care', 'question')})\s*:")


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('care', 'asking')})(?!\w)|\?")


def result_in(lines: Iterable[str]) -> bool:
    """Whether a result stands in the lines; one that is asked for, awaited or suspected does not."""
    told = (line for line in lines if any_word(_result_word(), line) and not _questions().search(line))
    return any(_says(piece) for line in told for piece in sentences(line) if any_word(_result_word(), piece))


@lru_cache(maxsize=20_000)
def _says(sentence: str) -> bool:
    piece = sentence[:_LONGEST]
    for found in _result().finditer(piece):
        if _GIVEN.search(piece[: found.start("rest")]) and not _open().match(found["rest"]):
            return True
    return not _asking().search(piece) and says_result(piece)
