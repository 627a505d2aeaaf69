"""Inside the fence: rows that were set aside, shown to whoever audits. What they hold is sent, and kept nowhere."""

from collections.abc import Callable, Iterator
from typing import Any

from betrokken.model.fragments import Fragment
from betrokken.pipeline.jobs import Wanted
from betrokken.stages.finding import stage as finding
from betrokken.stages.finding.asked import Asked
from betrokken.stages.finding.hits import Setting

Reread = Callable[[], Iterator[Fragment]]


def look(one: Wanted, reread: Reread, setting: Setting) -> list[dict[str, Any]]:
    """Rows of the table `look` for what `one` asks; a row that is no longer set aside is not among them."""
    asked = Asked({reason: frozenset(numbers) for reason, numbers in one.asides})
    finding.find(reread(), one.path, setting, asked)
    return [
        {
            "item_id": one.item_id,
            "reason": shown.reason,
            "number": shown.number,
            "place": shown.place,
            "text": shown.text,
            "above": shown.above,
            "below": shown.below,
            "cut": shown.cut,
        }
        for shown in asked.shown
    ]
