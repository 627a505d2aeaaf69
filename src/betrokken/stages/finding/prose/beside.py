"""Values that mean something only beside each other: a day behind a name, nine digits beside either.

A 9-digit number that passes the 11-test is a citizen service number half of the time (one in eleven others passes, and
there are many others): without a label it counts only beside a name or a day of birth.
"""

import re
from typing import Final

from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.people import touches
from betrokken.stages.finding.recognisers.address import is_city
from betrokken.stages.finding.recognisers.exam import kind

_SEX_BETWEEN: Final = re.compile(r"[\s/,;(|][mvMVF][\s/,;)|]")  # "Client: Boer, A. / M / 03-05-2023"
_LINKS: Final = frozenset({"name", "date", "bsn", "birth_date", "patient_number"})
# Years from a day beside a name to the end of the pile that make it a day of birth by itself; a later one is that of a
# shift, a course or a sample more often than of a child.
_GROWN: Final = 14


def settle(line: Line, above: Line | None, setting: Setting) -> None:
    """Say what the days, loose names and loose numbers of a line are; numbers that are nothing go.

    above: the line before it, when it is of the same paragraph: a name that ends it stands beside what starts this one.
    """
    chain = _hanging(line, above) if above else []
    carried = len(chain)
    for mark in [mark for mark in line.marks if mark.word in _LINKS]:
        before = chain[-1].end if len(chain) > carried else 0
        if chain and touches(line.text, before, mark.start):
            chain.append(mark)
        else:
            _settle(chain, line, setting)
            chain, carried = [mark], 0
    _settle(chain, line, setting)
    line.marks = [mark for mark in line.marks if mark.word != "bsn" or mark.cued or mark.kind == "beside"]


def _hanging(line: Line, above: Line) -> list[Mark]:
    """The name that ends the line above, unless this line names somebody too or that one tells the day of birth.

    Or the day of birth that is the whole line above: names, days and numbers each on a line of their own.
    """
    if len(above.marks) == 1 and above.marks[0].word == "birth_date" and above.text.strip(" ,;()*") == _text(above):
        return [above.marks[0]]
    names = [mark for mark in above.marks if mark.word == "name" and mark.kind != "loose"]
    own = any(mark.word == "name" and mark.kind != "loose" for mark in line.marks)
    if own or len(names) != 1 or any(mark.word in ("birth_date", "bsn") for mark in above.marks):
        return []
    rest = above.text[names[0].end :].strip(" ,;()")
    return [names[0]] if rest in ("", "V", "M", "v", "m", "F") else []


def _text(line: Line) -> str:
    return line.text[line.marks[0].start : line.marks[0].end]


def _settle(chain: list[Mark], line: Line, setting: Setting) -> None:
    names = [mark for mark in chain if mark.word == "name" and _can_be_name(mark)]
    days = [mark for mark in chain if mark.word == "date" and mark.kind in ("", "opening")]
    if names and days and not any(mark.word == "birth_date" for mark in chain):
        _born(chain, names, days, line, setting)
    born = any(mark.word == "birth_date" for mark in chain)
    for mark in chain:
        if mark.word == "bsn" and not mark.cued and (born or any(_is_full(name) for name in names)):
            mark.kind = "beside"
    sure = [
        mark
        for mark in chain
        if mark.word == "birth_date" or (mark.word == "bsn" and (mark.cued or mark.kind == "beside"))
    ]
    for name in names:
        # One capital behind a day is the next column far more often than a name.
        behind = sure and sure[0].word == "birth_date" and chain.index(name) > chain.index(sure[0])
        if sure and name.kind == "loose" and (not behind or _is_full(name)):
            name.kind = "beside"


def _is_full(name: Mark) -> bool:
    """Whether more than one capital speaks for a name."""
    return name.kind != "loose" or bool(name.fields.get("given_names") or name.fields.get("initials"))


def _born(chain: list[Mark], names: list[Mark], days: list[Mark], line: Line, setting: Setting) -> None:
    """Make the oldest day beside a name the day of birth, where it is old enough to be one."""
    oldest = min(days, key=lambda mark: mark.fields["day"])
    day = oldest.fields["day"]
    before = oldest.kind == "opening" and chain.index(oldest) < chain.index(names[0])
    child = _of_child(chain, names, oldest, line) or _is_formed(names, oldest, line)
    if setting.latest.year - int(day[:4]) >= _GROWN or (not before and child):
        oldest.word, oldest.fields = "birth_date", {"birth_date": day}


def _of_child(chain: list[Mark], names: list[Mark], oldest: Mark, line: Line) -> bool:
    """Whether more than its place beside a name speaks for a young day of birth."""
    named = any(name.role == "patient" or name.fields.get("given_names", "").startswith("Baby") for name in names)
    numbered = any(mark.word in ("bsn", "patient_number") for mark in chain)
    later = any(mark.word == "date" and mark.fields["day"] > oldest.fields["day"] for mark in chain)
    bracketed = line.text[: oldest.start].endswith("(") and line.text[oldest.end : oldest.end + 1] == ")"
    return named or numbered or later or bracketed


def _is_formed(names: list[Mark], oldest: Mark, line: Line) -> bool:
    """Whether a label names the person and the sex stands before the day: "Client: Boer, A. / M / 03-05-2023"."""
    return any(name.kind == "label" and _SEX_BETWEEN.search(line.text, name.end, oldest.start) for name in names)


def _can_be_name(mark: Mark) -> bool:
    """Not a place or an exam with a capital, where nothing but the capital speaks for a name."""
    if mark.kind != "loose" or mark.fields.get("given_names") or mark.fields.get("initials"):
        return True
    surname = mark.fields.get("surname", "")
    return mark.role == "" and not is_city(surname) and not kind(surname)
