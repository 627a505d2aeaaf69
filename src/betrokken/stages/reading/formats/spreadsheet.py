"""Spreadsheets (xlsx, xlsm, xlsb, xls, ods): one raw table per sheet, hidden ones too, by calamine."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any, Final

import python_calamine as calamine

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Table, Text, Trouble
from betrokken.stages.reading import embedded, ole, open_sheets, packages, sheet_extents, workbook_parts
from betrokken.stages.reading.seeking import seekable

NAME: Final = "spreadsheet"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CHUNK: Final = 5_000  # rows of one table fragment
_TOO_FAR: Final = "cells too far apart to be laid out as a sheet"
_DAMAGED: Final = "damaged or cut off"
_BOOKS: Final = frozenset({"workbook", "book"})

Row = tuple[str, ...]


def recognise(source: Source) -> float:
    """Sure when the zip or compound file holds the main part of a workbook."""
    if packages.kind(source) in ("xlsx", "xlsb", "ods"):
        return 1.0
    if not source.head.startswith(ole.SIGNATURE):
        return 0.0
    return 1.0 if _BOOKS.intersection(ole.names(seekable(source))) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A table per sheet that holds anything, numbered as the sheet numbers its rows; then comments and text boxes."""
    refused, texts = _checked(source)
    book = _guarded(partial(calamine.load_workbook, BytesIO(source.bytes())))
    untyped = _untyped(source)
    told = False
    for name in book.sheet_names:
        place = f"sheet {name}"
        if name in refused:
            yield Trouble(place, refused[name])
            continue
        try:
            sheet = untyped.get(name) or _guarded(partial(book.get_sheet_by_name, name))
            for table in _tables(sheet, place):
                told = True
                yield table
        except UnreadableError as error:
            yield Trouble(place, error.reason)
    yield from _inner(source)
    for place, text in texts:
        yield Text(place, text) if text else Trouble(place, _DAMAGED)
    if not told and len(refused) == len(book.sheet_names) and refused:
        raise UnreadableError(_TOO_FAR)


def _inner(source: Source) -> Iterator[Fragment]:
    """Documents inside a workbook."""
    kind = packages.kind(source)
    if not kind:
        yield from embedded.objects(ole.CompoundFile(seekable(source)), source)
    if kind not in ("xlsx", "xlsb"):
        return
    package = packages.Package(source)
    for name in package.names:
        if name.startswith("xl/embeddings/") and not name.endswith("/"):
            yield from embedded.part(package, name, source)


def _checked(source: Source) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(sheet -> why it is refused, loose texts). Raises UnreadableError when the whole workbook is to be refused."""
    kind = packages.kind(source)
    if not kind:
        if sheet_extents.xls(_workbook_stream(source)) > sheet_extents.MOST_CELLS:
            raise UnreadableError(_TOO_FAR)
        return {}, []
    package = packages.Package(source)
    if not package.whole:
        raise UnreadableError(packages.CUT_OFF)
    if kind == "ods":
        _check_ods(package)
        return {}, []
    parts = workbook_parts.sheet_parts(package)
    found = workbook_parts.check(package)
    refused = {sheet: found[part] for sheet, part in parts.items() if part in found}
    if set(found) - set(parts.values()):
        raise UnreadableError(_TOO_FAR)
    return refused, workbook_parts.loose_texts(package)


def _workbook_stream(source: Source) -> bytes:
    container = ole.CompoundFile(seekable(source))
    return container.read(next((name for name in container.names if name in _BOOKS), "workbook"))


def _check_ods(package: packages.Package) -> None:
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableError("encrypted")
    if sheet_extents.ods(package.blocks("content.xml", packages.SHEET_CAP)) > sheet_extents.MOST_CELLS:
        raise UnreadableError(_TOO_FAR)


def _untyped(source: Source) -> dict[str, open_sheets.Sheet]:
    """The sheets of an OpenDocument file of which calamine would leave cells out."""
    if packages.kind(source) != "ods":
        return {}
    package = packages.Package(source)
    if not open_sheets.untyped(package.blocks("content.xml", packages.SHEET_CAP)):
        return {}
    return open_sheets.sheets(package.blocks("content.xml", packages.SHEET_CAP))


def _guarded(ask: Callable[[], Any]) -> Any:
    """The answer of calamine; what is wrong with a damaged file as an error of ours."""
    try:
        return ask()
    except calamine.PasswordError as error:
        raise UnreadableError("encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError(_DAMAGED) from error


def _tables(sheet: Any, place: str) -> Iterator[Table]:
    """Chunks of rows; rows without anything at the end are left out, those between stay so that numbers are right."""
    chunk, first = 0, 0
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = tuple(map(_text, cells))
        if not rows and not any(row):
            continue
        if not rows:
            first = number
        rows.append(row)
        if len(rows) == _CHUNK:
            yield Table(place, (), rows, first=first, chunk=chunk)
            chunk, rows = chunk + 1, []
    while rows and not any(rows[-1]):
        rows.pop()
    if rows:
        yield Table(place, (), rows, first=first, chunk=chunk)


def _text(value: Any) -> str:
    """A cell as text: dates ISO, whole numbers without a fraction, text as it stands."""
    if type(value) is str:
        return value
    if type(value) is float:
        return _number(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    return repr(value)
