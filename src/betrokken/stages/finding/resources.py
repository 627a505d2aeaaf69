"""Documents of JSON:API (jsonapi.org, 1.1): resources of several types in one list, and relationships by type and id.

Each type becomes a table that the others can point to: `included` rows of type "test" are the table "test", and a
column `relationships.x.data.id` beside a type that is always "test" is its `test.id`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from betrokken.model.fragments import Field, Table

_ATTRIBUTES: Final = "attributes."
_RELATED: Final = "relationships."
_TYPES: Final = 50  # more types than an interface has: the column is none of types


def split(table: Table) -> Iterator[Table]:
    """The table as it is, or one table per type of resource."""
    names = [column.name for column in table.columns]
    if "type" not in names or "id" not in names or not any(name.startswith(_ATTRIBUTES) for name in names):
        yield table
        return
    at = names.index("type")
    types = dict.fromkeys(row[at] for row in table.rows)
    if len(types) > _TYPES:
        yield table
        return
    for kind in types:
        yield _of_type(table, kind, [n for n, row in enumerate(table.rows) if row[at] == kind])


def _of_type(table: Table, kind: str, numbers: list[int]) -> Table:
    rows = [table.rows[n] for n in numbers]
    place = f"{table.place} {table.unit} ".lstrip()
    called = tuple(table.row_names[n] if table.row_names else f"{place}{table.first + n}" for n in numbers)
    columns = _columns(table.columns, rows, table.rows)
    return replace(table, rows=rows, columns=columns, name=kind or table.name, row_names=called)


def _columns(
    columns: tuple[Field, ...], rows: list[tuple[str, ...]], all_rows: list[tuple[str, ...]]
) -> tuple[Field, ...]:
    """The columns as this type calls them; those that only other types have, and the types themselves, have no name."""
    at = {column.name: n for n, column in enumerate(columns)}
    told = [_name(column.name, at, rows) for column in columns]
    for n, column in enumerate(columns):
        foreign = not any(row[n] for row in rows) and any(row[n] for row in all_rows)
        if foreign or (column.name.startswith(_RELATED) and column.name.endswith(".type")):
            told[n] = ""
    return tuple(replace(column, name=name) for column, name in zip(columns, told, strict=True))


def _name(name: str, at: dict[str, int], rows: list[tuple[str, ...]]) -> str:
    above, _, last = name.rpartition(".")
    if name.startswith(_RELATED) and last == "id" and (beside := at.get(f"{above}.type")) is not None:
        types = {row[beside] for row in rows if row[beside]}
        return f"{types.pop()}.id" if len(types) == 1 else name
    return name.removeprefix(_ATTRIBUTES)
