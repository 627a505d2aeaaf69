import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.records import CELL, Separated, rows


def read(text: str, how: Separated) -> list[list[str]]:
    return list(rows(io.StringIO(text, newline=""), how))


FOUR = Separated(";", width=4)


def test_quotes_hold_separators_and_line_ends() -> None:
    assert read('1;"a;b";c;"een\r\ntwee"\r\n2;x;y;z\r\n', FOUR) == [
        ["1", "a;b", "c", "een\r\ntwee"],
        ["2", "x", "y", "z"],
    ]


def test_a_quote_that_never_closes_costs_one_row() -> None:
    table = ["1;a;b;c", '2;"t Hart;b;c', *(f"{number};x;y;z" for number in range(3, 500))]
    found = read("\n".join(table), FOUR)
    assert len(found) == 499
    assert found[1] == ["2", '"t Hart', "b", "c"]
    assert found[2] == ["3", "x", "y", "z"]


def test_two_open_quotes_do_not_swallow_the_rows_between() -> None:
    table = '1;"t Hart;b;c\n2;a;b;c\n3;a;b;c\n4;"t Veld;b;c\n5;a;b;c\n'
    assert [row[0] for row in read(table, FOUR)] == ["1", "2", "3", "4", "5"]
    assert [row[0] for row in read('1;"t Hart;b;c\n2;"a";b;c\n', FOUR)] == ["1", "2"]


def test_a_stray_quote_inside_a_quoted_cell_costs_no_other_row() -> None:
    assert read('"1";"de "Hoek"";"b";"c"\n"2";"a";"b";"c"\n', FOUR) == [
        ["1", 'de "Hoek"', "b", "c"],
        ["2", "a", "b", "c"],
    ]


def test_a_note_of_many_lines_stays_one_cell() -> None:
    note = "\n".join(f"regel {number}" for number in range(100))
    assert read(f'1;"{note}";b;c\n2;a;b;c\n', FOUR) == [["1", note, "b", "c"], ["2", "a", "b", "c"]]


def test_two_notes_of_several_lines_in_one_row() -> None:
    assert read('"a\nb";x;"c\nd";"e\nf"\n', FOUR) == [["a\nb", "x", "c\nd", "e\nf"]]


def test_lines_that_are_quoted_as_a_whole_are_opened() -> None:
    assert read('"1;a;b;c"\n"2;a;""b"";c"\n', FOUR) == [["1", "a", "b", "c"], ["2", "a", "b", "c"]]


def test_blank_lines_count_as_rows() -> None:
    assert read("1;a;b;c\n\n2;a;b;c\n", FOUR) == [["1", "a", "b", "c"], [], ["2", "a", "b", "c"]]


def test_backslash_escapes_where_the_text_uses_them() -> None:
    how = Separated(",", escape="\\", width=2)
    assert read('"zei \\"ja\\", toen";2\n'.replace(";", ","), how) == [['zei "ja", toen', "2"]]


def test_a_cell_above_the_limit_of_the_csv_module_is_still_a_cell() -> None:
    long_cell = "x" * (CELL + 10)
    assert read(f"1;{long_cell};b;c\n2;a;b;c\n", FOUR) == [["1", long_cell, "b", "c"], ["2", "a", "b", "c"]]


def test_many_open_quotes_stay_linear() -> None:
    table = [f'{number};"open;b;c' for number in range(2_000)]
    assert len(read("\n".join(table), FOUR)) == 2_000


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\x1a"), max_size=12)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "^"])
@given(
    table=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None, max_examples=60)
def test_what_a_csv_writer_wrote_comes_back(separator: str, table: list[list[str]], quoting: int, end: str) -> None:
    # A quoted cell with line ends and as many separators as a row has is taken for a swallowed row: left out here.
    table = [[cell.replace(separator, "") if "\n" in cell else cell for cell in row] for row in table]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=quoting, lineterminator=end).writerows(table)  # type: ignore[arg-type]
    assert read(written.getvalue(), Separated(separator, width=3)) == table
