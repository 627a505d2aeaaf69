import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.edges.fence import frames

_FRAMES = st.lists(st.tuples(st.sampled_from([b"S", b"C", b"D"]), st.integers(0, 2**32 - 1), st.binary(max_size=40)))


@given(_FRAMES, st.integers(1, 30))
@settings(deadline=None)
def test_frames_come_whole_however_the_bytes_are_cut(sent: list[tuple[bytes, int, bytes]], step: int) -> None:
    stream = b"".join(frames.pack(*frame) for frame in sent)
    inbox = frames.Inbox(most=40)
    got = [frame for at in range(0, len(stream), step) for frame in inbox.feed(stream[at : at + step])]
    assert got == sent


def test_a_length_is_not_believed() -> None:
    with pytest.raises(frames.FrameError):
        list(frames.Inbox(most=10).feed(frames.pack(b"C", 0, bytes(11))[:9]))
