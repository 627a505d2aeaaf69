"""Whose responsibility each mention is, which exam, and when: the first ground that tells decides.

A record that carries no client of its own (a patient table) is held for every client whose orders in the same item
point to it: it gets one attribution for each of them. A mention that stands in several places (identical bytes at
several paths) is attributed at each path. What a human decided about one mention goes before all grounds, and for that
mention only.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from betrokken.kit import arrow, discover, organisations
from betrokken.model.incident import Incident
from betrokken.stages.attributing import own_lists, samples
from betrokken.stages.attributing.own_lists import Owner

READS = ("mention", "item", "judgement")
OBEYED = "controller_of"  # kind of judgement: its value is the controller of the mention
HUMAN = "a human decided"
WRITES = ("attribution",)
SILENT = "no ground tells: neither the record nor its file or folder names a client"
UNKNOWN = "no ground tells: a client, code or requester is named that the facts do not know"
_MEMBERS = ("NAME", "COLUMN", "RANK", "controller")


class Attribution(NamedTuple):
    """One row of the table `attribution`."""

    mention_id: str
    controller: str | None
    exam: str | None
    taken_on: date | None
    ground: str


class _Mention(NamedTuple):
    mention_id: str
    item_id: str
    record_key: str | None
    points_to: str | None
    exam: str | None
    taken_on: date | None
    told: tuple[str, str] | None  # controller and ground that the mention itself tells
    named: bool  # a client, a code or a requester stands there, whether known or not
    taken: samples.Taken


class _Ground:
    """One ground with its answers so far: each distinct value is asked once."""

    def __init__(self, module: object, known: Mapping[str, str]) -> None:
        self.name: str = module.NAME  # type: ignore[attr-defined]
        self.column: str = module.COLUMN  # type: ignore[attr-defined]
        self.rank: int = module.RANK  # type: ignore[attr-defined]
        self._ask = module.controller  # type: ignore[attr-defined]
        self._known = known
        self._answers: dict[str, str | None] = {}

    def tell(self, value: str | None) -> str | None:
        if not value:
            return None
        if value not in self._answers:
            self._answers[value] = self._ask(value, self._known)
        return self._answers[value]


def run(
    mention: pa.Table,
    item: pa.Table,
    incident: Incident,
    owners: Mapping[str, Owner] | None = None,
    judgement: pa.Table | None = None,
) -> pa.Table:
    """The table `attribution`: one row or more for each mention, the controller null where no ground tells.

    owners: drop_id -> whose own list it is, for each population; what those say changes nothing for leaked mentions.
    judgement: what humans decided; kinds other than OBEYED are left alone.
    """
    leaked, leaked_item, listed = own_lists.split(mention, item, owners or {})
    told = [row._asdict() for row in _of_leaks(leaked, leaked_item, incident, _decided(judgement))]
    return arrow.make("attribution", [*told, *own_lists.rows(listed, item, owners or {})])


def _of_leaks(mention: pa.Table, item: pa.Table, incident: Incident, decided: Mapping[str, str]) -> list[Attribution]:
    known = organisations.register(incident.controllers)
    grounds = sorted((_Ground(m, known) for m in discover.modules(f"{__package__}.grounds", _MEMBERS)), key=_rank)
    rows = _by_sample(list(_mentions(mention, [g for g in grounds if g.column != "path"])))
    by_path = next(g for g in grounds if g.column == "path")
    paths = _paths(item)
    records = _records(rows)
    found: list[Attribution] = []
    for row in rows:
        told = _attributions(row, records, paths[row.item_id], by_path)
        found += _by_human(told, decided[row.mention_id]) if row.mention_id in decided else told
    return found


def _decided(judgement: pa.Table | None) -> dict[str, str]:
    """mention_id -> controller that a human decided on."""
    rows = arrow.rows(judgement, "kind", "left_id", "value") if judgement is not None else ()
    return {mention_id: controller for kind, mention_id, controller in rows if kind == OBEYED}


def _by_human(told: list[Attribution], controller: str) -> list[Attribution]:
    """The exams and days that were told, all for the one controller."""
    return _unique([one._replace(controller=controller, ground=HUMAN) for one in told])


def _rank(ground: _Ground) -> int:
    return ground.rank


def _mentions(mention: pa.Table, grounds: list[_Ground]) -> Iterator[_Mention]:
    own = arrow.rows(mention, *(ground.column for ground in grounds))
    kept = arrow.rows(mention, "mention_id", "item_id", "record_key", "points_to", "exam", "taken_on")
    whose = arrow.rows(mention, "sample_number", "bsn", "birth_date", "surname")
    for (mention_id, item_id, record_key, points_to, exam, taken_on), texts, of in zip(kept, own, whose, strict=True):
        told = _told(grounds, texts)
        yield _Mention(mention_id, item_id, record_key, points_to, exam, taken_on, told, any(texts), samples.Taken(*of))


def _by_sample(rows: list[_Mention]) -> list[_Mention]:
    """The rows with the exam and the client that others tell of the same sample, where they do not tell it."""
    exams = samples.gather((row.taken, row.exam) for row in rows)
    clients = samples.gather((row.taken, row.told[0] if row.told else None) for row in rows)
    return [_completed(row, exams, clients) for row in rows]


def _completed(row: _Mention, exams: Mapping[str, set[str]], clients: Mapping[str, set[str]]) -> _Mention:
    if not row.exam and (exam := samples.the_one(row.taken, exams)):
        row = row._replace(exam=exam)
    if not row.told and (client := samples.the_one(row.taken, clients)):
        row = row._replace(told=(client, samples.GROUND))
    return row


def _told(grounds: list[_Ground], texts: tuple[str | None, ...]) -> tuple[str, str] | None:
    for ground, text in zip(grounds, texts, strict=True):
        if controller := ground.tell(text):
            return controller, ground.name
    return None


def _paths(item: pa.Table) -> dict[str, list[str]]:
    """item_id -> every path its bytes stand at; duplicates are listed under the item that was read."""
    same: dict[str, list[str]] = {}
    for sha, path in arrow.rows(item, "sha256", "path"):
        if sha:
            same.setdefault(sha, []).append(path)
    known = arrow.rows(item, "item_id", "sha256", "path")
    return {item_id: sorted(same[sha]) if sha else [path] for item_id, sha, path in known}


class _Records(NamedTuple):
    """The rows of one pile by the records they are, and by the records they point to."""

    orders: dict[tuple[str, str], list[_Mention]]
    told: dict[tuple[str, str], tuple[str, str]]


def _records(rows: list[_Mention]) -> _Records:
    found = _Records({}, {})
    for row in rows:
        if row.points_to:
            found.orders.setdefault((row.item_id, row.points_to), []).append(row)
        if row.record_key and row.told:
            found.told[(row.item_id, row.record_key)] = row.told
    return found


def _attributions(row: _Mention, records: _Records, paths: list[str], by_path: _Ground) -> list[Attribution]:
    own = _known(row, records)
    orders = records.orders.get((row.item_id, row.record_key), []) if row.record_key else []
    if row.points_to and not (orders or own or row.exam):  # the address of a patient is held for whom the patient is
        orders = [order for order in records.orders[row.item_id, row.points_to] if order.told]
    told = [_of_order(row, order, _known(order, records) or own) for order in orders]
    if (own and not orders) or (own and row.exam):
        told.append(Attribution(row.mention_id, own[0], row.exam, row.taken_on, own[1]))
    found = [one for one in told if one.controller]
    if found:
        return _unique(found)
    return _by_path(row, told, paths, by_path)


def _known(row: _Mention, records: _Records) -> tuple[str, str] | None:
    """What the row tells itself, else the record it points to."""
    return row.told or (records.told.get((row.item_id, row.points_to)) if row.points_to else None)


def _of_order(row: _Mention, order: _Mention, known: tuple[str, str] | None) -> Attribution:
    controller, ground = known or (None, _nobody(row, order))
    return Attribution(row.mention_id, controller, order.exam, order.taken_on, f"{ground}, by its order")


def _by_path(row: _Mention, told: list[Attribution], paths: list[str], by_path: _Ground) -> list[Attribution]:
    base = told or [Attribution(row.mention_id, None, row.exam, row.taken_on, _nobody(row))]
    found = [
        one._replace(controller=controller, ground=by_path.name)
        for path in paths
        if (controller := by_path.tell(path))
        for one in base
    ]
    return _unique(found or base)


def _nobody(*rows: _Mention) -> str:
    """Why no controller is told."""
    return UNKNOWN if any(row.named for row in rows) else SILENT


def _unique(rows: list[Attribution]) -> list[Attribution]:
    return sorted(set(rows), key=lambda row: tuple(str(value or "") for value in row))
