"""Parts of a run that has not ended: what is done stays done when the run is killed.

A part is one sealed file: the length of its head (4 bytes), the head (JSON: the keys done, the length of each table),
then each table as an Arrow stream; head and tables are sealed apart, so the keys are read without the tables.
"""

import hashlib
import hmac
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from betrokken.edges import aside, gcm
from betrokken.model import tables as model
from betrokken.model.errors import CaseError

_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class _Head:
    start: int  # of the tables, in bytes
    keys: list[str]
    lengths: dict[str, int]  # of the sealed tables, in bytes, in their order


class Parts:
    """The parts made of the same stage, inputs, settings and code, in the order they were appended."""

    def __init__(self, folder: Path, key: bytes, made_of: Mapping[str, object]) -> None:
        content = json.dumps(made_of, sort_keys=True).encode()
        self._name = hmac.new(key, content, hashlib.sha256).hexdigest()[:32]
        self._home, self._folder, self._key = folder, folder / self._name, key
        for other in folder.glob("*"):
            if other != self._folder:
                aside.remove(other)
        self._folder.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._paths = sorted(self._folder.glob("*.part"))
        self._done = {key for path in self._paths for key in self._head(path).keys}

    def append(self, tables: Mapping[str, pa.Table], keys: list[str]) -> None:
        """Keep the tables made for these keys, whole or not at all, also through a loss of power.

        Raises ValueError when rows are not of the schema of their table.
        """
        path = self._folder / f"{len(self._paths) + 1:08}.part"
        sealed = {name: self._seal(path, name, _packed(name, table)) for name, table in tables.items()}
        lengths = {name: len(data) for name, data in sealed.items()}
        head = self._seal(path, "", json.dumps({"keys": keys, "lengths": lengths}).encode())
        with aside.whole(path) as stream:
            stream.write(_LENGTH.pack(len(head)) + head)
            for data in sealed.values():
                stream.write(data)
        self._paths.append(path)
        self._done.update(keys)

    def done(self) -> set[str]:
        """The keys already done."""
        return set(self._done)

    def tables(self) -> dict[str, pa.Table]:
        """Every table that occurs in a part, whole. Raises CaseError when a part is damaged."""
        names = {name for path in self._paths for name in self._head(path).lengths}
        return {name: self.scan(name).read_all() for name in sorted(names)}

    def scan(self, table: str) -> pa.RecordBatchReader:
        """The rows of one table as a stream, part after part. Raises CaseError when a part is damaged."""
        return pa.RecordBatchReader.from_batches(model.schema(table), self._batches(table))

    def clear(self) -> None:
        """Remove all parts: the run has ended, and its generation is written."""
        aside.remove(self._home)
        self._folder.mkdir(mode=aside.PRIVATE_FOLDER, parents=True)
        self._paths, self._done = [], set()

    def _batches(self, table: str) -> Iterator[pa.RecordBatch]:
        for path in self._paths:
            head = self._head(path)
            if table in head.lengths:
                yield from pa.ipc.open_stream(self._unseal(path, table, self._cut(path, head, table)))

    def _cut(self, path: Path, head: _Head, table: str) -> bytes:
        names = list(head.lengths)
        before = sum(head.lengths[name] for name in names[: names.index(table)])
        with open(path, "rb") as stream:
            stream.seek(head.start + before)
            return stream.read(head.lengths[table])

    def _head(self, path: Path) -> _Head:
        with open(path, "rb") as stream:
            first = stream.read(_LENGTH.size)
            length = _LENGTH.unpack(first)[0] if len(first) == _LENGTH.size else 0
            content = json.loads(self._unseal(path, "", stream.read(length)))
        return _Head(_LENGTH.size + length, content["keys"], content["lengths"])

    def _seal(self, path: Path, table: str, data: bytes) -> bytes:
        return gcm.seal(self._key, data, self._about(path, table))

    def _unseal(self, path: Path, table: str, sealed: bytes) -> bytes:
        try:
            return gcm.unseal(self._key, sealed, self._about(path, table))
        except gcm.SealError as error:
            raise CaseError("a part of the unfinished run is damaged: remove worked/parts and run again") from error

    def _about(self, path: Path, table: str) -> str:
        return f"part {path.name} of {self._name}: {table or 'head'}"


def _packed(name: str, table: pa.Table) -> bytes:
    if not table.schema.equals(model.schema(name)):
        raise ValueError(f"rows of {name} are not of its schema in model/tables.py")
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, model.schema(name), options=options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
