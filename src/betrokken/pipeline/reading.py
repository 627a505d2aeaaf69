"""Rooms 2 and 3 for the whole case: items go through the fence, in parallel, and what is done stays done."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pyarrow as pa

from betrokken.edges.decided import Drop
from betrokken.edges.fence import Fence
from betrokken.edges.parts import Parts
from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.pipeline import intake, units
from betrokken.pipeline.case import Case
from betrokken.pipeline.jobs import Job, Wanted
from betrokken.pipeline.progress import Listener, Step
from betrokken.settings import Settings, about_results

STAGE = "finding"
_FLUSH_SECONDS = 3.0
_FLUSH_ROWS = 100_000


def run(case: Case, settings: Settings, show: Listener) -> bool:
    """Read what is new; gives whether anything was to be done."""
    listed = intake.known(case)
    inputs = {"item": _listing_hash(case)}
    incident = intake.known_inside(case)
    about = about_results(settings) | {"incident": incident}
    if case.worked.is_fresh(STAGE, inputs, about):
        return False
    kept = _kept(case, listed, about)
    parts = case.worked.parts(STAGE, {}, about)
    workers = intake.fence(case, settings, incident)
    _read_all(case, listed, kept, parts, workers, settings, show)
    found = parts.tables()
    case.worked.write(STAGE, _whole(listed, kept, found), inputs, about)
    parts.clear()
    return True


def _listing_hash(case: Case) -> str:
    manifest = case.worked.manifest(intake.STAGE)
    return manifest.outputs()["item"] if manifest else ""


def _kept(case: Case, listed: pa.Table, about: dict[str, object]) -> units.Tables:
    """Rows of the last generation that still hold: the same items, facts, settings and code."""
    manifest = case.worked.manifest(STAGE)
    if manifest is None or not case.worked.is_fresh(STAGE, manifest.inputs, about):
        return {}
    wanted = {one.item_id: one for job in jobs(listed, drops_of(case)) for one in job.wanted}
    old = case.worked.read("item", STAGE)
    same = {item for item in arrow.values(old, "item_id") if item in wanted and not wanted[item].also}
    return {name: _only(case.worked.read(name, STAGE), same) for name in ("item", "mention", "aside")}


def _only(table: pa.Table, items: set[str]) -> pa.Table:
    return table.filter(pa.array([item in items for item in arrow.values(table, "item_id")], pa.bool_()))


def jobs(listed: pa.Table, drops: Mapping[str, Drop]) -> list[Job]:
    """One job for each file on disk with items to read; containers are only opened for what they hold.

    drops: by drop_id.
    """
    rows = listed.to_pylist()
    also: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        if row["status"] == "duplicate":
            also.setdefault(_bytes(row, drops), []).append((row["path"], row["item_id"]))
    disk = {(row["drop_id"], row["file"]): row for row in rows if row["parent_id"] is None}
    wanted: dict[tuple[str, bytes], list[Wanted]] = {}
    for row in rows:
        if row["status"] in ("read", "partly") and _has_text(row):
            one = Wanted(row["path"], row["item_id"], tuple(also.get(_bytes(row, drops), ())))
            wanted.setdefault((row["drop_id"], row["file"]), []).append(one)
    return [_job(disk[key], tuple(found), drops[key[0]]) for key, found in sorted(wanted.items())]


def _bytes(row: dict[str, Any], drops: Mapping[str, Drop]) -> tuple[str, str]:
    """What duplicates share: their bytes, among the leaks or within one population."""
    return ("" if drops[row["drop_id"]].source == "leak" else row["drop_id"], row["sha256"] or "")


def _has_text(row: dict[str, Any]) -> bool:
    """A pure container has nothing to read but its members; a mail is both."""
    return not row["container"] or row["media_type"] == "message/rfc822"


def _job(row: dict[str, Any], wanted: tuple[Wanted, ...], drop: Drop) -> Job:
    root = str(Path(bytes.fromhex(drop.root).decode("utf-8", "surrogateescape")))
    return Job(
        drop.drop_id, root, row["file"].hex(), row["path"], row["size"], row["sha256"] or "", drop.copied,
        drop.source, drop.as_of or "", wanted,
    )  # fmt: skip


def drops_of(case: Case) -> dict[str, Drop]:
    """drop_id -> drop, populations included."""
    return {drop.drop_id: drop for drop in case.decided.drops()}


def _read_all(
    case: Case, listed: pa.Table, kept: units.Tables, parts: Parts, fence: Fence, settings: Settings, show: Listener
) -> None:
    done = parts.done() | (set(arrow.values(kept["item"], "item_id")) if kept else set())
    everything = jobs(listed, drops_of(case))
    todo = [job for job in (_without(job, done) for job in everything) if job.wanted]
    total, at = sum(job.weight for job in everything), 0
    at = total - sum(job.weight for job in todo)
    buffer = _Buffer(parts)
    with fence as workers:
        if workers.network == "open":
            show(Step("reading and finding", at, total, note="this machine does not let the fence cut off the network"))
        for asked, result in units.work(workers, todo, settings, lost):
            buffer.add(asked, result)
            at += sum(job.weight for job in asked)
            show(Step("reading and finding", min(at, total), total))
    buffer.flush()


def _without(job: Job, done: set[str]) -> Job:
    left = tuple(one for one in job.wanted if one.item_id not in done)
    return job if len(left) == len(job.wanted) else replace(job, wanted=left)


def lost(job: Job, reason: str) -> units.Tables:
    """What is told of items whose worker was lost."""
    rows = [{"item_id": one.item_id, "status": "unreadable", "reason": reason} for one in job.wanted]
    return {"item": arrow.make("item", rows), "mention": arrow.empty("mention"), "aside": arrow.empty("aside")}


class _Buffer:
    """Results on their way to a part: a part is written every few seconds, not for every unit."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._since = parts, monotonic()
        self._keys: list[str] = []
        self._tables: dict[str, list[pa.Table]] = {}
        self._rows = 0

    def add(self, asked: list[Job], result: units.Tables) -> None:
        self._keys += [one.item_id for job in asked for one in job.wanted]
        for name, table in result.items():
            self._tables.setdefault(name, []).append(table)
            self._rows += table.num_rows
        if self._rows > _FLUSH_ROWS or monotonic() - self._since > _FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        if self._keys:
            self._parts.append({name: arrow.join(name, found) for name, found in self._tables.items()}, self._keys)
        self._keys, self._tables, self._rows, self._since = [], {}, 0, monotonic()


_READ = ("media_type", "charset", "status", "reason", "tables", "rows", "texts", "rows_with_mentions", "mentions")


def _whole(listed: pa.Table, kept: units.Tables, found: units.Tables) -> units.Tables:
    """The tables of the stage, in an order that does not depend on which worker was first."""
    parts = [tables_ for tables_ in (kept, found) if tables_]
    read = {row["item_id"]: row for part in parts for row in part["item"].to_pylist()}
    item = pa.Table.from_pylist(list(_items(listed.to_pylist(), read)), schema=tables.schema("item"))
    mention = arrow.join("mention", [part["mention"] for part in parts]).sort_by("mention_id")
    aside = arrow.join("aside", [part["aside"] for part in parts])
    return {
        "item": item,
        "mention": mention,
        "aside": aside.sort_by([("item_id", "ascending"), ("reason", "ascending")]),
    }


def _items(rows: list[dict[str, Any]], read: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        result = read.get(row["item_id"])
        if result:
            trouble = row["reason"] if row["status"] == "partly" else None
            row |= {name: result[name] for name in _READ if result[name] is not None}
            if trouble:  # members could not all be had: the item stays partly read, whatever its text gave
                row |= {"status": "partly", "reason": "; ".join(filter(None, (trouble, result["reason"])))}
        yield row
