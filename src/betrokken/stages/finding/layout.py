"""What the columns of one table mean, and how their cells are read: decided once, used for every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from betrokken.stages.finding import compound, dummies, registry
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import LISTS, Fields, Setting
from betrokken.stages.finding.recognisers import person_name

_REMEMBERED: Final = 16_384  # readings kept per meaning; the people of one pile come back in many of its tables
_WAYS: Final = 200  # meanings times ways of writing dates
_TESTABLE: Final = frozenset(
    {"surname", "name", "birth_surname", "given_names", "postcode", "postcode_city", "address"}
)

# Meanings whose values tell by their shape whether they stand in the right column.
STRICT: Final = frozenset(
    {"bsn", "birth_date", "sex", "postcode", "postcode_city", "email", "phone", "iban", "taken_on", "house_number"}
)
# Parts of a name that only mean something beside others; kept under a name no mention has until the row is whole.
PARTS: Final = {
    "birth_prefix": "_birth_prefix",
    "partner_surname": "_partner_surname",
    "partner_prefix": "_partner_prefix",
    "name_use": "_name_use",
}


STREET: Final = "street alone"  # beside a column of house numbers: "Plein 1944" is a street there
SIGNATORY: Final = "signatory"  # a person named where an organisation can stand as well: the requester


# Bits above those of the categories.
HAS_PARTS: Final = 1 << 30  # parts of names that are still to be put together
MAY_BE_TEST: Final = 1 << 31  # a word or postcode that test patients have
FITTING: Final = 1  # in the tally of a row: one cell of a strict column that fits
MISFITTING: Final = 1 << 16  # and one that does not


@dataclass(slots=True)
class Reading:
    """What one cell gives: scalar fields, values of list fields, and marks: the bits of its categories and the above.

    misfit: the cell is not of its column's meaning. said: it holds something at all.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[tuple[str, str], ...] = ()
    marks: int = 0
    tally: int = 0
    misfit: bool = False
    said: bool = True


_EMPTY: Final = Reading(said=False)
_MISFIT: Final = Reading(misfit=True)
_STRICT_MISFIT: Final = Reading(misfit=True, tally=MISFITTING)


Make = Callable[[str], Reading]
Read = Callable[[str, str, Setting], Fields | None]


@dataclass(slots=True)
class Column:
    """One column: what it means, for whom, and how its cells are read.

    role: "" for the person the row is about. person: 0, or 1 where a row holds a second person of the same role.
    ground: what told the meaning: "label", "values" or "format". context: what else the label speaks of.
    """

    index: int
    label: str
    word: str
    role: str = ""
    person: int = 0
    ground: str = "label"
    context: str = ""
    setting: Setting = field(default_factory=Setting, repr=False)
    readings: dict[str, Reading] = field(init=False, repr=False)
    _make: Make = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.readings, self._make = _shared(self.word, self.setting)

    def read(self, cell: str) -> Reading:
        """The reading of a cell, remembered by its text as long as there is room."""
        found = self.readings.get(cell)
        return found if found is not None else self.fresh(cell)

    def fresh(self, cell: str) -> Reading:
        """The reading of a cell that is not remembered yet."""
        if len(self.readings) >= _REMEMBERED:
            self.readings.clear()
        found = self.readings[cell] = self._make(cell)
        return found

    def reread(self, word: str, setting: Setting) -> None:
        """Give the column another meaning or another way of writing dates."""
        if (word, setting) != (self.word, self.setting):
            self.word, self.setting = word, setting
            self.readings, self._make = _shared(word, setting)


_KNOWN: dict[tuple[object, ...], tuple[Setting, dict[str, Reading], Make]] = {}


def _shared(word: str, setting: Setting) -> tuple[dict[str, Reading], Make]:
    """The readings of one meaning, shared by all columns that have it, and the function that makes a new one.

    The setting is kept with them, so that the identities in the key stay those of its tables.
    """
    known = (id(setting.institutions), id(setting.labs))
    key = (word, setting.month_first, setting.serial, setting.latest, *known)
    if key not in _KNOWN:
        if len(_KNOWN) >= _WAYS:
            _KNOWN.clear()
        _KNOWN[key] = (setting, {}, _maker(word, setting))
    _, readings, make = _KNOWN[key]
    return readings, make


def _maker(word: str, setting: Setting) -> Make:
    """Asks the recogniser at once where a cell of a meaning holds one value: nearly every cell does."""
    one = registry.recogniser(word)
    if one is None or word in PARTS or word == "initials" or compound.holds_several(word):
        return partial(_reading, word, setting)
    return partial(_single, word, setting, one.read, _STRICT_MISFIT if word in STRICT else _MISFIT)


def _single(word: str, setting: Setting, read: Read, misfit: Reading, cell: str) -> Reading:
    if is_filler(cell):
        return _EMPTY
    fields = read(word, cell, setting)
    return misfit if fields is None else _plain(word, cell, fields)


def _reading(word: str, setting: Setting, cell: str) -> Reading:
    """What one cell gives as `word`."""
    if is_filler(cell) and not (word == "initials" and person_name.is_initials(cell)):
        return _EMPTY
    if word == STREET:
        return Reading({"street": " ".join(cell.split())}, (), registry.bit("address"))
    if word in PARTS:
        return _part(word, cell.strip(), setting)
    pairs = _signatory(cell, setting) if word == SIGNATORY else compound.pairs(word, cell, setting)
    if pairs is None:
        return _STRICT_MISFIT if word in STRICT else _MISFIT
    return _plain(word, cell, pairs) if isinstance(pairs, dict) else _several(word, pairs)


def _part(word: str, text: str, setting: Setting) -> Reading:
    if word != "partner_surname":
        return Reading({PARTS[word]: text}, (), HAS_PARTS)
    if not person_name.read("surname", text, setting):
        return _MISFIT
    return Reading({PARTS[word]: text}, (), HAS_PARTS | registry.bit("name"))


def _plain(word: str, cell: str, fields: Fields) -> Reading:
    """One cell, one value of each field: nearly every cell is."""
    marks = registry.bits_of(tuple(fields))
    if word == "exam" and any(map(str.isalpha, cell)):
        marks |= registry.bit("exam")
    if word == "surname" and "prefix" in fields:
        fields["_prefix"] = fields.pop("prefix")
        marks |= HAS_PARTS
    if word in _TESTABLE and dummies.may_be_dummy(fields):
        marks |= MAY_BE_TEST
    lists = tuple((name, fields.pop(name)) for name in LISTS & fields.keys()) if word in compound.SEVERAL else ()
    if word == "test_result":
        fields.pop("has_result", "")
    return Reading(fields, lists, marks, FITTING if word in STRICT else 0)


def _several(word: str, pairs: compound.Pairs) -> Reading:
    """Several values of one field, or fields of all kinds, out of one cell; the first of each is the most telling."""
    fields = {name: value for name, value in reversed(pairs) if name not in LISTS}
    found = _plain(word, "", dict(fields))
    found.marks |= registry.bits_of(tuple(name for name, _ in pairs))
    found.lists = tuple(pair for pair in pairs if pair[0] in LISTS)
    return found


def _signatory(cell: str, setting: Setting) -> Fields | None:
    """The professional a requester column names, by initials or a title; organisations are nobody."""
    told = person_name.has_initials(cell) or person_name.has_title(cell)
    return person_name.read("name", cell, setting) or None if told else None
