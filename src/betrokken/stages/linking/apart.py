"""What two mentions, or two groups of mentions, say that cannot be true of one person."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import DamerauLevenshtein

from betrokken.stages.linking.spelling import WILD

OTHER_BSN = "two BSNs"
OTHER_BIRTH = "other birth date"
OTHER_FIRST = "other first name"
TWO_LISTED = "two numbers in one list of a controller"

_DATE_EDITS = 2  # digits two spellings of one birth date can differ in


@dataclass(frozen=True, slots=True)
class First:
    """First names of one mention: the first given name with what it stands for, and the initials."""

    name: str
    related: frozenset[str]
    initials: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a mention or a group says of its person; empty where it says nothing. Dates as yyyymmdd.

    listed: "population/number of the patient there", for each row of a controller's own list.
    """

    bsns: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    firsts: frozenset[First] = frozenset()
    listed: frozenset[str] = frozenset()

    def with_(self, other: "Facts") -> "Facts":
        """What both say."""
        return Facts(
            self.bsns | other.bsns, self.births | other.births, self.firsts | other.firsts, self.listed | other.listed
        )


def apart(one: Facts, two: Facts, by_number: bool = False) -> str:
    """Why the two are not one person, "" when nothing speaks against it.

    by_number: they share a BSN, patient or sample number, so a first name may differ (a short form nobody listed).
    Those who share a BSN may differ in birth date or first name, not in both: that is a child under the number of its
    parent.
    """
    if one.bsns and two.bsns and not one.bsns & two.bsns:
        return OTHER_BSN
    other_birth = bool(one.births and two.births) and not _any_date(one.births, two.births)
    other_first = bool(one.firsts and two.firsts) and not _any_first(one.firsts, two.firsts)
    if one.bsns & two.bsns:
        return OTHER_BIRTH if other_birth and other_first else ""
    if other_birth:
        return OTHER_BIRTH
    if _two_listed(one.listed, two.listed):
        return TWO_LISTED
    return OTHER_FIRST if other_first and not by_number else ""


def _two_listed(one: Set[str], two: Set[str]) -> bool:
    """Whether some list has both, under no number in common: a controller gives whom it serves one number."""
    if not one or not two or one & two:
        return False
    return bool({key.partition("/")[0] for key in one} & {key.partition("/")[0] for key in two})


def _any_date(one: Set[str], two: Set[str]) -> bool:
    return bool(one & two) or any(_same_date(a, b) for a in one for b in two)


def _same_date(a: str, b: str) -> bool:
    """Equal but for a slip: two digits, day and month swapped, the century, midnight in another time zone."""
    if DamerauLevenshtein.distance(a, b, score_cutoff=_DATE_EDITS) <= _DATE_EDITS:
        return True
    if a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]:
        return True
    return abs(date.fromisoformat(a) - date.fromisoformat(b)) == timedelta(days=1)


def _any_first(one: Set[First], two: Set[First]) -> bool:
    """Names in full decide where both have any, else the fullest initials: "M." alone hides that two are meant."""
    if one & two and len(one) == len(two) == 1:
        return True
    names = [{first for first in side if first.name} for side in (one, two)]
    ours, theirs = names if all(names) else (_fullest(one), _fullest(two))
    return any(_same_first(a, b) for a in ours for b in theirs)


def _fullest(firsts: Set[First]) -> Set[First]:
    """Those whose initials are not another's with letters left out."""
    if len(firsts) == 1:
        return firsts
    return {
        first
        for first in firsts
        if not any(
            len(other.initials) > len(first.initials) and fits(first.initials, other.initials) for other in firsts
        )
    }


def _same_first(a: First, b: First) -> bool:
    if a.name and b.name:
        told = a.whole and b.whole
        if told and a.initials == b.initials and (len(a.initials) > 1 or _called(a) or _called(b)):
            return True
        return _alike(a, b) and not (told and not fits(a.initials, b.initials))
    if not a.initials or not b.initials:
        return True
    return fits(a.initials, b.initials) or _called(a) == b.initials[0] or _called(b) == a.initials[0]


def _alike(a: First, b: First) -> bool:
    if a.related & b.related or _lost(a.name, b.name):
        return True
    shortest = min(len(a.name), len(b.name))
    edits = 2 if shortest >= 8 else 1
    return (
        shortest >= 4
        and a.name[0] == b.name[0]
        and DamerauLevenshtein.distance(a.name, b.name, score_cutoff=edits) <= edits
    )


def _lost(a: str, b: str) -> bool:
    """The same but for letters lost in a character set, each of which stands as WILD."""
    return len(a) == len(b) and WILD in a + b and all(x == y or WILD in (x, y) for x, y in zip(a, b, strict=True))


def _called(first: First) -> str:
    """Letter of the name someone goes by, where it is none of the initials' first: J.P. who is called Hans."""
    letter = first.name[:1].replace("y", "i")
    return letter if first.initials and letter != first.initials[0] else ""


def fits(a: str, b: str) -> bool:
    """One row of initials is the other with letters left out, the first never."""
    short, long = sorted((a, b), key=len)
    letters = iter(long[1:])
    return long[:1] == short[:1] and all(letter in letters for letter in short[1:])
