"""dBase tables."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Limits
from betrokken.stages.reading import stage
from betrokken.stages.reading.formats import dbf
from tests.stages.reading.sources import fragments, places, rows, source, tables, troubles

FIELDS = (("NAAM", "C", 12), ("GEBDAT", "D", 8), ("BSN", "N", 9), ("NOTITIE", "M", 10))


def _made(
    records: list[tuple[bytes, ...]],
    fields: tuple[tuple[str, str, int], ...] = FIELDS,
    page: int = 0,
    counted: int | None = None,
    flags: bytes = b"",
) -> bytes:
    size = 1 + sum(length for _, _, length in fields)
    header = struct.pack(
        "<B3BIHH17xB2x", 3, 124, 3, 1, len(records) if counted is None else counted, 33 + 32 * len(fields), size, page
    )
    described = b"".join(struct.pack("<11sc4xBB14x", n.encode(), k.encode(), length, 0) for n, k, length in fields)
    body = b"".join(
        (flags[n : n + 1] or b" ") + b"".join(cell.ljust(f[2])[: f[2]] for cell, f in zip(record, fields, strict=True))
        for n, record in enumerate(records)
    )
    return header + described + b"\r" + body + b"\x1a"


JANSEN = ("Jansën".encode("cp850"), b"19600312", b"123456782", b"         1")
NOBODY = (b"De Wit", b"        ", b"", b"")


def test_fields_dates_and_memos() -> None:
    content = _made([JANSEN, NOBODY])
    assert stage.read(source(content), Limits()).format == "dbf"
    found = fragments(dbf, content)
    (table,) = tables(found)
    assert [field.name for field in table.columns] == ["NAAM", "GEBDAT", "BSN", "NOTITIE"]
    assert rows(found) == [("Jansën", "1960-03-12", "123456782", ""), ("De Wit", "", "", "")]
    assert places(table) == ["record 1", "record 2"]


def test_the_code_page_of_the_header_goes_before_the_guess() -> None:
    told = _made([("Jansën".encode("cp1252"), *JANSEN[1:])], page=0x57)
    assert rows(fragments(dbf, told))[0][0] == "Jansën"


def test_deleted_records_leaked_as_well_and_say_so() -> None:
    found = fragments(dbf, _made([JANSEN, NOBODY, JANSEN], flags=b" * "))
    (table,) = tables(found)
    assert places(table) == ["record 1", "record 2 (deleted)", "record 3"]
    assert len(table.rows) == 3


def test_a_table_that_is_cut_off_is_told() -> None:
    found = fragments(dbf, _made([JANSEN, NOBODY], counted=5))
    assert len(rows(found)) == 2
    assert [(trouble.reason, trouble.rows) for trouble in troubles(found)] == [("cut off", 3)]


def test_numbers_stored_as_bytes() -> None:
    fields = (("ID", "I", 4), ("BEDRAG", "Y", 8), ("OP", "T", 8), ("X", "B", 8))
    noon = struct.pack("<2i", 2_440_588, 12 * 3_600_000)
    content = _made([(struct.pack("<i", -7), struct.pack("<q", 125_000), noon, struct.pack("<d", 1.5))], fields)
    assert rows(fragments(dbf, content)) == [("-7", "12.50", "1970-01-01 12:00", "1.5")]


def test_what_is_none() -> None:
    assert dbf.recognise(source(b"\x03" + bytes(100))) == 0
    assert dbf.recognise(source(_made([JANSEN])[:40])) == 0
    with pytest.raises(UnreadableError):
        fragments(dbf, b"\x03abc")


NAMES = st.text("abcdefghij xyzABC", max_size=12).map(str.strip)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(NAMES, st.integers(0, 999_999_999)), min_size=1, max_size=20))
def test_what_is_written_comes_back(people: list[tuple[str, int]]) -> None:
    content = _made([(name.encode(), b"20000101", str(number).encode(), b"") for name, number in people])
    assert rows(fragments(dbf, content)) == [(name, "2000-01-01", str(number), "") for name, number in people]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 200), st.binary(max_size=8))
def test_damage_never_raises_anything_else(at: int, put: bytes) -> None:
    content = bytearray(_made([JANSEN, NOBODY]))
    content[at : at + len(put)] = put
    try:
        fragments(dbf, bytes(content))
    except UnreadableError:
        assert dbf.recognise(source(bytes(content))) == 0
