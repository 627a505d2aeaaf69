"""Files of columns."""

from datetime import date, datetime
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Limits
from betrokken.stages.reading import stage
from betrokken.stages.reading.formats import parquet
from tests.stages.reading.sources import fragments, places, rows, source, tables


def _file(records: list[dict[str, object]]) -> bytes:
    into = BytesIO()
    pq.write_table(pa.Table.from_pylist(records), into)
    return into.getvalue()


def test_days_numbers_and_nested_values_are_text() -> None:
    at = datetime(2024, 3, 1, 8, 30)
    record = {"name": "Bos", "born": date(1960, 2, 1), "at": at, "home": {"city": "Assen", "no": 4}, "none": None}
    content = _file([record, record | {"name": "Vos"}])
    assert stage.read(source(content), Limits()).format == "parquet"
    (table,) = tables(fragments(parquet, content))
    assert [column.name for column in table.columns] == ["name", "born", "at", "home.city", "home.no", "none"]
    assert table.rows[1] == ("Vos", "1960-02-01", "2024-03-01 08:30:00", "Assen", "4", "")
    assert places(table) == ["record 1", "record 2"]


def test_a_cut_file_is_told() -> None:
    content = _file([{"name": "Bos"}])
    with pytest.raises(UnreadableError):
        fragments(parquet, content[:-20])


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), min_size=1, max_size=9))
def test_what_was_written_comes_back(told: list[tuple[str, str]]) -> None:
    assert rows(fragments(parquet, _file([{"a": a, "b": b} for a, b in told]))) == told
