"""A name that is the title of a text about one person: "Bloedprikken Anna de Vries" above "Geb: 03-04-1951"."""

from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.mark import NAMES, Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.recognisers.address import is_city
from betrokken.stages.finding.recognisers.exam import kind
from betrokken.stages.finding.recognisers.person_name import is_organisation

_KEYS: Final = frozenset({"birth_date", "bsn"})


def settle(lines: Sequence[Line]) -> None:
    """Believe the name that fills a line above the keys of one person that labels tell, where nothing else names any."""
    keys = [(at, mark.word) for at, line in enumerate(lines) for mark in line.marks if _is_key(mark)]
    named = any(mark.word in NAMES and mark.kind != "loose" for line in lines for mark in line.marks)
    if named or not keys or len({word for _, word in keys}) < len(keys):
        return
    above = lines[: keys[0][0]]
    found = [mark for line in above for mark in line.marks if mark.kind == "loose" and _is_title(line, mark)]
    if len(found) == 1:
        found[0].kind = "beside"


def _is_key(mark: Mark) -> bool:
    return mark.word in _KEYS and mark.cued and not mark.role


def _is_title(line: Line, name: Mark) -> bool:
    """Whether a given name and a surname are all of a line, or all but the exam before them."""
    given = words(name.fields.get("given_names", "")).split()
    rest = line.text[: name.start] + line.text[name.end :]
    if name.word != "name" or not given or name.role not in ("", "patient") or _speaks_of_work(line.text, name):
        return False
    return bool(kind(rest)) if rest.strip() else given[0] in lexicon.common_names("given")


def _speaks_of_work(text: str, name: Mark) -> bool:
    place = "prefix" not in name.fields and is_city(name.fields.get("surname", ""))
    return place or is_organisation(text) or not cues.known("veto", "work").isdisjoint(words(text).split())
