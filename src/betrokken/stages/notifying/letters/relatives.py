"""On request: to a relative of somebody who has died. Medical secrecy outlives the patient (WGBO, BW 7:457, 7:458a)."""

from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing

NAME: Final = "relatives"
SAYS: Final = "on request: to a relative of somebody who has died"
PARTS: Final = ("opening", "happened", "yours", "secrecy", "consequences", "did", "contact", "code", "sorry")
names = addressing.own_names
greeting = addressing.own_greeting


def check(letter: Letter) -> None:
    """Raises LetterError when it does not tell who died, or would tell what was examined."""
    if letter.represented is None:
        raise LetterError("a letter to relatives needs the person who died")
    if letter.exams or {"exam", "test_result"}.intersection(letter.leaked):
        raise LetterError(
            "a letter to relatives tells nothing of exams and results: medical secrecy outlives the patient"
        )
