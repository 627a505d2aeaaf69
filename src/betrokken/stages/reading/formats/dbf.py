"""Tables of dBase, FoxPro and Clipper (xBase): fixed fields under a header that names them.

Layout by the dBase file header as its maker published it (dBase III and IV, FoxPro, Visual FoxPro). Memo fields point
to another file and are left empty. Deleted records still stand in the file, but are told and not read.
"""

import re
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO, Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Trouble
from betrokken.stages.reading.single_bytes import best

NAME: Final = "dbf"
MEDIA_TYPE: Final = "application/x-dbf"

CHUNK: Final = 20_000  # records
_VERSIONS: Final = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xe5\xf5\xfb")
_HEADER: Final = struct.Struct("<B3BIHH17xB2x")  # version, day, records, bytes of header, bytes of record, code page
_DESCRIPTOR: Final = struct.Struct("<11sc4xBB14x")
_TYPES: Final = b"CNFDLMGPBTIYOV@+0WQ"
_BACKLINK: Final = 263  # bytes of the path to a database behind the fields of Visual FoxPro
_DELETED: Final = b"*"
_HIGH: Final = re.compile(rb"(?s).[\x80-\xff].")
_GUESSED: Final = 1 << 18  # bytes of records by which the character set is guessed where the header tells none
# Language drivers (dBase for Windows and FoxPro manuals) of Western and Central Europe.
_PAGES: Final = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437", 0x0A: "cp850",
    0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850", 0x11: "cp437", 0x12: "cp850",
    0x14: "cp850", 0x16: "cp437", 0x17: "cp850", 0x18: "cp437", 0x19: "cp437", 0x1A: "cp850", 0x1B: "cp437",
    0x1D: "cp850", 0x1F: "cp852", 0x25: "cp850", 0x26: "cp866", 0x37: "cp850", 0x57: "cp1252", 0x58: "cp1252",
    0x59: "cp1252", 0x64: "cp852", 0x65: "cp866", 0x6B: "cp857", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254",
}  # fmt: skip
_JULIAN: Final = 1_721_425  # Julian day number of the day before 1 January of the year 1, where date.toordinal starts


@dataclass(frozen=True, slots=True)
class _Column:
    """name: as the file gives it. kind: its letter. size: bytes in a record."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the header tells. start: where the records begin. size: bytes of one. page: code of the character set."""

    columns: tuple[_Column, ...]
    start: int
    size: int
    records: int
    page: int


def recognise(source: Source) -> float:
    """Sure when the fields fill a record to the byte."""
    return 0.96 if _layout(source.head) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table, its records in chunks. Raises UnreadableError when the header is none."""
    layout = _layout(source.head)
    if layout is None:
        raise UnreadableError("a damaged database table")
    with source.stream() as stream:
        stream.read(layout.start)
        yield from _tables(stream, layout, _charset(source, layout))


def _layout(head: bytes) -> _Layout | None:
    if len(head) < 65 or head[0] not in _VERSIONS or head[2] > 12 or head[3] > 31:
        return None
    version, _, _, _, records, start, size, page = _HEADER.unpack(head[:32])
    ends = [start] if start <= len(head) else []
    if version in b"\x30\x31\x32":
        ends.insert(0, start - _BACKLINK)
    for end in ends:
        if (columns := _columns(head[32:end])) and sum(one.size for one in columns) + 1 == size:
            return _Layout(columns, start, size, records, page)
    return None


def _columns(data: bytes) -> tuple[_Column, ...]:
    """The fields up to the mark behind them; none when one is no field."""
    found = []
    for at in range(0, len(data) - 31, 32):
        if data[at] in b"\r\0":
            break
        name, kind, length, more = _DESCRIPTOR.unpack(data[at : at + 32])
        label = name.split(b"\0")[0]
        if kind not in _TYPES or not label.isascii() or not label.strip() or min(label) < 32:
            return ()
        size = length + 256 * more if kind == b"C" else length  # long text of Clipper and FoxPro
        found.append(_Column(label.decode("ascii").strip(), kind.decode("ascii"), size))
    return tuple(found)


def _charset(source: Source, layout: _Layout) -> str:
    """The character set the header tells, else what the records look like."""
    if told := _PAGES.get(layout.page, ""):
        return told
    with source.stream() as stream:
        stream.read(layout.start)
        data = stream.read(_GUESSED)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return best(Counter(_HIGH.findall(data)), "cp850")[0]  # the header of DOS programs tells none
    return "utf-8"


def _tables(stream: BinaryIO, layout: _Layout, told: str) -> Iterator[Fragment]:
    fields = tuple(Field(one.name) for one in layout.columns)
    records = _whole(stream, layout.size)
    seen = 0
    for chunk, block in enumerate(iter(lambda: list(islice(records, CHUNK)), [])):
        rows = [_row(data, layout.columns, told) for data in block]
        yield Table("", fields, rows, seen + 1, "record", chunk, row_names=_names(block, seen + 1))
        seen += len(block)
    if seen < layout.records:
        yield Trouble("", "cut off", layout.records - seen)


def _names(block: list[bytes], first: int) -> tuple[str, ...]:
    """Places of the records, where a number says too little: deleted ones still stand there, so they leaked as well."""
    if not any(data[:1] == _DELETED for data in block):
        return ()
    return tuple(f"record {n}{' (deleted)' * (data[:1] == _DELETED)}" for n, data in enumerate(block, first))


def _whole(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Records up to the end mark, or what is no record; the count in the header can be behind."""
    while len(data := stream.read(size)) == size and data[:1] in (b" ", _DELETED):
        yield data


def _row(data: bytes, columns: tuple[_Column, ...], told: str) -> tuple[str, ...]:
    at, cells = 1, []
    for column in columns:
        cells.append(_cell(data[at : at + column.size], column.kind, told))
        at += column.size
    return tuple(cells)


def _cell(raw: bytes, kind: str, told: str) -> str:
    """One value as text; "" for memos, pictures and what is empty."""
    if kind in _STORED:
        return _STORED[kind](raw) if len(raw) == _SIZES[kind] else ""
    if kind in "MGPW0Q":
        return ""
    text = raw.decode(told, "replace").strip(" \0")
    if kind == "D" and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return "" if (kind == "L" and text == "?") or (kind == "D" and text.strip("0") == "") else text


def _whole_number(raw: bytes) -> str:
    return str(int.from_bytes(raw, "little", signed=True))


def _currency(raw: bytes) -> str:
    return f"{int.from_bytes(raw, 'little', signed=True) / 10_000:.2f}"


def _double(raw: bytes) -> str:
    return repr(struct.unpack("<d", raw)[0])


def _instant(raw: bytes) -> str:
    """A Julian day number and the milliseconds of the day."""
    julian, milliseconds = struct.unpack("<2i", raw)
    if not 0 < julian - _JULIAN <= date.max.toordinal():
        return ""
    day = date.fromordinal(julian - _JULIAN).isoformat()
    minutes = milliseconds // 60_000
    return f"{day} {minutes // 60:02}:{minutes % 60:02}" if 0 < minutes < 1440 else day


_STORED: Final[dict[str, Callable[[bytes], str]]] = {
    "I": _whole_number, "+": _whole_number, "Y": _currency, "B": _double, "O": _double, "T": _instant, "@": _instant,
}  # fmt: skip
_SIZES: Final = {"I": 4, "+": 4, "Y": 8, "B": 8, "O": 8, "T": 8, "@": 8}
