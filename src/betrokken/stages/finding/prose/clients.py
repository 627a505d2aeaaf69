"""The client a text names: behind words that say so in a sentence, or in a heading."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.stages.finding import rows
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.name_shapes import L, U

_CAPITALS: Final = re.compile(rf"\S+(?:\s(?:[{U}0-9][\w.&'’-]*|de|het|van|der|den|en|te|voor|['’]t|['’]s))*")
_CODE: Final = re.compile(rf"(?<![{L}{U}0-9.-])[{U}][{U}0-9]{{2,5}}(?![{L}{U}0-9.@-])")
_LOOSE: Final = frozenset({"een", "de", "het", "van", "voor", "en", "te", "in", "a", "the", "heeft", "is"})


@cache
def _clients() -> re.Pattern[str]:
    said = cues.alternatives("care", "client")
    return re.compile(
        rf"(?<![\w-])(?i:{said})\s*:?\s+(?:(?i:de|het)\s)?(?P<name>[{U}0-9][\w.&'’-]*(?:\s[\w.&'’-]+){{0,8}})"
    )


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![{L}{U}])(?:{cues.alternatives('care', 'kin_of_client')})")


def client_in(lines: Sequence[str], setting: Setting) -> str:
    """The organisation that lines name as the client: behind words that say so; "" for none."""
    for line in lines:
        for found in _clients().finditer(line):
            if known := _known(found["name"], setting):
                return known
            name = _trimmed(found["name"])
            if name and words(name) not in setting.labs and _kinds().search(name):
                return name
    return _coded(lines, setting)


def _coded(lines: Iterable[str], setting: Setting) -> str:
    """The code or short name of a client of the case that stands alone in capitals: ", MZH: sample leaked"."""
    found = {
        setting.institutions[words(code)]: code
        for line in lines
        if not line.isupper()  # where all is in capitals, a town is too
        for code in _CODE.findall(line)
        if words(code) in setting.institutions
    }
    return next(iter(found.values())) if len(found) == 1 else ""


def unnamed(lines: Iterable[str], setting: Setting) -> list[str]:
    """The lines without the names of laboratories and clients, which may sound like an exam ("Dermalux")."""
    return [organisations.without(organisations.without(line, setting.labs), setting.institutions) for line in lines]


def _trimmed(name: str) -> str:
    found = _CAPITALS.match(name)
    kept = found[0].split() if found else []
    while kept and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept).strip(" .,")


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
