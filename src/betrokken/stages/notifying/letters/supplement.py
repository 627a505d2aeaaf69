"""To somebody who was written to before, of whom more was found since."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "supplement"
SAYS: Final = "to somebody who was written to before, of whom more was found since"
PARTS: Final = ("opening", "yours", "exams", "consequences", "did", "advice", "contact", "code", "sorry")
names = addressing.own_names
greeting = addressing.own_greeting


def check(letter: Letter) -> None:
    """Raises LetterError when there is no earlier letter, or nothing new."""
    if letter.earlier is None or not letter.fresh:
        raise LetterError("a supplement needs the day of the earlier letter and what is new since")
