"""How a notice is known to be right: from the letter back to the files, each with its hash."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from betrokken.edges.decided_tables import BATCH, PROOF, RELEASE
from betrokken.edges.notices import Notice
from betrokken.kit import arrow
from betrokken.pipeline import generations
from betrokken.pipeline.case import Case
from betrokken.pipeline.told import find


def trace(case: Case, wanted: str) -> dict[str, Any]:
    """Notice -> what it claims -> mentions -> files -> generation -> release -> batch, as JSON values.

    wanted: notice id or letter code. No value of the person: ids, categories, places and hashes only. What is not
    there yet is None. Raises LetterError for an unknown notice, CaseError when the generation is kept no more.
    """
    one = find(case, wanted)
    made = generations.resolve(case, one.generation)
    register = generations.register(case, one.generation)
    mine = _where(register["membership"], "person_id", one.person_id)
    mentions = {row["mention_id"] for row in mine}
    return {
        "notice": {key: getattr(one, key) for key in ("notice_id", "person_id", "controller", "variant", "language")}
        | {key: getattr(one, key) for key in ("state", "planned_at", "sent_at", "returned_at", "returned_why")}
        | {"earlier": one.earlier_id},
        "claims": {"sha256": one.claims, "says": json.loads(one.says)},
        "generation": {"number": made.number, "hash": made.hash, "made_at": made.made_at},
        "exposures": _exposures(register["exposure"], one),
        "standings": [
            {key: row[key] for key in ("dataset", "certainty", "ground")}
            for row in _where(register["standing"], "person_id", one.person_id)
            if row["controller"] == one.controller
        ],
        "mentions": list(_mentions(case, mentions, one.controller)),
        "release": _release(case, one),
        "batch": _row(
            case, BATCH, BATCH.c.batch_id, one.batch_id, ("batch_id", "number", "pdf", "sealed", "printed_at")
        ),
    }


def _exposures(table: pa.Table, one: Notice) -> list[dict[str, Any]]:
    return [
        {
            key: row[key] if row[key] is None else str(row[key])
            for key in ("category", "exam", "first_date", "last_date")
        }
        for row in _where(table, "person_id", one.person_id)
        if row["controller"] == one.controller
    ]


def _mentions(case: Case, wanted: set[str], controller: str) -> Iterator[dict[str, Any]]:
    """The mentions behind it, those attributed to the controller first, each with its place and its file's hash."""
    mention = _among(case.table("mention").select(["mention_id", "item_id", "place", "source"]), wanted)
    items = {row["item_id"]: row for row in _among_items(case, {row["item_id"] for row in mention})}
    own = {
        row["mention_id"]: row["ground"]
        for row in _among(case.table("attribution").select(["mention_id", "controller", "ground"]), wanted)
        if row["controller"] == controller
    }
    for row in sorted(mention, key=lambda row: (row["mention_id"] not in own, row["item_id"], row["mention_id"])):
        item = items[row["item_id"]]
        yield {
            "mention_id": row["mention_id"],
            "source": row["source"],
            "path": item["path"],
            "place": row["place"],
            "sha256": item["sha256"],
            "ground": own.get(row["mention_id"]),
        }


def _among(table: pa.Table, ids: set[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = arrow.where(table, "mention_id", ids).to_pylist()
    return found


def _among_items(case: Case, ids: set[str]) -> list[dict[str, Any]]:
    item = case.table("item").select(["item_id", "path", "sha256"])
    found: list[dict[str, Any]] = arrow.where(item, "item_id", ids).to_pylist()
    return found


def _release(case: Case, one: Notice) -> dict[str, Any] | None:
    names = ("release_id", "content", "day", "asked_by", "asked_at", "released_by", "released_at")
    found = _row(case, RELEASE, RELEASE.c.release_id, one.release_id, names)
    if found is None:
        return None
    with case.decided.reading() as connection:
        query = select(PROOF.c.proof_id, PROOF.c.seed, PROOF.c.by_whom, PROOF.c.at).where(
            PROOF.c.content == found["content"]
        )
        proofs = [dict(row) for row in connection.execute(query.order_by(PROOF.c.proof_id)).mappings()]
    return found | {"proofs": proofs}


def _row(case: Case, table: Any, column: Any, key: int | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    if key is None:
        return None
    with case.decided.reading() as connection:
        found = connection.execute(select(*(table.c[name] for name in names)).where(column == key)).mappings().first()
    return dict(found) if found else None


def _where(table: pa.Table, column: str, value: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = arrow.where(table, column, [value]).to_pylist()
    return found
