"""Every setting of a run: name, default, and what it does. The defaults are what the measured figures were made with."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """workers: processes in the fence; 0 means one for each core.

    memory_mb, seconds, seconds_per_mb, longest_seconds: limits of one item in the fence.
    batch_bytes, batch_files: how much goes to a worker at a time.
    """

    workers: int = 0
    memory_mb: int = 3_072
    seconds: float = 10.0
    seconds_per_mb: float = 2.0
    longest_seconds: float = 120.0
    batch_bytes: int = 1_000_000
    batch_files: int = 64


def about_results(settings: Settings) -> dict[str, object]:
    """The settings that can change what is found, for a manifest; the number of workers cannot."""
    kept = asdict(settings)
    for name in ("workers", "batch_bytes", "batch_files"):
        del kept[name]
    return kept
