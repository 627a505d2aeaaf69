"""What leaves for other tools: people and what leaked of them, professionals, files; byte-equal for the same case."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.pipeline import auditing, intake
from betrokken.pipeline.case import Case
from betrokken.stages.answering import populations

_OF_ONE_PATH = ("file name", "folder name")


def build(worked: Mapping[str, pa.Table], drop: pa.Table) -> dict[str, pa.Table]:
    """The exports out of the tables of `of_case`, and of the table `drop`.

    Sources and items are those of leaks; what populations hold is listed in `populations`, and their people in `people`.
    """
    leaks = populations.of_leaks(worked, drop)
    drops = dict(arrow.rows(drop, "drop_id", "name"))
    return {
        "people": worked["person"].select(tables.names("people")).sort_by("person_id"),
        "exposures": worked["exposure"],
        "standings": worked["standing"],
        "unattributed": worked["unattributed"],
        "severities": worked["severity"],
        "sources": arrow.make("sources", sources(worked["membership"], leaks["mention"], leaks["item"])),
        "professionals": worked["professional"].sort_by("professional_id"),
        "professional_sources": arrow.make(
            "professional_sources", professional_sources(worked["calling"], leaks["mention"], leaks["item"])
        ),
        "populations": arrow.make("populations", populations.listed(worked["item"], drop)),
        "items": arrow.make("items", _items(leaks["item"], drops)),
    }


def sources(membership: pa.Table, mention: pa.Table, item: pa.Table) -> Iterator[dict[str, Any]]:
    """Where each person stands: one row for each mention and each path its bytes stand at."""
    paths = _paths(item)
    columns = arrow.rows(mention, "mention_id", "item_id", "place", "confidence")
    where = {mention_id: (item_id, place, confidence) for mention_id, item_id, place, confidence in columns}
    found = []
    for person_id, mention_id in arrow.rows(membership, "person_id", "mention_id"):
        if mention_id not in where:  # of a population
            continue
        item_id, place, confidence = where[mention_id]
        own, everywhere = paths[item_id]
        for path in [own] if place in _OF_ONE_PATH else everywhere:
            found.append((person_id, path, place, _probability(confidence)))
    for row in sorted(found):
        yield dict(zip(tables.names("sources"), row, strict=True))


def professional_sources(calling: pa.Table, mention: pa.Table, item: pa.Table) -> Iterator[dict[str, Any]]:
    """Where each professional stands: one row for each place and each path its bytes stand at."""
    paths = _paths(item)
    where = {one: (item_id, place) for one, item_id, place in arrow.rows(mention, "mention_id", "item_id", "place")}
    found = set()
    for professional_id, mention_id in arrow.rows(calling, "professional_id", "mention_id"):
        item_id, place = where[mention_id]
        own, everywhere = paths[item_id]
        found |= {(professional_id, path, place) for path in ([own] if place in _OF_ONE_PATH else everywhere)}
    for row in sorted(found):
        yield dict(zip(tables.names("professional_sources"), row, strict=True))


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


_READ = (
    "person", "exposure", "membership", "mention", "item", "aside", "unplaced",
    "standing", "unattributed", "severity", "professional", "calling",
)  # fmt: skip


def of_case(case: Case) -> dict[str, pa.Table]:
    """The exports of a case that has been run; `audit` and `estimate` when there were such."""
    from betrokken.pipeline import projecting  # SciPy takes long to import

    built = build({name: case.table(name) for name in _READ}, intake.drops(case))
    more = {"estimate": projecting.current(case), "audit": auditing.table(case)}
    return built | {name: table for name, table in more.items() if table is not None}
