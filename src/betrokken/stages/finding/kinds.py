"""What a table is a list of: patients, staff, firms, samples, or nothing about people at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import colleagues, entities, lexicon, samples
from betrokken.stages.finding.layout import Column

_CARE: Final = frozenset({"exam", "test_result", "taken_on", "sample_number", "insurance_number", "patient_number", "material"})  # fmt: skip
_SURE: Final = frozenset({"bsn", "birth_date", "insurance_number", "patient_number"})
_PERSONAL: Final = frozenset({"initials", "given_names", "prefix", "birth_surname", "salutation", "sex", "postcode", "street", "address", "postcode_city", "email", "phone", "iban", "id_document", "house_number"})  # fmt: skip
_OF_PEOPLE: Final = _SURE | {"name", "surname", "initials", "given_names", "birth_surname", "sex", "sample_number", "exam", "test_result", "taken_on", "id_document"}  # fmt: skip
_OF_FIRMS: Final = frozenset(
    {"sender_code", "address", "street", "postcode", "phone", "email", "postcode_city", "iban"}
)
_CLIENT: Final = frozenset({"institution", "requester", "sender_code", "taken_on", "material"})


@dataclass(frozen=True, slots=True)
class About:
    """What stands around a table: what other tables call it, its place, the path of the item, the lines above it."""

    name: str = ""
    place: str = ""
    path: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """What the rows of a table are about.

    role: of the person a row names. names: whether a name alone makes a person. samples: whether a row with a sample
    number and no name is about a patient. ground: why, for the reasons of a mention.
    """

    role: str = "patient"
    names: bool = True
    samples: bool = False
    ground: str = ""


def of_own_list(kind: Kind) -> Kind:
    """The kind of a table of a controller's own list, whatever it looks like: a list of participants has no staff in it."""
    return Kind("patient", samples=kind.samples)


def of(columns: Sequence[Column], values: Sequence[Sequence[str]], about: About) -> Kind:
    """The kind of a table by its columns and by what stands around it."""
    own = {column.word for column in columns if not column.role}
    firm = any(column.word == "firm" for column in columns)
    jobs = sum(column.word == "job" for column in columns)
    agb = any(column.word == "agb" for column in columns)
    if firm and not own & {"bsn", "birth_date"}:
        return Kind("professional", ground="the table lists firms")
    if "institution" in own and not own & _OF_PEOPLE and own & _OF_FIRMS:
        return Kind("professional", ground="the table lists organisations")
    if _is_staff(own, jobs, agb, about):
        return Kind("professional", ground="function, department or care-provider code in the table")
    if not own & (_SURE | _CARE) and colleagues.share_a_domain(columns, values):
        return Kind("professional", ground="all write from one domain")
    about_samples = "sample_number" in own and bool(own & {"exam", "test_result"}) and _about_patients(columns, about)
    if not own & (_SURE | _PERSONAL | _CARE) and not _named_apart(columns, values):
        return Kind("unknown", names=False, samples=about_samples)
    alone = not own & (_SURE | _CARE | (_PERSONAL - {"initials", "given_names", "prefix", "salutation", "sex"}))
    return Kind("unknown" if alone else "patient", samples=about_samples)


def _is_staff(own: set[str], jobs: int, agb: bool, about: About) -> bool:
    if own & _CARE:
        return False
    told = entities.entity(about.name) == "professional" or _says_staff((about.path, about.place, *about.titles))
    if own & {"bsn", "birth_date"}:
        return jobs + told >= 2
    return bool(jobs or agb or told)


def _says_staff(texts: Iterable[str]) -> bool:
    known = lexicon.word_set("cells", "staff")
    return any(token in known for text in texts for token in words(text).split())


def _about_patients(columns: Sequence[Column], about: About) -> bool:
    """Whether a table of samples without names is one of patients' samples: a client or a patient is in its labels.

    The output of an analyser has samples, tests and values too, but no client, material or requester.
    """
    told = {column.word for column in columns if not column.role and column.ground != "values"}
    patient = lexicon.contexts()["patient"]
    spoken = any(token in patient for column in columns for token in words(column.label).split())
    return bool(told & (_CLIENT - {"taken_on"})) or spoken or entities.entity(about.name) == "patient"


def _named_apart(columns: Sequence[Column], values: Sequence[Sequence[str]]) -> bool:
    """Whether a lone column of names holds names of people by their shape, and no names of things."""
    for column in columns:
        if column.word in ("name", "surname") and not column.role:
            if column.word == "surname" and column.ground == "label":
                return True
            if samples.share(values[column.index], partial(_is_shaped, column)) >= 0.5:
                return True
    return False


def _is_shaped(column: Column, cell: str) -> bool:
    fields = column.read(cell).fields
    common = {words(part) for part in fields.get("given_names", "").split()} & lexicon.common_names("given")
    return "surname" in fields and ("initials" in fields or "sex" in fields or bool(common))
