"""Who gets which letter out of a frozen generation, and who gets none and why: each person at a controller exactly once."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from betrokken.model.errors import AccountingError
from betrokken.model.notices import Claim, difference
from betrokken.stages.notifying.letters import guardian, guardian_possible, guardian_presumed

Address = tuple[str, str, str]  # postcode, house number, its addition


@dataclass(frozen=True, slots=True)
class Told:
    """An earlier letter to this person that is released or went further.

    says: what it stated, see `Claim.says`. returned: why it came back, "" when it did not.
    elsewhere: whether the person is known at another address since.
    """

    notice_id: str
    variant: str
    says: Mapping[str, Any]
    returned: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to draw. earlier_id: the notice it supplements, corrects or sends again."""

    claim: Claim
    variant: str
    earlier_id: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody is written to. reason: a word of model/notices.REASONS. notice_id: the letter that told it already."""

    person_id: str
    reason: str
    detail: str = ""
    notice_id: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What decides beside the claim.

    people: rows of the table `person` by id. told: person -> the last earlier letter of this controller.
    judged: person -> the ruling that this person was not affected. withheld: person -> why a human took the letter out
    of the mail. shelters: addresses that must not be written to.
    day: on which ages are counted.
    """

    people: Mapping[str, Mapping[str, Any]]
    day: date
    told: Mapping[str, Told] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    shelters: AbstractSet[Address] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody at one controller: written to, or not. Raises AccountingError when somebody is in neither, or in both."""

    people: int
    letters: tuple[Letter, ...]
    silences: tuple[Silence, ...]

    def __post_init__(self) -> None:
        placed = {one.claim.person_id for one in self.letters} | {one.person_id for one in self.silences}
        if not self.people == len(placed) == len(self.letters) + len(self.silences):
            raise AccountingError(
                f"{self.people:,} people, but {len(self.letters):,} letters and {len(self.silences):,} without one"
            )


TO_PARENTS: Final[Mapping[str, str]] = {
    "proven": guardian.NAME,
    "presumed": guardian_presumed.NAME,
    "possible": guardian_possible.NAME,
}
_TO_NOBODY: Final = ("deceased", "secret_address", "shelter", "unaddressable", "withheld")


def plan(claims: Sequence[Claim], known: Known) -> Plan:
    """A decision for each claim."""
    made = [_decide(claim, known) for claim in claims]
    letters = tuple(one for one in made if isinstance(one, Letter))
    return Plan(len(claims), letters, tuple(one for one in made if isinstance(one, Silence)))


def counts(found: Plan) -> dict[str, dict[str, int]]:
    """People by variant of their letter, and by reason why they get none."""
    return {
        "letters": _tally(one.variant for one in found.letters),
        "silences": _tally(one.reason for one in found.silences),
    }


def _tally(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _decide(claim: Claim, known: Known) -> Letter | Silence:
    told = known.told.get(claim.person_id)
    variant = _variant(claim, known, told)
    if isinstance(variant, Silence):
        return variant
    return _held_back(claim, known) or Letter(claim, variant, told.notice_id if told else None)


def _variant(claim: Claim, known: Known, told: Told | None) -> str | Silence:
    """Which letter the register asks for, before it is asked whether this person can be written to."""
    if told is None:
        return _first(claim, known)
    if told.returned:
        return _again(claim, known, told)
    changed = difference(told.says, claim.says)
    if changed is None or not changed.matters:
        return Silence(claim.person_id, "already_told", "", told.notice_id)
    return _of_age(claim, known, changed.variant)


def _first(claim: Claim, known: Known) -> str | Silence:
    if claim.certainty == "not_touched":
        ruling = known.judged.get(claim.person_id)
        return Silence(claim.person_id, "not_affected" if ruling else "not_touched", ruling or "")
    return _of_age(claim, known, claim.certainty)


def _of_age(claim: Claim, known: Known, variant: str) -> str | Silence:
    """A letter about a minor goes to the parents; where none of theirs tells this, a human writes."""
    born = known.people[claim.person_id]["birth_date"]
    if born is None or guardian.years(born, known.day) >= guardian.ALONE:
        return variant
    if variant in TO_PARENTS:
        return TO_PARENTS[variant]
    return Silence(claim.person_id, "minor_by_hand", variant)


def _again(claim: Claim, known: Known, told: Told) -> str | Silence:
    """A letter that came back is sent again where another address is known since; else why it came back stands."""
    if told.returned == "deceased":
        return Silence(claim.person_id, "deceased", "a letter came back", told.notice_id)
    if not told.elsewhere or claim.certainty == "not_touched":
        return Silence(claim.person_id, "returned", told.returned, told.notice_id)
    return _of_age(claim, known, claim.certainty)


def _held_back(claim: Claim, known: Known) -> Silence | None:
    """Why somebody to whom there is something to tell is not written to by post."""
    person = known.people[claim.person_id]
    found = {
        "deceased": str(person["deceased_on"] or ""),
        "secret_address": "" if (person["secret_address"] or "0") == "0" else "indication of the BRP",
        "shelter": "its address is in the facts" if _sheltered(person, known) else "",
        "withheld": known.withheld.get(claim.person_id, ""),
        "unaddressable": ", ".join(person["missing"] or ()),
    }
    return next((Silence(claim.person_id, reason, found[reason]) for reason in _TO_NOBODY if found[reason]), None)


def _sheltered(person: Mapping[str, Any], known: Known) -> bool:
    postcode, number, suffix = (person[key] or "" for key in ("postcode", "house_number", "house_number_suffix"))
    return not known.shelters.isdisjoint({address(postcode, number, suffix), address(postcode, number, "")})


def address(postcode: str, house_number: str, suffix: str) -> Address:
    """An address as two are compared: without spaces, and in capitals. A shelter without suffix is every suffix."""
    plain = ["".join(part.split()).upper() for part in (postcode, house_number, suffix)]
    return plain[0], plain[1], plain[2]
