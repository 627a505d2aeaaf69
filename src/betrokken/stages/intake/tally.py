"""How many members of one container could be had, and what that makes of the container."""

from betrokken.model.errors import UnreadableError
from betrokken.stages.intake.taking import Taken


class Tally:
    """Counts the members of one container. `status` and `reason`: how the container's own bytes were had."""

    def __init__(self, status: str, reason: str) -> None:
        self._status, self._reason = status, reason
        self._members = 0
        self._lost_wholly = 0
        self._lost_partly = 0
        self._first = ("read", "")

    def add(self, taken: Taken) -> None:
        """One member, as it came out of the container; what is inside it does not count here."""
        self._members += 1
        if taken.status in ("read", "empty"):
            return
        if taken.status == "partly":
            self._lost_partly += 1
        else:
            self._lost_wholly += 1
        if not self._first[1]:
            self._first = (taken.status, taken.reason)

    def end(self, error: UnreadableError) -> None:
        """The container gave no more members though it should have."""
        some_had = self._members > self._lost_wholly
        self._status = "partly" if some_had and error.status == "unreadable" else error.status
        self._reason = error.reason

    def outcome(self) -> tuple[str, str]:
        """Status and reason of the container."""
        lost = self._lost_wholly + self._lost_partly
        status, reason = self._first
        if self._status != "read" or not lost:
            return self._status, self._reason
        if self._lost_wholly == self._members:
            return status, reason
        told = reason if self._members == 1 else f"{lost} of {self._members} members not had in full; first: {reason}"
        return "partly", told
