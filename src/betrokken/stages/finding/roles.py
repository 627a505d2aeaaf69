"""Whom each column of a row is about: the patient, a relative, a professional, or a second patient."""

from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.layout import Column

_CONTACT: Final = frozenset({"street", "house_number", "house_number_suffix", "postcode", "city", "address", "postcode_city", "phone", "email", "country"})  # fmt: skip
_NAMING: Final = frozenset({"name", "surname", "institution", "firm"})
_IDENTITY: Final = frozenset(
    {"bsn", "surname", "name", "birth_date", "initials", "given_names", "sex", "patient_number"}
)
_WHO: Final = frozenset({"bsn", "surname", "name", "birth_date"})
_CARE: Final = frozenset({"exam", "taken_on", "test_result"})
_NEAR: Final = 2  # columns between a name and its day of birth
_NAMES: Final = frozenset({"surname", "name"})
_MOST: Final = 0.6  # part of the rows of an owner in which its telephone number or place stands too
_FEW: Final = 0.5  # a professional stands in many rows: distinct values over rows


def assign(columns: list[Column], rows: Sequence[Sequence[str]]) -> None:
    """Give columns without a role of their own the role of the person they stand beside."""
    ordered = sorted(columns, key=lambda column: column.index)
    _all_relatives(ordered)
    _further_names(ordered, rows)
    _contact_persons(ordered)
    _professionals_alone(ordered)
    _beside_professionals(ordered, rows)
    _second_person(ordered)


def _all_relatives(columns: Sequence[Column]) -> None:
    """A row whose people are all of one family ("kind", "moeder"), each with a day of birth, is about the child."""
    own = {column.word for column in columns if not column.role}
    kin = [column for column in columns if column.role == "relative" and set(words(column.label).split()) & _children()]
    if not own & _WHO and {"birth_date", "bsn"} & (told := {column.word for column in kin}) and told & _NAMES:
        for column in kin:
            column.role = ""
    elif not own & (_WHO - {"birth_date"}) and own & _CARE:
        _examined_child(columns, kin)


def _examined_child(columns: Sequence[Column], kin: Sequence[Column]) -> None:
    """A child at the head of the row, right before the first day of birth, is who was examined."""
    born = next((column for column in columns if column.word == "birth_date"), None)
    if born is None or born.role == "professional":
        return
    for column in kin:
        if column.word in _NAMES and column is columns[0] and 0 < born.index - column.index <= _NEAR:
            column.role = born.role = ""


def _children() -> frozenset[str]:
    return lexicon.word_set("cells", "child")


def _contact_persons(columns: Sequence[Column]) -> None:
    """The contact person of a firm is no relative of anybody."""
    own = {column.word for column in columns if not column.role}
    firms = any(column.word in ("institution", "firm") for column in columns)
    if firms and not own & (_IDENTITY - {"sex"}):
        for column in columns:
            if column.role == "relative":
                column.role = "professional"


def _professionals_alone(columns: Sequence[Column]) -> None:
    """Where nobody else is named or told of, telephone numbers and addresses are of the professional beside them."""
    own = [column for column in columns if not column.role]
    named = any(column.role == "professional" and column.word in _NAMES for column in columns)
    if named and all(column.word in ("email", "phone") for column in own):
        for column in own:
            column.role = "professional"


def _further_names(columns: list[Column], rows: Sequence[Sequence[str]]) -> None:
    """A second column of whole names without a label is of professionals when they come back, else of nobody told."""
    named = [column for column in columns if column.word in ("name", "surname") and not column.role]
    own = next((column for column in named if column.word == "surname" or column.ground != "values"), None)
    for column in named:
        if column.ground == "values" and column is not (own or named[0]):
            said = [row[column.index] for row in rows if len(row) > column.index and row[column.index]]
            column.role = "professional" if len(set(said)) <= _FEW * len(said) else "relative"


def _beside_professionals(columns: list[Column], rows: Sequence[Sequence[str]]) -> None:
    """ "Huisarts, Adres, Plaats, Telefoon" after the patient's own address: contact columns that come back are theirs."""
    owner: Column | None = None
    seen: set[str] = set()
    for column in columns:
        if column.word in _NAMING or column.role:
            owner = column if column.role or column.word in ("institution", "firm") else None
        elif column.word in _CONTACT and owner and column.ground != "format" and not column.context:
            theirs = column.word in seen or _follows(column, owner, rows)
            column.role = (owner.role or "professional") if theirs else ""
        if column.word in _CONTACT and not column.role:
            seen.add(column.word)


def _follows(column: Column, owner: Column, rows: Sequence[Sequence[str]]) -> bool:
    """Whether one value of the owner nearly always goes with one value here, and comes back in many rows."""
    owned = [row for row in rows if len(row) > max(owner.index, column.index) and row[owner.index]]
    told = [(row[owner.index], row[column.index]) for row in owned if row[column.index]]
    owners = {first for first, _ in told}
    repeated = 1 < len(owners) <= _FEW * len(rows) and len(set(told)) <= 1.2 * len(owners)
    return repeated and len(told) >= _MOST * len(owned)


def _second_person(columns: list[Column]) -> None:
    """Identity columns that come back, two kinds or more, are of a second person in the row."""
    own = [column for column in columns if not column.role and column.word in _IDENTITY and column.ground != "format"]
    firsts = {column.word: column.index for column in reversed(own)}
    again = [column for column in own if column.index != firsts[column.word]]
    twice = {column.word for column in again}
    if len(twice - {"patient_number"}) < 2 or len(again) != len(twice) or not {"surname", "name", "bsn"} & twice:
        return
    start = min(column.index for column in again)
    if all(firsts[word] < start for word in twice):
        for column in columns:
            if column.index >= start and not column.role and column.word in _IDENTITY | _CONTACT:
                column.person = 1
