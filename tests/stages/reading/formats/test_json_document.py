import json
from typing import Any

import pytest

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading.formats import json_document
from tests.stages.reading.sources import fragments, places, source, tables, troubles


def read(value: Any) -> list[tuple[str, list[str], list[tuple[str, ...]]]]:
    found = tables(fragments(json_document, json.dumps(value)))
    return [(table.place, [column.name for column in table.columns], table.rows) for table in found]


def test_a_list_of_records_is_a_table() -> None:
    assert read([{"a": 1}, {"a": 2, "b": {"c": None, "d": 1.5}}]) == [
        ("", ["a", "b.c", "b.d"], [("1", "", ""), ("2", "", "1.5")])
    ]


def test_lists_beside_each_other_are_tables_with_the_rest_repeated() -> None:
    export = {"klant": "Kliniek", "patienten": [{"naam": "A"}, {"naam": "B"}], "staf": [{"naam": "C"}, {"naam": "D"}]}
    assert read(export) == [
        ("patienten", ["naam", "klant"], [("A", "Kliniek"), ("B", "Kliniek")]),
        ("staf", ["naam", "klant"], [("C", "Kliniek"), ("D", "Kliniek")]),
    ]


def test_a_key_that_stands_inside_and_outside_a_list_keeps_both() -> None:
    assert read({"naam": "A", "contacten": [{"naam": "B"}, {"naam": "C"}]}) == [
        ("contacten", ["contacten.naam", "naam"], [("B", "A"), ("C", "A")])
    ]


def test_records_under_their_numbers() -> None:
    assert read({"101": {"naam": "A"}, "102": {"naam": "B"}}) == [("", ["key", "naam"], [("101", "A"), ("102", "B")])]


def test_lists_of_lists_with_their_header() -> None:
    assert read({"columns": ["a", "b"], "data": [[1, "x"], [2, None]]}) == [
        ("data", ["a", "b"], [("1", "x"), ("2", "")])
    ]
    assert read([["a", "b"], [1, 2]]) == [("", [], [("a", "b"), ("1", "2")])]


def test_one_object_is_one_record() -> None:
    table = tables(fragments(json_document, '{"naam": "Zoë", "adres": {"plaats": "Leiden"}}', "cp1252"))[0]
    assert table.rows == [("Zoë", "Leiden")]
    assert places(table) == ["record 1"]


def test_documents_after_each_other() -> None:
    assert tables(fragments(json_document, '{"a": 1}\n{"a":\n 2}{"a": 3}'))[0].rows == [("1",), ("2",), ("3",)]


def test_a_cut_off_document_gives_its_whole_records_and_says_so() -> None:
    content = '{"klant": "K", "rijen": [{"a": 1}, {"a": 2}, {"a": '
    found = fragments(json_document, content)
    assert json_document.recognise(source(content)) > 0.5
    assert tables(found)[0].rows == [("1", "K"), ("2", "K")]
    assert [trouble.reason for trouble in troubles(found)] == ["the document is no JSON from here on"]


def test_large_documents_give_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    export = {"klant": "K", "lijsten": {"rijen": [{"a": n, "o": [{"c": 1}, {"c": 2}]} for n in range(50)]}}
    whole = tables(fragments(json_document, json.dumps(export)))
    monkeypatch.setattr(json_document, "WHOLE", 0)
    streamed = tables(fragments(json_document, json.dumps(export)))
    assert [(t.place, t.columns, t.rows, places(t)) for t in whole] == [
        (t.place, t.columns, t.rows, places(t)) for t in streamed
    ]
    assert len(whole[0].rows) == 100


def test_nesting_without_end() -> None:
    with pytest.raises(UnreadableError):
        fragments(json_document, "[" * 100_000)
    deep = tables(fragments(json_document, '{"a":' * 500 + '"diep"' + "}" * 500))[0]
    assert deep.rows == [("diep",)]
    lists = tables(fragments(json_document, "[" * 500 + '"diep"' + "]" * 500))[0]
    assert lists.rows == [("diep",)]
    deeper = fragments(json_document, '{"a":' * 5_000 + '"diep"' + "}" * 5_000)
    assert "diep" in {cell for table in tables(deeper) for row in table.rows for cell in row}


def test_numbers_without_end() -> None:
    assert tables(fragments(json_document, '{"n": 1' + "0" * 10_000 + "}"))[0].rows == [("1" + "0" * 10_000,)]
    assert tables(fragments(json_document, '{"n": 1e999, "m": NaN}'))[0].rows == [("1e999", "")]


def test_other_content_is_not_claimed() -> None:
    for content in (
        '{"resourceType": "Bundle"}',
        '[{"resourceType": "Patient"}]',
        "{geen json}",
        "[2024-01-01] log",
        "a;b",
    ):
        assert json_document.recognise(source(content)) == 0
    assert json_document.recognise(source('[{"a": 1}]')) == 0.91


def test_records_under_codes_in_capitals_are_a_list() -> None:
    text = '{"klanten": {"NHV": {"naam": "Noord"}, "LIN": {"naam": "Linde"}}, "orders": [{"klant": "NHV"}, {"klant": "LIN"}]}'
    clients, orders = tables(fragments(json_document, text))
    assert [tuple(column.name for column in table.columns) for table in (clients, orders)] == [
        ("key", "naam"),
        ("klant",),
    ]
    assert clients.rows == [("NHV", "Noord"), ("LIN", "Linde")]
    unlike = '{"NAW": {"naam": "Bos"}, "LAB": {"nr": "1"}}'
    (table,) = tables(fragments(json_document, unlike))
    assert [column.name for column in table.columns] == ["NAW.naam", "LAB.nr"]
