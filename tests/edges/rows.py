"""Made rows of the tables of the house; every person in them is invented."""

from collections.abc import Sequence

import pyarrow as pa

from betrokken.model import tables

MARKER = "Quirinalis-Zeldenrust"  # a surname that stands nowhere else


def items(count: int, drop_id: str = "1") -> pa.Table:
    """Rows of `item`."""
    return made("item", count, item_id=[f"i{n}" for n in range(count)], drop_id=[drop_id] * count)


def mentions(count: int, item_id: str = "i0") -> pa.Table:
    """Rows of `mention`, each of a marked person."""
    surnames = [f"{MARKER} {n}" for n in range(count)]
    emails = [[f"{MARKER.lower()}{n}@example.org"] for n in range(count)]
    ids = [f"m{n}" for n in range(count)]
    return made("mention", count, mention_id=ids, item_id=[item_id] * count, surname=surnames, emails=emails)


def made(table: str, count: int, **columns: Sequence[object]) -> pa.Table:
    """Rows of any table; columns that are not given are null."""
    schema = tables.schema(table)
    return pa.table({name: columns.get(name, [None] * count) for name in schema.names}, schema=schema)
