"""What goes into the fence, what comes out, and its limits."""

from dataclasses import dataclass, field

from betrokken.model.errors import BetrokkenError

MB: int = 1_000_000  # bytes


class FenceError(BetrokkenError):
    """The processes of the fence do not start, or do not stay up without a unit to blame."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of work. size: bytes to be read, for the time it gets. payload: what the handler is called with."""

    key: str
    size: int
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Loss:
    """A unit that gave no result, and why, in plain words."""

    reason: str


@dataclass(frozen=True, slots=True)
class FenceLimits:
    """What one unit may take.

    seconds: time for any unit, with `seconds_per_mb` for each MB of its size, `longest_seconds` in all.
    memory_mb: address space beyond what the worker holds before its first unit. output_mb: its result.
    files: open files. units: units after which a worker is replaced by a fresh one.
    """

    seconds: float = 10
    seconds_per_mb: float = 2
    longest_seconds: float = 120
    memory_mb: int = 3_072
    output_mb: int = 256
    files: int = 64
    units: int = 2_000

    def time(self, size: int) -> float:
        """Seconds a unit of `size` bytes may take."""
        return min(self.seconds + self.seconds_per_mb * size / MB, self.longest_seconds)
