"""Splitting of EDIFACT text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.edifact_syntax import marks_of, segments

_VALUE = st.text(st.sampled_from("+:'?aé 1") | st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=12)
_ELEMENTS = st.lists(st.lists(_VALUE, min_size=1, max_size=3), max_size=4)


def _released(value: str) -> str:
    return "".join(f"?{c}" if c in "?+:'" else c for c in value)


def _written(tag: str, elements: list[list[str]]) -> str:
    return "+".join([tag, *(":".join(map(_released, parts)) for parts in elements)]) + "'"


@given(st.lists(_ELEMENTS, min_size=1, max_size=5))
@settings(deadline=None, max_examples=150)
def test_split_undoes_writing(content: list[list[list[str]]]) -> None:
    written = "".join(_written("FTX", elements) for elements in content)
    found = [[s.element(n) for n in range(1, len(s))] for s in segments([written])]
    assert found == [[[v.rstrip("\x00") for v in parts] for parts in elements] for elements in content]


@given(st.lists(_ELEMENTS, min_size=1, max_size=6), st.integers(1, 30))
@settings(deadline=None, max_examples=80)
def test_blocks_do_not_change_the_segments(content: list[list[list[str]]], size: int) -> None:
    written = "UNA:+.? '" + "".join(_written("FTX", elements) for elements in content)
    blocks = [written[at : at + size] for at in range(0, len(written), size)]
    whole = [[s.element(n) for n in range(len(s))] for s in segments([written])]
    assert [[s.element(n) for n in range(len(s))] for s in segments(blocks)] == whole


@given(st.text("UNA+:'?\n FTX", max_size=80))
@settings(deadline=None, max_examples=100)
def test_any_text_can_be_split(text: str) -> None:
    assert all(len(segment.tag) == 3 for segment in segments([text]))


def test_separators_are_told_by_the_first_segment() -> None:
    marks = marks_of("UNA#*.! ~UNB")
    assert (marks.component, marks.element, marks.release, marks.terminator) == ("#", "*", "!", "~")


def test_an_ordinary_character_that_was_released() -> None:
    (segment,) = segments(["NAD+PAT:?Utrecht+?Zwolle'"])
    assert (segment.value(1, 1), segment.value(2)) == ("Utrecht", "Zwolle")
