"""Facts files (TOML). Several are merged.

An unknown key is an error that names the nearest known one, so that a typing error never becomes a fact that is
silently missing. What a key may hold follows from the type of its field in `incident.py`.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Any, Final

from betrokken.model import words
from betrokken.model.errors import FactsError
from betrokken.model.incident import ENTRIES, HELD_IN, KINDS, Incident, subject
from betrokken.model.stated import Stated, check, compose

Document = tuple[str, Mapping[str, Any]]  # (name to use in messages, parsed TOML)

SOURCE: Final = "source"  # a key of every table: where the fact is from, when not from the file itself

# (kind, key) -> the closed list its words are of.
_CLOSED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("incident", "integrity"): words.INTEGRITIES,
    ("incident", "availability"): words.AVAILABILITIES,
    ("controller", "kind"): words.CONTROLLER_KINDS,
    ("dataset", "status"): words.DATASET_STATUSES,
    ("dataset", "exams"): words.EXAMS,
    ("event", "kind"): words.EVENT_KINDS,
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")  # it stands in file names, columns and on the command line


def read(documents: Iterable[Document]) -> Incident:
    """The incident out of parsed documents that tell all of it. Raises FactsError."""
    facts = stated(documents)
    check(facts)
    return compose(facts)


def stated(documents: Iterable[Document]) -> list[Stated]:
    """The facts in parsed documents, each by itself; whether they fit together is for `check`. Raises FactsError."""
    found: dict[tuple[str, str], Stated] = {}
    for name, document in documents:
        for fact in _of_document(name, document):
            held = found.get(fact.key)
            if held and (held.value, held.said) != (fact.value, fact.said):
                what = f"[incident] {fact.subject}" if fact.kind == "incident" else f"{fact.kind} {fact.subject!r}"
                raise FactsError(f"{name}: {what} stands twice with other content; keep one of the two")
            found[fact.key] = fact
    return list(found.values())


def _of_document(name: str, document: Mapping[str, Any]) -> Iterator[Stated]:
    _known(name, "", document, KINDS)
    yield from _incident(name, document.get("incident", {}))
    for kind, shape in ENTRIES.items():
        for number, entry in enumerate(_entries(name, kind, document), start=1):
            where = f"[[{kind}]] number {number}"
            made = _entry(name, kind, where, entry, shape)
            yield Stated(kind, subject(made), made, name, _source(name, where, entry))


def _incident(name: str, found: Mapping[str, Any]) -> Iterator[Stated]:
    where = "[incident]"
    types = {one.name: one.type for one in fields(Incident) if one.name not in HELD_IN.values()}
    _known(name, where, found, (*types, SOURCE))
    said = _source(name, where, found)
    for key, value in found.items():
        if key != SOURCE:
            yield Stated("incident", key, _value(name, where, "incident", key, types[key], value), name, said)


def _entries(name: str, kind: str, document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = document.get(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FactsError(f"{name}: write each {kind} under a line [[{kind}]] (two brackets)")
    return entries


def _entry(name: str, kind: str, where: str, found: Mapping[str, Any], shape: type[Any]) -> Any:
    keys = {one.name: one for one in fields(shape)}
    _known(name, where, found, (*keys, SOURCE))
    missing = [key for key, one in keys.items() if one.default is MISSING and key not in found]
    if missing:
        raise FactsError(f"{name}: {where} lacks {' and '.join(missing)}")
    return shape(
        **{key: _value(name, where, kind, key, one.type, found[key]) for key, one in keys.items() if key in found}
    )


def _source(name: str, where: str, found: Mapping[str, Any]) -> str:
    return _text(f"{name}: {where} {SOURCE}", found[SOURCE]) if SOURCE in found else ""


def _known(name: str, where: str, found: object, keys: tuple[str, ...]) -> None:
    if not isinstance(found, Mapping):
        raise FactsError(f"{name}: {where or 'the file'} must be a table of keys and values")
    for key in found:
        if key not in keys:
            near = difflib.get_close_matches(str(key), keys, n=1, cutoff=0.0)[0]
            place = f" in {where}" if where else ""
            raise FactsError(f"{name}: unknown key {key!r}{place}; the nearest known key is {near!r}")


def _value(name: str, where: str, kind: str, key: str, shape: Any, value: object) -> Any:
    place = f"{name}: {where} {key}"
    made = _READERS[shape](place, value)
    if closed := _CLOSED.get((kind, key)):
        for word in (made,) if isinstance(made, str) else made:
            if word not in closed:
                raise FactsError(f"{place} {word!r} is none of {', '.join(closed)}")
    if key == "id" and not _ID.fullmatch(made):
        raise FactsError(
            f"{place} {made!r} must be short (at most 40 signs): letters, digits, - _ and . only, a letter or digit first"
        )
    return made


def _text(place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FactsError(f"{place} must be text between quotes; leave it out when it is not known")
    return value.strip()


def _texts(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise FactsError(f'{place} must be a list of texts, such as ["LUMC", "LUMC Leiden"]')
    return tuple(part.strip() for part in value if part.strip())


def _day(place: str, value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise FactsError(f"{place} must be a day without quotes, such as 2025-07-26")
    return value


def _when(place: str, value: object) -> datetime | date:
    if not isinstance(value, date):
        raise FactsError(
            f"{place} must be a day or an instant without quotes, such as 2025-07-26 or 2025-07-26T14:30:00+02:00"
        )
    if isinstance(value, datetime) and value.utcoffset() is None:
        told = value.isoformat()
        raise FactsError(
            f"{place} lacks its time zone: write {told}+02:00 (Dutch summer time), {told}+01:00 (winter time) or "
            f"{told}Z (UTC); or {value.date()} when only the day is known"
        )
    return value


def _whole(place: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FactsError(f"{place} must be a whole number of 0 or more, without quotes")
    return value


def _yes_or_no(place: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FactsError(f"{place} must be true or false, without quotes")
    return value


_READERS: Final[Mapping[Any, Callable[[str, object], Any]]] = {
    str: _text,
    tuple[str, ...]: _texts,
    date | None: _day,
    datetime | date: _when,
    int | None: _whole,
    bool: _yes_or_no,
}
