"""To the parents or carers of a minor who was not seen: as `guardian.py`, with the text of `presumed.py`."""

from typing import Final

from betrokken.model.notices import Letter
from betrokken.stages.notifying.letters import guardian, presumed

NAME: Final = "guardian_presumed"
SAYS: Final = "to the parents or carers of a minor in a data set that was stolen"
PARTS: Final = presumed.PARTS
names = guardian.names
greeting = guardian.greeting


def check(letter: Letter) -> None:
    """Raises LetterError when the age is not known, or nobody else decides for this person."""
    guardian.check_age(letter)
