"""To somebody who works in health care, about their own data."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "professional"
SAYS: Final = "to somebody who works in health care, about their own data"
PARTS: Final = (
    "opening",
    "happened",
    "yours",
    "not_yours",
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
    """Raises LetterError when nothing of theirs was seen."""
    if not letter.leaked:
        raise LetterError("a letter to a professional must tell which of their own data leaked")
