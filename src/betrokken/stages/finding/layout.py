"""What the columns of one table mean, and how their cells are read: decided once, used for every row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from betrokken.stages.finding import compound, registry
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import LISTS, Setting
from betrokken.stages.finding.recognisers import person_name

_REMEMBERED: Final = 50_000  # readings kept per column; columns of unique values would fill the memory

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


class Reading(NamedTuple):
    """What one cell gives: scalar fields, values of list fields, categories.

    misfit: the cell is not of its column's meaning. said: it holds something at all.
    """

    fields: Mapping[str, str] = {}
    lists: tuple[tuple[str, str], ...] = ()
    categories: frozenset[str] = frozenset()
    misfit: bool = False
    said: bool = True


_ADDRESS: Final = frozenset({"address"})
EMPTY: Final = Reading(said=False)
MISFIT: Final = Reading(misfit=True)


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
    readings: dict[str, Reading] = field(default_factory=dict, repr=False)

    def read(self, cell: str) -> Reading:
        """The reading of a cell, remembered by its text."""
        found = self.readings.get(cell)
        return found if found is not None else self._fresh(cell)

    def _fresh(self, cell: str) -> Reading:
        if len(self.readings) > _REMEMBERED:
            self.readings.clear()
        found = self.readings[cell] = reading(self.word, cell, self.setting)
        return found

    def reread(self, word: str, setting: Setting) -> None:
        """Give the column another meaning or another way of writing dates."""
        if (word, setting) != (self.word, self.setting):
            self.word, self.setting = word, setting
            self.readings.clear()


def reading(word: str, cell: str, setting: Setting) -> Reading:
    """What one cell gives as `word`."""
    if is_filler(cell) and not (word == "initials" and person_name.is_initials(cell)):
        return EMPTY
    if word == STREET:
        return Reading({"street": " ".join(cell.split())}, (), _ADDRESS)
    if word in PARTS:
        return Reading({PARTS[word]: cell.strip()})
    pairs = _signatory(cell, setting) if word == SIGNATORY else compound.pairs(word, cell, setting)
    if pairs is None:
        return MISFIT
    fields = {name: value for name, value in reversed(pairs) if name not in LISTS and name != "has_result"}
    if word == "surname" and "prefix" in fields:
        fields["_prefix"] = fields.pop("prefix")
    categories = registry.categories(dict(pairs))
    if word == "exam" and any(map(str.isalpha, cell)):
        categories.add("exam")
    return Reading(fields, tuple(pair for pair in pairs if pair[0] in LISTS), frozenset(categories))


def _signatory(cell: str, setting: Setting) -> compound.Pairs | None:
    """The professional a requester column names, by initials or a title; organisations are nobody."""
    told = person_name.has_initials(cell) or person_name.has_title(cell)
    fields = person_name.read("name", cell, setting) if told else None
    return list(fields.items()) if fields else None
