"""Facts entered into the case, changed and taken back. Nothing is overwritten: what no longer holds stays to be seen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from betrokken.edges.decided import Decided, Fact, NewFact
from betrokken.model.errors import FactsError
from betrokken.model.incident import ENTRIES, HELD_IN, KINDS, Incident
from betrokken.model.stated import Stated, check, references
from betrokken.pipeline.facts import pack, unpack

_WHOLE: Final = "incident"  # kind and subject of the one fact that earlier versions kept everything in

# Kind of a judgement whose value is the id of a fact -> the kind of that fact.
_JUDGED: Final = {"controller_of": "controller", "affected": "dataset", "not_affected": "dataset"}


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering did: names (`dataset:bvo-2024`) of facts that are new, changed, the same as held, and withdrawn.

    last: number of the last fact that was entered or ended, 0 when nothing changed.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    withdrawn: tuple[str, ...]
    last: int


def holding(decided: Decided) -> list[Stated]:
    """The facts that hold now. Raises CaseError when a newer version entered one."""
    return [_stated(fact) for kind in KINDS for fact in decided.fact_history(kind) if fact.superseded_at is None]


def history(decided: Decided) -> list[Fact]:
    """All facts ever entered, as JSON values: by kind and subject, the oldest first."""
    found = [fact for kind in KINDS for fact in decided.fact_history(kind)]
    return sorted(found, key=lambda fact: (KINDS.index(fact.kind), fact.subject, fact.entered_at, fact.fact_id))


def enter(decided: Decided, stated: Sequence[Stated], gone: Collection[tuple[str, str]] = ()) -> Entered:
    """Enter facts and withdraw others, all of it or nothing; those held and not mentioned stay.

    gone: (kind, subject). A fact is the same when it says the same, and names no other source than the one held.
    Raises FactsError when the facts would not fit together, or something still refers to one withdrawn.
    """
    held = {fact.key: fact for fact in holding(decided)}
    after = {key: fact for key, fact in held.items() if key not in gone} | {fact.key: fact for fact in stated}
    _check_gone(decided, held, after, stated, gone)
    check(after.values())
    new = [fact for fact in stated if fact.key not in held]
    known = [(fact, _is_same(fact, held[fact.key])) for fact in stated if fact.key in held]
    changed, same = [fact for fact, is_same in known if not is_same], [fact for fact, is_same in known if is_same]
    rows = [NewFact(fact.kind, fact.subject, pack(fact.value), fact.source) for fact in (*new, *changed)]
    last = decided.enter_facts(rows, gone) if rows or gone else 0
    withdrawn = tuple(f"{kind}:{subject}" for kind, subject in gone)
    return Entered(_names(new), _names(changed), _names(same), withdrawn, last)


def convert(decided: Decided) -> None:
    """Make facts of their own out of the one in which earlier versions kept everything; source and time stay."""
    found = [fact for fact in decided.fact_history(_WHOLE) if fact.subject == _WHOLE and fact.superseded_at is None]
    for whole in found:
        decided.enter_facts(list(_split(whole)), [(_WHOLE, _WHOLE)])


def _split(whole: Fact) -> Iterable[NewFact]:
    empty = pack_defaults()
    for field, packed in whole.value.items():
        kind = next((kind for kind, held in HELD_IN.items() if held == field), None)
        if kind:
            for one in packed:
                subject = one["name"] if kind == "drop" else one["id"]
                yield NewFact(kind, subject, one, whole.source, whole.entered_at)
        elif packed != empty.get(field):
            yield NewFact("incident", field, packed, whole.source, whole.entered_at)


def pack_defaults() -> Mapping[str, Any]:
    """What the keys of [incident] hold when nobody stated them; the earlier form did not tell the two apart."""
    unstated = Incident()
    return {field: pack(getattr(unstated, field)) for field in Incident.__slots__}


def _stated(fact: Fact) -> Stated:
    return Stated(fact.kind, fact.subject, unpack(fact.kind, fact.subject, fact.value), fact.source)


def _is_same(fact: Stated, held: Stated) -> bool:
    return fact.value == held.value and fact.said in ("", held.source)


def _names(facts: Iterable[Stated]) -> tuple[str, ...]:
    return tuple(fact.name for fact in facts)


def _check_gone(
    decided: Decided,
    held: Mapping[tuple[str, str], Stated],
    after: Mapping[tuple[str, str], Stated],
    stated: Sequence[Stated],
    gone: Collection[tuple[str, str]],
) -> None:
    for kind, subject in gone:
        name = f"{kind}:{subject}"
        if (kind, subject) not in held:
            raise FactsError(f"there is no fact {name} that holds; `betrokken facts CASE` lists those that do")
        if any(one.key == (kind, subject) for one in stated):
            raise FactsError(f"{name} is both entered and withdrawn; leave one of the two out")
        users = [fact.name for fact in after.values() if _refers(fact, kind, subject)] + _others(decided, kind, subject)
        if users:
            raise FactsError(
                f"{name} cannot be withdrawn: it is named by {', '.join(users)}; change or withdraw that first"
            )


def _refers(fact: Stated, kind: str, subject: str) -> bool:
    return any(one.subject == subject and kind in one.kinds for one in references(fact))


def _others(decided: Decided, kind: str, subject: str) -> list[str]:
    """Judgements and handed-in lists that name this fact."""
    judged = [
        f"judgement {one.judgement_id}"
        for one in decided.judgements()
        if one.value == subject and _JUDGED.get(one.kind) == kind
    ]
    lists = [f"the list {drop.name!r}" for drop in decided.drops() if kind in ENTRIES and subject == _of(drop, kind)]
    return judged + lists


def _of(drop: Any, kind: str) -> str | None:
    return {"controller": drop.controller, "dataset": drop.dataset}.get(kind)
