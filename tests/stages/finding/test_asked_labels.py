"""Labels that are questions, and columns of people that no label names."""

import pytest

from tests.stages.finding.grids import dutch, have, patients, search, table
from tests.stages.finding.invented import people

SOME = people(12, seed=53)


@pytest.mark.parametrize(
    "asked",
    [
        ("Wat is uw volledige naam?", "En uw geboortedatum?", "Op welk nummer kunnen we u bereiken?"),
        ("What is your full name?", "When were you born?", "What is your phone number?"),
    ],
)
def test_a_question_is_the_label_of_what_it_asks_for(asked: tuple[str, ...]) -> None:
    rows = [[f"{p.given} {p.surname}", dutch(p.birth), f"06123456{n:02}"] for n, p in enumerate(SOME)]
    finding = search(table(rows, [f"turns.{one}" for one in asked]))
    have(patients(finding), SOME, "surname", "given_names", "birth_date")
    assert all(draft.lists["phones"] for draft in patients(finding))


def test_whole_names_beside_days_of_birth_need_no_label() -> None:
    rows = [["nee", f"{p.given} {p.surname}", dutch(p.birth), f"06123456{n:02}", dutch(p.taken), "belt terug"] for n, p in enumerate(SOME)]  # fmt: skip
    finding = search(table([["Gedaan", "Voor wie", "Geb.", "Mobiel", "Monster van", "Actie"], *rows]))
    have(patients(finding), SOME, "surname", "birth_date")
    assert {draft.fields["taken_on"] for draft in patients(finding)} == {p.taken.isoformat() for p in SOME}


def test_a_description_of_what_happened_is_a_remark() -> None:
    told = "Goedemorgen,\n\nWilt u kijken naar deze order?\nOnderzoek: Uitstrijkje\nPatiënt: {}\nGeb.dat.: {}\n\nDank!"
    rows = [[n, "Huisartsenpraktijk Noord", told.format(p.comma, dutch(p.birth))] for n, p in enumerate(SOME)]
    found = patients(search(table([["Ticket", "Organisatie", "Omschrijving"], *rows])))
    have(found, SOME, "surname", "birth_date")
    assert {draft.fields["institution"] for draft in found} == {"Huisartsenpraktijk Noord"}
