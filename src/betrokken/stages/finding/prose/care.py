"""What lines about a person say of care: the kind of exam, whether a result stands there, the client."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon, rows
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.name_shapes import L, U
from betrokken.stages.finding.recognisers.exam import kind
from betrokken.stages.finding.recognisers.test_result import says_result

_SENTENCE = re.compile(r"(?<=\w\w)[.;!]\s+|(?<=\?)\s*|\s{3,}|\t")
_LONGEST: Final = 400  # characters of a sentence that is searched
_CAPITALS: Final = re.compile(rf"\S+(?:\s(?:[{U}0-9][\w.&'’-]*|de|het|van|der|den|en|te|voor|['’]t|['’]s))*")


@lru_cache(maxsize=20_000)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a line, a question with its mark."""
    return tuple(piece for piece in _SENTENCE.split(text) if piece and piece.strip())


@cache
def _jobs() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('person', 'job', 'professional')})(?![\w-])")


def exam_in(lines: Iterable[str]) -> str:
    """The kind of exam that lines name: in a sentence that asks for it or gives it, before any other; "" for none."""
    asked: list[str] = []
    others: list[str] = []
    for line in lines:
        if not _any_exam().search(words(line[: 10 * _LONGEST])):
            continue
        for piece in sentences(line):
            if found := _kind(piece[:_LONGEST]):
                (asked if found != "other" and _asks(piece) else others).append(found)
    told = asked or [one for one in others if one != "other"] or others
    # A self test is named beside the screening it is part of.
    return (
        "hpv_self_test" if told[:1] == ["cervical_smear"] and "hpv_self_test" in asked + others else "".join(told[:1])
    )


@cache
def _any_exam() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for found in lexicon.values()["exam"].values() for one in found))


@lru_cache(maxsize=20_000)
def _kind(sentence: str) -> str:
    """The kind of exam a sentence names, jobs ("dermatoloog") left out."""
    return kind(_jobs().sub(" ", sentence)) if _any_exam().search(words(sentence)) else ""


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{cues.alternatives('care', 'asked')})")


def about_sample(lines: Iterable[str]) -> bool:
    """Whether lines speak of an exam, a sample or a result, whichever."""
    return any(_asked().search(line) for line in lines)


def _asks(sentence: str) -> bool:
    return bool(_asked().search(sentence))


@cache
def _result() -> re.Pattern[str]:
    said = cues.alternatives("care", "result")
    return re.compile(
        rf"(?i)(?<![\w-])(?:{said})\b\s*(?:(?:is|was|luidt|zijn|doorgegeven|toont|shows|reads|are)\b)?\s*[:=]?\s*(?P<rest>\S.{{0,60}})"
    )


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
    told = (line for line in lines if says_result(line) or _result().search(line))
    return any(_says(piece) for line in told if not _questions().search(line) for piece in sentences(line))


@lru_cache(maxsize=20_000)
def _says(sentence: str) -> bool:
    piece = sentence[:_LONGEST]
    for found in _result().finditer(piece):
        given = re.search(r"(?i)\b(?:is|was|luidt|toont|shows|are)\s*:?\s*$|[:=]\s*$", piece[: found.start("rest")])
        if given and not _open().match(found["rest"]):
            return True
    return not _asking().search(piece) and says_result(piece)


@cache
def _clients() -> re.Pattern[str]:
    said = cues.alternatives("care", "client")
    return re.compile(
        rf"(?<![\w-])(?i:{said})\s*:?\s+(?:(?i:de|het)\s)?(?P<name>[{U}0-9][\w.&'’-]*(?:\s[\w.&'’-]+){{0,8}})"
    )


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![{L}{U}])(?:{cues.alternatives('care', 'kin_of_client')})")


def client_in(lines: Iterable[str], setting: Setting) -> str:
    """The organisation that lines name as the client: behind words that say so; "" for none."""
    for line in lines:
        for found in _clients().finditer(line):
            if known := _known(found["name"], setting):
                return known
            name = _trimmed(found["name"])
            if name and words(name) not in setting.labs and _kinds().search(name):
                return name
    return ""


def _trimmed(name: str) -> str:
    found = _CAPITALS.match(name)
    kept = found[0].split() if found else []
    while kept and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept).strip(" .,")


_LOOSE: Final = frozenset({"een", "de", "het", "van", "voor", "en", "te", "in", "a", "the", "heeft", "is"})


def _known(name: str, setting: Setting) -> str:
    """The longest start of the name that is an institution of the case."""
    tokens = name.split()
    for length in range(len(tokens), 0, -1):
        text = " ".join(tokens[:length]).strip(" .,")
        if text and tokens[length - 1] not in _LOOSE and organisations.exact(text, setting.institutions):
            return text
    return ""


def names_client(text: str, setting: Setting) -> bool:
    """Whether a line is about an organisation, whose name may sound like an exam ("Huidkliniek")."""
    return bool(_kinds().search(text) or rows.institution_in([text], setting))


def heading_in(lines: Iterable[str], setting: Setting) -> str:
    """The institution that a heading names, for all that stands below it."""
    return rows.institution_in(list(lines), setting)
