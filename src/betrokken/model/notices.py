"""What a letter says, as facts and never as text: the words stand in the locale files of stages/notifying."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from betrokken.model.incident import Contact

LANGUAGES: Final = ("nl", "en")

# Variants nobody gets without asking, and those that are to others than the person or about something else.
ON_REQUEST: Final = ("not_touched", "relatives")
BESIDE: Final = ("relatives", "professional")

# Why somebody with a standing at a controller gets no letter out of a generation.
REASONS: Final[Mapping[str, str]] = {
    "already_told": "an earlier letter told the same",
    "returned": "a letter came back, and no other address is known since",
    "deceased": "has died: relatives are told on request",
    "secret_address": "the address is secret: by hand, never by a mail house",
    "shelter": "lives at the address of a shelter: by hand, through the shelter",
    "unaddressable": "name or address is not wholly known",
    "withheld": "taken out of the mail by a human: by hand",
    "minor_by_hand": "no letter to parents tells this: by hand",
    "not_affected": "judged not affected",
    "not_touched": "the data set was not touched: told on request",
}
BY_HAND: Final = (
    "secret_address",
    "shelter",
    "unaddressable",
    "withheld",
    "minor_by_hand",
    "returned",
)  # reasons somebody must act on


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets it and where. Empty where not known; fields as in the table `person`, country as it is written."""

    surname: str
    prefix: str = ""
    initials: str = ""
    given_names: str = ""
    sex: str = ""
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One kind of exam (words.EXAMS) and the years of it that leaked; 0 where no file tells a day."""

    exam: str
    first_year: int = 0
    last_year: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What one generation of the register says of one person at one controller: all that a letter may state.

    certainty: the surest over the data sets of the controller. datasets, grounds: of that certainty.
    leaked: words.CATEGORIES of this person as this controller's. elsewhere: those that leaked, but not as this controller's.
    exams: as seen; of somebody not seen those of the data sets, without years. risks: words.FRAUDS -> 1 to 3.
    """

    person_id: str
    controller: str
    certainty: str
    datasets: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    exams: tuple[Seen, ...] = ()
    risks: dict[str, int] = field(default_factory=dict)

    @property
    def says(self) -> dict[str, Any]:
        """What it states, as JSON values: no value of a person, and nothing that may change without its meaning."""
        exams = [[one.exam, one.first_year, one.last_year] for one in self.exams]
        return {"certainty": self.certainty, "leaked": list(self.leaked), "exams": exams}

    @property
    def hash(self) -> str:
        """SHA-256 of what it states, hexadecimal: two equal ones tell a person the same."""
        return hashlib.sha256(json.dumps(self.says, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between what a letter said and what holds now. Categories and exams; certainty before and now."""

    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    fresh_exams: tuple[str, ...]
    gone_exams: tuple[str, ...]
    was: str
    now: str

    @property
    def matters(self) -> bool:
        """Whether a person should hear of it: fewer years of the same exam are no news."""
        return bool(self.fresh or self.gone or self.fresh_exams or self.gone_exams or self.was != self.now)

    @property
    def variant(self) -> str:
        """Which letter tells it: what no longer holds is always told; then what is new; else how sure we are now."""
        if self.gone or self.now == "not_touched" or (self.gone_exams and not self.fresh):
            return "correction"
        seen_before = self.was in ("proven", "presumed", "possible")
        return "supplement" if seen_before and self.now == "proven" and (self.fresh or self.fresh_exams) else self.now


def difference(said: Mapping[str, Any], says: Mapping[str, Any]) -> Difference | None:
    """Two `Claim.says` compared; None when they are the same. An exam is fresh when it, or more years of it, are new."""
    if said == says:
        return None
    before, now = ({exam: (first, last) for exam, first, last in one["exams"]} for one in (said, says))
    return Difference(
        tuple(one for one in says["leaked"] if one not in said["leaked"]),
        tuple(one for one in said["leaked"] if one not in says["leaked"]),
        tuple(exam for exam, years in now.items() if exam not in before or _wider(before[exam], years)),
        tuple(exam for exam in before if exam not in now),
        said["certainty"],
        says["certainty"],
    )


def _wider(before: tuple[int, int], now: tuple[int, int]) -> bool:
    return bool(now[0]) and (not before[0] or now[0] < before[0] or now[1] > before[1])


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the controller did about it. kind: words.EVENT_KINDS. whom: names of who was told."""

    kind: str
    on: date
    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened. lab: who held the data. Days None where the facts do not tell them."""

    lab: str
    stolen: date | None = None
    published: date | None = None
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person for one controller.

    notice_id: stands on it as the reference. variant: name of a file in stages/notifying/letters.
    day: date on the letter. code: letter code, "" for none yet. seen_until: the last day whose files were read.
    leaked: words.CATEGORIES; of somebody presumed or possible, those that leaked of others there. elsewhere: categories of
    this person that leaked but not as this controller's; they are never said to be not found. risks: kind of fraud (words.FRAUDS) -> 1 to 3.
    fresh, gone: categories that are new since, or no longer hold of, the letter of `earlier`; gone_exams: exams that do not.
    was, certainty: words.CERTAINTIES, as that letter told and as it is now; "" where no earlier letter counts.
    represented: of a minor or a deceased, who the letter is about. birth_date: of a minor, decides who is written to.
    """

    notice_id: str
    variant: str
    language: str
    day: date
    controller: str
    contact: Contact
    to: Recipient
    happening: Happening
    code: str = ""
    seen_until: date | None = None
    leaked: tuple[str, ...] = ()
    exams: tuple[Seen, ...] = ()
    risks: dict[str, int] = field(default_factory=dict)
    earlier: date | None = None
    fresh: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    gone_exams: tuple[str, ...] = ()
    was: str = ""
    certainty: str = ""
    elsewhere: tuple[str, ...] = ()
    represented: Recipient | None = None
    birth_date: date | None = None
    proof: bool = True
