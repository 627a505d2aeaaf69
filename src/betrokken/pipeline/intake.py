"""`add`: a drop taken into the case. Every file is listed and hashed, containers are opened, duplicates are marked."""

import hashlib
import hmac
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from betrokken.edges import sealed
from betrokken.edges.fence import Fence, FenceLimits
from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import units, walking
from betrokken.pipeline.case import Case
from betrokken.pipeline.facts import for_finding, pack_incident
from betrokken.pipeline.jobs import Job
from betrokken.pipeline.mentions import item_id
from betrokken.pipeline.progress import Listener, Step
from betrokken.pipeline.walking import OnDisk
from betrokken.settings import Settings

STAGE = "intake"
ENTRY = "betrokken.pipeline.inside:build"


def add(case: Case, paths: list[Path], name: str, copy: bool, settings: Settings, show: Listener) -> pa.Table:
    """Take the files below `paths` into the case as one drop; gives the rows of `item` it added.

    Raises BetrokkenError when nothing is there, or when this very drop is in the case already.
    """
    root = walking.root_of(paths)
    name = name or paths[0].resolve().name
    found = walking.files(root, paths)
    if not found:
        raise BetrokkenError("there are no files below these paths")
    with case.worked.writing():
        drop_id = _new_drop_id(case, name)
        base = case.pile / drop_id if copy else root
        jobs = [_job(case, drop_id, root, base, one, copy) for one in found if not one.reason]
        listed = [_refused(drop_id, one) for one in found if one.reason]
        listed += _list(case, jobs, settings, show)
        added = arrow.make("item", listed)
        _store(case, drop_id, added)
        # From here on the drop counts; a listing whose drop was never entered is left out.
        case.decided.add_drop(name, os.fsencode(base).hex(), copy, sum(one.size for one in found))
    return added


def known(case: Case) -> pa.Table:
    """What intake lists so far: the table `item` before anything is read."""
    if not case.worked.manifest(STAGE):
        return arrow.empty("item")
    drops = {drop.drop_id for drop in case.decided.drops()}
    listed = case.worked.read("item", STAGE)
    return listed.filter(pa.array([drop in drops for drop in arrow.values(listed, "drop_id")], pa.bool_()))


def known_inside(case: Case) -> dict[str, Any]:
    """The facts that workers go by, packed."""
    return pack_incident(for_finding(case.incident))


def fence(case: Case, settings: Settings, incident: dict[str, Any] | None = None) -> Fence:
    """Workers that know these facts (of `known_inside`); those of the case as it is now when none are given."""
    setup = {"incident": incident or known_inside(case), "pile_key": case.keys.pile.hex()}
    limits = FenceLimits(
        memory_mb=settings.memory_mb, seconds=settings.seconds, seconds_per_mb=settings.seconds_per_mb,
        longest_seconds=settings.longest_seconds,
    )  # fmt: skip
    return Fence(settings.workers or os.cpu_count() or 1, ENTRY, orjson.dumps(setup), limits)


def _new_drop_id(case: Case, name: str) -> str:
    """The number the decided store will give the next drop. Raises BetrokkenError when its name is taken."""
    drops = case.decided.drops()
    if any(drop.name == name for drop in drops):
        raise BetrokkenError(f"there is a drop named {name!r} already; give this one another name with --drop NAME")
    return str(len(drops) + 1)


def _job(case: Case, drop_id: str, root: Path, base: Path, one: OnDisk, copy: bool) -> Job:
    job = Job(drop_id, str(base), one.raw.hex(), one.name, one.size, sealed=copy)
    if not copy:
        return job
    # A file name of the pile may name a person: it never becomes one on our disk.
    number = hmac.new(case.keys.pile, one.raw, hashlib.sha256).hexdigest()[:32]
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root / os.fsdecode(one.raw)).open("rb") as stream:
        sealed.seal(stream, base / number, case.keys.pile)
    return replace(job, file=number.encode().hex())


def _refused(drop_id: str, one: OnDisk) -> dict[str, Any]:
    about = {"item_id": item_id(drop_id, one.name), "drop_id": drop_id, "path": one.name, "file": one.raw}
    return about | {"size": one.size, "status": "skipped", "reason": one.reason, "container": False}


def _list(case: Case, jobs: list[Job], settings: Settings, show: Listener) -> list[dict[str, Any]]:
    total, done = sum(job.weight for job in jobs), 0
    found: list[dict[str, Any]] = []
    with fence(case, settings) as workers:
        for asked, result in units.work(workers, jobs, settings, _lost):
            found += result["item"].to_pylist()
            done += sum(job.weight for job in asked)
            show(Step("intake", done, total))
    return found


def _lost(job: Job, reason: str) -> units.Tables:
    about = {"item_id": item_id(job.drop_id, job.name), "drop_id": job.drop_id, "path": job.name}
    row = about | {"file": bytes.fromhex(job.file), "size": job.size, "status": "unreadable", "reason": reason}
    return {"item": arrow.make("item", [row | {"container": False}])}


def _store(case: Case, drop_id: str, added: pa.Table) -> None:
    """A new generation of the listing: what was there and what came, duplicates marked over all drops."""
    rows = arrow.join("item", [known(case), added]).to_pylist()
    rows.sort(key=lambda row: (row["path"], row["drop_id"]))
    _mark_duplicates(rows)
    table = pa.Table.from_pylist(rows, schema=tables.schema("item"))
    case.worked.write(STAGE, {"item": table}, {"drop": drop_id}, {})


def _mark_duplicates(rows: list[dict[str, Any]]) -> None:
    """Of identical bytes the first path is read; the others say which."""
    first: dict[str, str] = {}
    for row in rows:
        if row["status"] not in ("read", "duplicate") or row["size"] == 0 or not row["sha256"]:
            continue
        if row["sha256"] in first:
            row["status"], row["reason"] = "duplicate", f"same bytes as {first[row['sha256']]}"
        else:
            first[row["sha256"]] = row["path"]
            row["status"], row["reason"] = "read", None
