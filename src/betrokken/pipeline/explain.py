"""`show`: one person explained, each value with the files and places it was read from."""

from dataclasses import dataclass
from typing import Any

from betrokken.model import tables
from betrokken.model.errors import BetrokkenError
from betrokken.model.words import FRAUDS
from betrokken.pipeline import history
from betrokken.pipeline.case import Case

_SHOWN = tuple(column.name for column in (*tables.IDENTITY, *tables.CONTACT, *tables.NUMBERS, *tables.BRP))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a person and where it stands."""

    field: str
    text: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One person as told to a human."""

    person_id: str
    certainty: str
    mentions: int
    values: tuple[Value, ...]
    why: tuple[str, ...]
    exposures: tuple[str, ...]
    standings: tuple[str, ...]
    severities: tuple[str, ...]


def person(case: Case, person_id: str) -> Told:
    """Explain one person. Raises BetrokkenError when the case has none of this id."""
    found = _rows(case, "person", "person_id", {person_id})
    if not found:
        went = history.became(case, person_id)
        known = went or f"the case has no person {person_id!r}; ids stand in the column person_id of the export"
        raise BetrokkenError(known)
    memberships = {row["mention_id"]: row for row in _rows(case, "membership", "person_id", {person_id})}
    mentions = _rows(case, "mention", "mention_id", set(memberships))
    listed = {drop.drop_id: f"population {drop.name}: " for drop in case.decided.drops() if drop.source == "population"}
    items = _rows(case, "item", "item_id", {m["item_id"] for m in mentions})
    paths = {row["item_id"]: f"{listed.get(row['drop_id'], '')}{row['path']}" for row in items}
    places = {m["mention_id"]: f"{paths[m['item_id']]}  {m['place']}".rstrip() for m in mentions}
    why = sorted(f"{places[key]} [{key}]: {row['reason']}{_weight(row['weight'])}" for key, row in memberships.items())
    return Told(
        person_id,
        found[0]["certainty"],
        len(mentions),
        _values(mentions, places),
        tuple(why),
        _exposures(case, person_id),
        _standings(case, person_id),
        _severities(case, person_id),
    )


def _weight(weight: float | None) -> str:
    return "" if weight is None else f" ({weight:+.1f} bits)"


def _rows(case: Case, table: str, column: str, wanted: set[str]) -> list[dict[str, Any]]:
    batches = (batch.to_pylist() for batch in case.table(table).to_batches())
    return [row for rows in batches for row in rows if row[column] in wanted]


def _values(mentions: list[dict[str, Any]], places: dict[str, str]) -> tuple[Value, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        for field in _SHOWN:
            content = mention[field]
            for one in content if isinstance(content, list) else [content]:
                if one:
                    found.setdefault((field, str(one)), []).append(places[mention["mention_id"]])
    order = {field: number for number, field in enumerate(_SHOWN)}
    ordered = sorted(found.items(), key=lambda entry: (order[entry[0][0]], -len(entry[1]), entry[0][1]))
    return tuple(Value(field, text, tuple(sorted(where))) for (field, text), where in ordered)


def _exposures(case: Case, person_id: str) -> tuple[str, ...]:
    names = {controller.id: controller.name for controller in case.incident.controllers}
    rows = _rows(case, "exposure", "person_id", {person_id})
    return tuple(_exposure(row, names) for row in rows)


def _standings(case: Case, person_id: str) -> tuple[str, ...]:
    names = {controller.id: controller.name for controller in case.incident.controllers}
    rows = _rows(case, "standing", "person_id", {person_id})
    return tuple(
        f"{row['certainty'].replace('_', ' ')} at {names.get(row['controller'], 'nobody that a file tells')}"
        f"{', data set ' + row['dataset'] if row['dataset'] else ''}: {row['ground']}"
        for row in rows
    )


def _severities(case: Case, person_id: str) -> tuple[str, ...]:
    names = {controller.id: controller.name for controller in case.incident.controllers}
    found = []
    for row in _rows(case, "severity", "person_id", {person_id}):
        score = f"{row['dpc']:g} x {row['ei']:g} + {row['cb']:g} = {row['se']:g}"
        near = ", near another band" if row["borderline"] else ""
        whose = names.get(row["controller"], "nobody that a file tells")
        found.append(f"{row['band'].replace('_', ' ')} at {whose}: {score}{near}")
        risks = ", ".join(f"{name.replace('_', ' ')} {row[name]}" for name in FRAUDS if row[name])
        found += [f"  {ground}" for ground in row["grounds"]] + ([f"  risks (0 to 3): {risks}"] if risks else [])
    return tuple(found)


def _exposure(row: dict[str, Any], names: dict[str, str]) -> str:
    whose = names.get(row["controller"], "no file tells whose")
    period = f", {row['first_date']} to {row['last_date']}" if row["first_date"] else ""
    return f"{row['category']}: {whose}, {row['exam'] or 'no exam told'}{period}, {row['mentions']} mentions"
