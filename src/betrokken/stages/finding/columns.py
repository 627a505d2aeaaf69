"""What each column of a table means: its label, its values and its neighbours weighed against each other.

A known label is believed as long as half of the values can be what it says ("geb" over names of places loses); columns
whose label is unknown, absent or refuted are told by their values.
"""

from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.model.fragments import Field
from betrokken.stages.finding import (
    abbreviations,
    amending,
    dates,
    employees,
    entities,
    guess,
    lexicon,
    measured,
    numbers,
    peopled,
    questions,
    registry,
    roles,
    samples,
)
from betrokken.stages.finding.compound import tells_person
from betrokken.stages.finding.guess import Guesser
from betrokken.stages.finding.header import Header
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.kinds import About
from betrokken.stages.finding.layout import PARTS, STREET, STRICT, Column
from betrokken.stages.finding.lexicon import NOTHING, Meaning
from betrokken.stages.finding.recognisers import exam, institution, person_name

_WHOLE: Final = 0.9  # strength of a label that the word lists hold as a whole
_OF_PERSON: Final = 0.8  # strength of a label that is a word for the patient
_FITTING: Final = 0.5  # part of the values that must be possible under a label
_SALUTED: Final = 0.9
_PASSING: Final = 0.3  # of a BSN column, where other numbers stand in for people who have none
_KEPT: Final = frozenset(
    {"note", "firm", "job", "agb", "name_use"}
)  # meanings no recogniser reads that still tell something
_GENERIC: Final = frozenset({"ref", "naam", "name", "nr", "nummer", "number", "code", "omschrijving", "oms", "description", "descr", "datum", "date", "type", "soort", "text", "tekst", "titel", "value", "display", "display name", "displayname", "label", "adres", "address", "plaats", "city", "status"})  # fmt: skip
_IN_KEYS: Final = frozenset(
    {"bsn", "email", "name", "iban"}
)  # what can stand under a label like "client_id" all the same
_OF_SAMPLES: Final = frozenset({"material", "sample_number"})
_SOME: Final = 20  # values looked at for people under a label of samples
_CODES: Final = frozenset({"sex", "city", "country", "material", "exam", "institution"})  # that tables of codes hold
_OTHERS: Final = frozenset({"institution", "professional", "relative"})
_NAME_PARTS: Final = frozenset({"initials", "prefix", "given_names", "birth_surname"})


def decide(
    header: Header, rows: Sequence[Sequence[str]], width: int, about: About, setting: Setting
) -> tuple[list[Column], list[list[str]]]:
    """The columns that mean something, and the sampled distinct values of all columns."""
    values = samples.take(rows, width)
    about = amending.about(header, about)
    columns = [column for n in range(width) if (column := _labelled(n, header, about, setting))]
    dates.settle(columns, values, setting)
    of_exams = entities.entity(about.name) == "exam"
    _organisations(columns, values, setting)
    amending.amend(columns, values, header, about, setting)
    columns = [column for column in columns if _believed(column, values[column.index], of_exams)]
    columns += _guessed(columns, values, header, setting)
    amending.additions(columns)
    _names(columns, values)
    employees.examined(columns, rows)
    roles.assign(columns, rows)
    amending.emails_of_others(columns, rows)
    columns += peopled.numbers(columns, values, header, rows, setting)
    columns += measured.results(columns, values, header, setting)
    dates.settle(columns, values, setting)
    return sorted(columns, key=lambda column: column.index), values


def of_fields(fields: Sequence[Field], setting: Setting) -> list[Column]:
    """The columns whose meaning the format itself gives; those without one go by their name."""
    columns = []
    for index, one in enumerate(fields):
        role, _, word = one.means.rpartition(".")
        if registry.recogniser(word) or word in _KEPT or word in PARTS:
            columns.append(Column(index, one.name, word, role, ground="format", setting=setting))
        elif not one.means and (column := _labelled(index, Header((*[""] * index, one.name)), About(), setting)):
            columns.append(column)
    return columns


def _labelled(index: int, header: Header, about: About, setting: Setting) -> Column | None:
    label = questions.plain(header.labels[index]) if index < len(header.labels) else ""
    group = header.groups[index] if index < len(header.groups) else ""
    found = meant(label, group, about.name) if label else NOTHING
    short = not found.strength and label != ""
    found = abbreviations.meaning(label) if short else found
    if short and not found.strength and words(label) in lexicon.contexts()["patient"]:
        found = Meaning("name", "", _OF_PERSON)  # "Participant": who else than by name; numbers are told by the values
    if not (registry.recogniser(found.word) or found.word in _KEPT or found.word in PARTS):
        return None
    if found.key == "professional.name" and set(words(label).split()) & lexicon.word_set("cells", "requesting"):
        found = Meaning("requester")
    ground = "short label" if short else "label"
    return Column(index, label, found.word, found.role, 0, ground, found.context or group, setting)


def meant(label: str, group: str, table: str) -> Meaning:
    """The meaning of a label under a group label ("" for none), in a table other tables call `table`.

    Paths of nested records ("patient.naam.voorletters") are a label under a group.
    """
    own = lexicon.meaning(label)
    above, _, last = label.strip(".").rpartition(".")
    if above and own.strength < 1 and " " not in label and (lexicon.meaning(last).strength == 1 or not own.strength):
        group, label = f"{group} {above}".strip(), last
        own = lexicon.meaning(label)
    if group and words(group) != words(label):
        own = _grouped(own, label, group)
    subject = entities.entity(table)
    return _subject(own, label, subject) if subject else _of_codes(own, label, table)


def _of_codes(own: Meaning, label: str, table: str) -> Meaning:
    """ "oms" in a table "geslacht", "naam" in one called "woonplaats": what the name of the table means."""
    within = lexicon.meaning(entities.bare(table)) if table and words(label) in _GENERIC else NOTHING
    return within if within.word in _CODES else own


def _grouped(own: Meaning, label: str, group: str) -> Meaning:
    if own.strength >= _WHOLE and words(label) not in _GENERIC:
        return lexicon.with_role(own, words(group).split())
    both = lexicon.meaning(f"{group} {label}")
    return both if both.strength or own.word == "taken_on" else lexicon.with_role(own, words(group).split())


def _subject(own: Meaning, label: str, subject: str) -> Meaning:
    if subject == "institution" and own.word == "agb":
        return Meaning("sender_code")
    if subject == "result" and own.word == "note":
        return Meaning("test_result")
    if subject in _OTHERS or words(label) in _GENERIC:
        last = label if subject in _OTHERS else words(label).split()[-1]  # "display name" of a test
        within = lexicon.meaning(f"{entities.spoken(subject)} {last}")
        return within if within.strength else own
    return own


def is_open(columns: Sequence[Column], values: Sequence[Sequence[str]]) -> bool:
    """Whether no date column shows if day or month comes first."""
    shown: set[str] = set()
    for column in columns:
        if column.word in ("birth_date", "taken_on", "deceased_on"):
            shown |= dates.orders(values[column.index])
    return not shown


def is_told(header: Header, index: int) -> bool:
    """Whether the label of a column is a known one, of a person or not ("Bedrag")."""
    return index < len(header.labels) and lexicon.meaning(header.labels[index]).strength >= 0.5


def _believed(column: Column, values: Sequence[str], of_exams: bool) -> bool:
    """Whether the values can be what the label says. of_exams: the table lists exams, so that any text names one."""
    if not values or column.word in _KEPT or column.word in PARTS:
        return True
    if (
        column.word in _OF_SAMPLES
        and samples.share(values, lambda cell: tells_person(cell, column.setting), _SOME) >= 0.6
    ):
        return False  # "Sample Name" over the name and day of birth that was typed in as the sample's
    if column.word == "exam" and not of_exams and words(column.label) in lexicon.word_set("cells", "weak_exam"):
        told = samples.share(values, lambda cell: bool(exam.kind(cell))) >= 0.25
        return told and samples.share(values, guess.is_prose) < _FITTING  # a description of what happened is a remark
    if words(column.label) in lexicon.word_set("cells", "any_number") and numbers.is_bsn(values, True):
        column.reread("bsn", column.setting)
    fitting = samples.share(values, lambda cell: not column.read(cell).misfit)
    if column.word == "bsn":
        return fitting >= _PASSING or numbers.log_odds(values, "labelled") > 0
    if column.ground == "short label" and column.word in STRICT | {"prefix", "initials"}:
        fitting = samples.share(values, lambda cell: registry.fits(column.word, cell, column.setting))
    return fitting >= _FITTING


def _guessed(
    columns: Sequence[Column], values: Sequence[Sequence[str]], header: Header, setting: Setting
) -> list[Column]:
    keyed = {"bsn", "birth_date"} <= {column.word for column in columns if not column.role}
    # A name of a professional leaves that of the patient to be found, in rows that tell who he is by his keys.
    taken = {
        one.index: f"{one.role}.name" if keyed and one.role and one.word == "name" else one.word for one in columns
    }
    known = {n for n in range(len(header.labels)) if is_told(header, n)}
    free = [n for n in range(len(values)) if n not in taken and not (n in known and _is_plain_other(header, n))]
    labelled = len(known) >= max(2, len([label for label in header.labels if label]) // 3)
    found = Guesser(values, setting, taken, [n for n in free if values[n]], labelled).run()
    label = dict(enumerate(header.labels))
    keys = {n for n, one in label.items() if amending.is_made_up(one)}
    return [
        Column(n, label.get(n, ""), word, ground="values", setting=setting)
        for n, word in found.items()
        if (n not in keys or word in _IN_KEYS) and not (word == "taken_on" and _is_of_paper(label.get(n, "")))
    ]


def _is_of_paper(label: str) -> bool:
    """Whether a label speaks of an order, a report or a receipt, whose day is not that of the exam."""
    return not lexicon.word_set("cells", "on_paper").isdisjoint(words(label).split())


def _is_plain_other(header: Header, index: int) -> bool:
    found = lexicon.meaning(header.labels[index])
    return found.word == "other"


def _names(columns: list[Column], values: Sequence[Sequence[str]]) -> None:
    """ "Naam" beside initials or prefixes is a surname; "Naam partner" can be a whole name of somebody else."""
    for column in columns:
        said = values[column.index]
        if column.word == "partner_surname" and samples.share(said, _is_whole) >= 0.5:
            column.role = "relative"
            column.reread("name", column.setting)
        if column.word == "name" and samples.share(said, _is_salutation) >= _SALUTED:
            column.reread("salutation", column.setting)
        if column.word == "name" and samples.share(said, person_name.is_initials) >= 0.7:
            column.reread("initials", column.setting)
        plain = column.word == "name" and column.ground != "format" and not _has_surname(column, columns)
        if plain and _has_parts(column, columns) and samples.share(said, _is_whole) < 0.5:
            column.reread("surname", column.setting)


def _organisations(columns: Sequence[Column], values: Sequence[Sequence[str]], setting: Setting) -> None:
    """A column of names, or of titles, that holds organisations names no people."""
    for column in columns:
        if column.word in ("name", "surname", "salutation") and column.role in ("", "professional"):
            said = values[column.index]
            if samples.share(said, lambda cell: _is_organisation(cell, setting)) >= 0.3:
                column.role = ""
                column.reread("institution", column.setting)


def _is_organisation(cell: str, setting: Setting) -> bool:
    """Whether a cell names an organisation, and not a person who is called like one: "Dijkema, T.", "HULSHOF MC"."""
    if not person_name.has_initials(cell):
        return person_name.is_organisation(cell) or institution.is_known(cell, setting)
    return person_name.is_surely_organisation(cell) or ("," not in cell and institution.is_known(cell, setting))


def streets(columns: Sequence[Column]) -> None:
    """Beside a column of house numbers a street keeps the number in its name ("Plein 1944")."""
    numbered = {(column.role, column.person) for column in columns if column.word == "house_number"}
    for column in columns:
        if column.word == "street" and (column.role, column.person) in numbered:
            column.reread(STREET, column.setting)


def _is_salutation(cell: str) -> bool:
    return person_name.fits("salutation", cell, Setting())


def _has_parts(column: Column, columns: Sequence[Column]) -> bool:
    return any(other.word in _NAME_PARTS and other.role == column.role for other in columns)


def _is_whole(cell: str) -> bool:
    """Whether a name holds more than a surname, whose parts stand in columns of their own: "Fernandes da Silva" not."""
    fields = person_name.read("name", cell, Setting()) or {}
    given = words(fields.get("given_names", "")).split()
    return "initials" in fields or bool(given and given[0] in lexicon.common_names("given"))


def _has_surname(column: Column, columns: Sequence[Column]) -> bool:
    return any(
        other.word == "surname" and (other.role, other.person) == (column.role, column.person) for other in columns
    )
