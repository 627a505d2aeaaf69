"""From the cells of a row to the mentions of the people it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from betrokken.kit import days
from betrokken.kit.addresses import parse
from betrokken.stages.finding import dates, dummies, surnames, weights
from betrokken.stages.finding.hits import Draft, Fields
from betrokken.stages.finding.kinds import Kind
from betrokken.stages.finding.layout import SIGNATORY, STRICT, Column

# Where two columns give one field, the more telling one is read first.
_RANK: Final = {"prefix": 0, "sex": 0, "initials": 0, "given_names": 0, "house_number_suffix": 0, "salutation": 3, "name": 2, "address": 3, "postcode_city": 3}  # fmt: skip
_MIDDLE: Final = 1
_NO_FIELD: Final = frozenset({"note", "firm", "job", "agb", "deceased_on", "other"})
# What one field says that is enough to speak of a person.
_NAMING: Final = frozenset({"surname", "name", "birth_surname", "partner_surname", "bsn", "id_document", "insurance_number", "email", "iban", "birth_date", "patient_number", SIGNATORY})  # fmt: skip
_IDENTIFYING: Final = ("bsn", "id_document", "insurance_number")


@dataclass(slots=True)
class Gathered:
    """What the cells of one person in a row say. misfits, fitting: cells of strict columns that do not, and do, fit."""

    fields: Fields = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)
    misfits: int = 0
    fitting: int = 0


@dataclass(slots=True)
class Group:
    """The columns about one person of a row, in the order of reading.

    swapped: birth dates whose order of day and month nothing shows, so that both readings are kept.
    """

    role: str
    columns: list[Column]
    kind: Kind = field(default_factory=Kind)
    swapped: bool = False
    by_values: bool = False
    given: bool = False

    def gather(self, cells: Sequence[str]) -> Gathered:
        """What the cells say, whoever they are about."""
        found = Gathered()
        fields, categories = found.fields, found.categories
        for column in self.columns:
            cell = cells[column.index]
            if not cell:
                continue
            reading = column.readings.get(cell) or column.read(cell)
            if reading.misfit:
                found.misfits += column.word in STRICT
            elif reading.said:
                found.fitting += column.word in STRICT
                categories.update(reading.categories)
                for name, value in reading.fields.items():
                    if name not in fields:
                        fields[name] = value
                for name, value in reading.lists:
                    _collect(found.lists, name, value)
        _tidy(fields)
        return found

    def is_somebody(self, found: Gathered) -> bool:
        """Whether what was gathered speaks of one person, and not of a firm, a sample or nothing."""
        fields = found.fields
        if "surname" in fields and self.role == "professional":
            return fields["surname"][:1].isupper()
        if "surname" in fields:
            return self.kind.names or bool(found.categories - {"name", "exam", "test_result"})
        if any(name in fields for name in _IDENTIFYING) or "emails" in found.lists or "ibans" in found.lists:
            return self.role != "professional"
        if "birth_date" in fields and any(
            n in fields for n in ("postcode", "initials", "given_names", "street", "sex")
        ):
            return True
        if "patient_number" in fields:
            return True
        return "sample_number" in fields and self.kind.samples and bool(found.categories & {"exam", "test_result"})

    def can_be_somebody(self) -> bool:
        """Whether any row of these columns can name a person."""
        words = {column.word for column in self.columns}
        return bool(words & _NAMING) or ("sample_number" in words and self.kind.samples)

    def draft(self, found: Gathered, cells: Sequence[str], place: str) -> Draft:
        """The mention of what was gathered."""
        draft = Draft(place, self.role, found.fields, found.lists, "test_result" in found.categories, found.categories)
        told = weights.grounds(weights.signs(found.fields, found.lists, found.categories), self.by_values, self.given)
        if self.role == "professional":
            told = (*told, (weights.STAFF[0].format(self.kind.ground or "a column of professionals"), weights.STAFF[1]))
        if dummies.may_be_dummy(found.fields):
            told = self._dummy(draft, cells, told)
        draft.confidence, reasons = weights.written(told)
        draft.reasons = list(reasons)
        if self.swapped and "birth_date" in found.fields:
            self._swap(draft, cells)
        return draft

    def _dummy(self, draft: Draft, cells: Sequence[str], told: weights.Grounds) -> weights.Grounds:
        if draft.role == "professional" or not dummies.is_dummy(draft.fields, self._has_placeholder(cells)):
            return told
        draft.role = "dummy"
        return (*told, weights.DUMMY)

    def _has_placeholder(self, cells: Sequence[str]) -> bool:
        numbers = [column for column in self.columns if column.word == "bsn"]
        read = [column.read(cells[column.index]) for column in numbers]
        return any(one.said and not one.misfit and not one.fields for one in read)

    def _swap(self, draft: Draft, cells: Sequence[str]) -> None:
        for column in self.columns:
            cell = cells[column.index]
            if column.word == "birth_date" and dates.is_numeric(cell):
                setting = column.setting
                other = days.parse(cell, setting.latest.year, not setting.month_first)
                if other and other <= setting.latest and other.isoformat() != draft.fields["birth_date"]:
                    draft.birth_dates.add(other.isoformat())


def _collect(lists: dict[str, list[str]], name: str, value: str) -> None:
    told = lists.setdefault(name, [])
    if value not in told:
        told.append(value)


def _tidy(fields: Fields) -> None:
    """Parts of names put together; a name at birth that is the name in use is none of its own."""
    if any(name[0] == "_" for name in fields):
        surnames.compose(fields)
    if "house_number" not in fields and fields.get("street", "")[-1:].isdigit() and (found := parse(fields["street"])):
        fields["street"], fields["house_number"] = found.street, found.house_number
    birth = fields.get("birth_surname")
    if birth:
        if "surname" not in fields:
            surnames.in_use(fields, birth)
        if birth == f"{fields.get('prefix', '')} {fields['surname']}".strip():
            del fields["birth_surname"]


def ranked(columns: Sequence[Column]) -> list[Column]:
    """The columns that give fields, in the order in which they are read."""
    read = [column for column in columns if column.word not in _NO_FIELD]
    return sorted(read, key=lambda column: (_RANK.get(column.word, _MIDDLE), column.index))


def groups(columns: Sequence[Column], kind: Kind, swapped: bool) -> list[Group]:
    """The people a row can name: the one it is about first, then a second one, relatives and professionals."""
    main = [[c for c in columns if not c.role and c.person == person] for person in (0, 1)]
    made = [Group(kind.role, ranked(main[0]), kind, swapped)]
    if main[1]:
        made.append(Group(kind.role, ranked(main[1]), kind, swapped))
    for role in ("relative", "professional"):
        for one in _apart([column for column in columns if column.role == role]):
            if any(column.word in ("name", "surname") for column in one):
                made.append(Group(role, ranked(one), Kind(role)))
    for column in columns:
        if column.word == "requester":
            signatory = Column(column.index, column.label, SIGNATORY, "professional", setting=column.setting)
            made.append(Group("professional", [signatory], Kind("professional")))
    for group in made:
        group.by_values = any(column.word == "bsn" and column.ground == "values" for column in group.columns)
        group.given = any(column.ground == "format" for column in group.columns)
    return [group for group in made if group.columns]


def _apart(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns of one role, a new person at each column of whole names and at each part that comes back."""
    people: list[list[Column]] = []
    for column in columns:
        last = people[-1] if people else None
        again = last is not None and any(other.word == column.word for other in last)
        named = last is not None and any(other.word in ("name", "surname") for other in last)
        if last is None or again or (column.word == "name" and named):
            people.append([column])
        else:
            last.append(column)
    return people


def fill(drafts: Sequence[Draft], shared: Mapping[str, str]) -> None:
    """Give the mentions what a line above them says about all rows below it, where they do not say it themselves."""
    for draft in drafts:
        if draft.role != "professional":
            for name, value in shared.items():
                draft.fields.setdefault(name, value)
