"""Organisations named as the client, professionals named as the requester, and the codes of both."""

from collections.abc import Iterator, Mapping

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("institution", "requester", "sender_code")
CATEGORY = ""
UNLABELLED: Mapping[str, float] = {"institution": 6.0}


def is_known(text: str, setting: Setting) -> bool:
    """Whether text is a name, alias or code of an institution of the case, however it is written."""
    return organisations.exact(text, setting.institutions) is not None


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is one of the institutions of the case."""
    return is_known(cell, setting)


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """The text as written, under its own word; the laboratory itself is no client and gives {}."""
    text = " ".join(cell.split())
    if is_filler(text) or words(text) in setting.labs:
        return {}
    return {word: text} if len(text) <= 120 else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """`texts.py` looks for the institutions of the case by one pass over the whole text."""
    return iter(())
