"""What happens to one item inside the fence: opened, hashed, listed or read, and its mentions found.

This is the one place with a broad `except`: whatever a hostile file makes a reader do, it costs this item only.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from betrokken.edges import sealed
from betrokken.kit import arrow, organisations
from betrokken.kit.sources import BytesSource, StreamSource
from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.pipeline import collecting, looking, marking, mentions
from betrokken.pipeline.facts import unpack_incident
from betrokken.pipeline.jobs import Job, Wanted, unpack_jobs
from betrokken.pipeline.mentions import StandsIn
from betrokken.stages.finding import filenames, path_names
from betrokken.stages.finding import stage as finding
from betrokken.stages.finding.hits import Draft, Setting
from betrokken.stages.intake import stage as intake
from betrokken.stages.reading import stage as reading

_STARTS = {
    b"PK\x03\x04": "a zip archive or office document",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an office document",
}
_IN_MEMORY = 64 * 1024 * 1024


def build(setup: bytes) -> Callable[[bytes], bytes]:
    """The handler of a worker: takes packed jobs, gives packed tables (`item`, and `mention` and `aside` when read)."""
    collecting.from_here_on()
    known = orjson.loads(setup)
    incident = unpack_incident(known["incident"])
    setting = Setting(
        latest=incident.latest,
        institutions=organisations.register(incident.controllers),
        labs=organisations.labs(incident),
    )
    return partial(_handle, setting=setting, pile_key=bytes.fromhex(known["pile_key"]))


def _handle(payload: bytes, setting: Setting, pile_key: bytes) -> bytes:
    jobs = unpack_jobs(payload)
    out = _Out()
    for job in jobs:
        if job.wanted:
            _read_job(job, _setting(job, setting), pile_key, out)
        else:
            _list_job(job, pile_key, out)
    return out.pack()


def _setting(job: Job, setting: Setting) -> Setting:
    """A controller's own list is of its own people, and can tell of days after the theft."""
    if job.source == "leak":
        return setting
    return replace(setting, own_list=True, latest=max(setting.latest, date.fromisoformat(job.as_of)))


class _Out:
    """The rows of one unit of work."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.asides: list[dict[str, Any]] = []
        self.mentions = mentions.Columns()
        self.looks: list[dict[str, Any]] = []
        self.markers: list[dict[str, Any]] = []

    def pack(self) -> bytes:
        asked = {"look": self.looks, "marker": self.markers}
        return arrow.pack(
            {
                "item": arrow.make("item", self.items),
                "aside": arrow.make("aside", self.asides),
                "mention": self.mentions.table(),
            }
            | {name: arrow.make(name, rows) for name, rows in asked.items() if rows}
        )


def _open(job: Job, pile_key: bytes) -> Callable[[], BinaryIO]:
    path = Path(job.root) / os.fsdecode(bytes.fromhex(job.file))
    if job.sealed:
        return lambda: sealed.open_sealed(path, pile_key)
    return lambda: os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")


def _source(job: Job, pile_key: bytes) -> Source:
    opener = _open(job, pile_key)
    if job.size > _IN_MEMORY:
        return StreamSource(opener, job.size)
    with opener() as stream:
        return BytesSource(stream.read())


def _list_job(job: Job, pile_key: bytes, out: _Out) -> None:
    try:
        for found in intake.walk(job.name, _source(job, pile_key)):
            out.items.append(_listed(job, found))
    except OSError as error:
        reason = f"cannot be opened: {os.strerror(error.errno or 0)}"
        out.items.append(_unread(job, reason))


def _unread(job: Job, reason: str) -> dict[str, Any]:
    return {
        "item_id": mentions.item_id(job.drop_id, job.name),
        "drop_id": job.drop_id,
        "path": job.name,
        "file": bytes.fromhex(job.file),
        "size": job.size,
        "status": "unreadable",
        "reason": reason,
        "container": False,
    }


def _listed(job: Job, found: intake.Found) -> dict[str, Any]:
    parent = found.parent_path
    return {
        "item_id": mentions.item_id(job.drop_id, found.path),
        "drop_id": job.drop_id,
        "path": found.path,
        "file": bytes.fromhex(job.file),
        "parent_id": mentions.item_id(job.drop_id, parent) if parent else None,
        "size": found.size,
        "sha256": found.sha256 or None,
        "media_type": found.media_type or None,
        "status": found.status,
        "reason": found.reason or None,
        "container": bool(found.container),
    }


def _read_job(job: Job, setting: Setting, pile_key: bytes, out: _Out) -> None:
    wanted = {one.path: one for one in job.wanted}
    try:
        _same_bytes(job, pile_key)
        for found in intake.walk(job.name, _source(job, pile_key), wanted=frozenset(wanted)):
            if found.path in wanted and found.source is not None:
                stands_in = mentions.stands_in(job.source, job.drop_id, found.sha256 or "")
                _take_item(wanted.pop(found.path), found.source, stands_in, setting, out)
        reason = "not found again in its container"
    except OSError as error:
        reason = f"cannot be opened: {os.strerror(error.errno or 0)}"
    except UnreadableError as error:
        reason = error.reason
    for one in wanted.values():
        out.items.append({"item_id": one.item_id, "status": "unreadable", "reason": reason})


def _same_bytes(job: Job, pile_key: bytes) -> None:
    """Raises UnreadableError when the file is not what was taken into the case."""
    digest = hashlib.sha256()
    with _open(job, pile_key)() as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != job.sha256:
        raise UnreadableError("its bytes have changed since it was added")


def _take_item(one: Wanted, source: Source, stands_in: StandsIn, setting: Setting, out: _Out) -> None:
    if not (one.asides or one.markers):
        _read_item(one, source, stands_in, setting, out)
        return
    try:
        reread = partial(_fragments, source)
        out.looks += looking.look(one, reread, setting) if one.asides else []
        out.markers += marking.mark(one, reread, stands_in.key, setting) if one.markers else []
    except UnreadableError as error:
        out.items.append({"item_id": one.item_id, "status": error.status, "reason": error.reason})


def _fragments(source: Source) -> Iterator[Fragment]:
    return _Watch().over(reading.read(source, reading.limits_for(source.size)).fragments)


def _read_item(one: Wanted, source: Source, stands_in: StandsIn, setting: Setting, out: _Out) -> None:
    row: dict[str, Any] = {"item_id": one.item_id, "status": "read"}
    watch = _Watch()
    told: list[Draft] = []
    try:
        read = reading.read(source, reading.limits_for(source.size))
        row |= {"media_type": read.media_type}
        watch.suspect(source, read.media_type)
        found = finding.find(watch.over(read.fragments), one.path, setting)
        told = found.drafts
        row |= {"charset": read.charset or None} | out.mentions.add(found, stands_in, one.item_id)
        asides = found.aside.items()
        out.asides += [{"item_id": one.item_id, "reason": reason, "rows": rows} for reason, rows in asides]
    except UnreadableError as error:
        row |= {"status": error.status, "reason": error.reason}
    else:
        row |= watch.outcome()
    if not setting.own_list:
        _names_in_paths(one, setting, out, row, told)
    out.items.append(row)


def _names_in_paths(one: Wanted, setting: Setting, out: _Out, row: dict[str, Any], told: Sequence[Draft]) -> None:
    """A name in a file name counts at every path the bytes stand at, unless what was read tells of that person."""
    for path, item_id in ((one.path, one.item_id), *one.also):
        drafts = path_names.unsaid(filenames.find_in_path(path, setting), told)
        count = out.mentions.add_path(drafts, path, item_id)
        if item_id == one.item_id and count:
            row["mentions"] = (row.get("mentions") or 0) + count
            named = any(draft.role == "patient" for draft in drafts)
            if named and row["status"] in ("unreadable", "skipped"):
                row |= {"status": "partly", "reason": f"only its name was read: {row['reason']}"}


class _Watch:
    """Passes fragments through and keeps why parts could not be read."""

    def __init__(self) -> None:
        self._reasons: list[str] = []
        self._passed = 0
        self._status = ""

    def suspect(self, source: Source, media_type: str) -> None:
        """Text behind the first bytes of something else: what it was is gone, and what is read may be part of it."""
        starts = _STARTS.get(source.head[:4])
        if starts and media_type.startswith("text/"):
            self._because(f"starts as {starts} and is none: read as text")

    def over(self, fragments: Iterator[Fragment]) -> Iterator[Fragment]:
        """The fragments up to the first failure; what was read before it counts."""
        try:
            for fragment in fragments:
                if isinstance(fragment, Trouble):
                    self._because(f"{fragment.place}: {fragment.reason}" if fragment.place else fragment.reason)
                else:
                    self._passed += 1
                yield fragment
        except UnreadableError as error:
            self._because(error.reason)
            self._status = error.status
        except (MemoryError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - around one item; panics of Rust libraries are no Exception
            self._because(f"the reader failed ({type(error).__name__})")
            self._status = "unreadable"

    def _because(self, reason: str) -> None:
        if reason not in self._reasons:
            self._reasons.append(reason)

    def outcome(self) -> dict[str, str]:
        """Status and reason for the item, {} when all of it was read."""
        if not self._reasons:
            return {}
        more = len(self._reasons) - 5
        told = "; ".join(self._reasons[:5]) + (f"; and {more} more" if more > 0 else "")
        return {"status": "partly" if self._passed else self._status or "unreadable", "reason": told}
