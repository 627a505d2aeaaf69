"""What tells one person of a text from another: keys, surname parts, the first letter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from betrokken.kit.names import first_letter, is_prefix, surname_parts
from betrokken.stages.finding.prose.mark import Mark

KEYS: Final = ("bsn", "birth_date", "patient_number")


_TELLING: Final = frozenset({*KEYS, "name", "surname", "birth_surname", "given_names", "initials"})


@dataclass(slots=True)
class Profile:
    """The keys of a person as first told, the parts of the surnames, given names that may be surnames, first letter."""

    keys: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    letter: str = ""

    def take(self, marks: Iterable[Mark]) -> None:
        """Add what marks say."""
        for mark in marks:
            fields = mark.fields
            if mark.word not in _TELLING or not fields:
                continue
            for key in KEYS:
                if fields.get(key):
                    self.keys.setdefault(key, fields[key])
            told = (fields.get("surname", ""), fields.get("birth_surname", ""))
            self.parts |= surname_parts(*(word for name in told for word in name.split() if not is_prefix(word)))
            if fields.get("given_names") and not fields.get("initials"):
                self.given |= surname_parts(*fields["given_names"].split())
            self.letter = self.letter or first_letter(fields.get("initials", ""), fields.get("given_names", ""))

    def differs(self, other: "Profile") -> bool:
        """Whether a key tells the two apart."""
        return any(other.keys.get(key, value) != value for key, value in self.keys.items())

    def agrees(self, other: "Profile") -> bool:
        """Whether the two can be one person: no key differs, and a key or the name is shared.

        Of "Bruin van der Veer" nothing tells whether Bruin is a given name, so given names meet surnames.
        """
        if self.differs(other):
            return False
        if not self.parts or not other.parts:
            return not self.keys.keys().isdisjoint(other.keys)
        crossed = bool(self.parts & other.given or other.parts & self.given)
        same_letter = not self.letter or not other.letter or self.letter == other.letter
        return crossed or (bool(self.parts & other.parts) and same_letter)
