"""Sheets of OpenDocument whose cells do not say what type they hold, which calamine leaves out.

Programs that write "ods" on their own often leave `office:value-type` away; office programs show the text all the same.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from betrokken.stages.reading.markup import attribute, local

_UNTYPED: Final = re.compile(rb"<(?:\w{1,20}:)?table-cell(?![^<>]{0,2000}value-type)[^<>]{0,2000}(?<!/)>")
_MOST: Final = 1 << 20  # rows or columns one element may stand for
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_VALUES: Final = ("date-value", "time-value", "boolean-value", "value")

Row = tuple[str, ...]


class Sheet:
    """Rows as calamine gives them."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._blank = 0

    def take(self, row: Row, repeated: int) -> None:
        """The next row; blank ones at the end are never laid out."""
        if not any(row):
            self._blank += repeated
            return
        self._rows += [()] * self._blank + [row] * repeated
        self._blank = 0

    def iter_rows(self) -> Iterator[Row]:
        """The rows from the first to the last with anything in it, all as wide as the widest."""
        width = max(map(len, self._rows), default=0)
        return ((*row, *[""] * (width - len(row))) for row in self._rows)


def untyped(blocks: Iterable[bytes]) -> bool:
    """Whether a content part, given in blocks, has cells with content and without a type."""
    return any(_UNTYPED.search(block) for block in blocks)


def sheets(blocks: Iterable[bytes]) -> dict[str, Sheet]:
    """The sheets of a content part by name, in order. How far apart its cells are is for the caller to check before."""
    parser = etree.XMLPullParser(events=("start", "end"), resolve_entities=False, no_network=True, recover=True)
    found: dict[str, Sheet] = {}
    sheet = Sheet()
    for block in blocks:
        parser.feed(block)
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element):
                continue
            name = local(element)
            if event == "start" and name == "table":
                sheet = found.setdefault(attribute(element, "name"), Sheet())
            elif event == "end" and name == "table-row":
                sheet.take(_row(element), _repeated(element, "number-rows-repeated"))
                element.clear()
    return found


def _row(row: etree._Element) -> Row:
    cells: list[str] = []
    blank = 0
    for cell in row:
        if local(cell) not in _CELLS:
            continue
        repeated, text = _repeated(cell, "number-columns-repeated"), _text(cell)
        if not text:
            blank += repeated
            continue
        cells += [""] * blank + [text] * repeated
        blank = 0
    return tuple(cells)


def _text(cell: etree._Element) -> str:
    """What a typed cell holds, else the paragraphs of its text."""
    told = next((value for name in _VALUES if (value := attribute(cell, name))), "")
    if told and attribute(cell, "value-type") != "string":
        return told.removesuffix("T00:00:00").removesuffix(".0")
    paragraphs = ("".join(_pieces(child)).strip() for child in cell if local(child) in ("p", "h"))
    return "\n".join(text for text in paragraphs if text)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name in ("s", "tab", "line-break"):
            yield "\n" if name == "line-break" else " "
        elif name and name not in ("annotation", "note"):
            yield from _pieces(child)
        yield child.tail or ""


def _repeated(element: etree._Element, name: str) -> int:
    told = attribute(element, name)
    return min(int(told), _MOST) if told.isascii() and told.isdigit() and len(told) < 12 else 1
