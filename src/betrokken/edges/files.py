"""Exports written to files: Parquet, CSV, XLSX. The same tables give the same bytes."""

import csv
import io
import os
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError

FORMATS = ("parquet", "csv", "xlsx")
_CHUNK = 50_000
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?[0-9][0-9 ]*$")
_XLSX_ROWS = 1_048_576  # rows of a sheet (ECMA-376; the limit of the programs that open it)


def write(folder: Path, exports: Mapping[str, pa.Table], kind: str) -> list[Path]:
    """One file for each export, mode 600; an existing file is replaced as a whole. Raises BetrokkenError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BetrokkenError(f"the export folder cannot be made: {os.strerror(error.errno or 0)}") from error
    return [_write_one(folder / f"{name}.{kind}", table, kind) for name, table in exports.items()]


def _write_one(path: Path, table: pa.Table, kind: str) -> Path:
    aside = path.with_name(f".{path.name}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out:
        _put(out, path.stem, table, kind)
    aside.replace(path)
    return path


def rendered(name: str, table: pa.Table, kind: str) -> bytes:
    """The bytes of one file, which never touches the disk. Raises BetrokkenError when it does not fit its kind."""
    out = io.BytesIO()
    _put(out, name, table, kind)
    return out.getvalue()


def _put(out: BinaryIO, name: str, table: pa.Table, kind: str) -> None:
    if kind == "xlsx" and table.num_rows >= _XLSX_ROWS:
        raise BetrokkenError(f"{name}: too many rows for a spreadsheet; use --format parquet or csv")
    {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx}[kind](out, table)


def _parquet(out: BinaryIO, table: pa.Table) -> None:
    pq.write_table(table.combine_chunks(), out, compression="zstd")


def cell(value: Any) -> str:
    """A value as text; what a spreadsheet would run as a formula is put behind an apostrophe (OWASP CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(cell(one) for one in value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def _csv(out: BinaryIO, table: pa.Table) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(table.column_names)
    for row in arrow.rows(table, *table.column_names):
        writer.writerow([cell(value) for value in row])
    text.flush()
    text.detach()  # whoever opened the stream closes it


def _xlsx(out: BinaryIO, table: pa.Table) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # a clock here would make equal exports differ
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.column_names)
        for number, row in enumerate(arrow.rows(table, *table.column_names), start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, cell(value))
