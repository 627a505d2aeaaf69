"""Judgements: what a human decides about mentions and people, against whatever the rooms found. Each can be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.dataset as ds

from betrokken.edges.decided import Judgement
from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError
from betrokken.model.incident import Incident
from betrokken.pipeline.case import Case


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of judgement is about.

    table: whose ids it takes, `mention` or `person`. ids: how many. value: "" for none, else the kind of fact it names.
    open: whether the value may be left out, for all. opposite: the kind that says the contrary.
    """

    table: str = "mention"
    ids: int = 1
    value: str = ""
    open: bool = False
    opposite: str = ""


# "audit" has a command of its own: it needs the sample that was drawn.
KINDS: Final = {
    "same_person": _Kind(ids=2, opposite="not_same_person"),
    "not_same_person": _Kind(ids=2, opposite="same_person"),
    "is_person": _Kind(opposite="is_not_person"),
    "is_not_person": _Kind(opposite="is_person"),
    "controller_of": _Kind(value="controller"),
    "affected": _Kind("person", value="dataset", open=True, opposite="not_affected"),
    "not_affected": _Kind("person", value="dataset", open=True, opposite="affected"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A judgement, and the ids in it that the tables do not hold now, so that it decides nothing."""

    judgement: Judgement
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two mentions that look alike and were kept apart, nobody having judged them yet.

    left, right: (mention_id, file and place). weight: log2 odds that they are one person, None where none was drawn up.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    reason: str
    weight: float | None


def enter(case: Case, kind: str, ids: Collection[str], value: str, why: str, who: str) -> int:
    """Enter a judgement, and give its number.

    Raises BetrokkenError when the kind, an id or the value is not known, or another judgement says the same or the
    contrary, and CaseError before the first run.
    """
    shape = KINDS.get(kind)
    if shape is None:
        raise BetrokkenError(f"{kind!r} is no kind of judgement; those are {', '.join(KINDS)}")
    if not why.strip():
        raise BetrokkenError("say why with --why TEXT: whoever reads this later was not there")
    _check_ids(case, kind, shape, ids)
    _check_value(case.incident, kind, shape, value)
    left, right = (*sorted(ids), None)[:2]
    _check_others(case.decided.judgements(), kind, str(left), right, value)
    number = case.decided.add_judgement(kind, str(left), right, value, who, why.strip())
    case.note(who, "judge", {"kind": kind, "judgement_id": str(number)})
    return number


def withdraw(case: Case, number: int, who: str) -> None:
    """Let a judgement hold no more; it stays to be seen. Raises CaseError when there is none of this number that holds."""
    case.decided.withdraw_judgement(number)
    case.note(who, "judge-withdraw", {"judgement_id": str(number)})


def listed(case: Case, withdrawn: bool = False) -> list[Listed]:
    """The judgements in the order they were entered; with `withdrawn` also those that hold no more."""
    found = [one for one in case.decided.judgements(withdrawn) if one.kind in KINDS]
    known = {table: _known(case, table) for table in {KINDS[one.kind].table for one in found}}
    return [
        Listed(one, tuple(sorted({one.left_id, one.right_id or one.left_id} - known[KINDS[one.kind].table])))
        for one in found
    ]


def doubts(case: Case) -> list[Doubt]:
    """The pairs for a human to decide, those most alike first. Raises CaseError before the first run."""
    judged = {(one.left_id, one.right_id) for one in case.decided.judgements() if KINDS.get(one.kind) and one.right_id}
    rows = arrow.rows(case.worked.read("doubt"), "left_id", "right_id", "reason", "weight")
    left = [row for row in rows if tuple(sorted(row[:2])) not in judged]
    places = _places(case, {mention_id for row in left for mention_id in row[:2]})
    found = [Doubt((one, places[one]), (two, places[two]), reason, weight) for one, two, reason, weight in left]
    return sorted(found, key=lambda doubt: (doubt.weight is None, -(doubt.weight or 0), doubt.left, doubt.right))


def _places(case: Case, mentions: Collection[str]) -> dict[str, str]:
    """mention_id -> the path of its file and the place in it."""
    wanted = ds.field("mention_id").isin(pa.array(sorted(mentions), pa.string()))
    columns = ["mention_id", "item_id", "place"]
    found = list(arrow.rows(case.worked.dataset("mention").to_table(columns=columns, filter=wanted), *columns))
    paths = dict(arrow.rows(case.worked.read("item", "finding"), "item_id", "path"))
    return {mention_id: f"{paths[item_id]}  {place}".rstrip() for mention_id, item_id, place in found}


def _known(case: Case, table: str) -> set[str]:
    """Ids of all rows of `mention` or `person`, none before they are there."""
    if table not in case.worked.names():
        return set()
    column = f"{table}_id"
    return set(arrow.values(case.worked.dataset(table).to_table(columns=[column]), column))


def _check_ids(case: Case, kind: str, shape: _Kind, ids: Collection[str]) -> None:
    if len(ids) != shape.ids or len(set(ids)) != shape.ids:
        asked = f"two different {shape.table} ids" if shape.ids == 2 else f"one {shape.table} id"
        raise BetrokkenError(f"{kind} is about {asked}")
    if shape.table not in case.worked.names():
        raise BetrokkenError("there is nothing to judge yet: run the case first")
    known = _known(case, shape.table)
    for one in ids:
        if one not in known:
            raise BetrokkenError(f"the case has no {shape.table} of this id: {one}")


def _check_value(incident: Incident, kind: str, shape: _Kind, value: str) -> None:
    if not shape.value and value:
        raise BetrokkenError(f"{kind} takes no --value")
    known = [one.id for one in (incident.controllers if shape.value == "controller" else incident.datasets)]
    if shape.value and not value and not shape.open:
        raise BetrokkenError(f"{kind} needs --value with the id of a {shape.value}: {_some(known)}")
    if value and value not in known:
        raise BetrokkenError(f"{value!r} is no known {shape.value}; the facts hold {_some(known)}")


def _some(ids: list[str]) -> str:
    shown = ", ".join(ids[:10]) or "none"
    return shown if len(ids) <= 10 else f"{shown} and {len(ids) - 10} more"


def _check_others(held: list[Judgement], kind: str, left: str, right: str | None, value: str) -> None:
    for one in held:
        if (one.kind, one.left_id, one.right_id, one.value) == (kind, left, right, value):
            raise BetrokkenError(f"judgement {one.judgement_id} says this already")
        if _contrary(one, kind, left, right, value):
            raise BetrokkenError(
                f"judgement {one.judgement_id} says the contrary; if it was wrong, withdraw it first: "
                f"betrokken judge CASE --withdraw {one.judgement_id}"
            )


def _contrary(one: Judgement, kind: str, left: str, right: str | None, value: str) -> bool:
    """Whether both cannot hold. What is said of one data set goes before what is said of all: that is not contrary."""
    if {one.kind, kind} == {"same_person", "is_not_person"}:
        return bool({one.left_id, one.right_id} & {left, right} - {None})
    if (one.left_id, one.right_id) != (left, right):
        return False
    if kind == "controller_of":
        return one.kind == kind
    return one.kind == KINDS[kind].opposite and one.value == value
