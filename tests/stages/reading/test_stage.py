from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Limits, Source, Table, Text, Trouble
from betrokken.stages.reading import stage
from tests.stages.reading.sources import source

TABLE = "Nr;Naam;Plaats\n" + "".join(f"{n};Jansën;Leiden\n" for n in range(1, 21))
SAMPLES = {
    "delimited": TABLE,
    "plain_text": "Beste Zoë,\n\nHierbij de uitslag.\n",
    "json_lines": '{"a": 1}\n{"a": 2}\n',
    "json_document": '{"rijen": [{"a": 1}, {"a": 2}]}',
    "sql_dump": "INSERT INTO patient (id, naam) VALUES (1, 'Jansën');\n",
    "rtf": r"{\rtf1 tekst}",
}


def test_every_format_has_its_members_and_a_name_of_its_own() -> None:
    names = [form.NAME for form in stage.formats()]
    assert {"delimited", "plain_text", "json_lines", "json_document", "sql_dump", "sqlite", "rtf"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "content"), SAMPLES.items())
def test_content_finds_its_format_and_no_two_are_as_sure(name: str, content: str) -> None:
    reading = stage.read(source(content), Limits())
    assert reading.format == name
    assert list(reading.fragments)
    scores = sorted((form.recognise(source(content)) for form in stage.formats()), reverse=True)
    assert scores[0] > scores[1]


def test_the_charset_is_told_for_text_only() -> None:
    assert stage.read(source(TABLE, "cp1252"), Limits()).charset == "cp1252"
    assert stage.read(source(b"SQLite format 3\0" + bytes(100)), Limits()).charset == ""


def test_two_formats_that_are_equally_sure_are_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (SimpleNamespace(NAME=name, recognise=lambda _: 0.9) for name in ("one", "other"))
    monkeypatch.setattr(stage, "formats", lambda: (one, other))
    with pytest.raises(ValueError, match="one and other are equally sure"):
        stage.choose(source("x"))


@pytest.mark.parametrize(
    ("content", "reason", "status"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "an image", "skipped"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)), "an image", "skipped"),
        (b"ID3\x04" + bytes(range(256)), "sound", "skipped"),
        (b"\0\0\0\x20ftypisom" + bytes(range(256)), "a film", "skipped"),
        (b"\x7fELF\x02\x01" + bytes(range(256)), "a program", "skipped"),
        (b"MZ\x90\0" + bytes(range(256)), "a program", "skipped"),
        (b"\0\x01\0\0Standard Jet DB\0" + bytes(range(256)), "an Access database", "unreadable"),
        (bytes(128) + b"DICM" + bytes(range(256)), "a DICOM image", "unreadable"),
        (bytes(2000), "nothing but zero bytes", "unreadable"),
        (bytes(range(255, 0, -1)), "no format of ours", "unreadable"),
        (b"", "no bytes", "empty"),
    ],
)
def test_what_no_format_knows_is_told_by_its_kind(content: bytes, reason: str, status: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        stage.read(source(content), Limits())
    assert raised.value.reason.startswith(reason)
    assert raised.value.status == status


def _rows(fragments: Iterator[Fragment]) -> tuple[int, list[str]]:
    found = list(fragments)
    troubles = [fragment.reason for fragment in found if isinstance(fragment, Trouble)]
    return sum(len(fragment.rows) for fragment in found if isinstance(fragment, Table)), troubles


def test_caps_stop_the_reading_and_say_so() -> None:
    assert _rows(stage.read(source(TABLE), Limits(rows=5)).fragments) == (5, ["more than 5 rows"])
    assert _rows(stage.read(source(TABLE), Limits(characters=40)).fragments) == (3, ["more than 40 characters"])
    assert _rows(stage.read(source(TABLE), Limits()).fragments) == (21, [])


def test_long_cells_are_cut_and_counted() -> None:
    found = list(stage.read(source("a;b;c\n1;2;3\n1;" + "x" * 500 + ";3\n"), Limits(cell=100)).fragments)
    assert isinstance(found[0], Table)
    assert [len(row[1]) for row in found[0].rows] == [1, 1, 100]
    assert found[1] == Trouble("", "cells cut at 100 characters, in 1 rows")


def test_long_texts_and_many_parts_are_cut() -> None:
    found = list(stage.read(source("een zin. " * 50), Limits(characters=20)).fragments)
    assert isinstance(found[0], Text)
    assert len(found[0].text) == 20
    assert isinstance(found[1], Trouble)
    pages = list(stage.read(source("blad\n\f" * 10 + "einde"), Limits(parts=3)).fragments)
    assert [type(fragment) for fragment in pages] == [Text, Text, Text, Trouble]


def test_a_fault_after_the_first_fragment_costs_only_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(given: list[Fragment]) -> Any:
        def read(_: Source) -> Iterator[Fragment]:
            yield from given
            raise UnreadableError("damaged")

        return SimpleNamespace(NAME="broken", MEDIA_TYPE="application/x", recognise=lambda _: 1.0, read=read)

    nothing = SimpleNamespace(NAME="none", MEDIA_TYPE="", recognise=lambda _: 0.0)
    monkeypatch.setattr(stage, "formats", lambda: (nothing, broken([Text("", "tekst")])))
    assert list(stage.read(source("x"), Limits()).fragments) == [Text("", "tekst"), Trouble("", "damaged")]
    monkeypatch.setattr(stage, "formats", lambda: (nothing, broken([])))
    with pytest.raises(UnreadableError):
        list(stage.read(source("x"), Limits()).fragments)


def test_limits_grow_with_the_item() -> None:
    assert stage.limits_for(1000) == Limits()
    assert stage.limits_for(10**9).characters == 4 * 10**9
