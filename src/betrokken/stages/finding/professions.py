"""What stands beside the name of a professional: a code, and words that tell requester, pathologist or staff."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.model.words import PROFESSIONALS
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.hits import Draft
from betrokken.stages.finding.kinds import Kind
from betrokken.stages.finding.layout import Column

REASON: Final = "named as {}"  # one of the reasons of a mention; the register counts them
_NAMES: Final = ("name", "surname")
_LONGEST: Final = 3  # words of a profession
_KINDS: Final = tuple(kind for kind in PROFESSIONALS if kind != "other")


@lru_cache(maxsize=20_000)
def kind_of(text: str, nearest_last: bool = False) -> str:
    """A word of words.PROFESSIONALS that a label, a function or a line names, the first of several; "" for none.

    nearest_last: text that stands before a name, of which the last word is nearest to it.
    """
    told = words(text).split()
    starts = range(len(told))
    for at in reversed(starts) if nearest_last else starts:
        for length in range(_LONGEST, 0, -1):
            run = " ".join(told[at : at + length])
            for kind in _KINDS:
                if run in lexicon.word_set("professions", kind):
                    return kind
    return ""


def name(draft: Draft, kind: str) -> None:
    """Keep the kind with the mention; it weighs nothing."""
    if kind:
        draft.because(REASON.format(kind), 0.0)


def called(columns: Sequence[Column]) -> str:
    """What the labels over a name call its owner."""
    labels = (column.label for column in columns if column.word in _NAMES)
    return next(filter(None, map(kind_of, labels)), "")


def codes(columns: Sequence[Column], kind: Kind) -> dict[int, Column]:
    """Index of a column that names a professional -> the code of that professional: of the nearest, the one before."""
    own = ("", "professional") if kind.role == "professional" else ("professional",)
    named = [one for one in columns if one.word == "requester" or (one.word in _NAMES and one.role in own)]
    found: dict[int, Column] = {}
    for code in [column for column in columns if column.word == "agb"]:
        near = min(named, key=lambda one: (abs(one.index - code.index), one.index > code.index), default=None)
        if near:
            found.setdefault(near.index, code)
    return found


def code_of(columns: Sequence[Column], held: Mapping[int, Column]) -> list[Column]:
    """The codes, out of `codes`, of those whom some columns name."""
    return [held[column.index] for column in columns if column.index in held]
