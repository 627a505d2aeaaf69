"""A clock of the law: what it says at one moment. All instants are UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

STATES: Final = ("not_started", "running", "done", "late", "off")


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty of one party.

    law: name of the file in clocks/. duty: in words. party: id of who must act. controller, dataset: ids, "" where the
    law knows none. term: how long, in words. at: the moment it is read. started, due, done: None when there is none.
    why: which fact started it, or what lacks. done_by: which fact ended it. off: why it does not run, "" when it may.
    information: another reading of the due moment, which moves nothing. reason: what is asked when it is late.
    """

    law: str
    duty: str
    party: str
    controller: str
    dataset: str
    term: str
    at: datetime
    started: datetime | None = None
    why: str = ""
    due: datetime | None = None
    done: datetime | None = None
    done_by: str = ""
    off: str = ""
    information: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """A word of STATES. What was done too late is done; `late_by` says by how much."""
        if self.off:
            return "off"
        if self.done:
            return "done"
        if self.started is None:
            return "not_started"
        return "late" if self.late_by else "running"

    @property
    def late_by(self) -> timedelta | None:
        """How long after the due moment it was done, or is not done yet; None when it is not late, or has none."""
        if self.off or self.due is None:
            return None
        late = (self.done or self.at) - self.due
        return late if late > timedelta() else None

    @property
    def took(self) -> timedelta | None:
        """From the start until it was done, or until now; None before the start, and when done before it."""
        if self.started is None or self.off:
            return None
        passed = (self.done or self.at) - self.started
        return passed if passed >= timedelta() else None

    @property
    def asked(self) -> str:
        """What the law or its authority asks for a late one, "" when it is not late."""
        return self.reason if self.late_by else ""
