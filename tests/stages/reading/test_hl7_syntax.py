"""Splitting and escaping of HL7 text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.hl7_syntax import Syntax, messages, segments, syntax, unescape

_USUAL = Syntax()
_NAMES = {"\\": "E", "|": "F", "^": "S", "&": "T", "~": "R"}


def _escaped(value: str) -> str:
    return "".join(f"\\{_NAMES[c]}\\" if c in _NAMES else c for c in value)


@given(st.text(st.sampled_from("|^~\\&aé .br") | st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=60))
@settings(deadline=None, max_examples=150)
def test_unescape_undoes_escaping(value: str) -> None:
    assert unescape(_escaped(value), _USUAL) == value


@given(st.text("\\XCMZ.brFSTRE0aÿ ", max_size=60))
@settings(deadline=None, max_examples=150)
def test_any_text_can_be_unescaped(value: str) -> None:
    assert len(unescape(value, _USUAL)) <= len(value) + value.count("\\")


@given(st.lists(st.integers(0, 3), max_size=6), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_blocks_do_not_change_the_messages(counts: list[int], size: int) -> None:
    text = "voor\n" + "".join("MSH|^~\\&|A\n" + "PID|1\n" * count for count in counts)
    lines = text.splitlines(keepends=True)
    blocks = ["".join(lines[at : at + size]) for at in range(0, len(lines), size)]
    assert list(messages(blocks)) == list(messages([text]))


def test_short_headers_fall_back_to_the_usual_separators() -> None:
    assert syntax("MSH|^~") == _USUAL
    assert syntax("MSH").field == "|"


def test_lines_that_are_no_segments_are_handed_back() -> None:
    assert segments("PID|1\nlos\nPV2\nOBX|2\nmeer\n", "|") == (["PID|1", "OBX|2\nmeer"], ["los"])
