"""A JSON document: its lists of records are tables, what stands outside them is repeated in every row."""

from collections.abc import Iterable, Iterator
from typing import Any

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Field, Fragment, Source, Table, Trouble
from betrokken.stages.reading import charset, json_stream
from betrokken.stages.reading.json_rows import Groups, Row, flatten, keyed, listed, text, walk
from betrokken.stages.reading.json_source import UnparsableError, is_fhir, names_fhir, parse, values
from betrokken.stages.reading.json_tables import Gathered

NAME = "json_document"
MEDIA_TYPE = "application/json"

WHOLE = 64 << 20  # bytes; larger documents are read record by record

_BROKEN_OFF = "the document is no JSON from here on"


def recognise(source: Source) -> float:
    """By parsing it, or its start when there is more of it. A resource of FHIR is none of ours."""
    start = charset.sample(source.head)[0].strip("\0 \t\r\n\x1e")
    if start[:1] not in ("{", "["):
        return 0.0
    if source.size <= len(source.head):
        try:
            value = parse(start)
        except UnparsableError:
            return 0.0 if names_fhir(start) else _start_of(source)
        return 0.0 if is_fhir(value) or (isinstance(value, list) and any(map(is_fhir, value[:10]))) else 0.91
    return 0.0 if names_fhir(start) else _start_of(source)


def _start_of(source: Source) -> float:
    """Whether the start is JSON for a good while."""
    return 0.85 if json_stream.goes_well(source.head) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """Tables named by the path of their list; rows by their place in it. Raises UnreadableError when all is broken."""
    if source.size <= WHOLE:
        try:
            yield from _documents(list(values(charset.decode(source.bytes())[0])))
            return
        except UnparsableError:
            pass
    yield from _streamed(source)


def _documents(documents: list[Any]) -> Iterator[Table]:
    document = documents[0] if len(documents) == 1 else documents
    if isinstance(document, list):
        yield from _list("", document, {}, ())
    elif isinstance(document, dict):
        yield from _object(document)
    else:
        yield Table(place="", columns=(), rows=[(text(document),)], unit="record")


def _object(document: dict[str, Any]) -> Iterator[Table]:
    if records := keyed(document):
        yield from _list("", records, {}, ())
        return
    scalars: Row = {}
    groups: Groups = []
    grids = {key: value for key, value in document.items() if _is_grid(value)}
    walk({key: value for key, value in document.items() if key not in grids}, "", scalars, groups, 0)
    for key, grid in grids.items():
        yield from _list(key, grid, scalars, _header(document, grid))
    for name, objects in groups:
        yield from _list(name, objects, scalars, ())
    if not groups and not grids:
        yield from _list("", [document], {}, ())


def _list(place: str, elements: list[Any], scalars: Row, header: tuple[str, ...]) -> Iterator[Table]:
    gathered = Gathered(place, "record")
    if elements and not any(isinstance(element, dict) for element in elements):
        yield _grid(place, elements, header)
        return
    for number, element in enumerate(elements, 1):
        for row in _rows(place, element, scalars):
            yield from gathered.add(row, number)
    yield from gathered.rest()


def _rows(place: str, element: Any, scalars: Row) -> Iterable[Row]:
    """Rows of one element. Its keys stand bare, unless the document has the same ones outside the list."""
    if not isinstance(element, dict):
        return [(listed(element) if isinstance(element, list) else {"value": text(element)}) | scalars]
    rows = flatten(element)
    if not scalars:
        return rows
    prefix = "" if scalars.keys().isdisjoint(element) else f"{place.rpartition('.')[2]}."
    return ({prefix + name: value for name, value in row.items()} | scalars for row in rows)


def _is_grid(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(row, list) for row in value)


def _header(document: dict[str, Any], grid: list[list[Any]]) -> tuple[str, ...]:
    """Names for the columns of a list of lists, where the document has as many words in a list beside it."""
    for value in document.values():
        if isinstance(value, list) and len(value) == len(grid[0]) and all(isinstance(name, str) for name in value):
            return tuple(value)
    return ()


def _grid(place: str, elements: list[Any], header: tuple[str, ...]) -> Table:
    rows = [tuple(map(text, row)) if isinstance(row, list) else (text(row),) for row in elements]
    return Table(place=place, columns=tuple(map(Field, header)), rows=rows, unit="record")


def _streamed(source: Source) -> Iterator[Fragment]:
    """Record by record, up to where the text is no JSON any more."""
    lists: dict[str, Gathered] = {}
    counts: dict[str, int] = {}
    broken = False
    try:
        for place, element, scalars in json_stream.records(source):
            gathered = lists.setdefault(place, Gathered(place, "record"))
            counts[place] = counts.get(place, 0) + 1
            for row in _rows(place, element, scalars):
                yield from gathered.add(row, counts[place])
    except UnparsableError:
        broken = True
    for gathered in lists.values():
        yield from gathered.rest()
    if broken and not lists:
        raise UnreadableError("no whole record in the document")
    if broken:
        yield Trouble("", _BROKEN_OFF)
