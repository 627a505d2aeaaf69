import io
import random
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake.streams import Chunked, Window, buffered, some

DATA = random.Random(7).randbytes(5_000)


def chunks() -> Iterator[bytes]:
    yield b""
    for at in range(0, len(DATA), 700):
        yield DATA[at : at + 700]


def breaking() -> Iterator[bytes]:
    yield DATA[:100]
    raise UnreadableError("cut off", "partly")


MOVES = st.lists(st.tuples(st.integers(0, 5_200), st.integers(0, 900)), max_size=8)


@settings(deadline=None, max_examples=60)
@given(MOVES)
def test_chunks_read_like_the_whole(moves: list[tuple[int, int]]) -> None:
    stream, whole = buffered(Chunked(chunks)), io.BytesIO(DATA)
    for place, count in moves:
        stream.seek(place)
        whole.seek(place)
        assert stream.read(count) == whole.read(count)


@settings(deadline=None, max_examples=60)
@given(MOVES, MOVES)
def test_windows_share_a_stream(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    shared = buffered(Chunked(chunks))
    windows = buffered(Window(shared, 500, 2_000)), buffered(Window(shared, 2_400, 2_600))
    wholes = io.BytesIO(DATA[500:2_500]), io.BytesIO(DATA[2_400:])
    for moves in zip(left, right, strict=False):
        for (place, count), window, whole in zip(moves, windows, wholes, strict=True):
            window.seek(place)
            whole.seek(place)
            assert window.read(count) == whole.read(count)


def test_the_end_is_found() -> None:
    assert buffered(Chunked(chunks)).seek(-10, io.SEEK_END) == len(DATA) - 10
    assert buffered(Window(io.BytesIO(DATA), 10, 50)).seek(0, io.SEEK_END) == 50


def test_bytes_before_an_error_are_had() -> None:
    stream = buffered(Chunked(breaking))
    assert some(stream, 1_000) == DATA[:100]
    with pytest.raises(UnreadableError):
        some(stream, 1_000)


def test_a_window_past_the_end_is_cut_off() -> None:
    window = buffered(Window(io.BytesIO(DATA), 4_990, 50))
    assert some(window, 100) == DATA[4_990:]
    with pytest.raises(UnreadableError) as error:
        some(window, 100)
    assert error.value.status == "partly"


def test_a_window_checks_its_sum_once_read_whole() -> None:
    assert buffered(Window(io.BytesIO(DATA), 0, 100, zlib.crc32(DATA[:100]))).read() == DATA[:100]
    with pytest.raises(UnreadableError, match="checksum"):
        buffered(Window(io.BytesIO(DATA), 0, 100, 1)).read()


def test_a_window_closes_only_what_it_owns() -> None:
    shared = io.BytesIO(DATA)
    buffered(Window(shared, 0, 5)).close()
    assert not shared.closed
    buffered(Window(shared, 0, 5, owned=True)).close()
    assert shared.closed
