"""The exact answer for the invented pile, and how near a case came to it."""

from collections import defaultdict
from dataclasses import dataclass

from betrokken.kit import arrow
from betrokken.kit.names import surname_parts
from betrokken.pipeline.case import Case
from demo.people import Person
from demo.pile import Pile


@dataclass(frozen=True, slots=True)
class Score:
    """People of the pile found and missed; people of the case that are nobody's, twice, or two in one."""

    people: int
    found: int
    strangers: int
    split: int
    merged: int

    @property
    def missed(self) -> int:
        """People nobody would warn."""
        return self.people - self.found

    @property
    def wrong(self) -> int:
        """Letters that would go to the wrong person, or twice."""
        return self.strangers + self.split + self.merged


def score(pile: Pile, case: Case) -> Score:
    """Compare the people of a case with those that stand in the readable files of the pile."""
    present = [person for person in pile.people if person.number in pile.present]
    by_bsn = {person.bsn: person for person in present if person.bsn}
    by_day = defaultdict(list)
    for person in present:
        by_day[person.birth_date].append(person)
    rows: dict[int, int] = defaultdict(int)
    strangers = merged = 0
    for bsn, surname, birth_surname, initials, given, born in arrow.rows(
        case.table("person"), "bsn", "surname", "birth_surname", "initials", "given_names", "birth_date"
    ):
        match = by_bsn.get(bsn) or _by_name(by_day[born], surname, birth_surname, (initials or given or "")[:1])
        strangers += match is None
        merged += bool(match and bsn and match.bsn and match.bsn != bsn)
        if match:
            rows[match.number] += 1
    return Score(len(present), len(rows), strangers, sum(count - 1 for count in rows.values()), merged)


def _by_name(people: list[Person], surname: str | None, birth_surname: str | None, letter: str) -> Person | None:
    told = surname_parts(*(name for name in (surname, birth_surname) if name))
    fits = [
        person
        for person in people
        if told & surname_parts(person.surname, *filter(None, [person.birth_surname]))
        and (not letter or letter == person.given_names[0])
    ]
    return fits[0] if fits else None
