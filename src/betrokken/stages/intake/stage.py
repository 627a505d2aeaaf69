"""Every item of one file of a drop: the file itself and, when it is a container, all that it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Container, Member, Source
from betrokken.stages.intake import taking
from betrokken.stages.intake.meter import Meter, MeteredSource
from betrokken.stages.intake.paths import INSIDE, Names, shown, unpacked_name
from betrokken.stages.intake.reasons import HOLDS_ITSELF, TROUBLES, in_words
from betrokken.stages.intake.recognising import container_of
from betrokken.stages.intake.taking import Taken
from betrokken.stages.intake.tally import Tally

__all__ = ["DEPTH", "READS", "WRITES", "Found", "shown", "walk"]

READS: Final = ("drop",)
WRITES: Final = ("item",)
DEPTH: Final = 8  # containers inside each other
TOO_DEEP: Final = f"nested too deep: more than {DEPTH} containers inside each other"
SEEN_THROUGH: Final = "tar"  # x.tar.gz is one container to its maker: its members are x.tar.gz!/c.csv


@dataclass(frozen=True, slots=True)
class Found:
    """One item, on disk or inside a container.

    path: members joined to their container by !/; parent_path: path of the container, None on disk.
    size, sha256: of the bytes that were had; size is as declared where none were, None where it cannot be told.
    status, reason: `read` means that the bytes could be had, and for a container that its members could.
    container, media_type: NAME and MEDIA_TYPE of its kind of container, "" for an item that is none.
    source: the bytes, for an item that a format is to read (a mail is both a container and read); valid until the
    next item is asked for.
    """

    path: str
    parent_path: str | None
    size: int | None
    sha256: str | None
    status: str
    reason: str = ""
    container: str = ""
    media_type: str = ""
    source: Source | None = None


def walk(path: str, source: Source, wanted: frozenset[str] | None = None) -> Iterator[Found]:
    """The item and all that is in it, members in the order of their container, a container after its members.

    path: of the file within the drop, see `shown`. wanted: paths the caller asks for; None for all. Only these are
    given then, what leads to none of them is not unpacked, and a container's status tells of what was unpacked.
    """
    yield from _Walk(wanted).item(_Place(path), taking.from_disk(source, hashed=wanted is None or path in wanted), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands: its path, that of its container, and the hashes of all containers around it."""

    path: str
    parent: str | None = None
    around: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Level:
    """One container while its members are looked at. `outer` counts for the container around it."""

    path: str
    around: tuple[str | None, ...]
    tally: Tally
    outer: Meter | None

    def place(self, name: str) -> _Place:
        return _Place(f"{self.path}{INSIDE}{name}", self.path, self.around)


class _Walk:
    """One walk, with what is still asked for."""

    def __init__(self, wanted: frozenset[str] | None) -> None:
        self._left = None if wanted is None else set(wanted)
        self._ways = frozenset() if wanted is None else _ways(wanted)

    def item(self, place: _Place, taken: Taken, outer: Meter | None) -> Iterator[Found]:
        container = container_of(taken.source) if taken.source else None
        if container is None or taken.source is None:
            yield from self._told(_found(place, taken, taken.status, taken.reason, None))
        elif reason := _refused(place, taken):
            yield from self._told(_found(place, taken, "skipped", reason, container))
        else:
            tally = Tally(taken.status, taken.reason)
            level = _Level(place.path, (*place.around, taken.sha256), tally, outer)
            yield from self._inside(container, taken.source, level)
            yield from self._told(_found(place, taken, *tally.outcome(), container))

    def _told(self, found: Found) -> Iterator[Found]:
        if self._left is None:
            yield found
        elif found.path in self._left:
            self._left.remove(found.path)
            yield found

    def _inside(self, container: Container, source: Source, level: _Level) -> Iterator[Found]:
        meter, names = Meter(source.size, level.outer), Names()
        for member in _listed(container, MeteredSource(source, meter), meter, level.tally):
            place = level.place(names.given(member.name or unpacked_name(level.path, container.NAME)))
            if self._left is None or place.path in self._ways or not member.name:
                yield from self._member(member, place, level, meter)
            if self._left is not None and not self._left:
                return

    def _member(self, member: Member, place: _Place, level: _Level, meter: Meter) -> Iterator[Found]:
        taken = taking.from_container(member, meter)
        if member.open is not None or member.status != "skipped":  # a link is listed, but nothing is lost with it
            level.tally.add(taken)
        bare = container_of(taken.source) if taken.source and not member.name else None
        if taken.source and bare and bare.NAME == SEEN_THROUGH:
            yield from self._inside(bare, taken.source, replace(level, outer=meter))
        else:
            yield from self.item(place, taken, meter)


def _ways(wanted: frozenset[str]) -> frozenset[str]:
    """The wanted paths and those of all containers around them."""
    ways = set(wanted)
    for path in wanted:
        parts = path.split(INSIDE)
        ways.update(INSIDE.join(parts[:count]) for count in range(1, len(parts)))
    return frozenset(ways)


def _refused(place: _Place, taken: Taken) -> str:
    if taken.sha256 is not None and taken.sha256 in place.around:
        return HOLDS_ITSELF
    return TOO_DEEP if len(place.around) >= DEPTH else ""


def _listed(container: Container, source: Source, meter: Meter, tally: Tally) -> Iterator[Member]:
    """The members until the container has no more to give; why it stopped early goes to the tally."""
    try:
        for member in container.members(source):
            meter.enter()
            yield member
    except (UnreadableError, *TROUBLES) as error:
        tally.end(in_words(error))


def _found(place: _Place, taken: Taken, status: str, reason: str, container: Container | None) -> Found:
    if container is None:
        return Found(place.path, place.parent, taken.size, taken.sha256, status, reason, source=taken.source)
    kind = (container.NAME, container.MEDIA_TYPE)
    if not container.ALSO_READ:
        return Found(place.path, place.parent, taken.size, taken.sha256, status, reason, *kind)
    status = "partly" if status in ("unreadable", "skipped") else status  # what is not in its members can still be read
    return Found(place.path, place.parent, taken.size, taken.sha256, status, reason, *kind, taken.source)
