"""Rows whose cells each say their own name: "doc=1;owner.family=Bos;owner.dob=1980-02-01", in any order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

_CELL: Final = re.compile(r"\s*([A-Za-z][\w.\-/]{0,39})\s?=(.*)", re.DOTALL)
_LOOKED_AT: Final = 200  # rows
_MOST: Final = 0.9  # part of the cells that must say their name, and of the rows in which the commonest name stands
_LEAST: Final = 3  # different names


def find(rows: Iterator[list[str]]) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """(the names of the cells, () where they say none; the rows, under those names where there are any).

    A cell of another name, or of none, goes to the end of its row as it stands.
    """
    first = list(islice(rows, _LOOKED_AT))
    names = _names(first)
    every = chain(first, rows)
    return names, (_row(names, row) for row in every) if names else every


def _names(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    said = [[found[1] for cell in row if (found := _CELL.fullmatch(cell))] for row in rows]
    cells = sum(1 for row in rows for cell in row if cell.strip())
    told = Counter(name for row in said for name in dict.fromkeys(row))
    often = max(told.values(), default=0) >= _MOST * sum(1 for row in rows if any(map(str.strip, row)))
    if len(told) < _LEAST or not often or sum(map(len, said)) < _MOST * cells:
        return ()
    return tuple(dict.fromkeys(name for row in said for name in row))


def _row(names: Sequence[str], row: Sequence[str]) -> list[str]:
    told: dict[str, str] = {}
    rest = []
    for cell in row:
        found = _CELL.fullmatch(cell)
        if found and found[1] in names and found[1] not in told:
            told[found[1]] = found[2].strip()
        elif cell.strip():
            rest.append(cell)
    return [*(told.get(name, "") for name in names), *rest]
