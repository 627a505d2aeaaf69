"""Files that are alike: top folder x type x year. Small strata are pooled, and a file of great size stands alone."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from betrokken.stages.projecting.listing_values import Row

LARGE: Final = 0.05  # share of all bytes above which a stratum may not be unsampled, and a file stands alone
SMALL: Final = 0.01  # share of all bytes below which a stratum is pooled
LEAST: Final = 5  # read files below which a stratum that is not large is pooled
REST: Final = "the rest"
_TYPES: Final = {
    "table": "csv tsv xls xlsx xlsb ods dbf",
    "message": "hl7 edi edifact med fhir ndjson json jsonl xml oru adt",
    "mail": "eml msg mbox pst ics",
    "document": "doc docx odt rtf pdf txt html htm ppt pptx md",
    "database": "sql db sqlite sqlite3 mdb accdb bak dump mdf",
    "archive": "zip 7z rar tar gz tgz bz2 xz",
    "image": "jpg jpeg png tif tiff gif bmp heic dcm svs ndpi",
}
_OF_SUFFIX: Final = {suffix: kind for kind, suffixes in _TYPES.items() for suffix in suffixes.split()}
_YEAR: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9]{3})")


@dataclass(frozen=True, slots=True)
class Strata:
    """of: number of the stratum of every file. names: of the strata. pooled: strata that were put into another."""

    of: tuple[int, ...]
    names: tuple[str, ...]
    pooled: int


def divide(rows: Sequence[Row], read: Sequence[bool]) -> Strata:
    """The strata of the files of a listing; read: which of them were read."""
    total = sum(row.size for row in rows) or 1
    depth = _depth(rows)
    keys = [_key(row, depth) for row in rows]
    names = [_name(key, row, total) for key, row in zip(keys, rows, strict=True)]
    first = len(set(names))
    for coarser in (_without_year, _folder_alone, _rest):
        names = _pool(names, keys, rows, read, total, coarser)
    names = _not_alone(names, rows, read, total)
    order = sorted(set(names))
    number = {name: place for place, name in enumerate(order)}
    return Strata(tuple(number[name] for name in names), tuple(order), first - len(order))


Key = tuple[str, str, str]


def _depth(rows: Sequence[Row]) -> int:
    """How many folders all paths share: these tell nothing apart."""
    folders = [row.path.split("/")[:-1] for row in rows]
    depth = 0
    while folders and all(len(one) > depth and one[depth] == folders[0][depth] for one in folders):
        depth += 1
    return depth


def _key(row: Row, depth: int) -> Key:
    parts = row.path.split("/")[depth:]
    suffix = PurePosixPath(parts[-1]).suffix.lower().lstrip(".")
    told = row.kind.lower().lstrip(".").split("/")[-1]
    kind = _OF_SUFFIX.get(suffix) or _OF_SUFFIX.get(told) or "other"
    years = _YEAR.findall(row.path)
    year = str(row.day.year) if row.day else years[-1] if years else "no year"
    return parts[0] if len(parts) > 1 else "(top)", kind, year


def _name(key: Key, row: Row, total: int) -> str:
    return f"one file: {row.path}" if row.size > LARGE * total else " / ".join(key)


def _without_year(key: Key) -> str:
    return f"{key[0]} / {key[1]} / other years"


def _folder_alone(key: Key) -> str:
    return f"{key[0]} / other"


def _rest(key: Key) -> str:
    return REST


def _pool(
    names: list[str],
    keys: Sequence[Key],
    rows: Sequence[Row],
    read: Sequence[bool],
    total: int,
    to: Callable[[Key], str],
) -> list[str]:
    """The names with every small stratum in a coarser one."""
    size, drawn = _sizes(names, rows, read)
    small = {n for n in size if size[n] <= LARGE * total and (size[n] < SMALL * total or drawn[n] < LEAST)}
    return [to(key) if name in small else name for name, key in zip(names, keys, strict=True)]


def _not_alone(names: list[str], rows: Sequence[Row], read: Sequence[bool], total: int) -> list[str]:
    """A rest that was not sampled and is not large joins the smallest stratum that was."""
    size, drawn = _sizes(names, rows, read)
    sampled = sorted((size[name], name) for name in size if drawn[name] >= LEAST and name != REST)
    if REST not in size or drawn[REST] >= LEAST or size[REST] > LARGE * total or not sampled:
        return names
    joined = f"{sampled[0][1]} and {REST}"
    return [joined if name in (REST, sampled[0][1]) else name for name in names]


def _sizes(names: Sequence[str], rows: Sequence[Row], read: Sequence[bool]) -> tuple[dict[str, int], dict[str, int]]:
    """(bytes, read files) of each stratum."""
    size: dict[str, int] = defaultdict(int)
    drawn: dict[str, int] = defaultdict(int)
    for name, row, one in zip(names, rows, read, strict=True):
        size[name] += row.size
        drawn[name] += one
    return size, drawn
