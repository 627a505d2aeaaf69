import pytest

from betrokken.stages.intake.reasons import CUT_OFF
from tests.stages.intake.samples import LIST, PACKERS, content, found

MEDIA = {"gz": "application/gzip", "bz2": "application/x-bzip2", "xz": "application/x-xz"}


@pytest.fixture(params=PACKERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_one_file_inside(kind: str) -> None:
    items = found(f"map/x.csv.{kind}", PACKERS[kind](LIST))
    assert list(items) == [f"map/x.csv.{kind}!/x.csv", f"map/x.csv.{kind}"]
    assert content(items[f"map/x.csv.{kind}!/x.csv"]) == LIST
    assert (items[f"map/x.csv.{kind}"].media_type, items[f"map/x.csv.{kind}"].status) == (MEDIA[kind], "read")


def test_a_name_without_the_suffix(kind: str) -> None:
    assert list(found("dump.sql", PACKERS[kind](LIST))) == ["dump.sql!/dump.sql", "dump.sql"]


def test_streams_after_each_other_are_one_content(kind: str) -> None:
    data = PACKERS[kind](LIST) + bytes(8) + PACKERS[kind](LIST)
    assert content(found(f"x.{kind}", data)[f"x.{kind}!/x"]) == LIST * 2


def test_what_follows_and_is_no_stream_is_left(kind: str) -> None:
    assert content(found(f"x.{kind}", PACKERS[kind](LIST) + b"rommel")[f"x.{kind}!/x"]) == LIST


def test_a_cut_off_file_is_had_up_to_the_cut(kind: str) -> None:
    lines = b"".join(b"%d;Voorbeeld;%d\n" % (number, number**5) for number in range(30_000))
    data = PACKERS[kind](lines)
    items = found(f"x.csv.{kind}", data[: len(data) * 3 // 4])
    item = items[f"x.csv.{kind}!/x.csv"]
    assert (item.status, item.reason) == ("partly", CUT_OFF)
    assert lines.startswith(content(item))
    assert len(content(item)) > len(lines) // 4
    assert (items[f"x.csv.{kind}"].status, items[f"x.csv.{kind}"].reason) == ("partly", CUT_OFF)


def test_a_file_of_a_few_bytes_is_unreadable(kind: str) -> None:
    items = found(f"x.{kind}", PACKERS[kind](LIST)[:10])
    assert items[f"x.{kind}!/x"].status == items[f"x.{kind}"].status == "unreadable"
    assert items[f"x.{kind}!/x"].sha256 is None


def test_text_that_starts_like_bzip2() -> None:
    assert list(found("x", b"BZh9 is een postcode noch een naam")) == ["x"]
