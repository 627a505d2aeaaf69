"""Columns that mean something else than their label says alone: by their values, or by the column beside them.

"Nr" right of a street is a house number; "Debiteur" over names of people is the patient; "Patiënt" over numbers is the
number of the patient; of two numbers of the patient the key that the database made up is none.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import dates, entities, lexicon, registry, samples
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.kinds import About
from betrokken.stages.finding.layout import Column
from betrokken.stages.finding.recognisers import address, exam, institution, person_name

Values = Sequence[Sequence[str]]

_MOST: Final = 0.8
_PERSONS: Final = 0.6
_EXAMS: Final = 0.5
_SHARED: Final = 2  # people per e-mail address from which on the address is somebody's who handles them
_FEWEST: Final = 6  # rows before that can be told
_OF_PEOPLE: Final = frozenset({"bsn", "birth_date", "sex", "given_names", "initials", "insurance_number"})
_MADE_UP: Final = frozenset({"id", "key", "pk", "uuid", "guid", "rowid"})


def about(header: Header, told: About) -> About:
    """What stands around a table; one of debtors or customers with birth dates is no list of organisations."""
    if entities.entity(told.name) != "institution":
        return told
    meant = {lexicon.meaning(label).word for label in header.labels}
    return replace(told, name="") if meant & _OF_PEOPLE else told


def amend(columns: list[Column], values: Values, header: Header, about: About, setting: Setting) -> None:
    """Correct, in place, what the labels alone said."""
    _house_numbers(columns, values, header, setting)
    _numbers_of_patients(columns, values)
    _surrogates(columns)
    _payers(columns, values, about, setting)
    _exams(columns, values)
    _days_of_exams(columns, values, setting)


def _beside(header: Header, street: Column, index: int) -> str:
    """The label of a column, without the path it has in common with that of a street ("home.street", "home.number")."""
    path = street.label.rpartition(".")[0]
    label = header.labels[index] if index < len(header.labels) else ""
    return words(label.removeprefix(f"{path}.") if path else label)


def _house_numbers(columns: list[Column], values: Values, header: Header, setting: Setting) -> None:
    if any(column.word == "house_number" for column in columns):
        return
    for street in [column for column in columns if column.word in ("street", "address")]:
        at = street.index + 1
        plain = _beside(header, street, at) in lexicon.word_set("cells", "plain_number")
        if plain and _share(values, at, address.fits, "house_number", setting) >= _MOST:
            _put(columns, at, header, "house_number", street.role, setting)
            if _beside(header, street, at + 1) in lexicon.word_set("cells", "plain_addition"):
                _put(columns, at + 1, header, "house_number_suffix", street.role, setting)


def additions(columns: Sequence[Column]) -> None:
    """ "Tv" right behind a house number is what is added to that number, and no prefix of a name."""
    numbers = {column.index for column in columns if column.word == "house_number"}
    for column in columns:
        if column.word == "prefix" and column.index - 1 in numbers:
            column.reread("house_number_suffix", column.setting)


def _share(values: Values, index: int, fits: registry.Fits, word: str, setting: Setting) -> float:
    return samples.share(values[index], lambda cell: fits(word, cell, setting)) if index < len(values) else 0.0


def _put(columns: list[Column], index: int, header: Header, word: str, role: str, setting: Setting) -> None:
    """Give a column a meaning, instead of the one it had or as a new one."""
    columns[:] = [column for column in columns if column.index != index]
    columns.append(Column(index, header.labels[index], word, role, setting=setting))


def _numbers_of_patients(columns: Sequence[Column], values: Values) -> None:
    for column in columns:
        spoken = set(words(column.label).split()) & lexicon.contexts()["patient"]
        if column.word == "name" and not column.role and spoken:
            said = values[column.index]
            if samples.share(said, lambda cell: registry.fits("patient_number", cell, Setting())) >= _MOST:
                column.reread("patient_number", column.setting)


def _surrogates(columns: list[Column]) -> None:
    numbers = [column for column in columns if column.word == "patient_number" and not column.role]
    given = [column for column in numbers if not is_made_up(column.label)]
    if given:
        columns[:] = [column for column in columns if column not in numbers or column in given]


def is_made_up(label: str) -> bool:
    """Whether a label is that of a key the database gives out by itself: "client_id", "pk"."""
    last = words(label).split()[-1:]
    return bool(last) and (last[0] in _MADE_UP or last[0].endswith("id"))


def _payers(columns: Sequence[Column], values: Values, about: About, setting: Setting) -> None:
    """ "Debiteur", "Klant", or "Naam" in a table of them, over names of people where no other column names any."""
    if any(column.word in ("name", "surname") and not column.role for column in columns):
        return
    of_payers = _speaks_of_payers(about.name)
    for column in columns:
        named = of_payers or _speaks_of_payers(column.label)
        able = column.word == "institution" and not column.role and named
        if able and samples.share(values[column.index], lambda cell: _is_person(cell, setting)) >= _PERSONS:
            column.reread("name", column.setting)
            return


def _speaks_of_payers(name: str) -> bool:
    """Whether a label or the name of a table is one for who pays: "debiteuren", "klantnaam"."""
    payers = tuple(lexicon.word_set("cells", "payer"))
    return any(token.startswith(payers) for token in words(name).split())


def _is_person(cell: str, setting: Setting) -> bool:
    shaped = person_name.has_initials(cell) or person_name.has_salutation(cell)
    return shaped and not institution.is_known(cell, setting) and not person_name.is_organisation(cell)


def _exams(columns: Sequence[Column], values: Values) -> None:
    """A column of names that name exams: "display name" in a list of tests, "Name" of an article."""
    if any(column.word in _OF_PEOPLE and not column.role for column in columns):
        return
    for column in columns:
        named = column.word == "name" and not column.role and column.ground != "format"
        if named and samples.share(values[column.index], lambda cell: bool(exam.kind(cell))) >= _EXAMS:
            column.reread("exam", column.setting)


def _days_of_exams(columns: Sequence[Column], values: Values, setting: Setting) -> None:
    """ "Test gedaan" and "Monster van" over days: when, and not what."""
    if any(column.word == "taken_on" for column in columns):
        return
    for column in columns:
        labelled = column.word in ("exam", "sample_number") and not column.role and column.ground == "label"
        if labelled and dates.share(values[column.index][: samples.FEW], setting) >= _MOST:
            column.reread("taken_on", setting)
            return


def emails_of_others(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Addresses that stand beside many different people are of who handles them, and of none of these."""
    own = [column.index for column in columns if column.word in ("bsn", "surname", "name", "birth_date")]
    named = [n for n in own if not any(column.role for column in columns if column.index == n)]
    for column in columns:
        if column.word == "email" and not column.role and named:
            told = [row for row in rows if len(row) > max(column.index, *named) and row[column.index]]
            people = {(row[column.index], *(row[n] for n in named)) for row in told}
            addresses = {row[column.index] for row in told}
            if len(told) >= _FEWEST and len(people) >= _SHARED * len(addresses):
                column.role = "professional"
