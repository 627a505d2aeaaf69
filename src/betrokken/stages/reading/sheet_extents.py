"""How far apart the cells of a sheet are, found before calamine lays them out as a dense grid in memory.

One cell at XFD1048576 (1.4 kB of file) makes it ask for 17 thousand million cells and abort the process.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.markup import attribute, local

MOST_CELLS: Final = 33_000_000  # of the grid; about 1 GB in calamine, and a full sheet of 31 columns
_LONGEST_TAG: Final = 4_096  # bytes of a tag that may straddle two blocks

# Column LH (320) and up, or row 100,000 and up; a sheet without any has at most 32 million cells.
_FAR: Final = re.compile(rb"""\br=["'](?:[A-Z]{3}[0-9]|[L-Z][A-Z][0-9]|[A-Z]{1,2}[0-9]{6})""")
# A cell that closes itself holds a style and no value; calamine does not lay it out.
_CELL: Final = re.compile(
    rb"""<(?:\w{1,20}:)?c\s(?:[^<>]{0,500}\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]{0,500}>(?<!/>)"""
)


@dataclass(slots=True)
class Extent:
    """The smallest block of rows and columns that holds all cells seen."""

    top: int = 1 << 32
    bottom: int = 0
    left: int = 1 << 32
    right: int = 0

    def take(self, row: int, column: int) -> None:
        """Widen to hold a cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    def cells(self) -> int:
        """Cells of the grid."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


def xlsx(blocks: Callable[[], Iterable[bytes]]) -> int:
    """Cells of the grid of one worksheet part, asked for in blocks; MOST_CELLS when they are at most that many."""
    if not any(_FAR.search(block) for block in _joined(blocks())):
        return MOST_CELLS
    extent = Extent()
    for block in _joined(blocks()):
        found = _CELL.findall(block)
        if found:
            columns = [_column(letters) for letters in {letters for letters, _ in found}]
            rows = [int(row) for row in {row for _, row in found}]
            extent.take(min(rows), min(columns))
            extent.take(max(rows), max(columns))
    return extent.cells()


def _joined(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks, each with the tag the one before broke off in."""
    held = b""
    for block in blocks:
        block = held + block
        start = block.rfind(b"<")
        held = block[start:] if start >= 0 and len(block) - start < _LONGEST_TAG else b""
        yield block


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def xlsb(data: bytes) -> int:
    """Cells of the grid of one binary part (MS-XLSB 2.1.4: records of type, size, content), or what it claims."""
    extent = Extent()
    at, row, end, claimed = 0, 0, len(data), 0
    while at < end:
        kind, at = _varint(data, at)
        size, at = _varint(data, at)
        if size < 4 or at + 4 > end:
            pass
        elif kind == 0:  # BrtRowHdr
            (row,) = struct.unpack_from("<I", data, at)
        elif kind == 148 and at + 16 <= end:  # BrtWsDim: what the sheet says of itself
            top, bottom, left, right = struct.unpack_from("<IIII", data, at)
            claimed = max(claimed, _claimed(top, bottom, left, right))
        elif kind == 159 and at + 8 <= end:  # BrtBeginSst: how many shared texts follow
            claimed = max(claimed, _texts(struct.unpack_from("<I", data, at + 4)[0], end))
        elif 2 <= kind <= 11:  # cells with a value
            extent.take(row, struct.unpack_from("<I", data, at)[0])
        at += size
    return max(extent.cells(), claimed)


def _claimed(top: int, bottom: int, left: int, right: int) -> int:
    """Cells a sheet claims to have; calamine makes room for them before it has seen one.

    A last row before the first makes it ask for 4 thousand million rows, so that is refused too.
    """
    if bottom < top or right < left:
        return MOST_CELLS + 1
    return (bottom - top + 1) * (right - left + 1)


def _texts(count: int, size: int) -> int:
    """A count of texts that cannot be in so many bytes, as a number of cells that is refused."""
    return count if count <= size else MOST_CELLS + count


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of at most four bytes of seven bits, and where it ends."""
    value = 0
    for shift in (0, 7, 14, 21):
        byte = data[at] if at < len(data) else 0
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return value, at


# Records of cells with a value in BIFF8 (MS-XLS 2.3): formula, number, label, boolean, numbers, shared and rich text.
_XLS_CELLS: Final = frozenset({0x06, 0x203, 0x204, 0x205, 0xBD, 0xFD, 0x27E, 0xD6})


def xls(data: bytes) -> int:
    """Cells of the largest grid of a BIFF8 workbook stream, or what it claims. Raises UnreadableError when encrypted."""
    extent, largest = Extent(), 0
    at, end = 0, len(data) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        at += 4
        if kind in _XLS_CELLS and size >= 4 and at + 4 <= len(data):
            extent.take(*struct.unpack_from("<HH", data, at))
        elif kind == 0x002F:  # FILEPASS: the records that follow are encrypted
            raise UnreadableError("encrypted")
        elif kind == 0x0200 and size >= 8 and at + min(size, 12) <= len(data):  # DIMENSIONS, short in older workbooks
            top, bottom, left, right = struct.unpack_from("<HHHH" if size < 14 else "<IIHH", data, at)
            largest = max(largest, _claimed(top, bottom - 1, left, right - 1) if bottom and right else 0)
        elif kind == 0x00FC and size >= 8 and at + 8 <= len(data):  # SST
            largest = max(largest, _texts(struct.unpack_from("<I", data, at + 4)[0], len(data)))
        elif kind == 0x0809:  # BOF of the next sheet
            largest, extent = max(largest, extent.cells()), Extent()
        at += size
    return max(largest, extent.cells())


def ods(blocks: Iterable[bytes]) -> int:
    """Cells of the largest grid of an OpenDocument content part, repeated cells and rows counted as laid out."""
    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, recover=True)
    largest = rows = 0
    extent = Extent()
    for block in blocks:
        parser.feed(block)
        for _, element in parser.read_events():
            if not isinstance(element, etree._Element):
                continue
            name = local(element)
            if name == "table-row":
                rows += _row(element, rows, extent)
                element.clear()
            elif name == "table":
                largest, extent, rows = max(largest, extent.cells()), Extent(), 0
                element.clear()
    return max(largest, extent.cells())


def _row(row: etree._Element, top: int, extent: Extent) -> int:
    """How many rows one element stands for; those with content widen the extent."""
    repeated = _repeated(row, "number-rows-repeated")
    if column := _row_width(row):
        extent.take(top, 0)
        extent.take(top + repeated - 1, column)
    return repeated


def _row_width(row: etree._Element) -> int:
    """The last column of a row with content, 0 when it has none."""
    column = last = 0
    for cell in row:
        column += _repeated(cell, "number-columns-repeated")
        if len(cell) or any(str(key).endswith("value") for key in cell.attrib):
            last = column
    return last


def _repeated(element: etree._Element, name: str) -> int:
    told = attribute(element, name) or "1"
    return min(int(told), 1 << 31) if told.isascii() and told.isdigit() and len(told) < 12 else 1
