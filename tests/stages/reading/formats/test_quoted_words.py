"""Rows of quoted texts and bare words with a space between."""

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.formats import delimited, quoted_words
from tests.stages.reading.sources import fragments, source, tables

_ROWS = '"D1" "van der" ? "A ""B""" 17/06/1994 no\n"D2" "Bos, A." ? "C" 18/06/1994 yes\n'


def test_texts_numbers_and_nothing() -> None:
    data = _ROWS + ".\nPSC\nfilename=aanvr\n"
    assert quoted_words.recognise(source(data)) > delimited.recognise(source(data))
    assert tables(fragments(quoted_words, data))[0].rows == [
        ("D1", "van der", "", 'A "B"', "17/06/1994", "no"),
        ("D2", "Bos, A.", "", "C", "18/06/1994", "yes"),
    ]


def test_prose_and_separated_cells_are_none() -> None:
    for data in ('"Ja" zei hij "en nee" zei zij.\n"Wat" zei hij toen.\n', '"a";"b";"c d";"e";"f"\n' * 3):
        assert quoted_words.recognise(source(data)) == 0.0


@settings(max_examples=30)
@given(st.lists(st.lists(st.text('ab "?', max_size=6), min_size=6, max_size=6), min_size=2, max_size=5))
def test_what_was_written_comes_back(rows: list[list[str]]) -> None:
    data = "".join(" ".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    assert [list(row) for row in tables(fragments(quoted_words, data))[0].rows] == rows
