import importlib
import io
import random
from typing import Any

import pytest

from betrokken.stages.intake.containers import seven_zip as container
from betrokken.stages.intake.reasons import DAMAGED, DAMAGED_INDEX, ENCRYPTED, WRONG_CHECKSUM
from tests.stages.intake.samples import LIST, content, found, zipped

py7zr = pytest.importorskip("py7zr")

THREE = {"a.csv": LIST * 40, "map/b.csv": LIST * 50, "c.csv": LIST * 60}
FILTERS: dict[str, list[dict[str, Any]]] = {
    "lzma2": [{"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "lzma": [{"id": py7zr.FILTER_LZMA, "preset": 1}],
    "programs": [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "delta": [{"id": py7zr.FILTER_DELTA}, {"id": py7zr.FILTER_LZMA2, "preset": 1}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "deflate": [{"id": py7zr.FILTER_DEFLATE}],
    "stored": [{"id": py7zr.FILTER_COPY}],
}


def packed(tree: dict[str, bytes], filters: Any = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", filters=filters or FILTERS["lzma2"], **options) as archive:
        for name, data in tree.items():
            archive.writestr(data, name)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", FILTERS)
def test_every_method(kind: str) -> None:
    items = found("x.7z", packed(THREE, FILTERS[kind]))
    assert {path: content(item) for path, item in items.items() if item.source} == {
        f"x.7z!/{name}": data for name, data in THREE.items()
    }
    assert (items["x.7z"].status, items["x.7z"].media_type) == ("read", "application/x-7z-compressed")


def test_blocks_after_each_other() -> None:
    buffer = io.BytesIO(packed({"a.csv": LIST}))
    with py7zr.SevenZipFile(buffer, "a") as archive:
        archive.writestr(LIST * 2, "b.csv")
    items = found("x.7z", buffer.getvalue())
    assert [content(items[f"x.7z!/{name}"]) for name in ("a.csv", "b.csv")] == [LIST, LIST * 2]


def test_nested_and_wanted() -> None:
    data = packed({"groot.bin": random.Random(1).randbytes(600_000), "b.zip": zipped(THREE), "leeg.csv": b""})
    items = found("x.7z", data)
    assert content(items["x.7z!/b.zip!/map/b.csv"]) == THREE["map/b.csv"]
    assert items["x.7z!/leeg.csv"].status == "empty"
    assert list(found("x.7z", data, ["x.7z!/b.zip!/c.csv"])) == ["x.7z!/b.zip!/c.csv"]


def test_nothing_reaches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("written to disk")

    monkeypatch.setattr("py7zr.py7zr.check_archive_path", lambda _: True)
    data = packed({"../../etc/a.csv": LIST})
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("os.mkdir", refuse)
    assert content(found("x.7z", data)["x.7z!/etc/a.csv"]) == LIST


@pytest.mark.parametrize("hidden", [False, True])
def test_encrypted(hidden: bool) -> None:
    crypto = [*FILTERS["lzma2"], {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}]
    items = found("x.7z", packed({"a.csv": LIST}, crypto, password="geheim", header_encryption=hidden))
    assert list(items) == (["x.7z"] if hidden else ["x.7z!/a.csv", "x.7z"])
    assert {(item.status, item.reason) for item in items.values()} == {("unreadable", ENCRYPTED)}


def test_cut_off() -> None:
    (item,) = found("x.7z", packed(THREE)[:-20]).values()
    assert (item.status, item.reason) == ("unreadable", DAMAGED_INDEX)


def test_damaged_members_are_told() -> None:
    data = bytearray(packed(THREE, FILTERS["stored"]))
    data[100] ^= 1
    items = found("x.7z", bytes(data))
    assert (items["x.7z!/a.csv"].status, items["x.7z!/a.csv"].reason) == ("partly", WRONG_CHECKSUM)
    assert content(items["x.7z!/c.csv"]) == THREE["c.csv"]
    assert items["x.7z"].status == "partly"


def test_a_damaged_block_is_told() -> None:
    data = bytearray(packed({"a.bin": random.Random(2).randbytes(5_000)}, FILTERS["bzip2"]))
    data[40:80] = bytes(40)
    assert found("x.7z", bytes(data))["x.7z!/a.bin"].reason == DAMAGED


def test_ppmd_is_refused() -> None:
    """Its decoder can end the whole process, so it is not used; the writer here comes from the same package."""
    compressor = importlib.import_module("py7zr.compressor")
    codec = (compressor.PpmdCompressor, compressor.PpmdDecompressor)
    compressor.algorithm_class_map[py7zr.FILTER_PPMD] = codec
    data = packed({"a.csv": LIST}, [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}])
    item = found("x.7z", data)["x.7z!/a.csv"]
    assert item.status == "unreadable"
    assert "PPMd" in item.reason
    assert py7zr.FILTER_PPMD not in compressor.algorithm_class_map


def test_a_dictionary_of_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_MEMORY", 1000)
    assert "memory" in found("x.7z", packed({"a.csv": LIST}))["x.7z!/a.csv"].reason


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a.csv": LIST})
    monkeypatch.setitem(__import__("sys").modules, "py7zr", None)
    (item,) = found("x.7z", data).values()
    assert item.status == "unreadable"
    assert "py7zr" in item.reason
