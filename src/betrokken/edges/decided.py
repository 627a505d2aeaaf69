"""The decided store: what humans entered and judged, which no pile can give back.

SQLCipher in one file of the case, reached through SQLAlchemy Core; the same tables go to PostgreSQL for a team.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from betrokken.edges import lock
from betrokken.edges.decided_tables import ANCHOR, DROP, FACT, JUDGEMENT
from betrokken.model.errors import CaseError, CaseKeyError

HEAD = "0005"  # the last step in migrations/versions
BUSY: float = 30.0  # seconds to wait for a reader that is still in its transaction


def now() -> str:
    """The instant, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Drop:
    """One publication or recovery; the columns of `drop` in model/tables.py, and whether it was copied into the case."""

    drop_id: str
    name: str
    root: str
    taken_at: str
    copied: bool
    bytes: int
    published_at: str | None = None
    claimed_total_bytes: int | None = None
    source: str = "leak"
    controller: str | None = None
    dataset: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something entered about the case; `value` as JSON gives it, superseded when a later one took its place."""

    fact_id: int
    kind: str
    subject: str
    value: Any
    source: str
    entered_at: str
    superseded_at: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a human decided about one or two mentions, people or fields; `right_id` is None when it is about one."""

    judgement_id: int
    kind: str
    left_id: str
    right_id: str | None
    value: str
    by_whom: str
    at: str
    why: str
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be entered; `entered_at` when it was entered before, in another form."""

    kind: str
    subject: str
    value: Any
    source: str
    entered_at: str | None = None


class Decided:
    """The decided store of the case in `folder`; made and brought to this version when opened.

    Raises CaseKeyError when the key does not open it, CaseError when a newer version made it.
    """

    def __init__(self, folder: Path, key: bytes, clock: Callable[[], str] = now) -> None:
        self._turn = folder / "decided.lock"
        self._engine = engine(folder / "decided.db", key)
        self._clock = clock
        try:
            with self.reading() as connection:
                held = version(connection)
        except OperationalError as error:
            raise CaseError("the decided facts cannot be opened: may this user write in the case folder?") from error
        except DatabaseError as error:
            raise CaseKeyError("the decided facts do not open: the key is not theirs, or they are damaged") from error
        if held != HEAD:
            self._migrate()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is now."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, after waiting for one's turn: all of it is kept, or nothing."""
        with lock.turn(self._turn), self._engine.begin() as connection:
            yield connection

    def check(self) -> None:
        """Read every page of the store. Raises CaseError when one was changed."""
        with self.reading() as connection:
            if connection.exec_driver_sql("pragma cipher_integrity_check").first():
                raise CaseError("the decided facts are damaged: put back a copy of decided.db")

    def add_drop(
        self,
        name: str,
        root: str,
        copied: bool,
        bytes: int,  # noqa: A002 - the name of the column
        published_at: str | None = None,
        claimed_total_bytes: int | None = None,
        source: str = "leak",
        controller: str | None = None,
        dataset: str | None = None,
        as_of: str | None = None,
    ) -> Drop:
        """Enter a drop, under the next number; source "population" is a controller's own list."""
        with self.writing() as connection:
            number = connection.execute(select(func.count()).select_from(DROP)).scalar_one() + 1
            drop = Drop(
                str(number), name, root, self._clock(), copied, bytes, published_at, claimed_total_bytes,
                source, controller, dataset, as_of,
            )  # fmt: skip
            connection.execute(insert(DROP), [{key: getattr(drop, key) for key in Drop.__slots__}])
        return drop

    def drops(self) -> list[Drop]:
        """All drops, in the order they were entered."""
        with self.reading() as connection:
            drops = [Drop(**row) for row in connection.execute(select(DROP)).mappings()]
        return sorted(drops, key=lambda drop: int(drop.drop_id))

    def set_facts(self, kind: str, values: Mapping[str, Any], source: str) -> int:
        """Make `values` (subject -> value, as JSON can write it) the facts of a kind, and give how many changed.

        What is left out or changed is kept as superseded. The same values again change nothing.
        """
        wanted = {subject: json.dumps(value, sort_keys=True) for subject, value in values.items()}
        current = (FACT.c.kind == kind) & FACT.c.superseded_at.is_(None)
        at = self._clock()
        with self.writing() as connection:
            held = {row.subject: row for row in connection.execute(select(FACT).where(current))}
            gone = {subject: row.fact_id for subject, row in held.items() if wanted.get(subject) != row.value}
            new = {s: value for s, value in wanted.items() if s not in held or s in gone}
            if gone:
                ended = update(FACT).where(FACT.c.fact_id == bindparam("ended")).values(superseded_at=at)
                connection.execute(ended, [{"ended": fact_id} for fact_id in gone.values()])
            if new:
                fixed = {"kind": kind, "source": source, "entered_at": at}
                connection.execute(insert(FACT), [{**fixed, "subject": s, "value": v} for s, v in new.items()])
        return len(gone.keys() | new.keys())

    def enter_facts(self, new: Sequence[NewFact], gone: Collection[tuple[str, str]] = ()) -> int:
        """Enter facts, each in the place of the one of its kind and subject, and end those of `gone`.

        gone: (kind, subject). All of it is kept or nothing, and what no longer holds stays to be seen. Gives the number
        of the last fact that was entered or ended, 0 when there was none.
        """
        at = self._clock()
        keys = {*gone, *((one.kind, one.subject) for one in new)}
        holding = select(FACT.c.fact_id, FACT.c.kind, FACT.c.subject).where(FACT.c.superseded_at.is_(None))
        rows = [
            {"kind": one.kind, "subject": one.subject, "source": one.source, "entered_at": one.entered_at or at}
            | {"value": json.dumps(one.value, sort_keys=True)}
            for one in new
        ]
        with self.writing() as connection:
            ended = [row.fact_id for row in connection.execute(holding) if (row.kind, row.subject) in keys]
            if ended:
                end = update(FACT).where(FACT.c.fact_id == bindparam("ended")).values(superseded_at=at)
                connection.execute(end, [{"ended": fact_id} for fact_id in ended])
            if rows:
                connection.execute(insert(FACT), rows)
                return int(connection.execute(select(func.max(FACT.c.fact_id))).scalar_one())
        return max(ended, default=0)

    def facts(self, kind: str) -> dict[str, Any]:
        """The facts of a kind that hold now: subject -> value."""
        return {fact.subject: fact.value for fact in self.fact_history(kind) if fact.superseded_at is None}

    def fact_history(self, kind: str) -> list[Fact]:
        """All facts of a kind that were ever entered, in that order."""
        with self.reading() as connection:
            rows = connection.execute(select(FACT).where(FACT.c.kind == kind).order_by(FACT.c.fact_id)).mappings()
            return [Fact(**{**row, "value": json.loads(row["value"])}) for row in rows]

    def add_judgement(self, kind: str, left_id: str, right_id: str | None, value: str, by_whom: str, why: str) -> int:
        """Enter a judgement, and give its number."""
        row = {"kind": kind, "left_id": left_id, "right_id": right_id, "value": value, "by_whom": by_whom, "why": why}
        with self.writing() as connection:
            new = insert(JUDGEMENT).values(**row, at=self._clock()).returning(JUDGEMENT.c.judgement_id)
            return int(connection.execute(new).scalar_one())

    def withdraw_judgement(self, judgement_id: int) -> None:
        """Let a judgement hold no more; it stays to be seen. Raises CaseError when there is none that holds."""
        holding = (JUDGEMENT.c.judgement_id == judgement_id) & JUDGEMENT.c.withdrawn_at.is_(None)
        with self.writing() as connection:
            if not connection.execute(update(JUDGEMENT).where(holding).values(withdrawn_at=self._clock())).rowcount:
                raise CaseError(f"there is no judgement {judgement_id} that holds")

    def judgements(self, withdrawn: bool = False) -> list[Judgement]:
        """The judgements that hold, in the order they were entered; with `withdrawn` also those that hold no more."""
        query = select(JUDGEMENT).order_by(JUDGEMENT.c.judgement_id)
        if not withdrawn:
            query = query.where(JUDGEMENT.c.withdrawn_at.is_(None))
        with self.reading() as connection:
            return [Judgement(**row) for row in connection.execute(query).mappings()]

    def anchors(self) -> dict[str, str]:
        """Which person each mention was last taken for: mention_id -> person_id. It keeps ids stable across runs."""
        with self.reading() as connection:
            return _anchors(connection)

    def save_anchors(self, people: Mapping[str, str]) -> int:
        """Remember mention_id -> person_id, and give how many are new or changed; others are left as they are."""
        with self.writing() as connection:
            held = _anchors(connection)
            since = self._clock()
            moved = [{"mention": m, "person_id": p, "since": since} for m, p in people.items() if held.get(m, p) != p]
            new = [{"mention_id": m, "person_id": p, "since": since} for m, p in people.items() if m not in held]
            if moved:
                connection.execute(update(ANCHOR).where(ANCHOR.c.mention_id == bindparam("mention")), moved)
            if new:
                connection.execute(insert(ANCHOR), new)
        return len(moved) + len(new)

    def _migrate(self) -> None:
        from betrokken.edges.migrating import migrate  # Alembic is heavy, and most openings do not need it

        with self.writing() as connection:
            migrate(connection, version(connection))


def version(connection: Connection) -> str | None:
    """The step of `migrations` the store stands at, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    held: str | None = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return held


def _anchors(connection: Connection) -> dict[str, str]:
    return {
        row.mention_id: row.person_id for row in connection.execute(select(ANCHOR.c.mention_id, ANCHOR.c.person_id))
    }


def engine(path: Path, key: bytes) -> Engine:
    """The SQLCipher engine of a store, made when it is first used; the raw key is not stretched again."""

    def connect() -> Any:
        opened = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None, timeout=BUSY)
        opened.execute(f"pragma key = \"x'{key.hex()}'\"")
        opened.execute("pragma journal_mode = wal")  # readers need not wait for a writer; its pages are encrypted too
        opened.execute("pragma synchronous = full")
        return opened

    # hide_parameters: an error must not print the row it was about.
    made = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, hide_parameters=True)

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin")

    return made
