"""What the registering room goes by beside its tables: the facts, the drops and what humans ruled."""

from dataclasses import dataclass
from typing import NamedTuple

from betrokken.model.incident import Incident


class HeldDrop(NamedTuple):
    """One drop of the case: the columns of `drop` in model/tables.py that tell whose it is."""

    drop_id: str
    name: str
    source: str = "leak"
    controller: str | None = None
    dataset: str | None = None
    as_of: str | None = None


class Ruling(NamedTuple):
    """A human's word on whether a person is affected.

    number: of the judgement; the highest that applies wins. dataset: its id, "" for all data sets of this person.
    """

    number: int
    affected: bool
    person_id: str
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """The facts, drops and rulings that hold now."""

    incident: Incident
    drops: tuple[HeldDrop, ...] = ()
    rulings: tuple[Ruling, ...] = ()
