"""On request: to somebody in a data set that stayed out of it."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "not_touched"
SAYS: Final = "on request: to somebody in a data set that stayed out of it"
PARTS: Final = ("opening", "happened", "unseen", "contact", "code", "sorry")
names = addressing.own_names
greeting = addressing.own_greeting


def check(letter: Letter) -> None:
    """Raises LetterError when something of theirs leaked."""
    if letter.leaked:
        raise LetterError("a letter that nothing was touched goes to nobody of whom a category leaked")
