"""Facts one by one, as somebody stated them, and the incident they make together."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from betrokken.model.errors import FactsError
from betrokken.model.incident import ENTRIES, HELD_IN, Incident

_PARTIES: Final = ("controller", "organisation")

# kind -> its keys that name another fact, and the kinds that other can be of.
_REFERENCES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "contact": {"id": ("controller",)},
    "dataset": {"controller": ("controller",), "processor": _PARTIES},
    "event": {"who": _PARTIES, "whom": _PARTIES, "dataset": ("dataset",)},
}


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact.

    kind: of incident.KINDS. subject: its id, the name of a drop, or the key of [incident].
    value: an entry of incident.ENTRIES, or what the key holds. file: where it was read. said: the `source` it was
    given there, "" when none was.
    """

    kind: str
    subject: str
    value: Any
    file: str
    said: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is about: two facts with one key cannot both hold."""
        return self.kind, self.subject

    @property
    def source(self) -> str:
        """Where we have it from."""
        return self.said or self.file

    @property
    def name(self) -> str:
        """As a user writes it: `dataset:bvo-2024`."""
        return f"{self.kind}:{self.subject}"


class Reference(NamedTuple):
    """A fact names another: `field` of it holds `subject`, which is of one of `kinds`."""

    field: str
    subject: str
    kinds: tuple[str, ...]


def compose(facts: Iterable[Stated]) -> Incident:
    """The incident these facts make; entries of a kind stand in the order of their ids."""
    about: dict[str, Any] = {}
    entries: dict[str, list[Any]] = {kind: [] for kind in ENTRIES}
    for fact in sorted(facts, key=lambda fact: fact.key):
        if fact.kind in entries:
            entries[fact.kind].append(fact.value)
        else:
            about[fact.subject] = fact.value
    about |= {HELD_IN[kind]: tuple(found) for kind, found in entries.items()}
    return Incident(**about)


def references(fact: Stated) -> Iterator[Reference]:
    """The facts that this one names."""
    for field, kinds in _REFERENCES.get(fact.kind, {}).items():
        named = getattr(fact.value, field)
        for subject in (named,) if isinstance(named, str) else named:
            if subject:
                yield Reference(field, subject, kinds)


def check(facts: Iterable[Stated]) -> None:
    """Hold facts that are to hold together against each other. Raises FactsError naming the first that cannot be."""
    held = sorted(facts, key=lambda fact: fact.key)
    known: dict[str, set[str]] = {}
    for fact in held:
        known.setdefault(fact.kind, set()).add(fact.subject)
    for fact in held:
        for reference in references(fact):
            _check_reference(fact, reference, known)
        if fact.kind == "organisation" and fact.subject in known.get("controller", ()):
            raise FactsError(
                f"{_place(fact)}: there is a controller of this id; leave the organisation out, a controller can be a "
                "processor too"
            )
        if fact.kind == "dataset":
            _check_period(fact, fact.value.period_start, fact.value.period_end)
    days = {fact.subject: fact for fact in held if fact.kind == "incident"}
    if "period_start" in days and "period_end" in days:
        _check_period(days["period_end"], days["period_start"].value, days["period_end"].value)


def _place(fact: Stated) -> str:
    return f"{fact.file}: " + (
        f"[incident] {fact.subject}" if fact.kind == "incident" else f"{fact.kind} {fact.subject!r}"
    )


def _check_reference(fact: Stated, reference: Reference, known: Mapping[str, set[str]]) -> None:
    if any(reference.subject in known.get(kind, ()) for kind in reference.kinds):
        return
    possible = sorted(subject for kind in reference.kinds for subject in known.get(kind, ()))
    near = difflib.get_close_matches(reference.subject, possible, n=1, cutoff=0.0)
    hint = f"the nearest known id is {near[0]!r}" if near else "none is known yet"
    kinds = " or ".join(reference.kinds)
    raise FactsError(f"{_place(fact)}: {reference.field} {reference.subject!r} is no known {kinds}; {hint}")


def _check_period(fact: Stated, start: date | None, end: date | None) -> None:
    if start and end and start > end:
        raise FactsError(f"{_place(fact)}: the period ends on {end}, before it starts on {start}")
