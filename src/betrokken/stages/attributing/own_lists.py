"""Populations: a mention in a controller's own list is that controller's, whatever else its row says."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.kit import arrow

GROUND: Final = "its own list"


class Owner(NamedTuple):
    """Whose list a drop is. exam: of its data set, where that is about one kind of exam only."""

    controller: str
    exam: str | None


def split(mention: pa.Table, item: pa.Table, owners: Mapping[str, Owner]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The leaked mentions and items, and the mentions of populations. Nothing of the one tells anything of the other."""
    leaked = pc.equal(mention["source"], pa.scalar("leak"))
    own_lists = pa.array(list(owners), pa.string())
    items = item.filter(pc.invert(pc.is_in(item["drop_id"], value_set=own_lists)))
    return mention.filter(leaked), items, mention.filter(pc.invert(leaked))


def rows(mention: pa.Table, item: pa.Table, owners: Mapping[str, Owner]) -> Iterator[dict[str, str | None]]:
    """One row of `attribution` for each mention of a population; no day, for no sample stands in it."""
    drop_of = dict(arrow.rows(item, "item_id", "drop_id"))
    for mention_id, item_id in arrow.rows(mention, "mention_id", "item_id"):
        owner = owners[drop_of[item_id]]
        yield {"mention_id": mention_id, "controller": owner.controller, "exam": owner.exam, "ground": GROUND}
