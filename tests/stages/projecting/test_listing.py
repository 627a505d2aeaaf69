"""Listings of several forms, and the file of the listing a read file is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betrokken.stages.projecting import matching
from betrokken.stages.projecting.listing import parse
from betrokken.stages.projecting.listing_values import Row, day, size

DUTCH = """Map;Bestandsnaam;Grootte (bytes);Gewijzigd;Soort
D:\\lab\\Exports;uitslagen, deel 1.csv;1.234.567;5-1-2024 12:00;csv
D:\\lab\\Brieven;brief.pdf;12 KB;31-12-2023;pdf
D:\\lab\\Brieven;zonder.pdf;;31-12-2023;pdf
D:\\lab\\Brieven;brief.pdf;99;31-12-2023;pdf
D:\\lab\\Brieven;;77;31-12-2023;pdf
"""
UNIX = """/srv/lab:
total 12
drwxr-xr-x 2 root root 4096 Jan  5  2024 Exports
-rw-r--r-- 1 root root  100 Jan  5  2024 a b.txt

/srv/lab/Exports:
total 8
-rw-r--r-- 1 root root 1,234 2023-05-06 10:11 x.csv
-rw-r--r-- 1 root root 77 Feb  1 10:11 y.csv
stray words
"""
WINDOWS = """ Volume in drive D is DATA
 Volume Serial Number is 0000-0000

 Directory of D:\\lab\\Exports

05-01-2024  12:00    <DIR>          .
05-01-2024  12:00         1.234.567 uitslagen 2023.csv
               1 File(s)      1.234.567 bytes
"""


def test_a_dutch_list_gives_its_files_and_its_bad_lines() -> None:
    found = parse(DUTCH)
    assert [(row.path, row.size, row.day) for row in found.rows] == [
        ("lab/Exports/uitslagen, deel 1.csv", 1_234_567, date(2024, 1, 5)),
        ("lab/Brieven/brief.pdf", 12 * 1024, date(2023, 12, 31)),
    ]
    assert [(bad.line, bad.reason.split(";")[0]) for bad in found.bad] == [
        (4, "no size"),
        (5, "the path stands there already"),
        (6, "no path"),
    ]


def test_screens_of_unix_and_windows() -> None:
    unix = parse(UNIX)
    assert [(row.path, row.size, row.day and row.day.year) for row in unix.rows] == [
        ("srv/lab/a b.txt", 100, 2024),
        ("srv/lab/Exports/x.csv", 1234, 2023),
        ("srv/lab/Exports/y.csv", 77, None),
    ]
    assert [bad.line for bad in unix.bad] == [10]
    windows = parse(WINDOWS)
    assert [(row.path, row.size) for row in windows.rows] == [("lab/Exports/uitslagen 2023.csv", 1_234_567)]
    assert windows.bad == ()


def test_a_list_without_header_is_read_by_its_values() -> None:
    found = parse("1200,lab/a.csv,2024-02-03\n90,lab/b/c.csv,2024-02-04\nmany,lab/d.csv,2024-02-05\n")
    assert [(row.path, row.size, row.day) for row in found.rows] == [
        ("lab/a.csv", 1200, date(2024, 2, 3)),
        ("lab/b/c.csv", 90, date(2024, 2, 4)),
    ]
    assert [(bad.line, bad.reason) for bad in found.bad] == [(3, "the size is no number")]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), max_size=30))
def test_no_text_breaks_the_reading_of_a_list(lines: list[str]) -> None:
    found = parse("\n".join(lines))
    assert all(row.path and row.size >= 0 for row in found.rows)


@given(st.integers(0, 10**13), st.sampled_from([".", ",", " ", "'", "\u00a0"]))
def test_a_size_is_the_same_with_any_separator(count: int, separator: str) -> None:
    assert size(f"{count:,}".replace(",", separator)) == count
    assert size(str(count)) == count


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("1,5 MB", 1_572_864),
        ("12 KB", 12_288),
        ("3 GiB", 3 * 2**30),
        ("1.5", None),
        ("", None),
        ("x", None),
        ("-5", None),
    ],
)
def test_sizes_with_units(text: str, is_: int | None) -> None:
    assert size(text) == is_


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_days(one: date) -> None:
    assert day(one.isoformat()) == day(f"{one.day}-{one.month}-{one.year}") == one


def test_a_file_is_found_by_the_end_of_its_path() -> None:
    rows = [
        Row("lab/a/x.csv", 10),
        Row("lab/b/x.csv", 20),
        Row("lab/b/Y.csv", 30),
        Row("c/z.csv", 5),
        Row("d/z.csv", 5),
    ]
    read = [("drop/lab/a/x.csv", 10), ("b/x.csv", 20), ("y.CSV", 31), ("q/x.csv", 20), ("z.csv", 5), ("n.csv", 1)]
    assert matching.match(read, rows) == [0, 1, 2, 1, matching.SEVERAL, matching.NOT_LISTED]


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map("/".join), unique=True, max_size=20))
def test_every_listed_file_is_found_under_any_root(paths: list[str]) -> None:
    rows = [Row(f"root/{path}", number) for number, path in enumerate(paths)]
    assert matching.match([(f"elsewhere/root/{row.path}", row.size) for row in rows], rows) == list(range(len(rows)))
