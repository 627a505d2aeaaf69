"""The recognisers by the meaning they read, and the categories of data their fields are."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final, cast

from betrokken.kit import discover
from betrokken.model import words
from betrokken.stages.finding.hits import Draft, Fields, Recogniser, Setting

Fits = Callable[[str, str, Setting], bool]  # (meaning, cell, setting) -> whether the cell can be of it

FOLDER: Final = "betrokken.stages.finding.recognisers"
MEMBERS: Final = ("MEANINGS", "CATEGORY", "UNLABELLED", "fits", "read", "find")

# Field of a mention -> the category of data it is; fields that are no category of their own are left out.
CATEGORY_OF: Final[Mapping[str, str]] = {
    "surname": "name",
    "birth_surname": "name",
    "given_names": "name",
    "initials": "name",
    "birth_date": "birth_date",
    "sex": "sex",
    "bsn": "bsn",
    "street": "address",
    "postcode": "address",
    "emails": "email",
    "phones": "phone",
    "ibans": "iban",
    "insurance_number": "insurance_number",
    "patient_number": "patient_number",
    "id_document": "id_document",
    "exam": "exam",
    "has_result": "test_result",
}


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """Every recogniser of the folder. Raises TypeError when one lacks a member of its contract."""
    return tuple(cast(Recogniser, module) for module in discover.modules(FOLDER, MEMBERS))


@cache
def _by_word() -> dict[str, Recogniser]:
    return {word: one for one in recognisers() for word in one.MEANINGS}


def recogniser(word: str) -> Recogniser | None:
    """The recogniser that reads a meaning; None for meanings that are no field (note, other)."""
    return _by_word().get(word)


def meanings() -> Iterable[str]:
    """Every meaning some recogniser reads."""
    return _by_word().keys()


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """What one cell gives as `word`; None when it cannot be of that meaning or nothing reads it."""
    one = recogniser(word)
    return one.read(word, cell, setting) if one else None


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell has the shape of a meaning."""
    one = recogniser(word)
    return one is not None and one.fits(word, cell, setting)


def categories(fields: Mapping[str, str]) -> set[str]:
    """The categories of data the fields are."""
    return {CATEGORY_OF[name] for name, value in fields.items() if value and name in CATEGORY_OF}


@cache
def bit(category: str) -> int:
    """A category as one bit, so that the categories of a row are added up quickly."""
    return 1 << words.CATEGORIES.index(category)


@cache
def named(bits: int) -> frozenset[str]:
    """The categories whose bits are set; higher bits are no categories."""
    return frozenset(name for name in words.CATEGORIES if bits & bit(name))


@cache
def bits_of(fields: tuple[str, ...]) -> int:
    """The categories that fields of these names are, as bits."""
    return sum({bit(CATEGORY_OF[name]) for name in fields if name in CATEGORY_OF})


def put(draft: Draft, fields: Mapping[str, str]) -> None:
    """Add what a recogniser read to a draft, with its categories; the content of a result is not kept."""
    draft.categories |= categories(fields)
    if fields.get("has_result"):
        draft.has_result = True
    draft.add({name: value for name, value in fields.items() if name != "has_result"})
