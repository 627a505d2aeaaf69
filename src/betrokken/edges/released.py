"""Proofs, releases and batches in the decided store: what named people approved, and what became of it on paper."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from betrokken.edges.decided import Decided, now
from betrokken.edges.decided_tables import BATCH, NOTICE, PROOF, RELEASE
from betrokken.model.errors import ReleaseError

STATES: Final = ("asked", "released", "voided")


@dataclass(frozen=True, slots=True)
class Proof:
    """A drawn sample that was shown to humans. content: of all letters it was drawn from.

    notices: JSON of the draw: ids `drawn` and `refused`, and the `day` on the letters. file: SHA-256 of the index.
    """

    proof_id: int
    controller: str
    generation: int
    content: str
    seed: int
    notices: str
    file: str
    by_whom: str
    at: str


@dataclass(frozen=True, slots=True)
class Release:
    """The decision of two people that these letters go out. content: SHA-256 over all of them. told: JSON of `Told`.

    day: date on the letters. notices: how many. Instants ISO 8601 in UTC, None when it did not come to that.
    """

    release_id: int
    controller: str
    generation: int
    generation_hash: str
    content: str
    told: str
    day: str
    notices: int
    asked_by: str
    asked_at: str
    released_by: str | None = None
    released_at: str | None = None
    voided_at: str | None = None
    voided_why: str | None = None

    @property
    def state(self) -> str:
        """A word of STATES."""
        return "voided" if self.voided_at else "released" if self.released_at else "asked"


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that are printed in one file. pdf, sealed: SHA-256 of the file in clear and of the file that left."""

    batch_id: int
    release_id: int
    number: int
    notices: int
    pdf: str | None = None
    sealed: str | None = None
    file: str | None = None
    printed_at: str | None = None
    sent_at: str | None = None

    @property
    def state(self) -> str:
        """planned, printed or sent."""
        return "sent" if self.sent_at else "printed" if self.printed_at else "planned"


class Releases:
    """The releases of a case."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided

    def held(self, controller: str = "") -> list[Release]:
        """In the order they were asked for, also those voided."""
        query = select(RELEASE).order_by(RELEASE.c.release_id)
        query = query.where(RELEASE.c.controller == controller) if controller else query
        with self._decided.reading() as connection:
            return [Release(**row) for row in connection.execute(query).mappings()]

    def one(self, release_id: int) -> Release:
        """Raises ReleaseError when there is none of this number."""
        found = next((one for one in self.held() if one.release_id == release_id), None)
        if found is None:
            raise ReleaseError(f"the case has no release {release_id}; `betrokken release CASE` lists them")
        return found

    def prove(
        self,
        controller: str,
        generation: int,
        content: str,
        seed: int,
        drawn: Mapping[str, object],
        file: str,
        who: str,
    ) -> int:
        """Keep a draw of proofs, and give its number."""
        row = {"controller": controller, "generation": generation, "content": content, "seed": seed, "file": file}
        row |= {"notices": json.dumps(drawn, sort_keys=True), "by_whom": who, "at": now()}
        with self._decided.writing() as connection:
            made = connection.execute(insert(PROOF).values(**row).returning(PROOF.c.proof_id))
            return int(made.scalar_one())

    def proofs(self, controller: str, generation: int) -> list[Proof]:
        """Draws from the letters of a controller out of a generation, in the order they were made."""
        of = (PROOF.c.controller == controller) & (PROOF.c.generation == generation)
        query = select(PROOF).where(of).order_by(PROOF.c.proof_id)
        with self._decided.reading() as connection:
            return [Proof(**row) for row in connection.execute(query).mappings()]

    def ask(self, **row: object) -> int:
        """Keep what one person approved, and give its number. row: columns of `Release`."""
        with self._decided.writing() as connection:
            made = connection.execute(insert(RELEASE).values(**row, asked_at=now()).returning(RELEASE.c.release_id))
            return int(made.scalar_one())

    def void(self, release_id: int, why: str) -> None:
        """Take a release back, with its batches and the hold on its notices. Raises ReleaseError once it was printed."""
        with self._decided.writing() as connection:
            if any(one.printed_at for one in _batches(connection, release_id)):
                raise ReleaseError(f"release {release_id} is printed, at least in part: it cannot be taken back")
            connection.execute(
                update(RELEASE).where(RELEASE.c.release_id == release_id).values(voided_at=now(), voided_why=why)
            )
            freed = NOTICE.c.release_id == release_id
            connection.execute(update(NOTICE).where(freed).values(release_id=None, batch_id=None))
            connection.execute(BATCH.delete().where(BATCH.c.release_id == release_id))

    def release(self, release_id: int, who: str, batches: Sequence[Sequence[str]]) -> None:
        """Let it out: the second name, the batches, and which notices are in which; all of it or nothing.

        Raises ReleaseError when a notice is in a release already or was withdrawn: it would go out twice, or wrongly.
        """
        with self._decided.writing() as connection:
            done = connection.execute(
                update(RELEASE)
                .where((RELEASE.c.release_id == release_id) & RELEASE.c.released_at.is_(None))
                .where(RELEASE.c.voided_at.is_(None))
                .values(released_by=who, released_at=now())
            )
            if done.rowcount != 1:
                raise ReleaseError(f"release {release_id} was released or voided meanwhile")
            for number, ids in enumerate(batches, start=1):
                _put(connection, release_id, number, ids)

    def batches(self, release_id: int) -> list[Batch]:
        """Its batches, by number."""
        with self._decided.reading() as connection:
            return _batches(connection, release_id)

    def batch(self, batch_id: int) -> Batch:
        """Raises ReleaseError when there is none of this number."""
        with self._decided.reading() as connection:
            row = connection.execute(select(BATCH).where(BATCH.c.batch_id == batch_id)).mappings().first()
        if row is None:
            raise ReleaseError(f"the case has no batch {batch_id}; `betrokken release CASE` lists them")
        return Batch(**row)

    def printed(self, batch_id: int, pdf: str, sealed: str, file: str) -> None:
        """A batch stands whole in its file. Raises ReleaseError when it gave another file in clear before."""
        with self._decided.writing() as connection:
            row = connection.execute(select(BATCH).where(BATCH.c.batch_id == batch_id)).mappings().one()
            if row["pdf"] not in (None, pdf):
                raise ReleaseError(f"batch {batch_id} was printed with other bytes before: nothing is printed again")
            values = {"pdf": pdf, "sealed": sealed, "file": file, "printed_at": row["printed_at"] or now()}
            connection.execute(update(BATCH).where(BATCH.c.batch_id == batch_id).values(**values))

    def sent(self, batch_id: int, at: str | None) -> int:
        """A batch was posted, with its notices; None takes that back. Gives how many notices.

        Raises ReleaseError when it was not printed, or when mail of it came back already.
        """
        mine = NOTICE.c.batch_id == batch_id
        with self._decided.writing() as connection:
            row = connection.execute(select(BATCH).where(BATCH.c.batch_id == batch_id)).mappings().first()
            if row is None or not row["printed_at"]:
                raise ReleaseError(f"batch {batch_id} is not printed, so it cannot be sent")
            if (
                at is None
                and connection.execute(select(NOTICE).where(mine & NOTICE.c.returned_at.is_not(None))).first()
            ):
                raise ReleaseError(f"mail of batch {batch_id} came back: it was sent")
            connection.execute(update(BATCH).where(BATCH.c.batch_id == batch_id).values(sent_at=at))
            return int(connection.execute(update(NOTICE).where(mine).values(sent_at=at)).rowcount)


def _batches(connection: Connection, release_id: int) -> list[Batch]:
    query = select(BATCH).where(BATCH.c.release_id == release_id).order_by(BATCH.c.number)
    return [Batch(**row) for row in connection.execute(query).mappings()]


def _put(connection: Connection, release_id: int, number: int, ids: Sequence[str]) -> None:
    made = insert(BATCH).values(release_id=release_id, number=number, notices=len(ids)).returning(BATCH.c.batch_id)
    batch_id = connection.execute(made).scalar_one()
    free = (NOTICE.c.notice_id == bindparam("one")) & NOTICE.c.release_id.is_(None) & NOTICE.c.withdrawn_at.is_(None)
    taken = update(NOTICE).where(free).values(release_id=release_id, batch_id=batch_id)
    connection.execute(taken, [{"one": notice_id} for notice_id in ids])
    held = connection.execute(select(NOTICE.c.notice_id).where(NOTICE.c.batch_id == batch_id)).all()
    if len(held) != len(ids):
        raise ReleaseError("a letter of this release is in another one, or was withdrawn: plan and prove again")
