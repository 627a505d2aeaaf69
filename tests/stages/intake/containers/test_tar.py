import io
import tarfile

import pytest

from betrokken.kit.sources import BytesSource
from betrokken.stages.intake.containers import tar as container
from betrokken.stages.intake.reasons import CUT_OFF, DAMAGED_INDEX, LINK, NO_FILE
from tests.stages.intake.samples import LIST, content, found, tarred

FORMS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
THREE = {"a.csv": LIST, "map/b.csv": LIST * 30, "c.csv": LIST * 2}


@pytest.mark.parametrize("form", FORMS)
def test_every_form(form: int) -> None:
    items = found("x.tar", tarred(THREE, form))
    assert {path: content(item) for path, item in items.items() if item.source} == {
        f"x.tar!/{name}": data for name, data in THREE.items()
    }
    assert (items["x.tar"].status, items["x.tar"].media_type) == ("read", "application/x-tar")


@pytest.mark.parametrize("form", FORMS[1:])
def test_long_names(form: int) -> None:
    name = "/".join(["zeer lange naam"] * 20)
    assert f"x.tar!/{name}" in found("x.tar", tarred({name: LIST}, form))


def test_names_that_are_no_utf8() -> None:
    data = bytearray(tarred({"patiXnt.csv": LIST}, tarfile.USTAR_FORMAT))
    data[4] = 0xEB
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + 8 * 32 + sum(data[156:512]))
    assert r"x.tar!/pati\xebnt.csv" in found("x.tar", bytes(data))


def test_names_cannot_climb_out() -> None:
    assert list(found("x.tar", tarred({"../../a.csv": LIST, "/b.csv": LIST})))[:2] == ["x.tar!/a.csv", "x.tar!/b.csv"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(tarfile.SYMTYPE, LINK), (tarfile.LNKTYPE, LINK), (tarfile.FIFOTYPE, NO_FILE), (tarfile.CHRTYPE, NO_FILE)],
)
def test_links_and_devices_are_listed_only(kind: bytes, reason: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("koppeling")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
        folder = tarfile.TarInfo("map")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    items = found("x.tar", buffer.getvalue())
    assert list(items) == ["x.tar!/koppeling", "x.tar"]
    assert (items["x.tar!/koppeling"].status, items["x.tar!/koppeling"].reason) == ("skipped", reason)
    assert items["x.tar"].status == "read"


def test_a_cut_off_member_is_had_up_to_the_cut() -> None:
    items = found("x.tar", tarred({"a.csv": LIST, "b.csv": LIST * 100}, tarfile.USTAR_FORMAT)[:3000])
    assert content(items["x.tar!/a.csv"]) == LIST
    assert (items["x.tar!/b.csv"].status, items["x.tar!/b.csv"].reason) == ("partly", CUT_OFF)
    assert content(items["x.tar!/b.csv"]) == (LIST * 100)[: 3000 - 1536]
    assert items["x.tar"].status == "partly"


def test_a_cut_between_members_is_told() -> None:
    items = found("x.tar", tarred(THREE, tarfile.USTAR_FORMAT)[:1024])
    assert list(items) == ["x.tar!/a.csv", "x.tar"]
    assert (items["x.tar"].status, items["x.tar"].reason) == ("partly", CUT_OFF)


def test_a_header_of_gigabytes_is_refused() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2**33 - 1
    items = found("x.tar", info.tobuf(tarfile.GNU_FORMAT) + bytes(4096))
    assert (items["x.tar"].status, items["x.tar"].reason) == ("unreadable", DAMAGED_INDEX)


def test_sparse_files_have_their_holes() -> None:
    info = tarfile.TarInfo("gaten.img")
    info.pax_headers = {"GNU.sparse.size": "2000", "GNU.sparse.numblocks": "1", "GNU.sparse.map": "1000,10"}
    info.size = 10
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(b"0123456789"))
    item = found("x.tar", buffer.getvalue())["x.tar!/gaten.img"]
    assert content(item) == bytes(1000) + b"0123456789" + bytes(990)


def test_recognised_by_its_checksum() -> None:
    data = bytearray(tarred(THREE, tarfile.USTAR_FORMAT))
    assert container.recognise(BytesSource(bytes(data))) == 1.0
    data[0] ^= 1
    assert container.recognise(BytesSource(bytes(data))) == 0.0
