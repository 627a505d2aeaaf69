"""Proofs, releases and batches in the decided store: what named people approved, and what became of it on paper."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from betrokken.edges.batches import of_release, told_of
from betrokken.edges.decided import Decided, now
from betrokken.edges.decided_tables import BATCH, NOTICE, PROOF, RELEASE
from betrokken.model.errors import ReleaseError
from betrokken.model.notices import BESIDE

STATES: Final = ("asked", "released", "voided")
_ASKED: Final = "not_touched"  # goes to whoever asks, whatever went out before


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
        """Take a release back, with the hold on its notices. Its batches stay to be seen, and never get a file.

        Raises ReleaseError once printing began, when it was voided already, or when a later letter tells of one of its.
        """
        with self._decided.writing() as connection:
            if any(one.file for one in of_release(connection, release_id)):
                raise ReleaseError(f"of release {release_id} files were printed or begun: it cannot be taken back")
            if told_of(connection, NOTICE.c.release_id == release_id):
                raise ReleaseError(f"letters of a later release tell of those of release {release_id}: void that first")
            standing = (RELEASE.c.release_id == release_id) & RELEASE.c.voided_at.is_(None)
            if (
                connection.execute(update(RELEASE).where(standing).values(voided_at=now(), voided_why=why)).rowcount
                != 1
            ):
                raise ReleaseError(f"release {release_id} was voided already")
            freed = NOTICE.c.release_id == release_id
            connection.execute(update(NOTICE).where(freed).values(release_id=None, batch_id=None))

    def release(self, release_id: int, who: str, batches: Sequence[Sequence[str]]) -> None:
        """Let it out: the second name, the batches, and which notices are in which; all of it or nothing.

        Raises ReleaseError when a notice is in a release already or was withdrawn, or when somebody would get two, or
        one that was planned without knowing of the last that went out: it would go out twice, or wrongly.
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
            controller = connection.execute(
                select(RELEASE.c.controller).where(RELEASE.c.release_id == release_id)
            ).scalar_one()
            _knowing(connection, controller, {notice_id for ids in batches for notice_id in ids})
            for number, ids in enumerate(batches, start=1):
                _put(connection, release_id, number, ids)


def _put(connection: Connection, release_id: int, number: int, ids: Sequence[str]) -> None:
    made = insert(BATCH).values(release_id=release_id, number=number, notices=len(ids)).returning(BATCH.c.batch_id)
    batch_id = connection.execute(made).scalar_one()
    free = (NOTICE.c.notice_id == bindparam("one")) & NOTICE.c.release_id.is_(None) & NOTICE.c.withdrawn_at.is_(None)
    taken = update(NOTICE).where(free).values(release_id=release_id, batch_id=batch_id)
    connection.execute(taken, [{"one": notice_id} for notice_id in ids])
    held = connection.execute(select(NOTICE.c.notice_id).where(NOTICE.c.batch_id == batch_id)).all()
    if len(held) != len(ids):
        raise ReleaseError("a letter of this release is in another one, or was withdrawn: plan and prove again")


def _knowing(connection: Connection, controller: str, ids: Set[str]) -> None:
    """The last look before letters go out, whatever planned them: to each person one, that follows on the last one."""
    query = select(NOTICE).where((NOTICE.c.controller == controller) & NOTICE.c.variant.not_in(BESIDE))
    rows = connection.execute(query.order_by(NOTICE.c.planned_at, NOTICE.c.notice_id)).all()
    place = {row.notice_id: number for number, row in enumerate(rows) if row.release_id is not None}
    last = {row.person_id: row.notice_id for row in rows if row.release_id is not None}
    going: dict[str, str] = {}
    for row in (row for row in rows if row.notice_id in ids and row.variant != _ASKED):
        other = going.setdefault(row.person_id, row.notice_id)
        if other != row.notice_id:
            raise ReleaseError(f"notices {other} and {row.notice_id} are to one person: plan and prove again")
        before = last.get(row.person_id)
        if row.earlier_id is not None and row.earlier_id not in place:
            raise ReleaseError(f"notice {row.notice_id} tells of {row.earlier_id}, which did not go out: plan again")
        if before and (row.earlier_id is None or place[row.earlier_id] < place[before]):
            raise ReleaseError(
                f"notice {row.notice_id} was planned without knowing of {before}, which is released to the same person: "
                "plan and prove again"
            )
