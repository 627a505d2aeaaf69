import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.edges import sealed
from betrokken.edges.gcm import TAG
from betrokken.edges.sealed import CHUNK, HEADER
from betrokken.model.errors import CaseError

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]


def _content(size: int) -> bytes:
    return bytes(n * 7 % 251 for n in range(size))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_comes_back(tmp_path: Path, size: int) -> None:
    assert sealed.seal(io.BytesIO(_content(size)), tmp_path / "a", KEY) == size
    with sealed.open_sealed(tmp_path / "a", KEY) as stream:
        assert stream.read() == _content(size)
        assert stream.seek(0, io.SEEK_END) == size
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


class _Dribble(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 1000))


def test_a_stream_that_gives_little_at_a_time_is_sealed_whole(tmp_path: Path) -> None:
    sealed.seal(_Dribble(_content(3 * CHUNK)), tmp_path / "a", KEY)  # type: ignore[arg-type]
    with sealed.open_sealed(tmp_path / "a", KEY) as stream:
        assert stream.read() == _content(3 * CHUNK)


@given(st.lists(st.tuples(st.integers(0, 3 * CHUNK), st.integers(0, CHUNK + 5)), max_size=8))
@settings(deadline=None, max_examples=30)
def test_any_place_reads_as_in_the_file(tmp_path_factory: pytest.TempPathFactory, reads: list[tuple[int, int]]) -> None:
    path, content = tmp_path_factory.mktemp("sealed") / "a", _content(2 * CHUNK + 100)
    sealed.seal(io.BytesIO(content), path, KEY)
    with sealed.open_sealed(path, KEY) as stream:
        for at, size in reads:
            stream.seek(at)
            assert stream.read(size) == content[at : at + size]


def test_the_same_file_sealed_twice_looks_different(tmp_path: Path) -> None:
    for name in "ab":
        sealed.seal(io.BytesIO(_content(100)), tmp_path / name, KEY)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def _read(path: Path, key: bytes = KEY) -> bytes:
    with sealed.open_sealed(path, key) as stream:
        return stream.read()


@pytest.mark.parametrize("at", [0, len(sealed.MAGIC), HEADER, HEADER + CHUNK, HEADER + CHUNK + TAG + 5, -1])
def test_one_changed_bit_is_found(tmp_path: Path, at: int) -> None:
    sealed.seal(io.BytesIO(_content(2 * CHUNK)), tmp_path / "a", KEY)
    data = bytearray((tmp_path / "a").read_bytes())
    data[at] ^= 1
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(CaseError):
        _read(tmp_path / "a")


@pytest.mark.parametrize("left", [0, 5, HEADER, HEADER + 3, HEADER + CHUNK + TAG, HEADER + 2 * (CHUNK + TAG), -1])
def test_a_file_cut_off_is_found_when_it_is_opened(tmp_path: Path, left: int) -> None:
    sealed.seal(io.BytesIO(_content(3 * CHUNK)), tmp_path / "a", KEY)
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:left])
    with pytest.raises(CaseError):
        sealed.open_sealed(tmp_path / "a", KEY)


def test_chunks_cannot_change_places(tmp_path: Path) -> None:
    sealed.seal(io.BytesIO(_content(3 * CHUNK)), tmp_path / "a", KEY)
    data, size = (tmp_path / "a").read_bytes(), CHUNK + TAG
    first, second, rest = (
        data[HEADER : HEADER + size],
        data[HEADER + size : HEADER + 2 * size],
        data[HEADER + 2 * size :],
    )
    (tmp_path / "a").write_bytes(data[:HEADER] + second + first + rest)
    with pytest.raises(CaseError):
        _read(tmp_path / "a")


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    sealed.seal(io.BytesIO(b"x"), tmp_path / "a", KEY)
    with pytest.raises(CaseError):
        _read(tmp_path / "a", bytes(32))


def test_a_source_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        sealed.seal(Failing(), tmp_path / "a", KEY)
    assert list(tmp_path.iterdir()) == []
