"""What columns mean that no known label names, by their values and their neighbours.

Shapes that leave no doubt go first (e-mail, postcode, initials), then what needs them as neighbours (house number,
place), then words: kinds of exam, given names, surnames.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from betrokken.kit import addresses
from betrokken.kit.fold import words
from betrokken.stages.finding import compound, dates, lexicon, numbers, registry, samples
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.recognisers import address, person_name

# Meaning -> part of the values that must fit, in the order of trying.
_SHAPES: Final = {
    "institution": 0.5,
    "email": 0.8,
    "iban": 0.8,
    "postcode": 0.7,
    "postcode_city": 0.7,
    "phone": 0.8,
    "salutation": 0.9,
    "sex": 0.95,
    "prefix": 0.9,
    "sample_number": 0.8,
}
_CONTACTS: Final = frozenset({"email", "phone", "iban"})  # of which a person can have several columns
_BESIDE: Final = frozenset(
    {"salutation", "prefix", "sample_number", "sex"}
)  # one letter or word: one such column is enough
_WORDY: Final = 0.8
_WHOLLY: Final = 0.9
_CALLED: Final = 50  # characters of a whole name


@dataclass(slots=True)
class Guesser:
    """Columns without a meaning (`open`), what the others mean (`taken`: index -> word), and their distinct values."""

    samples: Sequence[Sequence[str]]
    setting: Setting
    taken: dict[int, str]
    open: list[int]
    labelled: bool = False
    found: dict[int, str] = field(default_factory=dict)

    def run(self) -> dict[int, str]:
        """index -> meaning of the open columns that show one."""
        for step in self._steps():
            step()
        return self.found

    def _steps(self) -> tuple[Callable[[], None], ...]:
        """Shapes first; where labels are known, what a labelled column says already is looked for nowhere else."""
        before = (self._notes, self._shapes, self._care, self._wholes, self._bsn, self._initials, self._dates)
        return *before, self._addresses, self._house_numbers, self._cities, self._names, self._whose

    def _has(self, *meanings: str) -> bool:
        return any(word in meanings for word in (*self.taken.values(), *self.found.values()))

    def _at(self, index: int) -> str:
        return self.taken.get(index) or self.found.get(index, "")

    def _set(self, index: int, word: str) -> None:
        self.found[index] = word
        self.open.remove(index)

    def _share(self, index: int, word: str) -> float:
        one = registry.recogniser(word)
        return samples.share(self.samples[index], lambda cell: one.fits(word, cell, self.setting)) if one else 0.0

    def _each(self, word: str, fits: Callable[[int], bool], once: bool = True) -> None:
        for index in list(self.open):
            if self.samples[index] and not (once and self._has(word)) and fits(index):
                self._set(index, word)

    def _shapes(self) -> None:
        for word in _SHAPES:
            if not (self.labelled and word in _BESIDE and self._has(word)):
                self._each(word, partial(self._fits_shape, word), word not in _CONTACTS)

    def _fits_shape(self, word: str, index: int) -> bool:
        return self._share(index, word) >= _SHAPES[word]

    def _notes(self) -> None:
        self._each("note", lambda n: samples.share(self.samples[n], is_prose) >= 0.5, once=False)

    def _wholes(self) -> None:
        """A name with a date or number in the same cell, an address in one cell, "Surname, I." in one cell."""
        self._each(
            "name",
            lambda n: samples.share(self.samples[n], lambda cell: compound.tells_person(cell, self.setting)) >= 0.6,
        )
        self._each("address", lambda n: samples.share(self.samples[n], _is_address) >= 0.7)
        # Of several columns of names the one with the most of them is the patients'; callers and requesters come back.
        self.open.sort(key=lambda n: -len(self.samples[n]))
        self._each("name", lambda n: samples.share(self.samples[n], _is_whole_name) >= 0.6, once=self.labelled)
        self.open.sort()

    def _bsn(self) -> None:
        beside = self._has("surname", "name", "postcode", "sex", "birth_date", "email", "prefix")
        beside = beside or sum(self._share(n, "birth_date") > 0.8 for n in self.open) > 0
        self._each("bsn", lambda n: numbers.is_bsn(self.samples[n], beside))

    def _initials(self) -> None:
        def fits(index: int) -> bool:
            values = self.samples[index]
            dotted = samples.share(values, lambda cell: "." in cell or (len(cell) < 5 and cell.isupper()))
            return self._share(index, "initials") >= 0.9 and dotted >= 0.9 and any(len(cell) > 1 for cell in values)

        if not (self.labelled and self._has("name")):
            self._each("initials", fits)

    def _dates(self) -> None:
        columns = {n: dates.read_all(self.samples[n], self.setting) for n in self.open if self._is_dates(n)}
        birth, taken = dates.tell_apart(columns)
        if birth is not None and not self._has("birth_date") and self._has_person():
            self._set(birth, "birth_date")
        if taken is not None and not self._has("taken_on") and (not self.labelled or self._is_day_of_care(columns)):
            self._set(taken, "taken_on")

    def _is_day_of_care(self, dated: Collection[int]) -> bool:
        """Whether one column of dates is left beside labelled people, exams and results: it is the day of the exam.

        Where no result stands it can as well be the day of an invitation or a letter.
        """
        people = self._has("surname", "name") and self._has("birth_date", "bsn")
        alone = len([n for n in dated if n in self.open]) == 1
        return alone and people and self._has("exam") and self._has("test_result")

    def _is_dates(self, index: int) -> bool:
        values = self.samples[index]
        return bool(values) and dates.share(values[: samples.FEW], self.setting) >= 0.85

    def _has_person(self) -> bool:
        return not self.labelled or self._has("surname", "name", "bsn", "initials", "given_names", "postcode", "sex")

    def _addresses(self) -> None:
        beside = self._has("postcode", "house_number", "city", "postcode_city") or not self.labelled
        if beside and not (self.labelled and self._has("address")):
            self._each("street", lambda n: self._share(n, "street") >= 0.6)

    def _house_numbers(self) -> None:
        able = [n for n in self.open if self.samples[n] and self._are_house_numbers(n)]
        beside = [n for n in able if {self._at(n - 1), self._at(n + 1)} & {"street", "postcode"}]
        alone = able if len(able) == 1 and self._has("street", "postcode") else []
        for number in (beside or alone)[:1] if not self._has("house_number") else ():
            self._set(number, "house_number")
            if number + 1 in self.open and self._share(number + 1, "house_number_suffix") >= 0.9:
                self._set(number + 1, "house_number_suffix")

    def _are_house_numbers(self, index: int) -> bool:
        values = self.samples[index]
        years = samples.share(values, lambda cell: cell.isdigit() and "1900" <= cell <= "2030")
        whole = {int(cell) for cell in values if cell.isdecimal() and len(cell) < 6}
        counted = (
            len(whole) > 4 and len(whole) == len(values) == max(whole) - min(whole) + 1
        )  # 1, 2, 3: numbers of rows
        return years < 0.9 and not counted and self._share(index, "house_number") >= 0.9

    def _care(self) -> None:
        self._each("test_result", lambda n: self._share(n, "test_result") >= 0.5)
        self._each("exam", lambda n: self._share(n, "exam") >= 0.7 and not self._is_places(n, 0.3))

    def _is_places(self, index: int, needed: float) -> bool:
        return self._share(index, "city") >= needed

    def _cities(self) -> None:
        """Of several columns of places, the one beside the postcode, else the one with the most places, is the home."""
        able = [n for n in self.open if self._is_worded(n) and self._is_places(n, 0.15 if self._is_beside(n) else 0.4)]
        if able and not self._has("city"):
            self._set(max(able, key=lambda n: (self._is_beside(n), len(self.samples[n]))), "city")
        after = next((n + 1 for n, word in self.found.items() if word == "postcode"), -1)
        if after in self.open and not self._has("city") and self._is_worded(after):
            self._set(after, "city")

    def _is_beside(self, index: int) -> bool:
        return "postcode" in (self._at(index - 1), self._at(index + 1))

    def _is_worded(self, index: int) -> bool:
        return self._share(index, "surname") >= _WORDY

    def _names(self) -> None:
        """Columns of words next to initials, prefixes or each other; common names tell the given ones."""
        able = [n for n in self.open if self.samples[n] and self._is_worded(n) and self._is_names(n)]
        worded = [n for n in able if not self._is_places(n, 0.4)]
        given = {n: samples.share(self.samples[n], lambda cell: _is_common(cell, "given")) for n in worded}
        if (self.labelled and self._has("surname", "name")) or not self._has_person():
            return
        for index in sorted(worded, key=lambda n: -given[n]):
            if given[index] >= 0.3 and not self._has("given_names"):
                self._set(index, "name" if _are_given_and_surname(self.samples[index]) else "given_names")
        rest = [n for n in worded if n in self.open]
        whole = self._has("name") and not self._has("initials", "prefix", "given_names")
        if rest and not whole and not self._has("surname"):
            self._set(max(rest, key=lambda n: (len(self.samples[n]), -self._distance(n))), "surname")
        self._birth_surname([n for n in rest if n in self.open])

    def _whose(self) -> None:
        """Beside days of birth, and more about people whom no column names, the one column shaped like whole names."""
        personal = self._has("birth_date") and self._has("sex", "salutation", "phone", "email", "bsn")
        if not personal or self._has("name", "surname", "given_names", "initials"):
            return
        able = [n for n in self.open if self.samples[n] and samples.share(self.samples[n], _is_called) >= _WHOLLY]
        if len(able) == 1 and not self._is_places(able[0], 0.4):
            self._set(able[0], "name")

    def _is_names(self, index: int) -> bool:
        common = samples.share(self.samples[index], lambda cell: _is_common(cell, "given") or _is_common(cell, "sur"))
        capital = samples.share(self.samples[index], lambda cell: cell[:1].isupper() or person_name.fits("prefix", cell.split()[0], self.setting))  # fmt: skip
        return capital >= 0.8 and (common >= 0.15 or self._has("initials", "prefix", "given_names"))

    def _distance(self, index: int) -> int:
        """How far from the nearest other part of a name."""
        known = {**self.taken, **self.found}
        parts = [n for n, word in known.items() if word in ("initials", "prefix", "given_names", "salutation")]
        return min((abs(index - n) for n in parts), default=index)

    def _birth_surname(self, rest: list[int]) -> None:
        """A second column of surnames is the name at birth when it shares parts with the first, row by row or mostly."""
        surname = next((n for n, word in {**self.taken, **self.found}.items() if word == "surname"), None)
        if surname is None or self._has("birth_surname"):
            return
        parts = {part for value in self.samples[surname] for part in words(value.replace("-", " ")).split()}
        for index in rest:
            shared = samples.share(self.samples[index], lambda cell: words(cell).split()[-1:] != [] and words(cell).split()[-1] in parts)  # fmt: skip
            if shared >= 0.6 and abs(index - surname) <= 3:
                self._set(index, "birth_surname")
                return


def is_prose(cell: str) -> bool:
    """Whether a cell holds running text."""
    return len(cell) > 50 and cell.count(" ") >= 6


def _is_address(cell: str) -> bool:
    found = addresses.parse(cell)
    return found is not None and bool(found.street) and (bool(found.postcode) or address.is_street(found.street))


def _is_whole_name(cell: str) -> bool:
    comma = "," in cell and _is_common(cell.rpartition(",")[2].strip(), "given")
    apart = comma or (person_name.has_initials(cell) and not person_name.is_initials(cell))
    return apart and len(cell) <= 60 and person_name.fits("name", cell, Setting())


def _is_called(cell: str) -> bool:
    """Whether a cell is written as a person is called: words with a capital first and last, prefixes between."""
    first, _, rest = cell.partition(" ")
    plain = not any(map(str.isdigit, cell)) and len(cell) <= _CALLED
    capitals = first[:1].isupper() and rest.rpartition(" ")[2][:1].isupper()
    return plain and capitals and not cell.isupper() and person_name.fits("name", cell, Setting())


def _is_common(cell: str, kind: str) -> bool:
    folded = words(cell.split("-")[0])
    tokens = folded.split()
    return bool(tokens) and (tokens[0] if kind == "given" else tokens[-1]) in lexicon.common_names(kind)


def _are_given_and_surname(values: Sequence[str]) -> bool:
    """Whether cells hold "Anna de Vries", and not several given names."""
    several = [value for value in values if " " in value]
    last = samples.share(several, lambda cell: words(cell.rpartition(" ")[2]) in lexicon.common_names("given"))
    return len(several) >= 0.7 * len(values) and last < 0.4
