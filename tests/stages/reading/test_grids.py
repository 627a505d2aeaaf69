"""Grids of records, forms of labels and values, and layout."""

from betrokken.model.fragments import Table
from betrokken.stages.reading.grids import form_lines, tables


def test_labels_with_colons_make_a_form() -> None:
    rows = [["Naam:", "Bos", "BSN:", "1"], ["Geboren:", "3-5-1971", "Plaats:", "Leiden"]]
    assert form_lines(rows) == ["Naam: Bos   BSN: 1", "Geboren: 3-5-1971   Plaats: Leiden"]


def test_two_columns_of_unlike_values_make_a_form() -> None:
    assert form_lines([["Naam", "A. Bos"], ["Geboren", "3-5-1971"], ["BSN", "123456782"]]) is not None


def test_two_columns_of_like_values_are_a_grid() -> None:
    assert form_lines([["Naam", "BSN"], ["A. Bos", "123456782"], ["B. Dam", "999990019"]]) is None


def test_one_row_or_one_column_is_layout() -> None:
    assert form_lines([["links", "", "rechts"]]) == ["links   rechts"]
    assert form_lines([["een"], [""], ["twee"]]) == ["een", "twee"]
    assert form_lines([]) == []


def test_chunks_count_on() -> None:
    found = list(tables([("a", str(n)) for n in range(5_001)], "table 1"))
    assert [(t.first, t.chunk, len(t.rows)) for t in found if isinstance(t, Table)] == [(1, 0, 5_000), (5_001, 1, 1)]
