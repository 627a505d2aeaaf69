"""Lines that list the clients of the laboratory: a key to codes, or all who may order. They say of nobody whose he is."""

from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.kit import organisations
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose.mark import CLIENTS, NAMES
from betrokken.stages.finding.prose.passages import Line

_SEVERAL: Final = 3  # clients; one is whom a paper is about, a second can be whom it is copied to


def drop(lines: Sequence[Line], setting: Setting) -> None:
    """Take the clients out of lines that name nobody and, with those around them, list several."""
    for block in _blocks(lines):
        told = {
            organisations.exact(value, setting.institutions)
            for line in block
            for mark in line.marks
            if mark.word in CLIENTS
            for value in mark.fields.values()
        }
        if len(told - {None}) >= _SEVERAL:
            for line in block:
                line.marks = [mark for mark in line.marks if mark.word not in CLIENTS]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines with a client and without a name."""
    block: list[Line] = []
    for line in lines:
        named = any(mark.word in NAMES and mark.kind != "loose" for mark in line.marks)
        if not named and any(mark.word in CLIENTS for mark in line.marks):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block
