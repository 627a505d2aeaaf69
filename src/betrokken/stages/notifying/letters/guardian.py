"""To the parents or carers of a minor; from 12 years on to parents and child together (WGBO, BW 7:447 and 7:450).

From 16 years on a child decides alone (BW 7:447), and gets the letter that an adult gets.
"""

from datetime import date
from typing import Final

from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing
from betrokken.stages.notifying.wording import of_variant

NAME: Final = "guardian"
SAYS: Final = "to the parents or carers of a minor, from 12 years on together with the child"
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
TOGETHER: Final = 12  # years: parents and child decide together (BW 7:450)
ALONE: Final = 16  # years: the child decides alone (BW 7:447)


def years(birth_date: date, day: date) -> int:
    """Whole years of age on a day; somebody born on 29 February is a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def check(letter: Letter) -> None:
    """Raises LetterError when the age is not known or nobody else decides for this person, or nothing was seen."""
    check_age(letter)
    if not letter.leaked:
        raise LetterError("a letter to parents must tell which data of the child leaked")


def check_age(letter: Letter) -> None:
    """Raises LetterError when the age is not known, or nobody else decides for this person."""
    if letter.represented is None or letter.birth_date is None:
        raise LetterError("a letter to parents needs the child and its day of birth")
    if years(letter.birth_date, letter.day) >= ALONE:
        raise LetterError(f"from {ALONE} years on a person is written to alone: take the letter of an adult")


def names(letter: Letter) -> list[str]:
    """The first lines of the address."""
    own, child = of_variant(letter.language, NAME), _child(letter)
    return [child, own["parents_too"]] if _together(letter) else [own["parents"], child]


def greeting(letter: Letter) -> str:
    """How it begins."""
    form = "greeting_too" if _together(letter) else "greeting"
    return str(of_variant(letter.language, NAME)[form]).format(child=_child(letter))


def _together(letter: Letter) -> bool:
    return letter.birth_date is not None and years(letter.birth_date, letter.day) >= TOGETHER


def _child(letter: Letter) -> str:
    return addressing.full_name(letter.represented or letter.to)
