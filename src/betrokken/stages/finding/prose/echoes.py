"""Names told with a key in one line of a text, and found again in others where no word explains them.

The answer above a quoted question says "Over Vera Struik: pap 2"; only the question says who Vera Struik is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.stages.finding.hits import Fields
from betrokken.stages.finding.prose.mark import Mark, is_free
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.subjects import Subject, is_name
from betrokken.stages.finding.prose.who import is_identified

_KIND: Final = "echo"
_MOST: Final = 60  # names of one text that are looked for
_PARTS: Final = ("surname", "prefix", "initials", "given_names")
_ELSEWHERE: Final = frozenset({"closing", "mail", "letterhead"})


def mark(lines: Sequence[Line]) -> None:
    """Put a mark wherever a whole name that a key belongs to stands again, free of other marks."""
    known = _known(lines)
    if not known or len(known) > _MOST:
        return
    shape = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?!\w)")
    for line in lines:
        if line.told in _ELSEWHERE:
            continue
        for found in shape.finditer(line.text):
            if is_free([one for one in line.marks if one.kind != "loose"], *found.span(), everywhere=True):
                told = Mark("name", *found.span(), dict(known[found[0]]), kind=_KIND)
                line.marks = sorted([*line.marks, told], key=lambda one: one.start)


def _known(lines: Sequence[Line]) -> dict[str, Fields]:
    """Name as it is written -> its parts, of those with a key; not where two people are written alike."""
    found: dict[str, set[int]] = {}
    fields: dict[str, Fields] = {}
    for number, line in enumerate(lines):
        for one in line.marks:
            text = line.text[one.start : one.end].strip()
            if one.word == "name" and is_name(one) and " " in text and is_identified(line, one):
                found.setdefault(text, set()).add(number)
                fields[text] = {name: one.fields[name] for name in _PARTS if name in one.fields}
    return {text: fields[text] for text, numbers in found.items() if len(numbers) == 1 and fields[text]}


def fold(people: Sequence[Subject]) -> list[Subject]:
    """The people of a text, what is told beside the bare name of one put with the others of him."""
    whole = [who for who in people if not _is_echo(who)]
    for who in people:
        if _is_echo(who):
            own = [one for one in whole if set(_names(who)) & set(_names(one))]
            if len(own) == 1:
                own[0].take(who)
            else:
                whole.append(who)
    return whole


def _is_echo(who: Subject) -> bool:
    names = [one for one in who.marks if one.word == "name"]
    return not who.profile.keys and bool(names) and all(one.kind == _KIND for one in names)


def _names(who: Subject) -> Iterator[tuple[str, ...]]:
    for one in who.marks:
        if one.word == "name":
            yield tuple(one.fields.get(part, "") for part in _PARTS)
