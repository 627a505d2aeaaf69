"""To the parents or carers of a minor who was not seen: as `guardian.py`, with the text of `possible.py`."""

from typing import Final

from betrokken.model.notices import Letter
from betrokken.stages.notifying.letters import guardian, possible

NAME: Final = "guardian_possible"
SAYS: Final = "to the parents or carers of a minor in a data set of which nobody knows whether it was stolen"
PARTS: Final = possible.PARTS
names = guardian.names
greeting = guardian.greeting


def check(letter: Letter) -> None:
    """Raises LetterError when the age is not known, or nobody else decides for this person."""
    guardian.check_age(letter)
