"""Populations counted apart from leaks: what a controller's own list holds leaked from nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.kit import arrow

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Population:
    """One list: name, controller, data set, the day it was true, its files by status, and the account of its rows."""

    name: str
    controller: str
    dataset: str
    as_of: str
    items: Mapping[str, int]
    rows: int
    rows_with_mentions: int
    aside: Mapping[str, int]
    unread: tuple[str, ...]


def of_leaks(worked: Tables, drop: pa.Table) -> dict[str, pa.Table]:
    """The tables as they are without what populations brought: item, aside, mention and unplaced."""
    kept = dict(worked)
    listed = _drops(drop)
    if not listed:
        return kept
    away = pa.array([row["drop_id"] for row in listed], pa.string())
    kept["item"] = _without(worked["item"], "drop_id", away)
    kept["aside"] = _without(worked["aside"], "item_id", _beside(worked["item"], kept["item"], "item_id"))
    kept["mention"] = worked["mention"].filter(pc.equal(worked["mention"]["source"], pa.scalar("leak")))
    mentions = _beside(worked["mention"], kept["mention"], "mention_id")
    kept["unplaced"] = _without(worked["unplaced"], "mention_id", mentions)
    return kept


def leaked_people(mention: pa.Table, membership: pa.Table) -> set[str]:
    """Ids of the people with a mention in `mention`."""
    theirs = membership.filter(pc.is_in(membership["mention_id"], value_set=mention["mention_id"].combine_chunks()))
    return {str(one) for one in pc.unique(theirs["person_id"]).to_pylist()}


def count(worked: Tables, drop: pa.Table) -> tuple[Population, ...]:
    """The populations in the order they were taken in."""
    return tuple(_population(row, worked["item"], worked["aside"]) for row in _drops(drop))


def listed(item: pa.Table, drop: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of the export `populations`: one for each file of a list."""
    columns = ("path", "sha256", "rows", "rows_with_mentions", "status", "reason")
    for row in _drops(drop):
        about = {"name": row["name"], "controller": row["controller"], "dataset": row["dataset"], "as_of": row["as_of"]}
        for values in sorted(arrow.rows(_of(item, row["drop_id"]), *columns), key=lambda found: found[0]):
            yield about | dict(zip(columns, values, strict=True))


def _drops(drop: pa.Table) -> list[dict[str, Any]]:
    return [row for row in drop.to_pylist() if row["source"] == "population"]


def _of(item: pa.Table, drop_id: str) -> pa.Table:
    return item.filter(pc.equal(item["drop_id"], pa.scalar(drop_id)))


def _without(table: pa.Table, column: str, away: "pa.Array[Any]") -> pa.Table:
    return table.filter(pc.invert(pc.is_in(table[column], value_set=away)))


def _beside(whole: pa.Table, part: pa.Table, column: str) -> "pa.Array[Any]":
    """The values of `whole` that `part` lacks."""
    return _without(whole, column, part[column].combine_chunks())[column].combine_chunks()


def _population(row: Mapping[str, Any], item: pa.Table, aside: pa.Table) -> Population:
    own = _of(item, row["drop_id"])
    away: dict[str, int] = {}
    of_it = aside.filter(pc.is_in(aside["item_id"], value_set=own["item_id"].combine_chunks()))
    for reason, rows in arrow.rows(of_it, "reason", "rows"):
        away[reason] = away.get(reason, 0) + rows
    items: dict[str, int] = {}
    for status in arrow.values(own, "status"):
        items[status] = items.get(status, 0) + 1
    return Population(
        name=row["name"],
        controller=row["controller"],
        dataset=row["dataset"],
        as_of=row["as_of"],
        items=dict(sorted(items.items())),
        rows=pc.sum(own["rows"]).as_py() or 0,
        rows_with_mentions=pc.sum(own["rows_with_mentions"]).as_py() or 0,
        aside=dict(sorted(away.items(), key=lambda entry: (-entry[1], entry[0]))),
        unread=tuple(sorted({one for one in arrow.values(own, "reason") if one})),
    )
