"""Invented mentions for the tests of linking, and one call that links them."""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb
import pyarrow as pa

from betrokken.kit.checks import eleven_test
from betrokken.model import tables
from betrokken.stages.linking import stage

Row = dict[str, object]

ANNA: Row = {
    "surname": "Zandwijk",
    "prefix": "van",
    "initials": "A.M.",
    "given_names": "Anna Maria",
    "birth_date": date(1961, 3, 14),
    "sex": "F",
    "street": "Lindelaan",
    "house_number": "12",
    "postcode": "2312AB",
    "city": "Leiden",
}


def bsn(seed: int) -> str:
    """The first number that passes the 11-test at or after `seed` times 100."""
    return next(f"{n:09}" for n in range(seed * 100 + 100_000_000, 999_999_999) if eleven_test(f"{n:09}"))


def said(mention_id: str, *parts: Mapping[str, object], **fields: object) -> Row:
    """A mention of a patient with the given fields; None takes a field of `parts` away."""
    row: Row = {"mention_id": mention_id, "item_id": "i1", "place": "", "source": "leak", "role": "patient"}
    row |= {"emails": [], "phones": [], "ibans": [], "birth_dates": [], "confidence": 3.0}
    for part in parts:
        row |= part
    return row | fields


def mentions(rows: Iterable[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=tables.schema("mention"))


def link(
    rows: Iterable[Row],
    anchors: Mapping[str, str] | None = None,
    rulings: Iterable[tuple[str, str, str]] = (),
    items: Mapping[str, str] | None = None,
    threads: int = 1,
) -> stage.Linked:
    """Link rows; rulings are (kind, mention, mention), items are item_id to path."""
    rows = list(rows)
    paths = {str(row["item_id"]): f"{row['item_id']}/file" for row in rows} | dict(items or {})
    item = [{"item_id": key, "drop_id": "d1", "path": path, "sha256": key} for key, path in paths.items()]
    judged = [{"kind": kind, "left_id": left, "right_id": right} for kind, left, right in rulings]
    return stage.run(
        mentions(rows),
        pa.Table.from_pylist(item, schema=tables.schema("item")),
        pa.Table.from_pylist(judged, schema=tables.schema("judgement")),
        anchors or {},
        lambda: duckdb.connect(config={"threads": threads}),
    )


def owners(linked: stage.Linked) -> dict[str, str]:
    """mention_id to person_id."""
    columns = (linked.membership[name].to_pylist() for name in ("mention_id", "person_id"))
    return dict(zip(*columns, strict=True))


def unplaced(linked: stage.Linked) -> dict[str, str]:
    """mention_id to reason."""
    columns = (linked.unplaced[name].to_pylist() for name in ("mention_id", "reason"))
    return dict(zip(*columns, strict=True))


def parts(linked: stage.Linked) -> set[frozenset[str]]:
    """The mentions of each person."""
    found: dict[str, set[str]] = {}
    for mention, person in owners(linked).items():
        found.setdefault(person, set()).add(mention)
    return {frozenset(group) for group in found.values()}


def together(*rows: Row) -> bool:
    """Whether all rows come out as one person."""
    linked = link(rows)
    assert not unplaced(linked)
    return len(parts(linked)) == 1
