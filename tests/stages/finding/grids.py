"""Tables for tests, and what was found in them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from betrokken.model.fragments import Field, Fragment, Table
from betrokken.stages.finding.hits import Draft, Finding
from betrokken.stages.finding.stage import find
from tests.stages.finding.invented import SETTING, Person

Row = Sequence[object]


def table(rows: Iterable[Row], columns: Sequence[str] = (), place: str = "", name: str = "", **more: object) -> Table:
    """A table of cells given as text, numbers or days."""
    cells = [tuple(_cell(cell) for cell in row) for row in rows]
    return Table(place, tuple(map(Field, columns)), cells, name=name, **more)  # type: ignore[arg-type]


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def search(*fragments: Fragment, path: str = "map/lijst.csv") -> Finding:
    """What an item of these fragments gives; the account must add up."""
    finding = find(fragments, path, SETTING)
    assert finding.rows == finding.rows_with_mentions + sum(finding.aside.values())
    assert finding.rows == sum(len(one.rows) for one in fragments if isinstance(one, Table))
    return finding


def patients(finding: Finding) -> list[Draft]:
    """The mentions that are no professionals and relatives."""
    return [draft for draft in finding.drafts if draft.role in ("patient", "unknown")]


def dutch(day: date) -> str:
    """Day, month and year with hyphens."""
    return f"{day:%d-%m-%Y}"


WANTED: dict[str, Callable[[Person], str]] = {
    "bsn": lambda p: p.bsn,
    "surname": lambda p: p.surname,
    "prefix": lambda p: p.prefix,
    "initials": lambda p: p.initials,
    "given_names": lambda p: p.given,
    "sex": lambda p: p.sex,
    "birth_date": lambda p: p.birth.isoformat(),
    "street": lambda p: p.street,
    "house_number": lambda p: p.number,
    "house_number_suffix": lambda p: p.suffix,
    "postcode": lambda p: p.postcode,
    "city": lambda p: p.city,
    "patient_number": lambda p: p.patient,
    "sample_number": lambda p: p.sample,
    "exam": lambda p: p.kind,
    "taken_on": lambda p: p.taken.isoformat(),
}


def same(drafts: Sequence[Draft], people: Sequence[Person], *fields: str) -> None:
    """Every person is found once, in order, with exactly these fields of identity, contact and care."""
    assert len(drafts) == len(people)
    for draft, person in zip(drafts, people, strict=True):
        got = {name: draft.fields[name] for name in WANTED if name in draft.fields}
        assert got == {name: WANTED[name](person) for name in fields if WANTED[name](person)}


def have(drafts: Sequence[Draft], people: Sequence[Person], *fields: str) -> None:
    """Every person is found once, in order, and these fields are right, whatever else was found."""
    assert len(drafts) == len(people)
    for draft, person in zip(drafts, people, strict=True):
        assert {name: draft.fields.get(name, "") for name in fields} == {name: WANTED[name](person) for name in fields}
