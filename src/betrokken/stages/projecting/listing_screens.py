"""Listings as a screen shows them: `ls -lR` of Unix, `dir /s` of Windows (in English and Dutch)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from betrokken.stages.projecting.listing_values import Row, clean, day, size

Lines = Iterator[tuple[int, Row | str]]

_UNIX: Final = re.compile(
    r"(?P<mode>[-dlbcps])[-rwxsStT]{9}[.+@]?\s+[0-9]+\s+\S+\s+\S+\s+(?P<size>[0-9.,]+[KMGT]?)\s+"
    r"(?P<when>[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:.]+)?(?: [+-][0-9]{4})?|\S{3,4}\.?\s+[0-9]{1,2}\s+[0-9:]{4,5}|[0-9]{1,2}\s+\S{3,4}\.?\s+[0-9:]{4,5})"
    r"\s(?P<name>.+)"
)
_WINDOWS: Final = re.compile(
    r"(?P<day>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})\s+[0-9]{1,2}:[0-9]{2}(?:\s?[AaPp][Mm])?\s+"
    r"(?P<size><\w+>|[0-9][0-9.,\u00a0\u202f]*)\s+(?P<name>.+)"
)
_FOLDER: Final = re.compile(r"\s*(?:Directory of|Map van|Directory van|Inhoud van)\s+(?P<path>.+?)\s*")
_BESIDE: Final = re.compile(
    r"\s*(?:(?:Volume|Het volume|Volumenaam|Volumenummer|Total|Totaal|Aantal).*|[0-9.,]+ (?:File|Dir|bestand|map).*)",
    re.IGNORECASE,
)


def unix(lines: list[str]) -> Lines | None:
    """The files of `ls -lR`; None when the lines are none of it."""
    return _unix(lines) if any(_UNIX.fullmatch(line.strip()) for line in lines[:50]) else None


def windows(lines: list[str]) -> Lines | None:
    """The files of `dir /s`; None when the lines are none of it."""
    return _windows(lines) if any(_FOLDER.fullmatch(line) for line in lines[:50]) else None


def _unix(lines: list[str]) -> Lines:
    folder = ""
    for number, line in enumerate(lines, start=1):
        found = _UNIX.fullmatch(line.strip())
        if found and found["mode"] == "-":
            yield number, _row(folder, found["name"], found["size"], _unix_day(found["when"]))
        elif not found and line.rstrip().endswith(":"):
            folder = line.rstrip()[:-1]
        elif not found and line.strip() and not re.fullmatch(r"\s*tota+l .*", line):
            yield number, "neither a file, nor a folder, nor a total"


def _windows(lines: list[str]) -> Lines:
    folder = ""
    for number, line in enumerate(lines, start=1):
        if found := _FOLDER.fullmatch(line):
            folder = found["path"]
        elif found := _WINDOWS.fullmatch(line.strip()):
            if not found["size"].startswith("<"):
                yield number, _row(folder, found["name"], found["size"], day(found["day"]))
        elif line.strip() and not _BESIDE.fullmatch(line):
            yield number, "neither a file, nor a folder, nor a total"


def _row(folder: str, name: str, told: str, when: date | None) -> Row | str:
    read = size(told)
    return "the size is no number" if read is None else Row(clean(f"{folder}/{name}"), read, when)


def _unix_day(text: str) -> date | None:
    """Only a day with its year: `ls` leaves the year away from the last half year, and a guess could be wrong."""
    if found := day(text[:10]):
        return found
    year = re.search(r"\b((?:19|20)[0-9]{2})$", text)
    return date(int(year[1]), 1, 1) if year else None
