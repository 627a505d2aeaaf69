"""Columns that number the people of a table, told by the people beside them and by no label of their own."""

import re
from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon, samples
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.layout import Column

_CARE: Final = frozenset({"exam", "test_result", "taken_on", "sample_number", "material"})
_WHO: Final = frozenset({"bsn", "birth_date"})
_NAMES: Final = frozenset({"name", "surname", "birth_surname"})
_FEWEST: Final = 3  # people who come back, or rows of a list of people
_MOST: Final = 5_000  # rows looked at
_SHAPE: Final = re.compile(r"[A-Za-z]{0,4}[-. ]?[0-9]{4,10}$")
_DIGIT: Final = re.compile(r"[0-9]")
_LETTER: Final = re.compile(r"[A-Za-z]")


def numbers(
    columns: Sequence[Column],
    values: Sequence[Sequence[str]],
    header: Header,
    rows: Sequence[Sequence[str]],
    setting: Setting,
) -> list[Column]:
    """The column of the patients' numbers where no label says which it is: at most one.

    In a list of people without exams every number written alike and held by one row each is one. Beside exams a number
    must come back with the same person: numbers of samples do not.
    """
    own = {column.word: column.index for column in columns if not column.role and not column.person}
    if "patient_number" in own or not own.keys() & _WHO or not own.keys() & _NAMES:
        return []
    taken = {column.index for column in columns}
    able = [n for n in range(len(values)) if n not in taken and _is_plain(header, n) and _is_numbered(values[n])]
    who = [own[word] for word in sorted(own.keys() & (_WHO | _NAMES))]
    found = [n for n in able if _is_theirs(n, who, rows, bool(own.keys() & _CARE))]
    label = header.labels[found[0]] if found and found[0] < len(header.labels) else ""
    return [Column(found[0], label, "patient_number", ground="values", setting=setting)] if len(found) == 1 else []


def _is_plain(header: Header, index: int) -> bool:
    label = words(header.labels[index]) if index < len(header.labels) else ""
    return not label or label in lexicon.word_set("cells", "plain_number")


def _is_numbered(values: Sequence[str]) -> bool:
    """Whether values are numbers of one length and shape, and none of the rows of the list."""
    shapes = {_LETTER.sub("A", _DIGIT.sub("9", value)) for value in values}
    return bool(values) and len(shapes) == 1 and samples.share(values, lambda cell: bool(_SHAPE.match(cell))) == 1


def _is_theirs(index: int, who: Sequence[int], rows: Sequence[Sequence[str]], beside_exams: bool) -> bool:
    needed = max(index, *who)
    told = [row for row in rows[:_MOST] if len(row) > needed and row[index]]
    people: dict[tuple[str, ...], set[str]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in told:
        person = tuple(row[n] for n in who)
        people.setdefault(person, set()).add(row[index])
        seen[person] = seen.get(person, 0) + 1
    again = sum(count > 1 for count in seen.values())
    held = {number for numbers in people.values() for number in numbers}
    one_each = all(len(numbers) == 1 for numbers in people.values()) and len(held) == len(people)
    return one_each and len(people) >= _FEWEST and (again >= _FEWEST or not beside_exams)
