"""An open case: its folder, its keys and its two stores. Made by `create`, opened by `open_case`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from betrokken.edges import aside, keys, lock, queries
from betrokken.edges.decided import Decided
from betrokken.edges.journal import Journal
from betrokken.edges.keys import CaseKeys, Secret
from betrokken.edges.worked import Worked
from betrokken.model.incident import Incident
from betrokken.model.stated import Stated, check, compose
from betrokken.pipeline import stating
from betrokken.pipeline.stating import Entered

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
        """What the facts that hold now make together."""
        return compose(stating.holding(self.decided))

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

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Be the only one who plans, releases or prints letters: two at once could each write to the same person.

        Raises LockedError when somebody is at it. Not to be entered twice.
        """
        folder = self.folder / "telling"
        folder.mkdir(mode=aside.PRIVATE_FOLDER, exist_ok=True)
        with lock.writing(folder):
            yield

    def note(self, who: str, what: str, details: Mapping[str, Any]) -> None:
        """A line in the journal: counts, ids and hashes only."""
        self.journal.append(who, what, details)


def create(folder: Path, secret: Secret, stated: Sequence[Stated], who: str) -> Case:
    """A new case with these facts. Raises CaseError when the folder is taken, FactsError when they do not fit together."""
    check(stated)
    case = _opened(folder, keys.create_case(folder, secret))
    case.note(who, "new", {"case_id": case.keys.case_id})
    enter(case, stated, (), who)
    return case


def open_case(folder: Path, secret: Secret) -> Case:
    """An existing case. Raises CaseError or CaseKeyError."""
    case = _opened(folder, keys.open_case(folder, secret))
    stating.convert(case.decided)
    return case


def enter(case: Case, stated: Sequence[Stated], gone: Collection[tuple[str, str]], who: str) -> Entered:
    """Facts that hold from now on, and (kind, subject) of those that no longer do; what they replace is kept.

    Raises FactsError when the facts would not fit together; nothing is changed then.
    """
    done = stating.enter(case.decided, stated, gone)
    if done.last:
        counts = {"new": len(done.new), "changed": len(done.changed), "withdrawn": len(done.withdrawn)}
        case.note(who, "facts", counts | {"fact_id": str(done.last)})
    return done


def _opened(folder: Path, data_keys: CaseKeys) -> Case:
    decided = Decided(folder, data_keys.decided)
    return Case(folder, data_keys, Worked(folder, data_keys.worked), decided, Journal(decided, data_keys.journal))
