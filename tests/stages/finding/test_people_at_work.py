"""Lists in which people at work stand among others, or by themselves without a word that says so."""

import pytest

from tests.stages.finding.grids import patients, search, table
from tests.stages.finding.invented import people

SOME = people(12, seed=61)


def test_all_of_one_domain_are_colleagues() -> None:
    rows = [[f"{p.given} {p.surname}", f"{n}@koeriers-oost.example", f"033-30082{n:02}"] for n, p in enumerate(SOME)]
    assert not patients(search(table([["Naam", "E-mail", "Telefoon"], *rows])))
    free = [[name, mail.replace("koeriers-oost.example", "gmail.com"), phone] for name, mail, phone in rows]
    assert len(patients(search(table([["Naam", "E-mail", "Telefoon"], *free])))) == len(SOME)


def test_contacts_beside_professionals_alone_are_theirs() -> None:
    rows = [[f"{p.given} {p.surname}", f"{n}@mail{n}.example", f"033-30082{n:02}"] for n, p in enumerate(SOME)]
    assert not patients(search(table(rows, ["engineer", "mail", "phone"])))


@pytest.mark.parametrize(("client", "worker"), [("Patiënt", "Verwijzer"), ("P", "M")])
def test_a_column_of_kinds_tells_people_at_work(client: str, worker: str) -> None:
    own: list[list[object]] = [[client, p.surname, p.given, p.birth] for p in SOME[:6]]
    rows: list[list[object]] = [*own, *([worker, p.surname, p.given, ""] for p in SOME[6:])]
    finding = search(table(rows, ["soort", "lastname", "firstname", "birthdate"]))
    assert len(patients(finding)) == 6
    assert [draft.role for draft in finding.drafts[6:]] == ["professional"] * 6


def test_a_field_by_name_is_no_name_of_a_person() -> None:
    rows = [["Organisatie", f"Huisartsenpraktijk {n}", p.surname, p.given, p.birth] for n, p in enumerate(SOME)]
    names = ["extra_7.name", "extra_7.value", "lastname", "firstname", "dob"]
    found = patients(search(table(rows, names)))
    assert {draft.fields["surname"] for draft in found} == {p.surname for p in SOME}
    assert all(draft.fields["institution"].startswith("Huisartsenpraktijk") for draft in found)
