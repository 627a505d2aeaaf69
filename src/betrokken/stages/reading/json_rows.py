"""Nested JSON records as flat rows: nested keys joined by dots, lists of objects as rows of their own."""

from collections.abc import Iterator
from typing import Any

from betrokken.stages.reading import conversations

DEEPEST = 60  # levels of nesting that become columns; what is deeper is joined in one cell
_NAME = 200  # characters of a column name
KEY = "key"  # column for the keys of an object that is a list of records in disguise

Row = dict[str, str]
Groups = list[tuple[str, list[dict[str, Any]]]]


def flatten(record: dict[str, Any], prefix: str = "", parent: Row | None = None, depth: int = 0) -> Iterator[Row]:
    """Rows of one record: one, or for lists of objects in it one for each element, with the rest repeated.

    Scalars in a list are joined by "; "; a list with one object is part of the row itself.
    """
    row: Row = dict(parent) if parent else {}
    groups: Groups = []
    walk(record, prefix, row, groups, depth)
    if not groups:
        yield row
    for name, objects in groups:
        for element in objects:
            yield from flatten(element, f"{name}.", row, depth + name.count(".") + 1)


def walk(record: dict[str, Any], prefix: str, row: Row, groups: Groups, depth: int) -> None:
    """Fill `row` with the scalars of a record by path, and `groups` with its lists of objects."""
    for key, value in record.items():
        name = prefix + key
        kind = type(value)
        if kind is str:
            row[name] = value
        elif value is None:
            row[name] = ""
        elif kind is dict or kind is list:
            _nested(value, name[:_NAME], row, groups, depth + 1)
        else:
            row[name] = text(value)


def _nested(value: Any, name: str, row: Row, groups: Groups, depth: int) -> None:
    if not value:
        row[name] = ""
    elif depth > DEEPEST:
        row[name] = _leaves(value)
    elif isinstance(value, list):
        _list(value, name, row, groups, depth)
    elif records := keyed(value):
        groups.append((name, records))
    else:
        walk(value, f"{name}.", row, groups, depth)


def _list(values: list[Any], name: str, row: Row, groups: Groups, depth: int) -> None:
    objects = [value for value in values if isinstance(value, dict)]
    if len(objects) < len(values):
        row[name] = "; ".join(text(value) for value in values if not isinstance(value, dict))
    if len(objects) == 1:
        walk(objects[0], f"{name}.", row, groups, depth)
    elif objects and (told := conversations.told(objects, name)):
        row.update(told)
    elif objects:
        groups.append((name, objects))


def keyed(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of an object that has a number as key of each: {"104": {...}, "105": {...}}; [] for other objects.

    Codes in capitals are keys too where all records are alike: {"NHV": {"naam": ...}, "LIN": {"naam": ...}}.
    """
    if len(value) < 2 or not all(isinstance(record, dict) for record in value.values()):
        return []
    numbered = all(any(character.isdigit() for character in key) for key in value)
    coded = all(key.isupper() for key in value) and len({tuple(record) for record in value.values()}) == 1
    if not numbered and not coded:
        return []
    return [{KEY: key} | record for key, record in value.items()]


def text(value: Any) -> str:
    """The text of a scalar; all the texts in a list or an object, joined by "; "."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _leaves(value) if isinstance(value, list | dict) else str(value)


def listed(values: list[Any]) -> Row:
    """A list as a row: its places, from 1, are the columns."""
    return {str(at): text(value) for at, value in enumerate(values, 1)}


def _leaves(value: Any) -> str:
    """Without recursion, for this takes what is nested too deeply."""
    found: list[str] = []
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, list | dict):
            stack.extend(reversed(list(part.values()) if isinstance(part, dict) else part))
        else:
            found.append(text(part))
    return "; ".join(found)
