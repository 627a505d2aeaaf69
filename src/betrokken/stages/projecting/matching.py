"""Which file of the listing each read file is: by the end of its path, and by its size where paths leave a doubt."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from betrokken.stages.projecting.listing_values import Row, clean

NOT_LISTED: Final = "not in the listing"
SEVERAL: Final = "several files of the listing fit its path and size"


def match(read: Sequence[tuple[str, int]], rows: Sequence[Row]) -> list[int | str]:
    """For each read file (path, size): the number of its row, or why it has none.

    A drop is rarely unpacked at the root the thieves listed: one path must be the end of the other, or the longest
    common end must go with the same size.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    parts = [_parts(row.path) for row in rows]
    for number, one in enumerate(parts):
        by_name[one[-1] if one else ""].append(number)
    return [_one(_parts(path), size, by_name, parts, rows) for path, size in read]


def _parts(path: str) -> list[str]:
    return unicodedata.normalize("NFC", clean(path)).casefold().split("/")


def _one(
    path: list[str], size: int, by_name: dict[str, list[int]], parts: list[list[str]], rows: Sequence[Row]
) -> int | str:
    shared = {number: _common(path, parts[number]) for number in by_name.get(path[-1], [])}
    fits = [n for n, count in shared.items() if count == min(len(path), len(parts[n])) or rows[n].size == size]
    if not fits:
        return NOT_LISTED
    longest = max(shared[number] for number in fits)
    best = [number for number in fits if shared[number] == longest]
    if len(best) > 1:
        best = [number for number in best if rows[number].size == size] or best
    return best[0] if len(best) == 1 else SEVERAL


def _common(left: list[str], right: list[str]) -> int:
    """How many parts two paths share at their end."""
    count = 0
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        count += 1
    return count
