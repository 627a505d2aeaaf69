"""Which rows are drawn: a stratified random sample without replacement that can be continued.

Every row gets a number out of a hash of the seed, its item, its reason and its rank there; the rows with the lowest
numbers of a stratum are its sample. A larger sample holds the smaller one, and rows of a later drop take their chance
among those before them (permanent random numbers: Ohlsson 1995).
"""

import hashlib
import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from betrokken.kit import arrow
from betrokken.stages.auditing.kinds import kind

UNREAD: Final = "could not be read"
FLOOR: Final = 2  # rows of a stratum that are drawn however small it is


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one item set aside for one reason. stratum: kind of file and reason. judgeable: whether they have text."""

    item_id: str
    reason: str
    rows: int
    stratum: str
    judgeable: bool


@dataclass(frozen=True, slots=True, order=True)
class Drawn:
    """One row of the sample: the `number`-th (from 0) its item set aside for the reason; the lowest `chance` first."""

    stratum: str
    chance: int
    item_id: str
    reason: str
    number: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells this row from all others."""
        return self.item_id, self.reason, self.number

    @property
    def question(self) -> str:
        """A short name for the row."""
        return question(self.key)


def question(key: tuple[str, str, int]) -> str:
    """A short name for a row by its item, reason and number: a hash, 16 hexadecimal digits."""
    return _digest(*map(str, key)).hex()[:16]


def blocks(aside: pa.Table, item: pa.Table, reasons: Collection[str]) -> list[Block]:
    """The frame: every row set aside. reasons: those of rows that were read; the others could not be, and have no text."""
    kinds = {item_id: kind(media) for item_id, media in arrow.rows(item, "item_id", "media_type")}
    made = []
    for item_id, reason, rows in arrow.rows(aside, "item_id", "reason", "rows"):
        read = reason in reasons
        made.append(Block(item_id, reason, rows, f"{kinds[item_id]}: {reason if read else UNREAD}", read))
    return sorted(made, key=lambda one: (one.stratum, one.item_id, one.reason))


def sizes(frame: Iterable[Block]) -> dict[str, int]:
    """Rows of each stratum."""
    found: dict[str, int] = {}
    for block in frame:
        found[block.stratum] = found.get(block.stratum, 0) + block.rows
    return found


def allocate(rows: Mapping[str, int], size: int, floor: int = FLOOR) -> dict[str, int]:
    """How many rows to draw in each stratum, `size` in all: a floor, and then always where the most rows stand for one.

    The last is Adams' rule of highest averages: it makes the largest number of rows that one drawn row stands for as
    small as it can be, which is what the bound over all strata turns on. A larger size takes nothing away.
    """
    while floor and sum(min(floor, count) for count in rows.values()) > size:
        floor -= 1
    given = {stratum: min(floor, count) for stratum, count in sorted(rows.items())}
    open_ = [(-_stand(rows[one], given[one]), one) for one in given if given[one] < rows[one]]
    heapq.heapify(open_)
    for _ in range(min(size, sum(rows.values())) - sum(given.values())):
        _, stratum = heapq.heappop(open_)
        given[stratum] += 1
        if given[stratum] < rows[stratum]:
            heapq.heappush(open_, (-_stand(rows[stratum], given[stratum]), stratum))
    return given


def _stand(rows: int, drawn: int) -> float:
    return rows / drawn if drawn else float("inf")


def draw(frame: Iterable[Block], counts: Mapping[str, int], seed: str) -> list[Drawn]:
    """So many rows of each stratum, those with the lowest chance; in order of stratum and chance."""
    found: dict[str, list[Drawn]] = {}
    for block in frame:
        if wanted := counts.get(block.stratum, 0):
            lowest = found.setdefault(block.stratum, [])
            lowest += _lowest(block, wanted, seed)
            if len(lowest) > 4 * wanted + 1_000:
                found[block.stratum] = heapq.nsmallest(wanted, lowest)
    return [one for stratum in sorted(found) for one in heapq.nsmallest(counts[stratum], found[stratum])]


def _lowest(block: Block, wanted: int, seed: str) -> list[Drawn]:
    chances = _chances(block, seed)
    few = len(chances) <= wanted
    numbers = np.arange(len(chances)) if few else np.argpartition(chances, wanted - 1)[:wanted]
    return [Drawn(block.stratum, int(chances[n]), block.item_id, block.reason, int(n)) for n in numbers]


def _chances(block: Block, seed: str) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """A 64-bit number for each row of the block: the SplitMix64 sequence from a hash of seed, item and reason.

    SplitMix64: Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
    """
    start = np.uint64(int.from_bytes(_digest(seed, block.item_id, block.reason)[:8], "big"))
    mixed = start + (np.arange(1, block.rows + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
