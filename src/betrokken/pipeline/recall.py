"""`audit --markers`: the recall of the machine on the layouts of this pile, with people it has never seen.

It tells how often somebody is found who stands where somebody was found. Of layouts in which nobody was found it tells
nothing: that is what the sample of rows set aside is for.
"""

import hashlib
import heapq
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.kit import arrow
from betrokken.pipeline import auditing, reading
from betrokken.pipeline.auditing import ask, wanted_jobs
from betrokken.pipeline.case import Case
from betrokken.pipeline.progress import Listener
from betrokken.settings import Settings
from betrokken.stages.auditing import sampling
from betrokken.stages.auditing.kinds import kind
from betrokken.stages.auditing.stage import Markers

LOST: Final = "the item could not be read again"
_IN_PATHS: Final = ("file name", "folder name")


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of the markers. not_put: why some could not be put in. not_found: (kind, path, place) of those unseen."""

    kinds: tuple[Markers, ...]
    not_put: dict[str, int]
    not_found: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class _Chosen:
    seed: str
    mention_id: str
    item_id: str
    place: str
    kind: str


def run(case: Case, count: int, who: str, settings: Settings, show: Listener) -> Marked:
    """Put `count` markers in, over all kinds of file, and count those found. Raises CaseError before a run."""
    chosen = _choose(case, count, auditing.seed_of(case))
    by_item: dict[str, list[_Chosen]] = {}
    for one in chosen:
        by_item.setdefault(one.item_id, []).append(one)
    jobs = wanted_jobs(
        case,
        set(by_item),
        lambda asked: replace(asked, markers=tuple((one.mention_id, one.seed) for one in by_item[asked.item_id])),
    )
    rows, troubles = ask(case, jobs, "marker", settings, show)
    told = {row["mention_id"]: row for row in rows}
    lost = {"put": False, "found": False, "reason": LOST}
    outcome = {one: told.get(one.mention_id, lost | {"reason": troubles.get(one.item_id, LOST)}) for one in chosen}
    marked = _count(case, outcome)
    auditing.store(case, marked.kinds)
    case.note(who, "audit", {"command": "markers", "mentions": len(chosen), "lost": len(marked.not_found)})
    return marked


def _count(case: Case, outcome: dict[_Chosen, dict[str, object]]) -> Marked:
    put = Counter(one.kind for one, row in outcome.items() if row["put"])
    found = Counter(one.kind for one, row in outcome.items() if row["found"])
    why = Counter(str(row["reason"]) for row in outcome.values() if not row["put"])
    paths = dict(arrow.rows(case.worked.read("item", reading.STAGE), "item_id", "path"))
    unseen = sorted(
        (one.kind, paths[one.item_id], one.place) for one, row in outcome.items() if row["put"] and not row["found"]
    )
    kinds = sorted({one.kind for one in outcome})
    return Marked(
        tuple(Markers(name, put[name], found[name]) for name in kinds), dict(sorted(why.items())), tuple(unseen)
    )


def _choose(case: Case, count: int, seed: str) -> list[_Chosen]:
    """Random mentions of people with a BSN, or a surname and a birth date; half of them spread evenly over the kinds."""
    item = case.worked.read("item", reading.STAGE)
    kinds = {item_id: kind(media) for item_id, media in arrow.rows(item, "item_id", "media_type")}
    by_kind: dict[str, list[_Chosen]] = {}
    for mention_id, item_id, place in arrow.rows(_eligible(case), "mention_id", "item_id", "place"):
        one = _Chosen(_chance(seed, mention_id), mention_id, item_id, place, kinds[item_id])
        by_kind.setdefault(one.kind, []).append(one)
    sizes = {name: len(found) for name, found in by_kind.items()}
    floor = max(sampling.FLOOR, count // (2 * max(1, len(sizes))))
    counts = sampling.allocate(sizes, count, floor)
    return [one for name in sorted(by_kind) for one in heapq.nsmallest(counts[name], by_kind[name])]


def _eligible(case: Case) -> pa.Table:
    mention = case.worked.read("mention", reading.STAGE)
    named = pc.and_(pc.is_valid(mention["surname"]), pc.is_valid(mention["birth_date"]))
    leaked = pc.equal(mention["source"], pa.scalar("leak"))
    subject = pc.is_in(mention["role"], pa.array(["patient", "unknown"]))
    written = pc.invert(pc.is_in(mention["place"], pa.array(_IN_PATHS)))
    told = pc.or_(pc.is_valid(mention["bsn"]), named)
    return mention.filter(pc.and_(pc.and_(told, leaked), pc.and_(subject, written)))


def _chance(seed: str, mention_id: str) -> str:
    return hashlib.sha256(f"{seed}\0{mention_id}".encode()).hexdigest()[:16]
