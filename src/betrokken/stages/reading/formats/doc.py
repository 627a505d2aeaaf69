"""Word documents of 1997 to 2003 (doc): the text by its piece table, tables as grids (MS-DOC)."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Text
from betrokken.stages.reading import embedded, ole
from betrokken.stages.reading.grids import form_lines, tables
from betrokken.stages.reading.seeking import seekable

NAME: Final = "doc"
MEDIA_TYPE: Final = "application/msword"

_MAIN: Final = "worddocument"
_WORD_97: Final = 0xA5EC
_ENCRYPTED: Final = 0x0100  # flags of the file information block (2.5.2)
_TABLE_1: Final = 0x0200
_CLX: Final = 418  # where it says where the piece table is (fcClx, 2.5.6)
_NARROW: Final = 0x40000000  # a piece of one byte per character
_LONGEST: Final = 50_000_000  # characters
_FIELD: Final = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x15]*))?\x15")
_SIGNS: Final = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " ", "\r": "\n"}
    | dict.fromkeys((*"\x00\x01\x02\x03\x04\x05\x06\x08\x13\x14\x15",), None)
)
_CELL: Final = "\x07"


def recognise(source: Source) -> float:
    """Sure when a compound file holds the main stream of a Word document."""
    if not source.head.startswith(ole.SIGNATURE):
        return 0.0
    return 0.985 if _MAIN in ole.names(seekable(source)) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One text (body, notes, headers, remarks, boxes), then the tables that are grids, then documents inside."""
    container = ole.CompoundFile(seekable(source))
    text = _text(container)
    lines: list[str] = []
    grids: list[list[list[str]]] = []
    for block in _blocks(_without_fields(text)):
        if isinstance(block, str):
            lines += block.translate(_SIGNS).split("\n")
        elif (found := form_lines(block)) is not None:
            lines += found
        else:
            grids.append(block)
    told = "\n".join(line.rstrip() for line in lines).strip("\n")
    if told.strip():
        yield Text("", told)
    for number, rows in enumerate(grids, start=1):
        yield from tables(rows, f"table {number}")
    yield from embedded.objects(container, source)


def _text(container: ole.CompoundFile) -> str:
    """The characters of the document. Raises UnreadableError when encrypted, older than 1997, or damaged."""
    main = container.read(_MAIN)
    if len(main) < _CLX + 8:
        raise UnreadableError("damaged or cut off")
    kind, flags = struct.unpack_from("<H8xH", main, 0)
    if kind != _WORD_97:
        raise UnreadableError("a Word document older than 1997")
    if flags & _ENCRYPTED:
        raise UnreadableError("encrypted")
    table = container.read("1Table" if flags & _TABLE_1 else "0Table")
    start, size = struct.unpack_from("<II", main, _CLX)
    return "".join(_pieces(main, table[start : start + size]))


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    """The pieces in order (2.9.38: property lists come first, then the table of character positions and pieces)."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise UnreadableError("damaged or cut off")
    plc = clx[at + 5 :]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc, 0) if count > 0 else (0,)
    total = 0
    for number in range(count):
        (start,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        length = positions[number + 1] - positions[number]
        total += max(0, length)
        if length < 0 or total > _LONGEST:
            raise UnreadableError("damaged or cut off")
        yield _piece(main, start, length)


def _piece(main: bytes, start: int, length: int) -> str:
    if start & _NARROW:
        at = (start & ~_NARROW) // 2
        return main[at : at + length].decode("cp1252", "replace")
    return main[start : start + 2 * length].decode("utf-16-le", "replace")


def _without_fields(text: str) -> str:
    """Fields as they are shown, without their codes; innermost first."""
    for _ in range(8):
        if "\x13" not in text:
            break
        text = _FIELD.sub(lambda found: found[1] or "", text)
    return text


def _blocks(text: str) -> Iterator[str | list[list[str]]]:
    """Running text, and runs of table rows. A row ends with an empty cell mark behind that of its last cell."""
    rows: list[list[str]] = []
    row: list[str] = []
    pieces = text.split(_CELL)
    for piece in pieces[:-1]:
        if not row and piece == "" and rows:
            continue
        if row and piece == "":
            rows.append([cell.translate(_SIGNS).strip() for cell in row])
            row = []
            continue
        before, mark, cell = piece.rpartition("\r") if not row else ("", "", piece)
        if mark:
            if rows:
                yield rows
                rows = []
            yield before
        row.append(cell)
    if rows or row:
        yield [*rows, [cell.translate(_SIGNS).strip() for cell in row]] if row else rows
    yield pieces[-1]
