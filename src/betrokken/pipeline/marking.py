"""Inside the fence: a person of an item is replaced by an invented one, and finding shows whether it sees that one."""

import random
from collections.abc import Iterable, Iterator
from typing import Any, Final

from betrokken.pipeline.jobs import Wanted
from betrokken.pipeline.looking import Reread
from betrokken.pipeline.mentions import mention_id
from betrokken.stages.auditing import markers
from betrokken.stages.auditing.markers import Marker
from betrokken.stages.finding import lexicon
from betrokken.stages.finding import stage as finding
from betrokken.stages.finding.hits import Draft, Setting

_GONE: Final = "the mention is not found again"
_NO_IDENTITY: Final = "its BSN, or surname and birth date, are not written in a form that can be replaced"


def mark(one: Wanted, reread: Reread, sha256: str, setting: Setting) -> Iterator[dict[str, Any]]:
    """Rows of the table `marker`: one for each mention asked for. The item is read twice: as it is, and marked."""
    known = _by_id(finding.find(reread(), one.path, setting).drafts, sha256)
    put = {key: _invented(known[key], seed) for key, seed in one.markers if key in known}
    seen = _by_id(finding.find(markers.rewrite(reread(), put.values()), one.path, setting).drafts, sha256)
    for key, _ in one.markers:
        if key not in put:
            yield {"mention_id": key, "put": False, "found": False, "reason": _GONE}
        elif not put[key].stands:
            yield {"mention_id": key, "put": False, "found": False, "reason": _NO_IDENTITY}
        else:
            here = [draft for draft in seen.values() if draft.place == known[key].place]
            yield {"mention_id": key, "put": True, "found": _is_among(put[key], here)}


def _invented(draft: Draft, seed: str) -> Marker:
    return markers.invent(draft.fields, random.Random(seed), _is_known)  # noqa: S311  a sample, no secret


def _by_id(drafts: Iterable[Draft], sha256: str) -> dict[str, Draft]:
    orders: dict[str, int] = {}
    found = {}
    for draft in drafts:
        order = orders[draft.place] = orders.get(draft.place, -1) + 1
        found[mention_id(sha256, draft.place, order)] = draft
    return found


def _is_among(marker: Marker, drafts: Iterable[Draft]) -> bool:
    return any(marker.is_told_by(draft.fields) for draft in drafts)


def _is_known(word: str) -> bool:
    return any(word in lexicon.common_names(kind) for kind in ("given", "sur"))
