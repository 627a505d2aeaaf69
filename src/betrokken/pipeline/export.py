"""What leaves for other tools: people, exposures, sources and items, byte-equal for the same case."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.pipeline import auditing
from betrokken.pipeline.case import Case

_OF_ONE_PATH = ("file name", "folder name")


def build(worked: Mapping[str, pa.Table], drops: Mapping[str, str]) -> dict[str, pa.Table]:
    """The four exports out of the tables person, exposure, membership, mention and item; drops: drop_id -> name."""
    return {
        "people": worked["person"].select(tables.names("people")).sort_by("person_id"),
        "exposures": worked["exposure"],
        "sources": arrow.make("sources", sources(worked["membership"], worked["mention"], worked["item"])),
        "items": arrow.make("items", _items(worked["item"], drops)),
    }


def sources(membership: pa.Table, mention: pa.Table, item: pa.Table) -> Iterator[dict[str, Any]]:
    """Where each person stands: one row for each mention and each path its bytes stand at."""
    paths = _paths(item)
    columns = arrow.rows(mention, "mention_id", "item_id", "place", "confidence")
    where = {mention_id: (item_id, place, confidence) for mention_id, item_id, place, confidence in columns}
    found = []
    for person_id, mention_id in arrow.rows(membership, "person_id", "mention_id"):
        item_id, place, confidence = where[mention_id]
        own, everywhere = paths[item_id]
        for path in [own] if place in _OF_ONE_PATH else everywhere:
            found.append((person_id, path, place, _probability(confidence)))
    for row in sorted(found):
        yield dict(zip(tables.names("sources"), row, strict=True))


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


def _paths(item: pa.Table) -> dict[str, tuple[str, list[str]]]:
    """item_id -> its own path, and every path with the same bytes."""
    same: dict[str, list[str]] = {}
    for sha256, path in arrow.rows(item, "sha256", "path"):
        if sha256:
            same.setdefault(sha256, []).append(path)
    known = arrow.rows(item, "item_id", "sha256", "path")
    return {item_id: (path, sorted(same[sha]) if sha else [path]) for item_id, sha, path in known}


def _items(item: pa.Table, drops: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    read = {sha: status for sha, status in arrow.rows(item, "sha256", "status") if sha and status != "duplicate"}
    columns = ("path", "sha256", "size", "media_type", "status", "reason", "drop_id")
    for row in sorted(arrow.rows(item, *columns), key=lambda row: (row[0], drops.get(row[6], ""))):
        found = dict(zip(tables.names("items"), row, strict=True))
        if found["status"] == "duplicate":
            found["status"] = read[found["sha256"]]
        yield found | {"drop": drops.get(row[6], "")}


def of_case(case: Case) -> dict[str, pa.Table]:
    """The exports of a case that has been run; `audit` when there was one."""
    names = ("person", "exposure", "membership", "mention")
    worked = {name: case.worked.read(name) for name in names} | {"item": case.worked.read("item", "finding")}
    audit = auditing.table(case)
    made = build(worked, {drop.drop_id: drop.name for drop in case.decided.drops()})
    return made if audit is None else made | {"audit": audit}
