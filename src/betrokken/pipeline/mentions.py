"""Drafts of mentions turned into rows of the table `mention`, with their ids."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from betrokken.model import tables
from betrokken.stages.finding.hits import LISTS, Draft, Finding

_DAYS = frozenset({"birth_date", "taken_on", "deceased_on"})
_OWN = frozenset({"mention_id", "item_id", "place", "source", "role", "has_result", "categories", "birth_dates"})
_TOLD = frozenset({"confidence", "reasons"})
_SCALARS = tuple(name for name in tables.names("mention") if name not in _OWN | _TOLD | LISTS)


def item_id(drop_id: str, path: str) -> str:
    """Id of an item: hash of its drop and path, 24 hexadecimal digits."""
    return hashlib.sha256(f"{drop_id}\0{path}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def mention_id(source: str, place: str, order: int) -> str:
    """Id of a mention: hash of the bytes it stands in (or the path), the place, and the order there."""
    return hashlib.sha256(f"{source}\0{place}\0{order}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


class StandsIn(NamedTuple):
    """Where mentions stand: a word of words.SOURCES, and what their ids are made from beside their place."""

    source: str
    key: str


def stands_in(source: str, drop_id: str, sha256: str) -> StandsIn:
    """Bytes that leaked are one source of mentions wherever they stand; each population is one of its own."""
    return StandsIn(source, sha256 if source == "leak" else f"{source} {drop_id} {sha256}")


class Columns:
    """The growing columns of a table `mention`."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in tables.names("mention")}

    def add(self, found: Finding, stands_in: StandsIn, item: str) -> dict[str, int]:
        """Take the drafts of one item over; gives the counts for its row of `item`."""
        self._extend(found.drafts, stands_in, item)
        return {
            "tables": found.tables,
            "texts": found.texts,
            "rows": found.rows,
            "rows_with_mentions": found.rows_with_mentions,
            "mentions": len(found.drafts),
        }

    def add_path(self, drafts: Iterable[Draft], path: str, item: str) -> int:
        """Take over what the path of an item says; gives the number of mentions."""
        kept = list(drafts)
        self._extend(kept, StandsIn("leak", f"path {path}"), item)
        return len(kept)

    def table(self) -> pa.Table:
        """What was added, as the table `mention`."""
        return pa.table(self._columns, schema=tables.schema("mention"))

    def _extend(self, drafts: Iterable[Draft], stands_in: StandsIn, item: str) -> None:
        seen: dict[str, int] = {}
        columns = self._columns
        for draft in drafts:
            order = seen[draft.place] = seen.get(draft.place, -1) + 1
            columns["mention_id"].append(mention_id(stands_in.key, draft.place, order))
            columns["item_id"].append(item)
            columns["place"].append(draft.place)
            columns["source"].append(stands_in.source)
            columns["role"].append(draft.role)
            columns["has_result"].append(draft.has_result)
            columns["categories"].append(sorted(draft.categories))
            columns["birth_dates"].append(sorted(draft.birth_dates))
            columns["confidence"].append(round(draft.confidence, 3))
            columns["reasons"].append(draft.reasons)
            for name in LISTS:
                columns[name].append(draft.lists.get(name, []))
            for name in _SCALARS:
                value = draft.fields.get(name) or None
                columns[name].append(date.fromisoformat(value) if value and name in _DAYS else value)
