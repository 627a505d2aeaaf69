"""One value of one line of running text."""

from dataclasses import dataclass

from betrokken.stages.finding.hits import Fields


@dataclass(slots=True)
class Mark:
    """One value of one line. word: its meaning, "date" for a day nobody named, "name" for people.

    cued: a label or cue names it. kind: of names "label", "cue", "initials", "loose"; of days "stamp" (a time follows),
    "opening" (first in its line), "letter" (place and day of a letter); of addresses "weak".
    """

    word: str
    start: int
    end: int
    fields: Fields
    role: str = ""
    cued: bool = False
    kind: str = ""
    line: int = 0
    label: str = ""
