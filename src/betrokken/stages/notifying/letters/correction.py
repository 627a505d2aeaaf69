"""To somebody to whom an earlier letter told what turned out not to hold."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "correction"
SAYS: Final = "to somebody to whom an earlier letter told what turned out not to hold"
PARTS: Final = ("opening", "wrong", "still", "exams", "contact", "code", "sorry")
names = addressing.own_names
greeting = addressing.own_greeting


def check(letter: Letter) -> None:
    """Raises LetterError when there is no earlier letter, or nothing in it fell."""
    if letter.earlier is None or not (letter.gone or letter.gone_exams or letter.was):
        raise LetterError("a correction needs the day of the earlier letter and what no longer holds")
