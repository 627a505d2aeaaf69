"""JSON with one record on each line, as logs, queues and exports of databases write it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import charset
from betrokken.stages.reading.json_rows import Row, flatten, listed
from betrokken.stages.reading.json_source import UnparsableError, is_fhir, parse
from betrokken.stages.reading.json_tables import Gathered

NAME = "json_lines"
MEDIA_TYPE = "application/x-ndjson"

_SHARE = 0.8  # of the lines must be records
_LINES = 100  # looked at


def recognise(source: Source) -> float:
    """Two lines or more, nearly all of which are a record of their own."""
    text_ = charset.sample(source.head)[0]
    if "{" not in text_[:4096] and "[" not in text_[:4096]:
        return 0.0
    lines = list(islice(charset.lines(text_), _LINES + 1))
    if len(lines) <= _LINES and source.size > len(source.head):
        lines.pop()
    lines = [line.strip() for line in lines[:_LINES] if line.strip()]
    if len(lines) < 2 or sum(line[0] in "{[" for line in lines) < _SHARE * len(lines):
        return 0.0
    records = [record for line in lines if isinstance(record := _parsed(line), dict | list)]
    if len(records) < _SHARE * len(lines) or len(records) < 2 or any(map(is_fhir, records)):
        return 0.0
    return 0.92


def read(source: Source) -> Iterator[Fragment]:
    """One table; a record with lists of objects gives several rows, each named by its line."""
    gathered = Gathered("", "line")
    number = bad = 0
    for block in charset.blocks(source):
        for line in charset.lines(block):
            number += 1
            record = _parsed(line.strip().rstrip(","))
            if record is not None:
                for row in _rows(record):
                    yield from gathered.add(row, number)
            elif line.strip("\r\n\t \0\x1a,[]"):
                bad += 1
    yield from gathered.rest()
    if bad:
        yield Trouble("", "lines that are no JSON record", bad)


def _rows(record: Any) -> Iterator[Row]:
    if isinstance(record, dict):
        yield from flatten(record)
    elif any(isinstance(part, dict) for part in record):
        for part in record:
            yield from flatten(part if isinstance(part, dict) else {"value": part})
    else:
        yield listed(record)


def _parsed(line: str) -> Any:
    try:
        return parse(line) if line[:1] in ("{", "[") else None
    except UnparsableError:
        return None
