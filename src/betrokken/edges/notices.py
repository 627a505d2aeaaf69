"""Notices in the decided store: one letter to one person for one controller, and who gets none.

A notice is never removed. What became of it is told by its moments, in the order in which they come: planned,
released with others, printed in a batch, sent, returned; or withdrawn before it went out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from betrokken.edges.decided import Decided, now
from betrokken.edges.decided_tables import BATCH, NOTICE, RELEASE, SUPPRESSION
from betrokken.model.notices import ON_REQUEST

_WHOLE: Final = (
    select(NOTICE, RELEASE.c.released_at, BATCH.c.printed_at)
    .outerjoin(RELEASE, NOTICE.c.release_id == RELEASE.c.release_id)
    .outerjoin(BATCH, NOTICE.c.batch_id == BATCH.c.batch_id)
)
STATES: Final = ("planned", "released", "printed", "sent", "returned", "withdrawn")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. generation: number of the frozen generation it tells.

    claims: SHA-256 of `says`, the JSON of what it states (see model/notices.py `Claim`); never a value of a person.
    earlier_id: the notice it supplements, corrects or sends again. code: letter code, 80 random bits.
    Instants are ISO 8601 in UTC, None when it did not come to that.
    """

    notice_id: str
    person_id: str
    controller: str
    generation: int
    variant: str
    language: str
    claims: str
    says: str
    code: str
    planned_at: str
    earlier_id: str | None = None
    withdrawn_at: str | None = None
    release_id: int | None = None
    batch_id: int | None = None
    sent_at: str | None = None
    returned_at: str | None = None
    returned_why: str | None = None
    released_at: str | None = None  # of its release
    printed_at: str | None = None  # of its batch

    @property
    def state(self) -> str:
        """A word of STATES."""
        ends = (self.withdrawn_at, self.returned_at, self.sent_at, self.printed_at, self.released_at)
        words = ("withdrawn", "returned", "sent", "printed", "released")
        return next((word for word, at in zip(words, ends, strict=True) if at), "planned")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Somebody who gets no notice out of a generation. reason: a word of model/notices.REASONS.

    notice_id: the earlier notice that told the same already, None for other reasons.
    """

    generation: int
    controller: str
    person_id: str
    reason: str
    detail: str = ""
    notice_id: str | None = None


class Notices:
    """The notices of a case."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided

    def held(self, controller: str = "") -> list[Notice]:
        """Notices in the order they were planned, also those withdrawn; of one controller, or all."""
        query = _WHOLE.order_by(NOTICE.c.planned_at, NOTICE.c.notice_id)
        query = query.where(NOTICE.c.controller == controller) if controller else query
        with self._decided.reading() as connection:
            return [Notice(**row) for row in connection.execute(query).mappings()]

    def find(self, told: str) -> Notice | None:
        """The notice of this id or letter code, None when there is none."""
        query = _WHOLE.where((NOTICE.c.notice_id == told) | (NOTICE.c.code == told))
        with self._decided.reading() as connection:
            row = connection.execute(query).mappings().first()
        return Notice(**row) if row else None

    def sent(self) -> list[tuple[str, str, int]]:
        """(controller, when, how many) of the notices that were sent unasked, by controller and moment."""
        mine = NOTICE.c.sent_at.is_not(None) & NOTICE.c.variant.not_in(ON_REQUEST)
        columns = (NOTICE.c.controller, NOTICE.c.sent_at)
        query = select(*columns, func.count()).where(mine).group_by(*columns).order_by(*columns)
        with self._decided.reading() as connection:
            return [(controller, at, letters) for controller, at, letters in connection.execute(query)]

    def suppressed(self, generation: int, controller: str) -> list[Suppression]:
        """Who gets none out of a generation, by person."""
        of = (SUPPRESSION.c.generation == generation) & (SUPPRESSION.c.controller == controller)
        with self._decided.reading() as connection:
            rows = connection.execute(select(SUPPRESSION).where(of).order_by(SUPPRESSION.c.person_id)).mappings()
            return [Suppression(**row) for row in rows]

    def plan(
        self,
        generation: int,
        controller: str,
        new: Sequence[Notice],
        withdrawn: Iterable[str],
        suppressed: Sequence[Suppression],
    ) -> None:
        """Enter a plan, whole or not at all: new notices, those withdrawn, and who gets none out of this generation.

        A new one that was withdrawn before is planned again, with the code it had.
        """
        of = (SUPPRESSION.c.generation == generation) & (SUPPRESSION.c.controller == controller)
        gone = [{"gone": one} for one in withdrawn]
        with self._decided.writing() as connection:
            connection.execute(delete(SUPPRESSION).where(of))
            if suppressed:
                connection.execute(insert(SUPPRESSION), [_row(one) for one in suppressed])
            if gone:
                open_ = (NOTICE.c.notice_id == bindparam("gone")) & NOTICE.c.release_id.is_(None)
                connection.execute(update(NOTICE).where(open_).values(withdrawn_at=now()), gone)
            known = set(connection.execute(select(NOTICE.c.notice_id)).scalars()) if new else set()
            back = [{"back": one.notice_id} for one in new if one.notice_id in known]
            if back:
                again = (NOTICE.c.notice_id == bindparam("back")) & NOTICE.c.release_id.is_(None)
                connection.execute(update(NOTICE).where(again).values(withdrawn_at=None), back)
            if rows := [_row(one) for one in new if one.notice_id not in known]:
                connection.execute(insert(NOTICE), rows)

    def returned(self, why: Mapping[str, str]) -> None:
        """Letters that came back: notice_id -> why. Of one that came back before the later reason holds."""
        rows = [{"id": key, "why": reason} for key, reason in why.items()]
        back = update(NOTICE).where(NOTICE.c.notice_id == bindparam("id"))
        if not rows:
            return
        with self._decided.writing() as connection:
            connection.execute(back.values(returned_at=now(), returned_why=bindparam("why")), rows)

    def request(self, one: Notice) -> None:
        """A notice that somebody asked for, in the place of the reason why its person got none."""
        of = (
            (SUPPRESSION.c.generation == one.generation)
            & (SUPPRESSION.c.controller == one.controller)
            & (SUPPRESSION.c.person_id == one.person_id)
            & (SUPPRESSION.c.reason == "not_touched")
        )
        with self._decided.writing() as connection:
            connection.execute(delete(SUPPRESSION).where(of))
            connection.execute(insert(NOTICE), [_row(one)])


def _row(one: Notice | Suppression) -> dict[str, Any]:
    held = {column.name for column in (NOTICE if isinstance(one, Notice) else SUPPRESSION).columns}
    return {name.name: getattr(one, name.name) for name in fields(one) if name.name in held}
