"""To somebody in a data set that was stolen, who was not seen in the leak."""

from typing import Final

from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "presumed"
SAYS: Final = "to somebody in a data set that was stolen, who was not seen in the leak"
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


def check(letter: Letter) -> None:
    """Anybody can get it."""


def names(letter: Letter) -> list[str]:
    """The first lines of the address."""
    return [addressing.title(letter.to, letter.language)]


def greeting(letter: Letter) -> str:
    """How it begins."""
    return addressing.greeting(letter.to, letter.language)
