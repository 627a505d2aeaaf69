"""To somebody to whom an earlier letter told what turned out not to hold."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "correction"
SAYS: Final = "to somebody to whom an earlier letter told what turned out not to hold"
PARTS: Final = ("opening", "wrong", "still", "exams", "contact", "code", "sorry")


def check(letter: Letter) -> None:
    """Raises LetterError when there is no earlier letter, or nothing in it fell."""
    if letter.earlier is None or not (letter.gone or letter.gone_exams or letter.was):
        raise LetterError("a correction needs the day of the earlier letter and what no longer holds")


def names(letter: Letter) -> list[str]:
    """The first lines of the address."""
    return [addressing.title(letter.to, letter.language)]


def greeting(letter: Letter) -> str:
    """How it begins."""
    return addressing.greeting(letter.to, letter.language)
