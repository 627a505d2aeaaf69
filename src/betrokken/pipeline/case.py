"""An open case: its folder, its keys and its two stores. Made by `create`, opened by `open_case`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from betrokken.edges import keys, queries
from betrokken.edges.decided import Decided
from betrokken.edges.journal import Journal
from betrokken.edges.keys import CaseKeys, Secret
from betrokken.edges.worked import Worked
from betrokken.model.errors import CaseError
from betrokken.model.incident import Incident
from betrokken.pipeline.jobs import pack_incident, unpack_incident

_INCIDENT = "incident"
_LAST = {"item": "finding", "person": "registering"}  # tables that more than one room writes -> the last


@dataclass(frozen=True, slots=True)
class Case:
    """One case that is open: worked tables can be made again from the pile, decided facts cannot."""

    folder: Path
    keys: CaseKeys
    worked: Worked
    decided: Decided
    journal: Journal

    @property
    def incident(self) -> Incident:
        """The facts that hold now. Raises CaseError when there are none."""
        found = self.decided.facts(_INCIDENT)
        if _INCIDENT not in found:
            raise CaseError("the case holds no facts: make it with `betrokken new CASE --facts FILE`")
        return unpack_incident(found[_INCIDENT])

    def table(self, name: str) -> pa.Table:
        """A table as the last room that works on it left it. Raises CaseError when there is none yet."""
        return self.worked.read(name, _LAST.get(name))

    @property
    def pile(self) -> Path:
        """Where sealed copies of the pile are kept."""
        return self.folder / "pile"

    @contextmanager
    def query(self, relations: Mapping[str, pa.Table], threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB connection over these tables."""
        with queries.connection(self.folder, relations, threads=threads) as connection:
            yield connection

    def note(self, who: str, what: str, details: Mapping[str, Any]) -> None:
        """A line in the journal: counts, ids and hashes only."""
        self.journal.append(who, what, details)


def create(folder: Path, secret: Secret, incident: Incident, source: str, who: str) -> Case:
    """A new case with these facts. Raises CaseError when the folder is taken."""
    case = _opened(folder, keys.create_case(folder, secret))
    set_facts(case, incident, source)
    case.note(who, "new", {"case_id": case.keys.case_id})
    return case


def open_case(folder: Path, secret: Secret) -> Case:
    """An existing case. Raises CaseError or CaseKeyError."""
    return _opened(folder, keys.open_case(folder, secret))


def set_facts(case: Case, incident: Incident, source: str) -> None:
    """Facts that hold from now on; what they replace is kept."""
    case.decided.set_facts(_INCIDENT, {_INCIDENT: pack_incident(incident)}, source)


def _opened(folder: Path, data_keys: CaseKeys) -> Case:
    decided = Decided(folder, data_keys.decided)
    return Case(folder, data_keys, Worked(folder, data_keys.worked), decided, Journal(decided, data_keys.journal))
