"""To somebody whose data were seen in the leak."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "proven"
SAYS: Final = "to somebody whose data were seen in the leak"
PARTS: Final = (
    "opening",
    "happened",
    "yours",
    "not_yours",
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
    """Raises LetterError when nothing of theirs was seen."""
    if not letter.leaked:
        raise LetterError("a letter that something is proven must tell what: no category of this person leaked here")
