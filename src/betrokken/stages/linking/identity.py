"""Ids of people that stay what they are from run to run."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

_LENGTH = 12  # base32 characters, 60 bits: no two of a hundred million people are likely to share one


def person_ids(
    groups: Mapping[int, Sequence[str]], anchors: Mapping[str, str], last: Collection[str] = ()
) -> dict[int, str]:
    """A person id for each group of mention ids.

    An id of an earlier run (`anchors`: mention_id to person_id) goes to the group with most of its mentions, a group
    with mentions of several takes the one most of them carry; ties to the larger group, then the smaller id. All
    others get an id made from their smallest mention id, those in `last` (of populations) only when they have no other:
    a list taken in beside a leak gives nobody in it another id.
    """

    def order(mention: str) -> tuple[bool, str]:
        return mention in last, mention

    ids = _kept(groups, anchors)
    taken = set(ids.values()) | set(anchors.values())
    for group in sorted(groups, key=lambda g: min(map(order, groups[g]))):
        if group not in ids:
            ids[group] = _fresh(sorted(groups[group], key=order), taken)
            taken.add(ids[group])
    return ids


def _kept(groups: Mapping[int, Sequence[str]], anchors: Mapping[str, str]) -> dict[int, str]:
    if not anchors:
        return {}
    claims: list[tuple[int, int, str, str, int]] = []
    for group, mentions in groups.items():
        carried = Counter(anchors[mention] for mention in mentions if mention in anchors)
        claims += [(-count, -len(mentions), known, min(mentions), group) for known, count in carried.items()]
    ids: dict[int, str] = {}
    given: set[str] = set()
    for _, _, known, _, group in sorted(claims):
        if group not in ids and known not in given:
            ids[group] = known
            given.add(known)
    return ids


def _fresh(mentions: Sequence[str], taken: set[str]) -> str:
    for turn in range(len(mentions) + len(taken) + 1):
        seed = mentions[turn] if turn < len(mentions) else f"{mentions[0]} {turn}"
        digest = hashlib.sha256(seed.encode()).digest()
        candidate = "P" + base64.b32encode(digest).decode().lower()[:_LENGTH]
        if candidate not in taken:
            return candidate
    raise AssertionError("more ids taken than there are")


def grouped(placed: Sequence[tuple[str, int]]) -> dict[int, list[str]]:
    """Mention ids by group."""
    groups: dict[int, list[str]] = defaultdict(list)
    for mention, group in placed:
        groups[group].append(mention)
    return dict(groups)
