import json

from hypothesis import given, settings
from hypothesis import strategies as st

from betrokken.stages.reading.formats import json_lines
from tests.stages.reading.sources import fragments, places, source, tables, troubles

ORDERS = (
    '{"tijd": "2023", "patient": {"bsn": "1", "naam": {"achternaam": "Zuid", "voorvoegsel": null}}, "nr": 12}\n'
    '{"tijd": "2024", "patient": {"bsn": "2", "naam": {"achternaam": "Noord"}}, "spoed": true, "codes": [1, "b"]}\n'
)


def test_nested_keys_become_columns() -> None:
    table = tables(fragments(json_lines, ORDERS))[0]
    assert [column.name for column in table.columns] == [
        "tijd",
        "patient.bsn",
        "patient.naam.achternaam",
        "patient.naam.voorvoegsel",
        "nr",
        "spoed",
        "codes",
    ]
    assert table.rows == [("2023", "1", "Zuid", "", "12", "", ""), ("2024", "2", "Noord", "", "", "true", "1; b")]
    assert places(table) == ["line 1", "line 2"]


def test_lists_of_objects_give_rows_with_the_rest_repeated() -> None:
    line = {"naam": "Zuid", "orders": [{"code": "A"}, {"code": "B", "deel": {"x": 1}}], "adres": [{"plaats": "Leiden"}]}
    table = tables(fragments(json_lines, f"{json.dumps(line)}\n{json.dumps(line)}\n"))[0]
    names = [column.name for column in table.columns]
    assert names == ["naam", "adres.plaats", "orders.code", "orders.deel.x"]
    assert table.rows[:2] == [("Zuid", "Leiden", "A", ""), ("Zuid", "Leiden", "B", "1")]
    assert places(table) == ["line 1", "line 1", "line 2", "line 2"]


def test_lines_that_are_no_record_are_counted_and_leave_the_numbers_right() -> None:
    content = '{"a": 1}\n\nkapot\n{"a": 2},\n{"a": 3}\n{"a": 4}\n{"a": 5}\n{"a": '
    found = fragments(json_lines, content)
    assert places(tables(found)[0]) == ["line 1", "line 4", "line 5", "line 6", "line 7"]
    assert [(trouble.reason, trouble.rows) for trouble in troubles(found)] == [("lines that are no JSON record", 2)]
    assert json_lines.recognise(source(content + "1}\n" + '{"a": 1}\n' * 5)) > 0.9


def test_long_numbers_keep_their_digits() -> None:
    content = '{"nr": 123456789012345678901234567890}\n{"nr": 12345678901234567890}\n{"nr": 1}\n'
    assert tables(fragments(json_lines, content))[0].rows == [
        ("123456789012345678901234567890",),
        ("12345678901234567890",),
        ("1",),
    ]


def test_other_content_is_not_claimed() -> None:
    for content in (
        '{"a": 1}\n',
        '{\n "a": 1\n}\n',
        "2024 INFO gestart\n2024 INFO klaar\n",
        '{"resourceType": "Patient"}\n{"resourceType": "Patient"}\n',
        "[2024-01-01] start\n[2024-01-02] einde\n",
        "",
    ):
        assert json_lines.recognise(source(content)) == 0


def test_new_keys_in_a_later_chunk_start_a_table_anew() -> None:
    content = "".join(f'{{"a": {n}}}\n' for n in range(20_000)) + '{"a": 1, "b": 2}\n'
    found = tables(fragments(json_lines, content))
    assert [(table.chunk, len(table.columns), table.first) for table in found] == [(0, 1, 1), (0, 2, 20_001)]


KEYS = st.text(alphabet="abcdë", min_size=1, max_size=4)


@given(
    st.lists(st.dictionaries(KEYS, st.text(max_size=8) | st.integers() | st.none(), min_size=1), min_size=2, max_size=9)
)
@settings(deadline=None, max_examples=60)
def test_flat_records_come_back(records: list[dict[str, str | int | None]]) -> None:
    content = "".join(json.dumps(record) + "\n" for record in records)
    table = tables(fragments(json_lines, content))[0]
    names = [column.name for column in table.columns]
    for row, record in zip(table.rows, records, strict=True):
        wanted = {key: "" if value is None else str(value) for key, value in record.items()}
        assert {name: cell for name, cell in zip(names, row, strict=True) if name in wanted} == wanted
