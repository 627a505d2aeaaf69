"""From tables and a listing to the frame: each read file finds its place among the listed ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError
from betrokken.stages.projecting import matching, strata
from betrokken.stages.projecting.drawn import Drawn, Whole, drawn
from betrokken.stages.projecting.frame import Frame, Registered
from betrokken.stages.projecting.listing import Listing
from betrokken.stages.projecting.listing_values import Row, clean


@dataclass(frozen=True, slots=True)
class Placed:
    """The frame, and what became of every file that came in. rows: the files that are projected to.

    unlisted: files that were read and have no place in the listing, by reason. failed: files that could not be read,
    which count as unread.
    """

    frame: Frame
    rows: tuple[Row, ...]
    unlisted: Mapping[str, int]
    failed: int


def place(
    sightings: pa.Table, files: pa.Table, listing: Listing | None, registered: Registered, claimed: int | None
) -> Placed:
    """The frame out of who stands where (person_id, drop_id, file) and the files on disk (files.sql).

    claimed: bytes the thieves say they hold, for want of a listing. Raises BetrokkenError when no file is listed.
    """
    known = list(arrow.rows(files, "drop_id", "file", "path", "size", "read"))
    rows = listing.rows if listing else tuple(Row(clean(path), size) for _, _, path, size, _ in known)
    told = matching.match([(path, size) for _, _, path, size, _ in known], rows) if listing else list(range(len(known)))
    at = {
        (drop, file): row
        for (drop, file, _, _, read), row in zip(known, told, strict=True)
        if read and isinstance(row, int)
    }
    if listing and not at:
        raise BetrokkenError(
            f"none of the {len(known):,} files read stands among the {len(rows):,} of the listing: is it the list of "
            "this theft, and are its paths those of the files?"
        )
    missing = Counter(row for (*_, read), row in zip(known, told, strict=True) if read and isinstance(row, str))
    sample, names, unread, pooled = _sample(sightings, at, rows, None if listing else claimed)
    seen = len(set(arrow.values(sightings, "person_id")))
    frame = Frame(sample, names, listing is not None, seen, registered, unread, pooled)
    return Placed(frame, rows, dict(sorted(missing.items())), sum(not read for *_, read in known))


def _sample(
    sightings: pa.Table, at: Mapping[tuple[str, bytes], int], rows: tuple[Row, ...], claimed: int | None
) -> tuple[Drawn, tuple[str, ...], tuple[Whole, Whole], int]:
    """(the read files, names of the strata, rows and strata of the unread, how many strata were pooled)."""
    drawn_rows = sorted(set(at.values()))
    number = {row: place for place, row in enumerate(drawn_rows)}
    read = np.zeros(len(rows), bool)
    read[drawn_rows] = True
    parted = strata.divide(rows, read.tolist())
    of, size = np.array(parted.of, np.int64), np.array([row.size for row in rows], float)
    people, file = _pairs(sightings, at, number)
    width = len(parted.names)
    whole = _scaled(np.bincount(of, minlength=width), np.bincount(of, size, width), claimed)
    sample = drawn(people, file, of[read], size[read], *whole)
    return sample, parted.names, (np.flatnonzero(~read), of[~read]), parted.pooled


def _pairs(sightings: pa.Table, at: Mapping[tuple[str, bytes], int], number: Mapping[int, int]) -> tuple[Whole, Whole]:
    """(person, file) of every sighting in a file that has a place, numbered from 0."""
    people: dict[str, int] = {}
    found = [
        (people.setdefault(person, len(people)), number[at[drop, file]])
        for person, drop, file in arrow.rows(sightings, "person_id", "drop_id", "file")
        if (drop, file) in at
    ]
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _scaled(files: Whole, size: np.ndarray, claimed: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Files and bytes of each stratum; without a listing as if all that is claimed were like what was read."""
    times = max(claimed / size.sum(), 1.0) if claimed and size.sum() else 1.0
    return files * times, size * times
