import pytest

from betrokken.kit.sources import BytesSource
from betrokken.stages.reading.formats import plain_text
from tests.stages.reading.sources import fragments, source, texts


def test_one_text_with_plain_line_ends() -> None:
    found = texts(fragments(plain_text, "Brief\r\n\r\nBeste Zoë,\rdag\n", "cp1252"))
    assert [(text.place, text.text, text.first_line) for text in found] == [("", "Brief\n\nBeste Zoë,\ndag\n", 1)]


def test_form_feeds_part_pages() -> None:
    found = texts(fragments(plain_text, "een\ntwee\n\fdrie\n\fvier\n"))
    assert [(text.place, text.text, text.first_line) for text in found] == [
        ("page 1", "een\ntwee\n", 1),
        ("page 2", "drie\n", 3),
        ("page 3", "vier\n", 4),
    ]


def test_a_form_feed_at_the_end_makes_no_pages() -> None:
    assert [text.place for text in texts(fragments(plain_text, "een\n\f\n"))] == [""]


def test_large_texts_are_cut_at_blank_lines_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "LONGEST", 100)
    whole = "".join(f"regel {number}\n{'x' * 30}\n\n" for number in range(1, 40))
    found = texts(fragments(plain_text, whole))
    assert "".join(text.text for text in found) == whole
    assert all(len(text.text) <= 102 and text.text.endswith("\n\n") for text in found)
    lines = whole.split("\n")
    assert all(lines[text.first_line - 1] == text.text.split("\n")[0] for text in found)


def test_an_endless_line_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "LONGEST", 100)
    found = texts(fragments(plain_text, "y" * 950))
    assert [len(text.text) for text in found] == [100] * 9 + [50]


def test_binary_content_is_no_text() -> None:
    assert plain_text.recognise(source("Zomaar een regel.\n")) == 0.1
    assert plain_text.recognise(source(bytes(range(256)))) == 0
    assert plain_text.recognise(BytesSource(bytes(1000))) == 0
    assert plain_text.recognise(source(b"tekst\n" + bytes(500) + b"nog meer tekst\n")) == 0.1
