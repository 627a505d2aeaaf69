import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.kit.sources import HEAD
from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import delimited
from tests.stages.reading.sources import fragments, places, rows, source, tables

SMALL = "Nr;Naam;Geboren\r\n1;Zoë;12-03-1960\r\n2;René;13-04-1961\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "mac_roman"])
def test_a_raw_grid_in_any_charset(charset: str) -> None:
    table = tables(fragments(delimited, SMALL, charset))[0]
    assert table.columns == ()
    assert table.rows == [("Nr", "Naam", "Geboren"), ("1", "Zoë", "12-03-1960"), ("2", "René", "13-04-1961")]
    assert places(table) == ["row 1", "row 2", "row 3"]
    assert delimited.recognise(source(SMALL, charset)) > 0.5


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    found = tables(fragments(delimited, 'a;b;c\n1;"x\ny";z\n\n2;x;y\n'))[0]
    assert dict(zip(places(found), found.rows, strict=True)) == {
        "row 1": ("a", "b", "c"),
        "row 2": ("1", "x\ny", "z"),
        "row 3": (),
        "row 4": ("2", "x", "y"),
    }


def test_the_line_that_names_the_separator_is_counted_but_no_row() -> None:
    table = tables(fragments(delimited, "sep=,\na,b\n1,2\n"))[0]
    assert table.rows == [("a", "b"), ("1", "2")]
    assert table.first == 2


def test_chunks_go_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "CHUNK", 10)
    found = tables(fragments(delimited, "".join(f"{n};a;b\n" for n in range(1, 26))))
    assert [(table.first, table.chunk, len(table.rows)) for table in found] == [(1, 0, 10), (11, 1, 10), (21, 2, 5)]
    assert found[2].rows[4] == ("25", "a", "b")


def test_a_quote_that_never_closes_in_a_file_larger_than_the_sample() -> None:
    lines = [f"{number};Jansen;x;y" for number in range(20_000)]
    lines[15_000] = '15000;"t Hart;x;y'
    text = "\n".join(lines)
    assert len(text) > 2 * HEAD
    found = rows(fragments(delimited, text))
    assert len(found) == 20_000
    assert found[15_000] == ("15000", '"t Hart', "x", "y")


def test_the_last_row_of_a_cut_off_file_is_there_as_far_as_it_goes() -> None:
    assert rows(fragments(delimited, "a;b;c\n1;2;3\n4;5;6\n7;8"))[-1] == ("7", "8")


def test_end_marks_and_zero_bytes_are_dropped() -> None:
    assert rows(fragments(delimited, "a;b;c\r\n1;2;\0 3\r\n\x1a"))[-1] == ("1", "2", " 3")


def test_columns_under_each_other() -> None:
    lines = [f"{name:<22}{number:<12}Leiden" for name, number in (("A. Jansen", 1), ("B. Vos", 22), ("C. Smit", 333))]
    found = rows(fragments(delimited, "\n".join(lines * 3)))
    assert found[1] == ("B. Vos", "22", "Leiden")


def test_carriage_returns_alone_end_lines() -> None:
    assert rows(fragments(delimited, "a;b;c\r1;2;3\r4;5;6\r"))[2] == ("4", "5", "6")


@pytest.mark.parametrize(
    "content",
    [bytes(500), b"naam\nJansen\nBakker\n", b"", b"\xff\xfe", b";" * 10],
)
def test_what_is_no_table(content: bytes) -> None:
    assert delimited.recognise(source(content)) == 0
    with pytest.raises(UnreadableError):
        fragments(delimited, content)


def test_binary_content_is_no_table() -> None:
    assert delimited.recognise(source(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)) == 0
    assert delimited.recognise(source(b"\x01\x02;\x03;\x04\n" * 40)) == 0


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFG ëéïöü'\".,-0123456789", min_size=1, max_size=15)


@given(
    table=st.lists(st.lists(WORD, min_size=4, max_size=4), min_size=4, max_size=20),
    separator=st.sampled_from([";", "\t", "|"]),
    charset=st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(deadline=None, max_examples=80)
def test_tables_come_back_from_any_dialect(table: list[list[str]], separator: str, charset: str, quoting: int) -> None:
    # Accents stand between letters, as they do in names; alone amid signs they tell nothing of the set.
    table = [[cell.translate(str.maketrans("ëéïöü", "eeiou")) + "Zoën" for cell in row] for row in table]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    found = rows(fragments(delimited, written.getvalue(), charset))
    assert [[cell.strip() for cell in row] for row in found] == [[cell.strip() for cell in row] for row in table]
