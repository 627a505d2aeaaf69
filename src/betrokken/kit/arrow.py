"""Arrow tables of the house: made, joined and sent as bytes, always in the schema of `model.tables`."""

import struct
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.model import tables

_HEAD = struct.Struct(">HQ")  # length of the name, length of the stream


def values(table: pa.Table, column: str) -> list[Any]:
    """The values of one column as Python objects."""
    return table.column(column).to_pylist()


def rows(table: pa.Table, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Rows as tuples of the named columns, in order."""
    return zip(*(values(table, column) for column in columns), strict=True)


def where(table: pa.Table, column: str, wanted: Iterable[str]) -> pa.Table:
    """The rows whose `column` is one of these texts, in their order."""
    return table.filter(pc.is_in(table[column], pa.array(sorted(set(wanted)), pa.string())))


def make(name: str, records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The table `name` out of records; columns a record lacks are null. Raises KeyError for an unknown column."""
    kept = list(records)
    known = set(tables.names(name))
    for record in kept:
        if unknown := record.keys() - known:
            raise KeyError(f"table {name} has no column {sorted(unknown)[0]}")
    columns = {column: [record.get(column) for record in kept] for column in tables.names(name)}
    return pa.table(columns, schema=tables.schema(name))


def empty(name: str) -> pa.Table:
    """The table `name` without rows."""
    return tables.schema(name).empty_table()


def join(name: str, parts: Iterable[pa.Table]) -> pa.Table:
    """All rows of the parts as one table `name`."""
    return pa.concat_tables([empty(name), *parts]).combine_chunks()


def pack(parts: Mapping[str, pa.Table]) -> bytes:
    """Several named tables as one run of bytes (Arrow IPC streams, each behind its name and length)."""
    out = bytearray()
    for name, table in parts.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        stream = sink.getvalue().to_pybytes()
        out += _HEAD.pack(len(name), len(stream)) + name.encode("ascii") + stream
    return bytes(out)


def unpack(data: bytes) -> dict[str, pa.Table]:
    """The tables of `pack`, each held to the schema of its name. Raises ValueError when bytes or schema are others."""
    found: dict[str, pa.Table] = {}
    at = 0
    while at < len(data):
        name_length, length = _HEAD.unpack_from(data, at)
        name = data[at + _HEAD.size : at + _HEAD.size + name_length].decode("ascii")
        at += _HEAD.size + name_length
        with pa.ipc.open_stream(pa.py_buffer(data[at : at + length])) as reader:
            table = reader.read_all()
        if name not in tables.TABLES or not table.schema.equals(tables.schema(name)):
            raise ValueError("not a table of the house")
        table.validate(full=True)
        found[name] = table
        at += length
    return found
