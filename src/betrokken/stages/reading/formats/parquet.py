"""Files of columns (Apache Parquet): one table, its nested values as text."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Table
from betrokken.stages.reading.json_rows import flatten
from betrokken.stages.reading.json_tables import Gathered
from betrokken.stages.reading.seeking import seekable

NAME: Final = "parquet"
MEDIA_TYPE: Final = "application/vnd.apache.parquet"

CHUNK: Final = 5_000  # rows
_SIGNATURE: Final = b"PAR1"
_DAMAGED: Final = "damaged or cut off"


def recognise(source: Source) -> float:
    """By its first bytes, which its last repeat."""
    return 1.0 if source.head.startswith(_SIGNATURE) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """The rows in chunks. Raises UnreadableError when the table of contents at the end is gone, or encrypted."""
    try:
        file = pq.ParquetFile(seekable(source), pre_buffer=False)
        yield from _tables(file)
    except (pa.ArrowException, OSError, ValueError, EOFError) as error:
        raise UnreadableError(_DAMAGED) from error


def _tables(file: pq.ParquetFile) -> Iterator[Table]:
    gathered, number = Gathered("", "record"), 0
    for batch in file.iter_batches(batch_size=CHUNK, use_threads=False):
        for record in batch.to_pylist():
            number += 1
            for row in flatten({name: _plain(value) for name, value in record.items()}):
                yield from gathered.add(row, number)
    yield from gathered.rest()


def _plain(value: Any) -> Any:
    """Bytes as text where they are, and moments at midnight as days; the rest as it is."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") if b"\0" not in value else ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else str(value)
    return value.isoformat() if isinstance(value, date) else value
