"""Columns of measurements: one for each analyte ("Hb", "Leuco", "Krea"), with numbers under it, beside people."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.stages.finding import samples
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.layout import Column
from betrokken.stages.finding.recognisers import exam

_NUMBER: Final = re.compile(r"[<>]?\s?[0-9]{1,5}(?:[.,][0-9]{1,3})?$")
_MOST: Final = 0.8
_NAMED: Final = frozenset({"surname", "name"})
_KEYED: Final = frozenset({"birth_date", "bsn"})


def results(
    columns: Sequence[Column], values: Sequence[Sequence[str]], header: Header, setting: Setting
) -> list[Column]:
    """Columns without a meaning that hold results: numbers under an analyte, and those in a row with such a column."""
    told = {column.word for column in columns}
    if not told & _NAMED or not told & _KEYED:
        return []
    taken = {column.index for column in columns}
    labels = dict(enumerate(header.labels))
    able = [n for n in range(len(values)) if n not in taken and labels.get(n) and _are_numbers(values[n])]
    runs = (run for run in _runs(able) if any(_is_analyte(labels[n]) for n in run))
    return [Column(n, labels[n], "test_result", ground="values", setting=setting) for run in runs for n in run]


def _are_numbers(values: Sequence[str]) -> bool:
    return samples.share(values, lambda cell: bool(_NUMBER.match(cell.strip()))) >= _MOST


def _is_analyte(label: str) -> bool:
    return (exam.kind(label) or exam.of_code(label)) not in ("", "other")


def _runs(indexes: Sequence[int]) -> Iterator[list[int]]:
    """Indexes that follow each other."""
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
