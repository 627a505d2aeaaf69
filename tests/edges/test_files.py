"""Exports as files: nothing a spreadsheet would run, and equal tables give equal bytes."""

import csv
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.edges import files

TABLE = pa.table(
    {
        "name": ['=HYPERLINK("x")', "+cmd|calc", "-1+1", "@SUM", "Jansen", None],
        "phones": [["+31612345678"], [], ["+31612345678", "071-5550100"], None, [], []],
        "day": [date(1971, 5, 3)] * 6,
    }
)


@given(st.text())
@settings(deadline=None)
def test_no_cell_starts_a_formula(text: str) -> None:
    shown = files.cell(text)
    assert not shown.startswith(("=", "@", "\t", "\r"))
    assert shown.lstrip("'") == text.lstrip("'")


def test_csv_holds_every_value_and_no_formula(tmp_path: Path) -> None:
    files.write(tmp_path, {"people": TABLE}, "csv")
    rows = list(csv.reader((tmp_path / "people.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["name", "phones", "day"]
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("x")', "'+cmd|calc", "'-1+1", "'@SUM", "Jansen", ""]
    assert rows[3][1:] == ["+31612345678; 071-5550100", "1971-05-03"]


def test_xlsx_holds_text_only(tmp_path: Path) -> None:
    files.write(tmp_path, {"people": TABLE}, "xlsx")
    with zipfile.ZipFile(tmp_path / "people.xlsx") as pack:
        sheet = pack.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


@pytest.mark.parametrize("kind", files.FORMATS)
def test_equal_tables_give_equal_bytes_for_the_owner_only(tmp_path: Path, kind: str) -> None:
    one = files.write(tmp_path / "one", {"people": TABLE}, kind)[0]
    two = files.write(tmp_path / "two", {"people": TABLE}, kind)[0]
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "one").iterdir()] == [f"people.{kind}"]
