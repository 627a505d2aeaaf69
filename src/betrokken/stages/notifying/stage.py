"""The clocks of every law, in the order in which they need somebody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from betrokken.kit import discover
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known

READS = ("severity",)
_MEMBERS: Final = ("NAME", "clocks")
_FAR: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def run(known: Known) -> list[Clock]:
    """All clocks: those with a due moment first, by it; then running, not started, done and off."""
    found = []
    for module in discover.modules(f"{__package__}.clocks", _MEMBERS):
        law = module.__name__.rpartition(".")[2]
        found += [replace(one, law=law) for one in module.clocks(known)]
    return sorted(found, key=_order)


def name(law: str) -> str:
    """The article in words. law: of a clock."""
    named = {module.__name__.rpartition(".")[2]: module.NAME for module in discover.modules(f"{__package__}.clocks")}
    return str(named[law])


def _order(clock: Clock) -> tuple[object, ...]:
    states = ("late", "running", "not_started", "done", "off")
    due = clock.due if clock.due and not clock.off else _FAR
    started = clock.started if clock.started and not clock.off else _FAR
    return due, states.index(clock.state), started, clock.law, clock.party, clock.dataset, clock.duty
