"""Facts as plain JSON values, to be kept or sent, and back; over the fields of the dataclasses in model/incident.py."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, Final

import orjson

from betrokken.model.errors import CaseError
from betrokken.model.incident import ENTRIES, HELD_IN, Incident

_KIND_OF: Final = {field: kind for kind, field in HELD_IN.items()}


def pack(value: Any) -> Any:
    """An entry, or what a key of [incident] holds, as JSON values: days and instants as ISO 8601."""
    return orjson.loads(orjson.dumps(asdict(value) if type(value) in ENTRIES.values() else value))


def unpack(kind: str, subject: str, packed: Any) -> Any:
    """What `pack` packed. Raises CaseError when a version that knew more packed it."""
    if kind in ENTRIES:
        return _filled(ENTRIES[kind], f"{kind}:{subject}", packed)
    types = {one.name: one.type for one in fields(Incident)}
    return _read(types[_field(types, kind, subject)], packed)


def pack_incident(incident: Incident) -> dict[str, Any]:
    """The whole incident as JSON values."""
    packed: dict[str, Any] = orjson.loads(orjson.dumps(asdict(incident)))
    return packed


def unpack_incident(packed: Mapping[str, Any]) -> Incident:
    """The incident of `pack_incident`."""
    entries: dict[str, Any] = {
        field: tuple(unpack(kind, "", one) for one in packed.get(field, ())) for field, kind in _KIND_OF.items()
    }
    about = {key: value for key, value in packed.items() if key not in entries}
    return Incident(**{key: unpack("incident", key, value) for key, value in about.items()}, **entries)


def for_finding(incident: Incident) -> Incident:
    """What finding goes by, and nothing else of the incident: a fact that is left out here never makes it read again."""
    return Incident(
        lab=incident.lab,
        lab_aliases=incident.lab_aliases,
        controllers=incident.controllers,
        today=incident.latest,
    )


def for_attributing(incident: Incident) -> Incident:
    """What attributing goes by, and nothing else of the incident."""
    return Incident(controllers=incident.controllers)


def _field(known: Mapping[str, Any], where: str, field: str) -> str:
    if field not in known:
        raise CaseError(f"the fact {where} holds {field!r}, which this version does not know: use the newer one")
    return field


def _filled(shape: type[Any], where: str, packed: Mapping[str, Any]) -> Any:
    types = {one.name: one.type for one in fields(shape)}
    return shape(**{key: _read(types[_field(types, where, key)], value) for key, value in packed.items()})


def _read(shape: Any, packed: Any) -> Any:
    read = _READERS.get(shape)
    return packed if read is None or packed is None else read(packed)


def _when(packed: str) -> datetime | date:
    return datetime.fromisoformat(packed) if "T" in packed else date.fromisoformat(packed)


_READERS: Final[Mapping[Any, Callable[[Any], Any]]] = {
    tuple[str, ...]: tuple,
    date | None: date.fromisoformat,
    datetime | date: _when,
}
