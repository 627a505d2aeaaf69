"""The parts of a letter, mail or minutes by the words that open them: addressee, greeting, closing, those present."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.passages import Line

OTHERS: Final = frozenset({"closing", "staff", "mail"})  # parts whose names are not the patient's
_LINES: Final = {"closing": 6, "staff": 40, "mail": 1, "addressee": 6}
_LONGEST: Final = 100  # characters of a line that can open a part
_REACH: Final = 200  # characters of a sentence before a number
_SENTENCE = re.compile(r"[.?!]\s+(?=[A-Z])")
_CELLS = re.compile(r"[,;|\t]|\s{2,}")


@cache
def _opens(name: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*[>*]{{0,3}}\s*(?:{cues.alternatives('letter', name)}){end}")


_NUMBERED = re.compile(r"\s*[0-9]{1,2}[.)]\s+")


@lru_cache(maxsize=20_000)
def opened_by(text: str) -> str:
    """The part that a line opens: "closing", "staff", "mail", "addressee", or ""."""
    if numbered := _NUMBERED.match(text):
        text = text[numbered.end() :]
    if len(text) > 4 * _LONGEST or not text.lstrip(" >*")[:1].isalpha():
        return ""
    if len(text) < _LONGEST and _opens("closing", r"\.?\s*(?:[,.!:]|$)").match(text):
        return "closing"
    if _opens("attendance", r"(?:\s\w{1,12}){0,3}\s*(?::|\t)").match(text):
        return "staff"
    if _opens("copy", r"\s*:").match(text) or ("@" in text and _opens("mail", r"\s*:").match(text)):
        return "mail"
    if len(text) < _LONGEST and _opens("addressee", r"\.?\s*(?::|$|\s(?=[A-Z]))").match(text):
        return "addressee"
    return ""


@lru_cache(maxsize=20_000)
def greets(text: str) -> bool:
    """Whether a line is the greeting of a letter."""
    return len(text) < _LONGEST and bool(_opens("greeting", r"\b").match(text))


def is_bare_closing(text: str) -> bool:
    """Whether nothing stands behind the closing, so that the signature is still to come."""
    return bool(_opens("closing", r"[\s.,!:]*$").match(text))


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?<![0-9]\s)(?:{cues.alternatives('letter', 'organisation')})(?!\w)")


def is_letterhead(text: str, setting: Setting) -> bool:
    """Whether a line is of the laboratory itself or another organisation: its name, box number, web address."""
    folded = words(text)
    return any(lab in folded for lab in setting.labs) or _names_organisation(text)


@lru_cache(maxsize=20_000)
def _names_organisation(text: str) -> bool:
    return bool(_organisation().search(text))


def is_staff_paper(lines: list[Line]) -> bool:
    """Whether a text opens as papers about an employee or applicant do."""
    return any(_is_staff_title(line.text) for line in lines[:8])


@lru_cache(maxsize=20_000)
def _is_staff_title(text: str) -> bool:
    folded = words(text[: 2 * _LONGEST])
    return any(paper in folded for paper in cues.known("staff", "paper"))


def is_office_paper(lines: list[Line]) -> bool:
    """Whether a text opens as minutes and rosters do."""
    papers = cues.known("staff", "office")
    return any(paper in words(line.text) for line in lines[:3] for paper in papers)


def is_firm_row(text: str) -> bool:
    """Whether a line lists an organisation with its data: its name in the first of three cells or more."""
    cells = _CELLS.split(text, maxsplit=3)
    return len(cells) >= 3 and _names_organisation(cells[0])


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*(?:{cues.alternatives('person', 'about')})\s{{0,3}}[:.]")


def _leaves_addressee(text: str) -> bool:
    """Whether a line is the subject of a letter, its greeting, or a sentence: no line of an addressee."""
    return greets(text) or bool(_subject().match(text)) or len(text) > _LONGEST


@cache
def _asked() -> tuple[re.Pattern[str], re.Pattern[str]]:
    asked, third = (cues.alternatives("letter", name) for name in ("asked", "third"))
    return re.compile(rf"(?i)(?<!\w)(?:{asked})(?!\w)"), re.compile(rf"(?i)(?<!\w)(?:{third})(?!\w)")


def asks_reader(text: str, start: int) -> bool:
    """Whether the sentence up to `start` asks something of its reader, and is about nobody else: "belt u ons op 030-"."""
    before = _SENTENCE.split(text[max(0, start - _REACH) : start])[-1]
    asked, third = _asked()
    return bool(asked.search(before)) and not third.search(before)


@dataclass(slots=True)
class Reading:
    """Where in a text we are: the part, how many lines it still has, and whose the next address or number is."""

    part: str = ""
    left: int = 0
    owner: str = ""

    def turn(self, line: Line, before: Line | None) -> None:
        """A blank line ends what was being read, but for a signature that has not come yet."""
        if before is None or line.group == before.group:
            return
        self.owner = ""
        if self.part != "closing" or not is_bare_closing(before.text):
            self.part = ""

    def open(self, line: Line, labelled: bool, patient: bool) -> None:
        """Enter the part that a line opens; labelled: it has a label, patient: it names one as such."""
        if part := opened_by(line.text):
            self.part, self.left = part, _LINES[part]
        elif self.left <= 0 or (self.part == "addressee" and (labelled or _leaves_addressee(line.text))):
            self.part = ""
        if greets(line.text):
            self.owner = ""
        if self.part in OTHERS and patient:
            self.part = ""
        self.left -= 1
