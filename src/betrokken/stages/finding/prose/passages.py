"""The lines of a text, and which of them belong together: paragraphs, dated or numbered entries, single lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from betrokken.kit import days
from betrokken.stages.finding.lexicon import NOTHING, Meaning
from betrokken.stages.finding.prose import labels
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.name_shapes import U

_DAY = r"(?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\s(?:jan|feb|mrt|maart|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?\s[0-9]{4})"  # fmt: skip
_GAPS = re.compile(r"\S(?:\s{2,}|\t|\s?[|;]\s?)\S")
_OPENINGS: Final = {
    "stamp": re.compile(
        r"\s*\[?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}|\s*\[?[0-9]{1,2}[-/][0-9]{1,2}[-/](?:[0-9]{4}|[0-9]{2})[ ,]{1,2}[0-9]{2}:[0-9]{2}"
        r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3} \S{1,40} \S{1,80} \[[0-9]{2}/"  # requests to a web server
    ),
    "day": re.compile(rf"\s*[-*•>\[(]*\s*(?:(?:ma|di|wo|do|vr|za|zo)\w*\.?,?\s)?{_DAY}(?![\w-])"),
    "hour": re.compile(r"\s*[-*•>\[(]*\s*[0-9]{1,2}[:.][0-9]{2}(?:u|\s?uur)?(?![\w.])"),
    "number": re.compile(r"\s*\(?(?:nr\.?\s)?#?[0-9]{1,4}[.)\]:]\s+\S"),
    "bullet": re.compile(r"\s*[-–*•·>+]\s+\S"),
    "rule": re.compile(r"\s*[-=_*~#\u2010-\u2015\u2500-\u257f]{4,}\s*$"),
}


_LONGEST: Final = 1_000  # characters of a line that are read together
_BROKEN = re.compile(
    rf"(?:(?<![\w.])[{U}]\.|[\w’']-|\b(?i:mw|mevr|mevrouw|dhr|de heer|heer|dr|drs|prof|van|de|der|den|ter|ten|het|bsn|geb|geboren|geboren op|wonende|te|op|patient|patiënt|patiënte|huisarts|arts)\.?)\s*$"
)
_DAY_ENDS = re.compile(r"(?<![\w.,/-])[0-9]{1,2}\s*$")
_MONTH_STARTS = re.compile(rf"\s*(?:{days.MONTH_WORD})\b", re.IGNORECASE)
_WHOLE = re.compile(rf",\s?(?:[{U}]\.\s?)+$")  # "Boer, A." ends with its initials
_COLUMNS = re.compile(r"\S\s{3,}\S|\t")
_STARTS_LABEL = re.compile(r"\s*[^\W\d_][\w .-]{0,30}:")


@dataclass(slots=True)
class Line:
    """One line that is not blank, or two of which the first breaks off within a name or number.

    opening: see `opening`. number: of the line in the item. rows: lines it is, 0 for the further pieces of a long one. group: its paragraph. told: what part of a letter it is
    ("closing", "letterhead", ...), "" for the text itself.
    """

    number: int
    text: str
    group: int
    rows: int = 1
    opening: str = ""
    live: bool = False
    marks: Sequence[Mark] = ()
    used: bool = False
    told: str = ""


@dataclass(slots=True)
class Unit:
    """Lines that are about one thing. kind: "paragraph", "entry" (it began with a date, hour, number or bullet), "line"."""

    lines: list[Line]
    kind: str = "paragraph"


def lines_of(text: str, first: int) -> list[Line]:
    """The lines that are not blank, in order, each with the number of its paragraph."""
    found: list[Line] = []
    group = 0
    blank = False
    for number, line in enumerate(text.split("\n"), start=first):
        if not line.strip():
            blank = True
            continue
        group += blank
        opened = opening(line)
        if found and not blank and not opened and _breaks_off(found[-1], line):
            found[-1].text = f"{found[-1].text.rstrip()} {line.strip()}"
            found[-1].rows += 1
        else:
            for at, piece in enumerate(_pieces(line.rstrip())):
                found.append(Line(number, piece, group, 0 if at else 1, "" if at else opened))
        blank = False
    return found


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces short enough that no search in it can take long, cut between sentences or words."""
    while len(line) > _LONGEST:
        cut = max(line.rfind(". ", _LONGEST // 2, _LONGEST), line.rfind("; ", _LONGEST // 2, _LONGEST)) + 1
        cut = cut or line.rfind(" ", _LONGEST // 2, _LONGEST) + 1 or _LONGEST
        yield line[:cut]
        line = line[cut:]
    yield line


def _breaks_off(before: Line, line: str) -> bool:
    """Whether prose was wrapped within a name, a date or behind a cue: "... de heer J." / "van der Berg, geboren"."""
    if not 40 <= len(before.text) < 400 or before.rows > 3 or not line.lstrip()[:1].isalnum():
        return False
    tail = before.text[-24:]
    broken = _BROKEN.search(tail) or (_MONTH_STARTS.match(line) and _DAY_ENDS.search(tail))
    return bool(broken) and not (_STARTS_LABEL.match(line) or _WHOLE.search(tail) or _COLUMNS.search(line))


def opening(line: str) -> str:
    """How a line opens: "stamp", "day", "hour", "number", "bullet", "rule", or "" for none of them."""
    text = line.lstrip()[:80]
    if text[0].isalpha():
        return ""
    return next((name for name, shape in _OPENINGS.items() if shape.match(text)), "")


def units(lines: list[Line]) -> list[Unit]:
    """The lines put together; single lines for logs, entries where two or more begin alike, else paragraphs."""
    openings = [line.opening for line in lines]
    counts = Counter(one for one in openings if one and one != "rule")
    kind, often = counts.most_common(1)[0] if counts else ("", 0)
    if kind == "stamp" and often * 2 > len(lines):
        return _records(lines, openings)
    groups = lines[-1].group - lines[0].group + 1 if lines else 0
    leading = sum(
        1 for at, one in enumerate(openings) if one == kind and (not at or lines[at].group != lines[at - 1].group)
    )
    as_entries = often >= 2 and (often * 3 >= len(lines) or leading * 2 >= groups)
    return _gathered(lines, openings, kind if as_entries else "")


def _records(lines: list[Line], openings: list[str]) -> list[Unit]:
    """The records of a log: a line with its day and hour, and the lines without that follow it."""
    found: list[Unit] = []
    for line, one in zip(lines, openings, strict=True):
        if one == "stamp" or not found or line.group != found[-1].lines[-1].group:
            found.append(Unit([line], "line"))
        else:
            found[-1].lines.append(line)
    return found


def _gathered(lines: list[Line], openings: list[str], kind: str) -> list[Unit]:
    found: list[Unit] = []
    for at, line in enumerate(lines):
        starts = bool(kind) and openings[at] == kind
        apart = not at or line.group != lines[at - 1].group or openings[at - 1] == "rule"
        if starts:
            found.append(Unit([line], "entry"))
        elif apart or openings[at] == "rule":
            found.append(Unit([line]))
        else:
            found[-1].lines.append(line)
    return found


def given(lines: list[Line]) -> dict[int, list[labels.Label]]:
    """Labels that lines above give to a line, by its index: the columns of a header, labels alone on their lines."""
    found: dict[int, list[labels.Label]] = {}
    columns: list[tuple[int, Meaning]] = []
    waiting: list[labels.Label] = []
    for at, line in enumerate(lines):
        heads = labels.header(line.text) if _GAPS.search(line.text) else []
        if len(heads) == 2 and _is_in_form(lines, at, heads):
            start, end = heads[0][0], heads[1][0]
            found[at] = [labels.Label(heads[0][1], start, end, len(line.text), line.text[start:end].strip(" :."), "")]
            columns, waiting = [], []
        elif heads:
            columns, waiting = heads, []
        elif columns and (row := labels.row(line.text, columns)):
            found[at] = row
        elif alone := _alone(line.text):
            waiting.append(alone)
        elif waiting and not labels.split(line.text):
            found[at] = [_whole(waiting.pop(0), line.text)]
        else:
            waiting = []
            columns = columns if at and line.group == lines[at - 1].group else []
    return found


def _is_in_form(lines: list[Line], at: int, cells: list[tuple[int, Meaning]]) -> bool:
    """Whether the line above or below is a label with its value, each at the place of one of two cells: so is this."""
    for line in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]):
        found = labels.split(line.text) if line.group == lines[at].group else []
        if found and not found[0].sign and (found[0].start, found[0].value) == (cells[0][0], cells[1][0]):
            return True
    return False


def _whole(label: labels.Label, text: str) -> labels.Label:
    return labels.Label(label.meaning, 0, len(text) - len(text.lstrip()), len(text), label.text)


def _alone(text: str) -> labels.Label | None:
    """The label at the end of a line that has no value behind it."""
    stripped = text.strip()
    if not stripped.endswith(":"):
        short = len(stripped) <= 40 and not any(map(str.isdigit, stripped))
        meaning = labels.cell_meaning(stripped) if short else None
        return labels.Label(meaning, 0, 0, 0, stripped) if meaning and meaning.strength == 1.0 else None
    found = labels.split(text)
    return found[-1] if found and found[-1].meaning is not NOTHING and not text[found[-1].value :].strip() else None
