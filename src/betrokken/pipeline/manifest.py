"""The manifest of a release: what the printer and we hold against each other. It has no name and no address."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from betrokken.edges import age
from betrokken.edges.batches import Batch, Batches
from betrokken.edges.decided import NewFact
from betrokken.edges.notices import Notice
from betrokken.edges.released import Release
from betrokken.edges.signing import Signer, signer_of
from betrokken.model.errors import HandOverError
from betrokken.pipeline.case import Case

FORMAT: Final = 1
REPLACED: Final = "replaced"  # kind of fact: release/batch -> a file of it that holds no more, and why


def replace(case: Case, batch: Batch, why: str, who: str) -> None:
    """Keep that the file this batch had holds no more; the manifest tells the printer."""
    value = {"sealed": batch.sealed, "file": batch.name, "printed_at": batch.printed_at, "why": why, "by": who}
    case.decided.enter_facts([NewFact(REPLACED, _key(batch), value, who)])


def sealed(
    case: Case, release: Release, batches: Mapping[int, Sequence[Notice]], who: str, readers: list[Any]
) -> bytes:
    """The manifest and its signature, sealed for its readers. batches: letters of each batch, as they are in its file."""
    told = _told(case, release, batches, who)
    signature = Signer(case.keys).sign(told.encode()).decode()
    return age.seal(json.dumps({"manifest": told, "signature": signature}).encode(), readers)


def opened(data: bytes, identity: Path) -> dict[str, Any]:
    """A sealed manifest, its signature held against it; `signer` tells whose. Raises HandOverError."""
    try:
        content = json.loads(age.unseal(data, age.identities(identity)))
        told, signature = content["manifest"].encode(), content["signature"].encode()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HandOverError("this is no manifest of a release") from error
    signer = signer_of(told, signature)
    found: dict[str, Any] = json.loads(told)
    return found | {"signer": signer}


def _told(case: Case, release: Release, batches: Mapping[int, Sequence[Notice]], who: str) -> str:
    replaced: dict[str, list[dict[str, Any]]] = {}
    for fact in case.decided.fact_history(REPLACED):
        replaced.setdefault(fact.subject, []).append(
            {"file_sha256": fact.value["sealed"], "why": fact.value["why"], "at": fact.entered_at}
        )
    about = {
        "format": FORMAT,
        "case": case.keys.case_id,
        "release": release.release_id,
        "controller": release.controller,
        "generation": {"number": release.generation, "hash": release.generation_hash},
        "content": release.content,
        "day": release.day,
        "letters": release.notices,
        "approved": [release.asked_by, release.released_by],
        "printed_by": who,
    }
    held = Batches(case.decided).of(release.release_id)
    listed = list(_listed(held, batches, replaced))
    return json.dumps({**about, "batches": listed}, indent=1, ensure_ascii=False)


def _listed(
    held: Sequence[Batch], letters: Mapping[int, Sequence[Notice]], replaced: Mapping[str, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    first = 1
    for batch in held:
        yield {
            "number": batch.number,
            "file": batch.name,
            "letters": batch.notices,
            "pages": batch.pages,
            "first": first,
            "last": first + batch.notices - 1,
            "pdf_sha256": batch.pdf,
            "file_sha256": batch.sealed,
            "replaced": [one for one in replaced.get(_key(batch), []) if one["file_sha256"] != batch.sealed],
            "notices": [one.notice_id for one in letters[batch.batch_id]],
        }
        first += batch.notices


def _key(batch: Batch) -> str:
    return f"{batch.release_id}/{batch.number}"
