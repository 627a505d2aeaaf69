import gzip
import io
import tarfile
import time
import zipfile

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake import meter as metering
from betrokken.stages.intake import stage, taking
from betrokken.stages.intake.meter import BOMB, SPENT, TOO_MANY, Meter
from betrokken.stages.intake.reasons import HOLDS_ITSELF
from betrokken.stages.intake.stage import TOO_DEEP
from tests.stages.intake.samples import LIST, found, tarred, zipped


@pytest.fixture
def low_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs of a few megabytes instead of hundreds."""
    monkeypatch.setattr(metering, "FLOOR", 1_000_000)
    monkeypatch.setattr(taking, "FLOOR", 1_000_000)


@pytest.mark.usefixtures("low_floor")
def test_a_bomb_is_stopped_and_its_neighbours_are_read() -> None:
    stored = zipfile.ZIP_STORED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom.txt", bytes(20_000_000))
        archive.writestr("lijst.csv", LIST)
        archive.writestr("vulling.bin", bytes(100_000), stored)
    items = found("x.zip", buffer.getvalue())
    assert (items["x.zip!/bom.txt"].status, items["x.zip!/bom.txt"].reason) == ("skipped", BOMB)
    assert items["x.zip!/lijst.csv"].status == "read"
    assert (items["x.zip"].status, items["x.zip"].reason) == (
        "partly",
        f"1 of 3 members not had in full; first: {BOMB}",
    )


@pytest.mark.usefixtures("low_floor")
def test_a_lying_size_does_not_help_a_bomb() -> None:
    data = bytearray(zipped({"bom.txt": bytes(20_000_000)}))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (5).to_bytes(4, "little")
    assert found("x.zip", bytes(data))["x.zip!/bom.txt"].reason == BOMB


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"x": data})])
def test_a_real_bomb_costs_little(pack) -> None:  # type: ignore[no-untyped-def]
    data = pack(bytes(250_000_000))
    start = time.perf_counter()
    items = found("x.gz", data)
    assert items["x.gz"].status == "skipped"
    assert time.perf_counter() - start < 3


@pytest.mark.usefixtures("low_floor")
def test_nested_archives_share_one_budget() -> None:
    inner = zipped({str(number): bytes(900_000) for number in range(5)})
    items = found("x.zip", zipped({f"{number}.zip": inner for number in range(5)}))
    unpacked = sum(item.size or 0 for item in items.values() if item.status == "read")
    assert unpacked <= 1_100_000
    assert SPENT in {item.reason for item in items.values()}
    assert len([path for path in items if path.count("!/") == 1]) == 5


def test_budget_grows_with_the_container_up_to_a_ceiling() -> None:
    meter = Meter(10_000_000)
    meter.unpack(1_000_000_000)
    with pytest.raises(UnreadableError) as error:
        meter.unpack(1)
    assert error.value.status == "skipped"
    huge = Meter(10**12)
    with pytest.raises(UnreadableError):
        huge.unpack(metering.CEILING + 1)
    assert huge.spent


def test_a_droste_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"x.csv": LIST})
    monkeypatch.setattr("betrokken.stages.intake.containers.zip._open", lambda shared, entry: io.BytesIO(data))
    items = found("x.zip", data)
    assert list(items) == ["x.zip!/x.csv", "x.zip"]
    assert (items["x.zip!/x.csv"].status, items["x.zip!/x.csv"].reason) == ("skipped", HOLDS_ITSELF)
    assert items["x.zip"].status == "read"


def test_a_quine_is_stopped_two_levels_down(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = [zipped({"a": LIST}), zipped({"b": LIST})]
    other = {b"a": pair[1], b"b": pair[0]}
    monkeypatch.setattr(
        "betrokken.stages.intake.containers.zip._open", lambda shared, entry: io.BytesIO(other[entry.raw_name])
    )
    assert [item.reason for item in found("x.zip", pair[0]).values()] == [HOLDS_ITSELF, "", ""]


def test_nesting_ends() -> None:
    data = LIST
    for _ in range(stage.DEPTH + 2):
        data = zipped({"x.zip": data})
    items = found("x.zip", data)
    deepest = max(items, key=len)
    assert deepest.count("!/") == stage.DEPTH
    assert (items[deepest].status, items[deepest].reason) == ("skipped", TOO_DEEP)
    assert items[deepest].sha256 is not None


def test_members_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metering, "ENTRIES", 5)
    inner = tarred({f"{number}.csv": LIST for number in range(3)})
    items = found("x.zip", zipped({"a.tar": inner, "b.tar": inner, "c.csv": LIST}))
    assert items["x.zip!/b.tar"].reason == items["x.zip"].reason == TOO_MANY
    assert items["x.zip"].status == "partly"


@pytest.mark.usefixtures("low_floor")
def test_a_sparse_file_is_a_bomb_too() -> None:
    info = tarfile.TarInfo("gaten.img")
    info.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.name": "gaten.img",
        "GNU.sparse.realsize": str(10**12),
        "GNU.sparse.map": "0,10",
    }
    info.size = 10
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(b"0123456789"))
    assert found("x.tar", buffer.getvalue())["x.tar!/gaten.img"].status == "skipped"
