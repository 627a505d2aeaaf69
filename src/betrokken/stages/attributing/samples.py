"""One sample, one client, one exam: what a file leaves out about a sample is taken from the files that tell it.

A worklist gives a number and a code that nobody explains; the letter about the same number names the exam and the
client. Numbers come back after some years, so both must also speak of the same person.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from betrokken.kit.fold import words

GROUND = "same sample elsewhere"

_FEWEST = 5  # digits; shorter numbers are rows of a list, tubes of a rack


class Taken(NamedTuple):
    """The number of a sample as one mention gives it, and whom it was taken from; None where it is not said."""

    number: str | None
    bsn: str | None
    birth_date: date | None
    surname: str | None

    def tokens(self) -> Iterator[str]:
        """The number with each thing that can tell that it is the same person's."""
        number = "".join(filter(str.isalnum, self.number or "")).upper()
        if sum(map(str.isdigit, number)) >= _FEWEST:
            surname = words(self.surname or "")
            yield from (f"{number}:{said}" for said in (self.bsn, self.birth_date, surname) if said)


def gather(told: Iterable[tuple[Taken, str | None]]) -> dict[str, set[str]]:
    """Key of a sample -> the different words (exams, or controllers) that mentions say of it."""
    found: dict[str, set[str]] = {}
    for taken, word in told:
        for key in taken.tokens() if word else ():
            found.setdefault(key, set()).add(str(word))
    return found


def the_one(taken: Taken, known: Mapping[str, set[str]]) -> str | None:
    """The word that all mentions of the sample agree on; None when none says it, or they disagree."""
    said = {word for key in taken.tokens() for word in known.get(key, ())}
    return said.pop() if len(said) == 1 else None
