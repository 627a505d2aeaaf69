"""What is asked of the fence: which files to open, and which items in them are wanted. Plain JSON, both ways readable."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item to read: its path and id, and the paths and ids of items with the same bytes.

    asides: (reason, numbers) of rows set aside that are to be shown. markers: (mention_id, seed) of mentions whose person
    is to be replaced by an invented one. Either asks for that instead of the mentions of the item.
    """

    path: str
    item_id: str
    also: tuple[tuple[str, str], ...] = ()
    asides: tuple[tuple[str, tuple[int, ...]], ...] = ()
    markers: tuple[tuple[str, str], ...] = ()


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
    return Job(**found | {"wanted": tuple(_wanted(one) for one in found["wanted"])})


def _wanted(found: dict[str, Any]) -> Wanted:
    return Wanted(
        found["path"],
        found["item_id"],
        also=tuple((path, item_id) for path, item_id in found["also"]),
        asides=tuple((reason, tuple(numbers)) for reason, numbers in found["asides"]),
        markers=tuple((mention_id, seed) for mention_id, seed in found["markers"]),
    )
