"""What is known at a run, and what came in between two of them: the causes of what changed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from betrokken.edges.code_version import code_version
from betrokken.edges.decided import Judgement
from betrokken.pipeline.case import Case
from betrokken.stages.registering.changes import Cause

# Kinds of fact the register rests on; others, such as the names of frozen generations, change nothing in it.
FACTS: Final = ("incident", "controller", "organisation", "dataset", "drop", "event")
_ABOUT_PEOPLE: Final = ("affected", "not_affected")
_NOT_THE_REGISTER: Final = ("audit",)
OTHER: Final = "other settings, or a reading that went another way"


def known(case: Case) -> dict[str, Any]:
    """Drops, facts and judgements that hold now, by id, and the version of the program; plain JSON, no values."""
    return {
        "drops": {drop.drop_id: [drop.source, drop.name] for drop in case.decided.drops()},
        "facts": {
            f"{kind}:{fact.subject}": fact.fact_id
            for kind in FACTS
            for fact in case.decided.fact_history(kind)
            if fact.superseded_at is None
        },
        "judgements": [one.judgement_id for one in case.decided.judgements() if one.kind not in _NOT_THE_REGISTER],
        "code": code_version(),
    }


def between(case: Case, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Cause, ...]:
    """What came in between two results of `known`; `before` is empty for the first run. At least one cause."""
    found = [
        *_drops(before.get("drops", {}), after["drops"]),
        *(_facts(before["facts"], after["facts"]) if before else ()),
        *_judgements(case, before.get("judgements", []), after["judgements"]),
    ]
    if before and before["code"] != after["code"]:
        found.append(Cause("new version of the program"))
    return tuple(found) or (Cause(OTHER),)


def _drops(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Cause]:
    for drop_id in sorted(after.keys() - before.keys(), key=int):
        source, name = after[drop_id]
        yield Cause(f"{'population' if source == 'population' else 'drop'} {name}", (("drop", drop_id),))


def _facts(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Cause]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) == after.get(key):
            continue
        became = "new" if key not in before else "withdrawn" if key not in after else "changed"
        kind, subject = key.split(":", 1)
        told = kind if kind == subject else f"{kind} {subject}"
        yield Cause(f"fact {told} {became}", ((kind, subject),) if kind in ("dataset", "controller") else ())


def _judgements(case: Case, before: list[int], after: list[int]) -> Iterator[Cause]:
    changed = {number: "withdrawn" for number in before if number not in set(after)}
    changed |= {number: "entered" for number in after if number not in set(before)}
    held = {one.judgement_id: one for one in case.decided.judgements(withdrawn=True)} if changed else {}
    for number, became in sorted(changed.items()):
        yield Cause(f"judgement {number} {held[number].kind} {became}", _about(held[number]))


def _about(one: Judgement) -> tuple[tuple[str, str], ...]:
    kind = "person" if one.kind in _ABOUT_PEOPLE else "mention"
    return tuple((kind, key) for key in (one.left_id, one.right_id) if key)
