"""The text of WordprocessingML and DrawingML (docx, pptx): paragraphs as lines, tables as grids (ECMA-376 part 1)."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from betrokken.stages.reading.grids import form_lines

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Properties, field codes and what else holds no text of its own.
_SILENT: Final = frozenset({"pPr", "rPr", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr", "instrText", "sdtPr", "bodyPr"})
_HEADINGS: Final = ("heading", "kop", "titre")
_BLOCKS: Final = frozenset({"p", "tbl"})


class OfficeText:
    """Lines of text in reading order, and the tables that are grids."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.grids: list[list[list[str]]] = []
        self.places: list[int] = []  # how many lines stand before each grid

    def take(self, element: etree._Element) -> None:
        """All paragraphs and tables below an element."""
        for child in element:
            name = _name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "AlternateContent":
                self.take(_alternative(child))
            elif name not in _SILENT:
                self.take(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        text = "".join(_pieces(paragraph, boxes.append))
        self.lines += [""] if self.lines and _is_heading(paragraph) else []
        self.lines += text.split("\n")
        for box in boxes:
            self.take(box)

    def _table(self, table: etree._Element) -> None:
        rows = [list(_cells(row)) for row in _below(table, "tr")]
        lines = form_lines(rows)
        if lines is None:
            self.grids.append([row for row in rows if any(row)])
            self.places.append(len(self.lines))
        else:
            self.lines += lines

    def text(self) -> str:
        """The lines, without blank ones at either end."""
        return "\n".join(self.lines).strip("\n")


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _is_heading(paragraph: etree._Element) -> bool:
    """Whether a paragraph has a style of headings, in whatever language: it begins a part of its own."""
    for properties in paragraph:
        if _name(properties) == "pPr":
            styles = (child.get(f"{_W}val") or "" for child in properties if _name(child) == "pStyle")
            return any(style.lower().startswith(_HEADINGS) for style in styles)
    return False


def _alternative(element: etree._Element) -> etree._Element:
    """The first of the ways one thing is written down twice (mc:AlternateContent)."""
    return next((child for child in element if _name(child) == "Choice"), element[0] if len(element) else element)


def _pieces(element: etree._Element, box: Callable[[etree._Element], object]) -> Iterator[str]:
    """The text of a paragraph, deleted words of tracked changes included; text boxes are handed to `box`."""
    for child in element:
        name = _name(child)
        if name in ("t", "delText"):
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "txbxContent":
            box(child)
        elif name == "AlternateContent":
            yield from _pieces(_alternative(child), box)
        elif name not in _SILENT and len(child):
            yield from _pieces(child, box)


def _below(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those wrapped in content controls."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _SILENT and name not in _BLOCKS:
            yield from _below(child, wanted)


def _cells(row: etree._Element) -> Iterator[str]:
    """The cells of a row; one that spans columns is followed by empty ones, so that columns stay in line."""
    for cell in _below(row, "tc"):
        inner = OfficeText()
        inner.take(cell)
        lines = inner.lines + ["   ".join(part for part in line if part) for grid in inner.grids for line in grid]
        yield "\n".join(line for line in lines if line.strip()).strip()
        yield from [""] * (_span(cell) - 1)


def _span(cell: etree._Element) -> int:
    told = cell.get("gridSpan")
    properties = next((child for child in cell if _name(child) == "tcPr"), None)
    if told is None and properties is not None:
        span = next((child for child in properties if _name(child) == "gridSpan"), None)
        told = span.get(f"{_W}val") if span is not None else None
    return min(int(told), 64) if told and told.isascii() and told.isdigit() else 1
