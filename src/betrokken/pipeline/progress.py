"""How far a room is: what the pipeline reports, and whoever shows it listens. No value from the pile passes here."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """One room at work: its name, bytes (or rows) done and in all, and items lost so far."""

    room: str
    done: int
    total: int
    unit: str = "bytes"
    note: str = ""


class Listener(Protocol):
    """Somebody who shows steps."""

    def __call__(self, step: Step) -> None:
        """Take one step; called often, so it must be quick."""
        ...


def silent(step: Step) -> None:
    """Shows nothing."""
