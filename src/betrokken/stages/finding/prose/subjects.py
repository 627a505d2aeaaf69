"""The people of one unit of text, and which of its values are whose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.passages import Line, Unit
from betrokken.stages.finding.prose.profiles import KEYS, Profile

CARE: Final = frozenset({"exam", "material", "taken_on", "institution", "requester", "sender_code"})
COLUMN: Final = re.compile(r"\s{3,}|\t|\|")  # between columns side by side: a label behind it is of another
_NEAR: Final = 40  # people looked back at for one named again
_CLAUSE = re.compile(r"[;|]|\s{2,}|\ben\b|\band\b")


@dataclass(slots=True)
class Subject:
    """One person as a unit of text tells of him: the marks that are his, and the lines they stand in."""

    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    profile: Profile = field(default_factory=Profile)

    def add(self, line: Line, *marks: Mark) -> None:
        """Take marks of a line, or the line alone."""
        self.marks.extend(marks)
        self.profile.take(marks)
        if not self.lines or self.lines[-1] is not line:
            self.lines.append(line)

    def take(self, other: "Subject", first: bool = False) -> None:
        """Add what another subject says of the same person; first: it stands before what is known."""
        self.marks[:] = [*other.marks, *self.marks] if first else [*self.marks, *other.marks]
        self.lines[:] = [*other.lines, *self.lines] if first else [*self.lines, *other.lines]
        self.profile.take(other.marks)


def of_unit(unit: Unit) -> list[Subject]:
    """The subjects of a unit, each with its marks; a unit that names nobody gives one subject when it has keys."""
    heading, records = _records(unit)
    found = [who for record in records for who in _of_record(record)]
    for line in heading if len(found) > 1 else ():
        for who in found:
            who.add(line, *(mark for mark in line.marks if mark.word in CARE and not mark.role))
    return found


def is_name(mark: Mark) -> bool:
    """Whether a mark is a name that can be the patient's."""
    return mark.word in ("name", "surname") and mark.kind != "loose" and mark.role in ("", "patient")


def _records(unit: Unit) -> tuple[list[Line], list[Unit]]:
    """A unit cut where its first label comes back: forms written one below the other, rows under a header.

    Gives the lines above the first of them, which speak for all, and the pieces.
    """
    firsts = [next(((m.word, m.role, m.label) for m in line.marks if m.kind == "label"), None) for line in unit.lines]
    first = next((one for one in firsts if one), None)
    if first is None or firsts.count(first) < 2:
        return [], [unit]
    cuts = _from_names(unit, [at for at, one in enumerate(firsts) if one == first])
    above = unit.lines[: cuts[0]]
    named = any(is_name(mark) for line in above for mark in line.marks)
    bounds = [0 if named else cuts[0], *cuts[1:], len(unit.lines)]
    return [] if named else above, [Unit(unit.lines[a:b], unit.kind) for a, b in pairwise(bounds)]


def _from_names(unit: Unit, cuts: list[int]) -> list[int]:
    """The cuts moved up to the names that stand over the labels, when most records are such cards.

    "Anna de Boer (vrouw, 03-04-1951)" / "BSN: ..." comes back as a whole: the name opens the card of the labels below
    it, and does not end the one above.
    """
    named = [at for at, line in enumerate(unit.lines) if any(is_name(mark) for mark in line.marks)]
    back = cuts[0] - max((at for at in named if at < cuts[0]), default=cuts[0])
    closest = min(after - before for before, after in pairwise(cuts))
    titled = sum(1 for at in cuts if at - back in named)
    if not 0 < back < closest or titled * 2 <= len(cuts) or titled < 2:
        return cuts
    return [at - back for at in cuts]


def _of_record(unit: Unit) -> list[Subject]:
    found: list[Subject] = []
    profiles: list[Profile] = []
    places: list[list[tuple[Mark, int]]] = [[] for _ in unit.lines]
    for row, line in enumerate(unit.lines):
        for mark in line.marks:
            if is_name(mark):
                lone = Profile()
                lone.take([mark, *_own_keys(line, mark)])
                places[row].append((mark, _who(found, profiles, lone)))
    if not found:
        return _nameless(unit)
    labelled = {who for row in places for name, who in row if name.kind == "label"}
    main = labelled.pop() if len(labelled) == 1 else None
    for row, line in enumerate(unit.lines):
        _share_out(row, line, places, found, main)
    return found


def _is_apart(line: Line, mark: Mark, name: Mark) -> bool:
    """Whether a label stands in another column than the name before it, which nothing says to be a patient's."""
    behind = name.kind == "initials" and mark.kind == "label" and mark.start >= name.end
    return behind and bool(COLUMN.search(line.text, name.end, mark.start))


def _who(found: list[Subject], profiles: list[Profile], lone: Profile) -> int:
    """The number of the subject that a name belongs to, a new one where it agrees with none."""
    for at in range(len(found) - 1, max(-1, len(found) - 1 - _NEAR), -1):
        if profiles[at].agrees(lone):
            profiles[at].keys = lone.keys | profiles[at].keys
            profiles[at].parts |= lone.parts
            profiles[at].given |= lone.given
            profiles[at].letter = profiles[at].letter or lone.letter
            return at
    found.append(Subject())
    profiles.append(lone)
    return len(found) - 1


def _own_keys(line: Line, name: Mark) -> Iterator[Mark]:
    """The keys of a line that are surely of one of its names: behind it and before the next."""
    names = [mark for mark in line.marks if is_name(mark)]
    after = next((mark.start for mark in names if mark.start > name.start), 1 << 30)
    first = names[0] is name
    for mark in line.marks:
        own = mark.word in KEYS and not mark.role and mark.start < after and (first or mark.start > name.start)
        if own and not _is_apart(line, mark, name):
            yield mark


def _nameless(unit: Unit) -> list[Subject]:
    who = Subject()
    for line in unit.lines:
        for mark in line.marks:
            if not mark.role and mark.word not in ("name", "surname"):
                who.add(line, mark)
        if not line.marks:
            who.add(line)
    keyed = any(mark.cued and mark.word in KEYS and mark.fields for mark in who.marks)
    return [who] if keyed else []


def _share_out(
    row: int, line: Line, places: list[list[tuple[Mark, int]]], found: list[Subject], main: int | None
) -> None:
    """Give the marks of a line to the subject named nearest before them, or at the start of the text nearest behind.

    main: the only one whom a label names; what stands behind labels is his rather than that of a name no word explains.
    """
    above = next((places[at] for at in range(row - 1, -1, -1) if places[at]), [])
    below = next((places[at][0][1] for at in range(row, len(places)) if places[at]), 0)
    nearest = places[row][0][1] if places[row] else above[-1][1] if above else below
    if main is not None and not places[row] and above and above[-1][0].kind == "initials":
        nearest = main
    heading = not above and not places[row]
    given = False
    for mark in line.marks:
        if mark.role not in ("", "patient") or (mark.word == "name" and not is_name(mark)):
            continue
        given = True
        if heading and mark.word in CARE:
            for who in found:
                who.add(line, mark)
        elif not (heading and mark.word == "date" and len(found) > 1):
            at = _nearest(
                line, mark, _known(places[row], found) if mark.word in CARE or mark.word == "date" else places[row]
            )
            at = _beneath(line, mark, above) if at is None and not places[row] else at
            if main is not None and any(_is_apart(line, mark, name) for name, _ in places[row]):
                at = main
            found[at if at is not None else nearest].add(line, mark)
    if heading:
        for who in found:
            who.add(line)
    elif not given:
        found[nearest].add(line)


def _known(here: list[tuple[Mark, int]], found: list[Subject]) -> list[tuple[Mark, int]]:
    """The names of a line that care can be of: beside a name with a key, no bare one of whom nothing is told.

    "Mw. A. Boer (3-4-1960) belde, B. Smit wacht op de urinekweek": a colleague waits.
    """
    keyed = [(name, who) for name, who in here if found[who].profile.keys]
    told = [(name, who) for name, who in here if name.kind != "initials" or name.role or found[who].profile.keys]
    return told if keyed else here


def _beneath(line: Line, mark: Mark, above: list[tuple[Mark, int]]) -> int | None:
    """Under names side by side, values side by side: the second "BSN:" of a line is the second person's."""
    same = [one for one in line.marks if one.word == mark.word and one.kind == "label" and not one.role]
    return above[same.index(mark)][1] if len(same) == len(above) > 1 and mark in same else None


def _nearest(line: Line, mark: Mark, here: list[tuple[Mark, int]]) -> int | None:
    if len({who for _, who in here}) < 2:
        return here[0][1] if here else None
    own = [who for name, who in here if name is mark]
    if own:
        return own[0]
    before = max((one for one in here if one[0].end <= mark.start), key=lambda one: one[0].end, default=None)
    after = min((one for one in here if one[0].start >= mark.end), key=lambda one: one[0].start, default=None)
    if before and after and _CLAUSE.search(line.text, before[0].end, mark.start):
        parted = _CLAUSE.search(line.text, mark.end, after[0].start)
        return before[1] if parted else after[1]
    nearest = before or after
    return nearest[1] if nearest else None
