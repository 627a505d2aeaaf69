"""OpenDocument texts and presentations (odt, odp): lines, and tables that are grids (OpenDocument 1.3 part 3)."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import markup, packages
from betrokken.stages.reading.grids import form_lines, tables
from betrokken.stages.reading.markup import attribute, local
from betrokken.stages.reading.parted import lay

NAME: Final = "odt"
MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"

_MOST_REPEATED: Final = 64  # columns or spaces one attribute may stand for
_SILENT: Final = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "automatic-styles", "scripts", "font-face-decls"}
)


def recognise(source: Source) -> float:
    """Sure when the zip file says so in its first member."""
    return 1.0 if packages.kind(source) in ("odt", "odp") else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One text (headers and footers first), then the tables that are grids."""
    package = packages.Package(source)
    troubles: list[Fragment] = [] if package.whole else [Trouble("", packages.CUT_OFF)]
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableError("encrypted")
    text = _Text()
    for name in ("styles.xml", "content.xml"):
        if name in package.names or name == "content.xml":
            root, whole = markup.parse(package.read(name))
            text.take(root)
            troubles += [] if whole else [Trouble(name, markup.DAMAGED)]
    text.lines, text.grids = lay(text.lines, text.grids, text.places)
    told = "\n".join(text.lines).strip("\n")
    if told.strip():
        yield Text("", told)
    elif not text.grids and any(name.startswith("Pictures/") for name in package.names):
        raise UnreadableError("only images, no text: needs OCR", "partly")
    for number, rows in enumerate(text.grids, start=1):
        yield from tables(rows, f"table {number}")
    yield from troubles


class _Text:
    """Lines of text in reading order, and the tables that are grids."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.grids: list[list[list[str]]] = []
        self.places: list[int] = []  # how many lines stand before each grid

    def take(self, element: etree._Element) -> None:
        """All paragraphs and tables below an element; deleted words of tracked changes too."""
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                self.lines += [""] if name == "h" and self.lines else []
                self._paragraph(child)
            elif name == "table":
                self._table(child)
            elif name not in _SILENT or name == "tracked-changes":
                self.take(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        self.lines += "".join(_pieces(paragraph, boxes.append)).split("\n")
        for box in boxes:
            self.take(box)

    def _table(self, table: etree._Element) -> None:
        rows = [list(_cells(row)) for row in table.iter() if local(row) == "table-row"]
        lines = form_lines(rows)
        if lines is None:
            self.grids.append([row for row in rows if any(row)])
            self.places.append(len(self.lines))
        else:
            self.lines += lines


def _pieces(element: etree._Element, box: Callable[[etree._Element], object]) -> Iterator[str]:
    """The text of a paragraph; text boxes, notes and comments are handed to `box`."""
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            yield " " * _count(attribute(child, "c"))
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name in ("text-box", "note", "annotation", "custom-shape"):
            box(child)
        elif name:
            yield from _pieces(child, box)
        yield child.tail or ""


def _cells(row: etree._Element) -> Iterator[str]:
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            inner = _Text()
            inner.take(cell)
            text = "\n".join(line for line in inner.lines if line.strip()).strip()
            yield from [text] * _count(attribute(cell, "number-columns-repeated"))


def _count(told: str) -> int:
    return min(int(told), _MOST_REPEATED) if told.isascii() and told.isdigit() else 1
