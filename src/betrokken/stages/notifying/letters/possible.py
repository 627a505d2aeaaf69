"""To somebody in a data set of which nobody knows whether it was stolen."""

from typing import Final

from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "possible"
SAYS: Final = "to somebody in a data set of which nobody knows whether it was stolen"
PARTS: Final = (
    "opening",
    "happened",
    "unseen",
    "expected",
    "exams",
    "consequences",
    "did",
    "advice",
    "contact",
    "code",
    "sorry",
)
names = addressing.own_names
greeting = addressing.own_greeting


def check(letter: Letter) -> None:
    """Anybody can get it."""
