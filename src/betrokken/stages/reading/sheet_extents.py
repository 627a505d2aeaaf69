"""How far apart the cells of a sheet are, found before calamine lays them out as a dense grid in memory.

One cell at XFD1048576 (1.4 kB of file) makes it ask for 17 thousand million cells and abort the process.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from betrokken.stages.reading.markup import attribute, local

MOST_CELLS: Final = 33_000_000  # of the grid; about 1 GB in calamine, and a full sheet of 31 columns
_OVERLAP: Final = 32  # bytes a cell reference may straddle two blocks

# Column LH (320) and up, or row 100,000 and up; a sheet without any has at most 32 million cells.
_FAR: Final = re.compile(rb"""\br=["'](?:[A-Z]{3}[0-9]|[L-Z][A-Z][0-9]|[A-Z]{1,2}[0-9]{6})""")
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")


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
        found = _REFERENCE.findall(block)
        if found:
            columns = [_column(letters) for letters in {letters for letters, _ in found}]
            rows = [int(row) for row in {row for _, row in found}]
            extent.take(min(rows), min(columns))
            extent.take(max(rows), max(columns))
    return extent.cells()


def _joined(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks, each with the end of the one before."""
    held = b""
    for block in blocks:
        yield held + block
        held = block[-_OVERLAP:]


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
        elif kind <= 11:  # cells, blank ones among them
            extent.take(row, struct.unpack_from("<I", data, at)[0])
        at += size
    return max(extent.cells(), claimed)


def _claimed(top: int, bottom: int, left: int, right: int) -> int:
    """Cells a sheet claims to have; calamine makes room for them before it has seen one."""
    return max(0, bottom - top + 1) * max(0, right - left + 1)


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


# Records of cells in BIFF8 (MS-XLS 2.3): formula, blank, number, label, boolean, several blanks or numbers, strings.
_XLS_CELLS: Final = frozenset({0x06, 0x201, 0x203, 0x204, 0x205, 0xBD, 0xBE, 0xFD, 0x27E, 0xD6})


def xls(data: bytes) -> int:
    """Cells of the largest grid of a BIFF8 workbook stream, or what it claims."""
    extent, largest = Extent(), 0
    at, end = 0, len(data) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        at += 4
        if kind in _XLS_CELLS and size >= 4 and at + 4 <= len(data):
            extent.take(*struct.unpack_from("<HH", data, at))
        elif kind == 0x0200 and size >= 12 and at + 12 <= len(data):  # DIMENSIONS
            top, bottom, left, right = struct.unpack_from("<IIHH", data, at)
            largest = max(largest, _claimed(top, bottom, left, right))
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
