"""Exams side by side in the row of a person."""

from itertools import pairwise

import pytest

from tests.stages.finding.grids import dutch, patients, search, table
from tests.stages.finding.invented import people

SOME = people(12, seed=43)


@pytest.mark.parametrize("label", ["R{n} {0}", "{0} {n}", "{0}{n}", "{0}_{n}", "{n}e {0}"])
def test_each_exam_of_a_row_is_told_with_its_own_day(label: str) -> None:
    labels = [label.format(part, n=n) for n in (1, 2) for part in ("datum", "test", "uitslag")]
    rows = [
        [p.surname, p.given, dutch(p.birth), dutch(p.taken), p.exam, p.result]
        + ([dutch(q.taken), q.exam, q.result] if n % 3 else ["", "", ""])
        for n, (p, q) in enumerate(pairwise(SOME))
    ]
    found = patients(search(table([["Naam", "Voornaam", "Geboren", *labels], *rows])))
    told = [(d.fields["surname"], d.fields.get("exam", ""), d.fields["taken_on"]) for d in found]
    wanted = []
    for n, (p, q) in enumerate(pairwise(SOME)):
        wanted += [(p.surname, one.kind, one.taken.isoformat()) for one in ((p, q) if n % 3 else (p,))]
    assert told == wanted


def test_two_people_and_two_telephones_are_no_exams() -> None:
    rows = [[p.surname, p.birth, "0501234567", "0612345678"] for p in SOME]
    found = patients(search(table(rows, ["name", "dob", "tel 1", "tel 2"])))
    assert len(found) == len(SOME)
