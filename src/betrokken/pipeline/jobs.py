"""What is asked of the fence: which files to open, and which items in them are wanted. Plain JSON, both ways readable."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson

from betrokken.model.incident import Controller, Dataset, Incident


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item to read: its path and id, and the paths and ids of items with the same bytes."""

    path: str
    item_id: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One file on disk.

    root: folder of the drop, or of the sealed copy. file: path below it, bytes as hexadecimal. name: path as shown.
    sha256: what the bytes must be, "" at the first opening. sealed: whether it is a sealed copy.
    source: a word of words.SOURCES. as_of: day a controller's own list was true, ISO 8601, "" for a leak.
    wanted: () asks for a listing of the item and its members, otherwise for the mentions of these items.
    """

    drop_id: str
    root: str
    file: str
    name: str
    size: int
    sha256: str = ""
    sealed: bool = False
    source: str = "leak"
    as_of: str = ""
    wanted: tuple[Wanted, ...] = ()

    @property
    def weight(self) -> int:
        """Bytes this job is worth, for limits and for the progress."""
        return self.size + 512


def pack_jobs(jobs: Iterable[Job]) -> bytes:
    """Jobs as bytes for a worker."""
    return orjson.dumps([asdict(job) for job in jobs])


def unpack_jobs(data: bytes) -> list[Job]:
    """The jobs of `pack_jobs`."""
    return [_job(found) for found in orjson.loads(data)]


def _job(found: dict[str, Any]) -> Job:
    wanted = tuple(
        Wanted(one["path"], one["item_id"], tuple((path, item_id) for path, item_id in one["also"]))
        for one in found.pop("wanted")
    )
    return Job(**found, wanted=wanted)


def pack_incident(incident: Incident) -> dict[str, Any]:
    """The incident as plain JSON values, to be kept or sent."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(asdict(incident)))
    return found


def unpack_incident(found: dict[str, Any]) -> Incident:
    """The incident of `pack_incident`."""
    days = ("period_start", "period_end", "stolen", "published", "today")
    read = {name: date.fromisoformat(found[name]) if found[name] else None for name in days}
    controllers = tuple(_controller(one) for one in found["controllers"])
    aliases = tuple(found["lab_aliases"])
    held = tuple(_dataset(one) for one in found.get("datasets", ()))
    return Incident(lab=found["lab"], lab_aliases=aliases, controllers=controllers, datasets=held, **read)  # type: ignore[arg-type]


def _dataset(found: dict[str, Any]) -> Dataset:
    days = {name: date.fromisoformat(found[name]) if found[name] else None for name in ("period_start", "period_end")}
    return Dataset(**found | {"exams": tuple(found["exams"])} | days)


def _controller(found: dict[str, Any]) -> Controller:
    many = {name: tuple(found[name]) for name in ("aliases", "codes", "agb")}
    return Controller(id=found["id"], name=found["name"], kind=found["kind"], **many)
