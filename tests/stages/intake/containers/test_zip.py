import io
import lzma
import struct
import zipfile
import zlib

import pytest

from betrokken.kit.sources import BytesSource
from betrokken.stages.intake.containers import zip as container
from betrokken.stages.intake.reasons import CUT_OFF, CUT_OFF_INDEX, DAMAGED_INDEX, ENCRYPTED, LINK, WRONG_CHECKSUM
from tests.stages.intake.samples import LIST, content, found, raw_zip, streamed_zip, zipped

THREE = {"a.csv": LIST * 40, "map/b.csv": LIST * 50, "c.csv": LIST * 60}
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("make", [zipped, streamed_zip])
def test_every_method_is_unpacked(make, method: int) -> None:  # type: ignore[no-untyped-def]
    items = found("x.zip", make(THREE, method))
    assert {path: content(item) for path, item in items.items() if item.source} == {
        f"x.zip!/{name}": data for name, data in THREE.items()
    }
    assert (items["x.zip"].status, items["x.zip"].media_type) == ("read", "application/zip")


def test_xz_inside_zip() -> None:
    data = raw_zip(b"a.csv", lzma.compress(LIST), 95, plain=LIST)
    assert content(found("x.zip", data)["x.zip!/a.csv"]) == LIST


def test_deflate64() -> None:
    inflate64 = pytest.importorskip("inflate64")
    engine = inflate64.Deflater()
    data = raw_zip(b"a.csv", engine.deflate(LIST * 90) + engine.flush(), 9, plain=LIST * 90)
    assert content(found("x.zip", data)["x.zip!/a.csv"]) == LIST * 90


def test_unknown_method_is_told() -> None:
    item = found("x.zip", raw_zip(b"a.csv", LIST, 98))["x.zip!/a.csv"]
    assert item.status == "unreadable"
    assert "method 98" in item.reason


def test_zip64() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.csv", "w", force_zip64=True) as member:
        member.write(LIST)
    data = buffer.getvalue()
    wide = struct.pack("<2HQQ", 1, 16, len(LIST), len(LIST))
    index = data.index(b"PK\x01\x02")
    narrow = data[:index] + data[index:].replace(struct.pack("<2I", len(LIST), len(LIST)), b"\xff" * 8)
    assert wide[4:] in data
    assert content(found("x.zip", data)["x.zip!/a.csv"]) == LIST
    assert narrow != data
    assert content(found("x.zip", _with_wide_end(raw_zip(b"a.csv", LIST)))["x.zip!/a.csv"]) == LIST


def _with_wide_end(data: bytes) -> bytes:
    """The same zip with its end record in zip64 form."""
    at, start = data.index(b"PK\x05\x06"), data.index(b"PK\x01\x02")
    end = b"PK\x06\x06" + struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, 1, 1, at - start, start)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, at, 1)
    return data[:at] + end + locator + b"PK\x05\x06" + struct.pack("<4H2IH", *[0xFFFF] * 4, *[0xFFFFFFFF] * 2, 0)


def test_a_long_comment() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", LIST)
        archive.comment = b"gemaakt op maandag" * 3_000
    assert content(found("x.zip", buffer.getvalue())["x.zip!/a.csv"]) == LIST


@pytest.mark.parametrize(("flags", "method"), [(0x1, 8), (0x1, 99), (0x41, 8)])
def test_encrypted_members_are_told(flags: int, method: int) -> None:
    items = found("x.zip", raw_zip(b"geheim.csv", LIST, method, flags))
    assert (items["x.zip!/geheim.csv"].status, items["x.zip!/geheim.csv"].reason) == ("unreadable", ENCRYPTED)
    assert (items["x.zip!/geheim.csv"].size, items["x.zip!/geheim.csv"].sha256) == (len(LIST), None)
    assert (items["x.zip"].status, items["x.zip"].reason) == ("unreadable", ENCRYPTED)


def test_a_claimed_size_beyond_belief_is_not_repeated() -> None:
    extra = struct.pack("<2HQ", 1, 8, 2**60)
    data = raw_zip(b"geheim.csv", LIST, 8, 0x1, extra).replace(struct.pack("<2I", len(LIST), len(LIST)), b"\xff" * 8)
    assert found("x.zip", data)["x.zip!/geheim.csv"].size is None


def test_names_without_the_utf8_flag() -> None:
    assert "x.zip!/patiënt.csv" in found("x.zip", raw_zip("patiënt.csv".encode(), LIST))
    assert r"x.zip!/pati\x89nt.csv" in found("x.zip", raw_zip("patiënt.csv".encode("cp850"), LIST))


def test_name_of_the_unicode_extra_field() -> None:
    raw, name = "patiënt.csv".encode("cp850"), "patiënt.csv".encode()
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + name
    right = struct.pack("<2H", 0x7075, len(field)) + field
    assert "x.zip!/patiënt.csv" in found("x.zip", raw_zip(raw, LIST, extra=right))
    stale = right[:5] + bytes(4) + right[9:]
    assert r"x.zip!/pati\x89nt.csv" in found("x.zip", raw_zip(raw, LIST, extra=stale))


def test_windows_separators_and_climbing_names() -> None:
    assert "x.zip!/map/a.csv" in found("x.zip", raw_zip(b"map\\a.csv", LIST))
    assert "x.zip!/etc/a.csv" in found("x.zip", raw_zip(b"../../etc/a.csv", LIST))
    assert "x.zip!/a.csv" in found("x.zip", raw_zip(b"C:\\a.csv", LIST))


def test_folders_are_no_items_and_links_are_not_followed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("map/", b"")
        link = zipfile.ZipInfo("koppeling")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("a.csv", LIST)
    items = found("x.zip", buffer.getvalue())
    assert list(items) == ["x.zip!/koppeling", "x.zip!/a.csv", "x.zip"]
    assert (items["x.zip!/koppeling"].status, items["x.zip!/koppeling"].reason) == ("skipped", LINK)
    assert items["x.zip"].status == "read"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("make", [zipped, streamed_zip])
def test_a_cut_off_zip_gives_what_it_still_has(make, method: int) -> None:  # type: ignore[no-untyped-def]
    data = make(THREE, method)
    third = data.index(b"PK\x03\x04", data.index(b"map/b.csv"))
    items = found("x.zip", data[: third + 40])
    assert content(items["x.zip!/a.csv"]) == THREE["a.csv"]
    assert content(items["x.zip!/map/b.csv"]) == THREE["map/b.csv"]
    assert items["x.zip!/c.csv"].status in ("partly", "unreadable")
    assert items["x.zip!/c.csv"].reason == CUT_OFF
    assert (items["x.zip"].status, items["x.zip"].reason) == ("partly", CUT_OFF_INDEX)


def test_a_cut_off_member_is_had_up_to_the_cut() -> None:
    data = zipped({"a.csv": LIST * 40}, zipfile.ZIP_STORED)[:1000]
    item = found("x.zip", data)["x.zip!/a.csv"]
    assert (item.status, item.reason) == ("partly", CUT_OFF)
    assert content(item) == (LIST * 40)[: 1000 - 35]


def test_a_zip_in_a_cut_off_zip_stays_whole() -> None:
    inner = zipped(THREE)
    items = found("x.zip", streamed_zip({"b.zip": inner, "c.csv": LIST}, zipfile.ZIP_STORED)[:-30])
    assert content(items["x.zip!/b.zip!/c.csv"]) == THREE["c.csv"]
    assert content(items["x.zip!/c.csv"]) == LIST


def test_a_damaged_index_is_told() -> None:
    data = zipped(THREE)
    index = data.index(b"PK\x01\x02")
    broken = data[:index] + b"XXXX" + data[index + 4 :]
    items = found("x.zip", broken)
    assert content(items["x.zip!/c.csv"]) == THREE["c.csv"]
    assert (items["x.zip"].status, items["x.zip"].reason) == ("partly", DAMAGED_INDEX)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wrong_checksum_is_told(method: int) -> None:
    data = zipped({"a.csv": LIST}, method).replace(struct.pack("<I", zlib.crc32(LIST)), b"\0\0\0\0")
    item = found("x.zip", data)["x.zip!/a.csv"]
    assert (item.status, item.reason) == ("partly", WRONG_CHECKSUM)
    assert content(item) == LIST


def test_a_file_that_only_starts_like_a_zip_is_none() -> None:
    assert container.recognise(BytesSource(b"PK\x03\x04" + b"2024-05-17 09:22 INFO order verzonden\n" * 9)) == 0.0
    assert container.recognise(BytesSource(b"PK\x03\x04")) == 0.0


@pytest.mark.parametrize(
    "names",
    [
        ["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
        ["_rels/.rels", "word/document.xml", "[Content_Types].xml"],
        ["word/document.xml", "[Content_Types].xml"],
    ],
)
@pytest.mark.parametrize("make", [zipped, streamed_zip])
def test_office_documents_are_left_to_the_formats(make, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert container.recognise(BytesSource(make(dict.fromkeys(names, b"<x/>" * 50)))) == 0.0


@pytest.mark.parametrize("kind", ["application/vnd.oasis.opendocument.text", "application/epub+zip"])
def test_open_documents_are_left_to_the_formats(kind: str) -> None:
    data = zipped({"mimetype": kind.encode(), "content.xml": b"<x/>"}, zipfile.ZIP_STORED)
    assert container.recognise(BytesSource(data)) == 0.0
    assert list(found("brief.odt", data)) == ["brief.odt"]


def test_a_zip_that_holds_documents_is_a_container() -> None:
    document = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, zipfile.ZIP_STORED)
    for data in (
        zipped({"brief.docx": document}, zipfile.ZIP_STORED),
        zipped({"uitgepakt/[Content_Types].xml": b"<x/>", "mimetype": b"lijst"}),
    ):
        assert container.recognise(BytesSource(data)) == 1.0


def test_an_empty_zip() -> None:
    items = found("x.zip", zipped({}))
    assert (items["x.zip"].status, items["x.zip"].container) == ("read", "zip")
