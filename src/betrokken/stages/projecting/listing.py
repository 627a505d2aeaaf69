"""The thieves' list of what they hold: paths, sizes, and dates or types where it gives them.

Read are delimited text with or without a header (Dutch or English names, any delimiter), `ls -lR` and `dir /s`.
A line that cannot be read is listed with its number and the reason; none is dropped in silence.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from betrokken.stages.projecting import listing_screens as screens
from betrokken.stages.projecting.listing_values import Row, clean, day, size

NAMES: Final = {
    "path": "path pad filepath fullpath fullname file filename bestand bestandsnaam bestandspad naam name volledigpad",
    "folder": "folder map directory directoryname dir parent locatie location",
    "size": "size grootte omvang bytes length lengte filesize bestandsgrootte sizebytes",
    "day": "date datum modified gewijzigd lastwritetime lastmodified laatstgewijzigd mtime gewijzigdop created aangemaakt",
    "kind": "type soort extension extensie kind mimetype mediatype",
}
_DELIMITERS: Final = "\t;,|"


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be read: its number, from 1, and why. Never its content."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a listing, and the lines that gave none."""

    rows: tuple[Row, ...]
    bad: tuple[Bad, ...]

    @property
    def bytes(self) -> int:
        """Bytes of all files listed."""
        return sum(row.size for row in self.rows)


def parse(text: str) -> Listing:
    """The listing in `text`, of whichever form it is. No line is lost: each is a file, structure, or bad."""
    lines = text.lstrip("\ufeff").splitlines()
    found = screens.unix(lines) or screens.windows(lines) or _delimited(lines)
    rows: dict[str, Row] = {}
    bad: list[Bad] = []
    for number, one in found:
        if isinstance(one, str):
            bad.append(Bad(number, one))
        elif one.path in rows:
            bad.append(Bad(number, "the path stands there already; the first line with it counts"))
        else:
            rows[one.path] = one
    return Listing(tuple(rows.values()), tuple(bad))


def _delimited(lines: list[str]) -> Iterator[tuple[int, Row | str]]:
    filled = [line for line in lines[:200] if line.strip()]
    if not filled:
        return
    # Of the delimiters the one that cuts most lines: a file name may hold a comma, a size a full stop.
    delimiter = max(_DELIMITERS, key=lambda one: (sum(one in line for line in filled), -_DELIMITERS.index(one)))
    columns: dict[str, int] | None = None
    reader = csv.reader(lines, delimiter=delimiter)
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns, header = _columns(cells)
            if header:
                continue
        yield reader.line_num, _row(cells, columns)


def _columns(cells: list[str]) -> tuple[dict[str, int], bool]:
    """Meaning -> column, and whether these cells are a header."""
    known = {name: meaning for meaning, names in NAMES.items() for name in names.split()}
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        meaning = known.get(re.sub(r"[^a-z]", "", cell.lower().replace("(bytes)", "")))
        if meaning and meaning not in found:
            found[meaning] = number
    if "path" in found and "size" in found:
        return found, True
    return _guessed(cells), False


def _guessed(cells: list[str]) -> dict[str, int]:
    """Without a header: the size is the cell that is a size, the path the longest of the others, the date a date."""
    sizes = [number for number, cell in enumerate(cells) if size(cell) is not None and day(cell) is None]
    dates = [number for number, cell in enumerate(cells) if day(cell) is not None]
    others = [number for number in range(len(cells)) if number not in (*sizes, *dates)]
    found = {"path": max(others, key=lambda number: len(cells[number]))} if others else {}
    found |= {"size": max(sizes, key=lambda number: size(cells[number]) or 0)} if sizes else {}
    return found | ({"day": dates[0]} if dates else {})


def _row(cells: list[str], columns: dict[str, int]) -> Row | str:
    told = {meaning: cells[number].strip() for meaning, number in columns.items() if number < len(cells)}
    path = clean("/".join(part for part in (told.get("folder"), told.get("path")) if part))
    if not told.get("path") or not path:
        return "no path"
    read = size(told.get("size", ""))
    if read is None:
        return "the size is no number" if told.get("size") else "no size"
    return Row(path, read, day(told.get("day", "")), told.get("kind", ""))
