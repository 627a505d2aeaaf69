"""From the cells of a row to the mentions of the people it names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from betrokken.kit import days
from betrokken.kit.addresses import parse
from betrokken.model import words
from betrokken.stages.finding import dates, dummies, professions, registry, surnames, weights
from betrokken.stages.finding.employers import Employers
from betrokken.stages.finding.hits import Draft, Fields
from betrokken.stages.finding.kinds import Kind
from betrokken.stages.finding.layout import HAS_PARTS, MAY_BE_TEST, MISFITTING, SIGNATORY, Column
from betrokken.stages.finding.recognisers import exam

# Where two columns give one field, the more telling one is read first.
_RANK: Final = {"prefix": 0, "sex": 0, "initials": 0, "given_names": 0, "house_number_suffix": 0, "salutation": 3, "name": 2, "address": 3, "postcode_city": 3}  # fmt: skip
_MIDDLE: Final = 1
_NO_FIELD: Final = frozenset({"note", "firm", "job", "other"})
# What one field says that is enough to speak of a person.
_NAMING: Final = frozenset({"surname", "name", "birth_surname", "partner_surname", "bsn", "id_document", "insurance_number", "email", "iban", "birth_date", "patient_number", SIGNATORY})  # fmt: skip
_CATEGORIES: Final = (1 << len(words.CATEGORIES)) - 1
_IDENTIFYING: Final = ("bsn", "id_document", "insurance_number")


_CARE: Final = frozenset({"exam", "test_result"})
_WEAK: Final = _CARE | {"name"}
_REMEMBERED: Final = 20_000  # people of one group who come back from row to row
Cells = tuple[str, ...]


@dataclass(slots=True)
class Gathered:
    """What the cells of one person in a row say. marks, tally: see `layout.Reading`."""

    fields: Fields = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    marks: int = 0
    tally: int = 0

    @property
    def categories(self) -> set[str]:
        """The categories of data that stand there."""
        return set(registry.named(self.marks & _CATEGORIES))

    @property
    def misfits(self) -> int:
        """Cells of strict columns that are not of their meaning."""
        return self.tally // MISFITTING

    @property
    def fitting(self) -> int:
        """Cells of strict columns that are."""
        return self.tally % MISFITTING


class Group:
    """The columns about one person of a row.

    swapped: birth dates whose order of day and month nothing shows, so that both readings are kept.
    """

    def __init__(self, role: str, columns: Sequence[Column], kind: Kind | None = None, swapped: bool = False) -> None:
        self.role = role
        self.columns = _ranked(columns)
        self.kind = kind or Kind(role)
        self._swapped = swapped
        last_first = self.columns[::-1]
        self._pick = _picker([column.index for column in last_first])
        self._ways = [(column.readings.get, column.fresh) for column in last_first]
        self._by_values = any(column.word == "bsn" and column.ground == "values" for column in columns)
        self._given = any(column.ground == "format" for column in columns)
        self._employers = Employers()
        self._judged: dict[tuple[bool, ...], tuple[float, list[str]]] = {}
        self._known: dict[Cells, Draft | None] = {}
        self._called = (
            "requester" if any(column.word == SIGNATORY for column in columns) else professions.called(columns)
        )
        self.jobs: list[int] = []  # columns that tell the function of each

    def gather(self, cells: Sequence[str]) -> Gathered:
        """What the cells say, whoever they are about. Of two columns with one field the first in rank is kept."""
        return self._gather(self._pick(cells))

    def _gather(self, picked: Cells) -> Gathered:
        fields: Fields = {}
        held: list[tuple[str, str]] = []
        marks = tally = 0
        for (known, read), cell in zip(self._ways, picked, strict=True):
            if cell:
                reading = known(cell) or read(cell)
                if reading.fields:
                    fields.update(reading.fields)
                marks |= reading.marks
                tally += reading.tally
                if reading.lists:
                    held[:0] = reading.lists
        lists = _collected(held) if held else {}
        _tidy(fields, marks)
        return Gathered(fields, lists, marks, tally)

    def known(self, cells: Sequence[str], place: str) -> Draft | None:
        """The mention of somebody who comes back in many rows, as professionals do; None when the cells name nobody.

        Its fields are shared between the rows, and so never to be changed in place.
        """
        picked = self._pick(cells)
        if picked not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            found = self._gather(picked)
            self._known[picked] = self.draft(found, cells, "") if self.is_somebody(found) else None
        one = self._known[picked]
        return one and Draft(
            place,
            one.role,
            one.fields,
            one.lists,
            one.has_result,
            one.categories,
            one.birth_dates,
            one.confidence,
            one.reasons,
        )

    def is_somebody(self, found: Gathered) -> bool:
        """Whether what was gathered speaks of one person, and not of a firm, a sample or nothing."""
        fields = found.fields
        if "surname" in fields and self.role == "professional":
            return fields["surname"][:1].isupper()
        if "surname" in fields:
            return self.kind.names or bool(found.categories - _WEAK)
        if any(name in fields for name in _IDENTIFYING) or "emails" in found.lists or "ibans" in found.lists:
            return self.role != "professional"
        if "birth_date" in fields and any(
            n in fields for n in ("postcode", "initials", "given_names", "street", "sex")
        ):
            return True
        if "patient_number" in fields:
            return True
        return "sample_number" in fields and self.kind.samples and bool(found.categories & _CARE)

    def can_be_somebody(self) -> bool:
        """Whether any row of these columns can name a person."""
        told = {column.word for column in self.columns}
        return bool(told & _NAMING) or ("sample_number" in told and self.kind.samples)

    def draft(self, found: Gathered, cells: Sequence[str], place: str) -> Draft:
        """The mention of what was gathered."""
        has_result = bool(found.marks & registry.bit("test_result"))
        draft = Draft(place, self.role, found.fields, found.lists, has_result, found.categories)
        signs = weights.signs(found.fields, found.lists, found.marks)
        if signs not in self._judged:
            self._judged[signs] = weights.written(self._grounds(signs))
        draft.confidence, draft.reasons = self._judged[signs]
        if self.role == "professional":
            professions.name(
                draft, next(filter(None, (professions.kind_of(cells[n]) for n in self.jobs)), self._called)
            )
        if found.marks & MAY_BE_TEST and self.role != "professional":
            self._dummy(draft, cells)
        if "emails" in found.lists and self.columns and self.role != "professional":
            self._works(draft)
        if self._swapped and "birth_date" in found.fields:
            self._swap(draft, cells)
        return draft

    def _grounds(self, signs: tuple[bool, ...]) -> weights.Grounds:
        told = weights.grounds(signs, self._by_values, self._given)
        if self.role != "professional":
            return told
        reason, weight = weights.STAFF
        return (*told, (reason.format(self.kind.ground or "a column of professionals"), weight))

    def _dummy(self, draft: Draft, cells: Sequence[str]) -> None:
        if dummies.is_dummy(draft.fields, self._has_placeholder(cells)):
            draft.role = "dummy"
            draft.because(*weights.DUMMY)

    def _works(self, draft: Draft) -> None:
        if self.columns[0].setting.own_list:
            return
        if self._employers.at_work(draft.fields, draft.lists["emails"], self.columns[0].setting):
            reason, weight = weights.STAFF
            draft.role = "professional"
            draft.because(reason.format("e-mail address at work"), weight)

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


def _collected(held: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, value in held:
        told = lists.setdefault(name, [])
        if value not in told:
            told.append(value)
    return lists


def _tidy(fields: Fields, marks: int) -> None:
    """Parts of names put together; a name at birth that is the name in use is none of its own."""
    if marks & HAS_PARTS:
        surnames.compose(fields)
    if "house_number" not in fields and fields.get("street", "")[-1:].isdigit() and (found := parse(fields["street"])):
        fields["street"], fields["house_number"] = found.street, found.house_number
    birth = fields.get("birth_surname")
    if birth:
        if "surname" not in fields:
            surnames.in_use(fields, birth)
        if birth == f"{fields.get('prefix', '')} {fields['surname']}".strip():
            del fields["birth_surname"]


def _picker(indexes: list[int]) -> Callable[[Sequence[str]], Cells]:
    """Takes the cells at some indexes out of a row, as a tuple also when it is one cell or none."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda cells: tuple(cells[index] for index in indexes)


def _ranked(columns: Sequence[Column]) -> list[Column]:
    """The columns that give fields, in the order in which they are read."""
    read = [column for column in columns if column.word not in _NO_FIELD]
    return sorted(read, key=lambda column: (_RANK.get(column.word, _MIDDLE), column.index))


def groups(columns: Sequence[Column], kind: Kind, swapped: bool) -> list[Group]:
    """The people a row can name: the one it is about first, then a second one, relatives and professionals."""
    codes = professions.codes(columns, kind)
    named = [column for column in columns if column.word != "agb"]
    main = [[c for c in named if not c.role and c.person == person] for person in (0, 1)]
    made = [Group(kind.role, [*own, *professions.code_of(own, codes)], kind, swapped) for own in main]
    listed = kind.role == "professional"
    practice = [one for one in named if listed and one.word == "institution" and not one.role]
    made[0].jobs = [one.index for one in columns if listed and one.word == "job"]
    for role in ("relative", "professional"):
        for one in _apart([column for column in named if column.role == role]):
            if any(column.word in ("name", "surname") for column in one):
                made.append(Group(role, [*one, *professions.code_of(one, codes), *practice]))
    for column in named:
        if column.word == "requester":
            signatory = Column(column.index, column.label, SIGNATORY, "professional", setting=column.setting)
            made.append(Group("professional", [signatory, *professions.code_of([column], codes)]))
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
    """Give the mentions what a line above them says about all rows below it, where they do not say it themselves.

    A material that tells the exam says so itself: "Preputium" in a list of skin.
    """
    for draft in drafts:
        if draft.role != "professional":
            own = exam.kind(draft.fields.get("material", "")) if "exam" in shared else ""
            if own not in ("", "other"):
                draft.fields.setdefault("exam", own)
            for name, value in shared.items():
                draft.fields.setdefault(name, value)
            if "exam" in shared:
                draft.categories.add("exam")
