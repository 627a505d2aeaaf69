"""`add`: a drop taken into the case. Every file is listed and hashed, containers are opened, duplicates are marked."""

import hashlib
import hmac
import os
from dataclasses import asdict, dataclass, replace
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
from betrokken.pipeline.jobs import Job, pack_incident
from betrokken.pipeline.mentions import item_id
from betrokken.pipeline.progress import Listener, Step
from betrokken.pipeline.walking import OnDisk
from betrokken.settings import Settings

STAGE = "intake"
ENTRY = "betrokken.pipeline.inside:build"


@dataclass(frozen=True, slots=True)
class OwnList:
    """What makes a drop no leak: the controller whose own list it is, of which data set, and the day it was true."""

    controller: str
    dataset: str
    as_of: str


def add(
    case: Case,
    paths: list[Path],
    name: str,
    copy: bool,
    settings: Settings,
    show: Listener,
    own: OwnList | None = None,
) -> pa.Table:
    """Take the files below `paths` into the case as one drop; gives the rows of `item` it added.

    own: the drop is a population, a controller's own list; None for a leak.
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
        _store(case, drop_id, added, own is not None)
        # From here on the drop counts; a listing whose drop was never entered is left out.
        about = {"source": "population", **asdict(own)} if own else {}
        case.decided.add_drop(name, os.fsencode(base).hex(), copy, sum(one.size for one in found), **about)
    return added


def drops(case: Case) -> pa.Table:
    """The table `drop`: what was taken into the case so far, leaks and populations."""
    columns = tables.names("drop")
    return arrow.make("drop", [{name: getattr(one, name) for name in columns} for one in case.decided.drops()])


def known(case: Case) -> pa.Table:
    """What intake lists so far: the table `item` before anything is read."""
    if not case.worked.manifest(STAGE):
        return arrow.empty("item")
    drops = {drop.drop_id for drop in case.decided.drops()}
    listed = case.worked.read("item", STAGE)
    return listed.filter(pa.array([drop in drops for drop in arrow.values(listed, "drop_id")], pa.bool_()))


def fence(case: Case, settings: Settings) -> Fence:
    """Workers that know the facts of the case."""
    setup = {"incident": pack_incident(case.incident), "pile_key": case.keys.pile.hex()}
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


def _store(case: Case, drop_id: str, added: pa.Table, is_own_list: bool) -> None:
    """A new generation of the listing: what was there and what came, duplicates marked over all leaked drops."""
    rows = arrow.join("item", [known(case), added]).to_pylist()
    rows.sort(key=lambda row: (row["path"], row["drop_id"]))
    own_lists = {drop.drop_id for drop in case.decided.drops() if drop.source == "population"}
    _mark_duplicates(rows, own_lists | ({drop_id} if is_own_list else set()))
    table = pa.Table.from_pylist(rows, schema=tables.schema("item"))
    case.worked.write(STAGE, {"item": table}, {"drop": drop_id}, {})


def _mark_duplicates(rows: list[dict[str, Any]], own_lists: set[str]) -> None:
    """Of identical bytes the first path is read; the others say which.

    A controller's own list is read as itself, also when the very same file leaked: what it says is no exposure.
    """
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["status"] not in ("read", "duplicate") or row["size"] == 0 or not row["sha256"]:
            continue
        key = (row["drop_id"] if row["drop_id"] in own_lists else "", row["sha256"])
        if key in first:
            row["status"], row["reason"] = "duplicate", f"same bytes as {first[key]}"
        else:
            first[key] = row["path"]
            row["status"], row["reason"] = "read", None
