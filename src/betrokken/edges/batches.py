"""Batches in the decided store: the letters of a release that are printed in one file, and what became of that file.

What a file is to be is kept before it has its name, so that no file is ever out that the case does not know of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from betrokken.edges.decided import Decided, now
from betrokken.edges.decided_tables import BATCH, NOTICE
from betrokken.model.errors import ReleaseError


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that are printed in one file. pdf, sealed: SHA-256 of the file in clear and of the file that left.

    file: path it was written to. pages: of the PDF. sent_by: who said so, where somebody was named.
    """

    batch_id: int
    release_id: int
    number: int
    notices: int
    pdf: str | None = None
    sealed: str | None = None
    file: str | None = None
    printed_at: str | None = None
    sent_at: str | None = None
    pages: int | None = None
    sent_by: str | None = None

    @property
    def state(self) -> str:
        """planned, begun, printed or sent. begun: its file may be out, and is not yet known to be whole."""
        return "sent" if self.sent_at else "printed" if self.printed_at else "begun" if self.file else "planned"

    @property
    def name(self) -> str | None:
        """The name of its file, without the folder."""
        return Path(self.file).name if self.file else None


class Batches:
    """The batches of a case."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided

    def of(self, release_id: int) -> list[Batch]:
        """Those of a release, by number."""
        with self._decided.reading() as connection:
            return of_release(connection, release_id)

    def one(self, batch_id: int) -> Batch:
        """Raises ReleaseError when there is none of this number."""
        with self._decided.reading() as connection:
            return _one(connection, batch_id)

    def begin(self, batch_id: int, pdf: str, sealed: str, file: Path, pages: int) -> None:
        """A file of this hash is about to have this path. Until `printed` is called it may be there, or not.

        Raises ReleaseError when the batch was set to other bytes before, or was sent.
        """
        with self._decided.writing() as connection:
            one = _one(connection, batch_id)
            if one.sent_at:
                raise ReleaseError(f"batch {one.number} was sent: it is not printed again")
            if one.pdf not in (None, pdf):
                raise ReleaseError(
                    f"batch {one.number} would not be the bytes it was before: the program or its libraries changed "
                    "since. Nothing of it is written; print with the version that began the run"
                )
            values = {"pdf": pdf, "sealed": sealed, "file": str(file), "pages": pages, "printed_at": None}
            connection.execute(update(BATCH).where(BATCH.c.batch_id == batch_id).values(**values))

    def printed(self, batch_id: int) -> None:
        """Its file stands whole. Raises ReleaseError when none was begun."""
        begun = (BATCH.c.batch_id == batch_id) & BATCH.c.file.is_not(None)
        with self._decided.writing() as connection:
            if connection.execute(update(BATCH).where(begun).values(printed_at=now())).rowcount != 1:
                raise ReleaseError(f"batch {batch_id} was not begun, so it cannot stand whole")

    def sent(self, batch_ids: Sequence[int], at: str, by: str) -> int:
        """Batches were posted, with their notices: all of them or none. Gives how many notices.

        Raises ReleaseError for one that is not printed, or was sent already.
        """
        with self._decided.writing() as connection:
            for one in [_one(connection, batch_id) for batch_id in batch_ids]:
                if one.sent_at:
                    raise ReleaseError(
                        f"batch {one.batch_id} was sent already, {one.sent_at[:10]}: if that is wrong, `--undo` it first"
                    )
                if not one.printed_at:
                    raise ReleaseError(f"batch {one.batch_id} is {one.state}, not printed: it cannot be sent")
            return _post(connection, batch_ids, at, by)

    def unsent(self, batch_ids: Sequence[int]) -> int:
        """Batches were not posted after all. Gives how many notices.

        Raises ReleaseError for one that was not sent, or of which mail came back, or that a later letter tells of.
        """
        with self._decided.writing() as connection:
            for one in [_one(connection, batch_id) for batch_id in batch_ids]:
                mine = NOTICE.c.batch_id == one.batch_id
                if not one.sent_at:
                    raise ReleaseError(f"batch {one.batch_id} is {one.state}, not sent: there is nothing to undo")
                if connection.execute(select(NOTICE).where(mine & NOTICE.c.returned_at.is_not(None)).limit(1)).first():
                    raise ReleaseError(f"mail of batch {one.batch_id} came back: it was sent")
                if told_of(connection, mine):
                    raise ReleaseError(f"letters of a later release tell of batch {one.batch_id}: it was sent")
            return _post(connection, batch_ids, None, None)


def of_release(connection: Connection, release_id: int) -> list[Batch]:
    """The batches of a release, by number, as this transaction sees them."""
    query = select(BATCH).where(BATCH.c.release_id == release_id).order_by(BATCH.c.number)
    return [Batch(**row) for row in connection.execute(query).mappings()]


def told_of(connection: Connection, these: Any) -> bool:
    """Whether a letter that is released tells of one of these as an earlier one. these: a condition on `notice`."""
    earlier = select(NOTICE.c.notice_id).where(these)
    later = select(NOTICE.c.notice_id).where(NOTICE.c.earlier_id.in_(earlier) & NOTICE.c.release_id.is_not(None))
    return connection.execute(later.limit(1)).first() is not None


def _one(connection: Connection, batch_id: int) -> Batch:
    row = connection.execute(select(BATCH).where(BATCH.c.batch_id == batch_id)).mappings().first()
    if row is None:
        raise ReleaseError(f"the case has no batch {batch_id}; `betrokken release CASE` lists them")
    return Batch(**row)


def _post(connection: Connection, batch_ids: Sequence[int], at: str | None, by: str | None) -> int:
    posted = update(BATCH).where(BATCH.c.batch_id.in_(batch_ids)).values(sent_at=at, sent_by=by)
    connection.execute(posted)
    return int(connection.execute(update(NOTICE).where(NOTICE.c.batch_id.in_(batch_ids)).values(sent_at=at)).rowcount)
