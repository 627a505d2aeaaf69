"""One table in one encrypted Parquet file: modular encryption, AES-256-GCM, footer and all columns.

Each file has its own data key, wrapped by the case's key together with the file's name (stage, generation and table),
so a file put in another's place is refused.
"""

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

from betrokken.edges import gcm
from betrokken.model.errors import CaseError

Rows = pa.Table | pa.RecordBatchReader

ROW_GROUP: int = 65_536  # rows; one batch of a scan


@dataclass(frozen=True, slots=True)
class Held:
    """What a table file holds: rows, bytes on disk, SHA-256 of the content, and of the (encrypted) file.

    The content's hash is the same for the same rows in the same order, however they came in batches.
    """

    rows: int
    bytes: int
    content_sha256: str
    file_sha256: str


def write(path: Path, rows: Rows, schema: pa.Schema, key: bytes, name: str) -> Held:
    """Write rows to a new file and flush it. Raises ValueError when the rows are not of the schema."""
    if not rows.schema.equals(schema):
        raise ValueError(f"{name} is not of its schema in model/tables.py: {_difference(rows.schema, schema)}")
    factory, config = _factory(key, name)
    properties = factory.file_encryption_properties(config, _encryption(name))
    content, count = hashlib.sha256(schema.serialize()), 0
    with pq.ParquetWriter(path, schema, encryption_properties=properties, compression="zstd") as writer:
        for batch in even(_batches(rows), schema, ROW_GROUP):
            writer.write_batch(batch, row_group_size=ROW_GROUP)
            content.update(batch.serialize())
            count += batch.num_rows
    return Held(count, path.stat().st_size, content.hexdigest(), _flush(path))


def content_sha256(rows: Rows, schema: pa.Schema) -> str:
    """The hash of the content that `write` would give these rows; the same however they came in batches."""
    content = hashlib.sha256(schema.serialize())
    for batch in even(_batches(rows), schema, ROW_GROUP):
        content.update(batch.serialize())
    return content.hexdigest()


def dataset(path: Path, schema: pa.Schema, key: bytes, name: str) -> ds.Dataset:
    """A table file, to be scanned in batches. Raises CaseError when it is missing, damaged or not of the schema."""
    factory, config = _factory(key, name)
    decryption = ds.ParquetDecryptionConfig(factory, config, pe.DecryptionConfiguration())  # type: ignore[arg-type]
    options = ds.ParquetFragmentScanOptions(decryption_config=decryption)
    try:
        held = ds.dataset(path, format=ds.ParquetFileFormat(default_fragment_scan_options=options))
    except (OSError, ValueError, pa.ArrowException, gcm.SealError) as error:
        raise CaseError(f"{name} is missing or damaged: run again to make it anew") from error
    if not held.schema.equals(schema):
        raise CaseError(f"{name} was made by another version of betrokken: run again to make it anew")
    return held


def scan(path: Path, schema: pa.Schema, key: bytes, name: str) -> Iterator[pa.RecordBatch]:
    """The rows of a table file in order, at most ROW_GROUP at a time. Raises CaseError as `dataset` does."""
    held = dataset(path, schema, key, name)
    try:
        for batch in held.to_batches(batch_size=ROW_GROUP, batch_readahead=2):
            yield batch.cast(schema)
    except (OSError, ValueError, pa.ArrowException, gcm.SealError) as error:
        raise CaseError(f"{name} is damaged: run again to make it anew") from error


def read(path: Path, schema: pa.Schema, key: bytes, name: str) -> pa.Table:
    """A whole table file. Raises CaseError as `dataset` does."""
    return pa.Table.from_batches(scan(path, schema, key, name), schema)


def even(batches: Iterable[pa.RecordBatch], schema: pa.Schema, size: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of `size`, the last one smaller."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        start = 0
        while count + batch.num_rows - start >= size:
            stop = start + size - count
            yield from _joined([*held, batch.slice(start, stop - start)], schema)
            held, count, start = [], 0, stop
        if start < batch.num_rows:
            held.append(batch.slice(start))
            count += batch.num_rows - start
    if held:
        yield from _joined(held, schema)


def _joined(batches: list[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """One batch, or more where its texts pass the 2 GiB an Arrow column of text can hold.

    The empty slice makes Arrow copy also a single batch: a view into a longer one is not written as the same bytes.
    """
    yield from pa.Table.from_batches([*batches, batches[0].slice(0, 0)]).cast(schema).combine_chunks().to_batches()


def _batches(rows: Rows) -> Iterator[pa.RecordBatch]:
    yield from rows.to_batches() if isinstance(rows, pa.Table) else rows


def _flush(path: Path) -> str:
    """Flush a file to disk, and give its SHA-256."""
    with open(path, "rb") as stream:
        os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _difference(found: pa.Schema, wanted: pa.Schema) -> str:
    have, want = ({f"{field.name} {field.type}" for field in schema} for schema in (found, wanted))
    extra, missing = sorted(have - want), sorted(want - have)
    return f"has {extra}, lacks {missing}" if extra or missing else "the columns stand in another order"


def _encryption(name: str) -> pe.EncryptionConfiguration:
    return pe.EncryptionConfiguration(  # type: ignore[call-arg]
        footer_key=name,
        uniform_encryption=True,
        encryption_algorithm="AES_GCM_V1",
        double_wrapping=False,
        data_key_length_bits=256,
    )


def _factory(key: bytes, name: str) -> tuple[pe.CryptoFactory, pe.KmsConnectionConfig]:
    return pe.CryptoFactory(lambda _config: _Ring(key, name)), pe.KmsConnectionConfig()


class _Ring(pe.KmsClient):
    """Wraps the data key of one file by the case's key; opens no other file's."""

    def __init__(self, key: bytes, name: str) -> None:
        super().__init__()
        self._key, self._name = key, name

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:  # type: ignore[override]
        return base64.b64encode(gcm.seal(self._key, key_bytes, master_key_identifier))

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:  # type: ignore[override]
        if master_key_identifier != self._name:
            raise gcm.SealError("this is another file")
        return gcm.unseal(self._key, base64.b64decode(wrapped_key), self._name)
