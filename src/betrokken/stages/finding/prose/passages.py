"""The lines of a text, and which of them belong together: paragraphs, dated or numbered entries, single lines."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from betrokken.stages.finding.prose import labels
from betrokken.stages.finding.prose.marks import Mark

_DAY = r"(?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\s(?:jan|feb|mrt|maart|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?\s[0-9]{4})"  # fmt: skip
_GAPS = re.compile(r"\S(?:\s{2,}|\t|\s?\|\s?)\S")
_OPENINGS: Final = {
    "stamp": re.compile(r"\s*\[?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}|\s*\[?[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}[ ,]{1,2}[0-9]{2}:[0-9]{2}"),
    "day": re.compile(rf"\s*[-*•>\[(]*\s*(?:(?:ma|di|wo|do|vr|za|zo)\w*\.?,?\s)?{_DAY}(?![\w-])"),
    "hour": re.compile(r"\s*[-*•>\[(]*\s*[0-9]{1,2}[:.][0-9]{2}(?:u|\s?uur)?(?![\w.])"),
    "number": re.compile(r"\s*\(?(?:nr\.?\s)?#?[0-9]{1,4}[.)\]:]\s+\S"),
    "bullet": re.compile(r"\s*[-–*•·>+]\s+\S"),
    "rule": re.compile(r"\s*[-=_*~#]{4,}\s*$"),
}


@dataclass(slots=True)
class Line:
    """One line that is not blank. number: of the line in the item. marks: what stands in it. group: its paragraph."""

    number: int
    text: str
    group: int
    live: bool = False
    marks: list[Mark] = field(default_factory=list)
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
        blank = False
        found.append(Line(number, line.rstrip("\r"), group))
    return found


def opening(line: str) -> str:
    """How a line opens: "stamp", "day", "hour", "number", "bullet", "rule", or "" for none of them."""
    if line[:1].isalpha():
        return ""
    return next((name for name, shape in _OPENINGS.items() if shape.match(line)), "")


def units(lines: list[Line]) -> list[Unit]:
    """The lines put together; single lines for logs, entries where two or more begin alike, else paragraphs."""
    openings = [opening(line.text) for line in lines]
    counts = Counter(one for one in openings if one and one != "rule")
    kind, often = counts.most_common(1)[0] if counts else ("", 0)
    if kind == "stamp" and often * 2 > len(lines):
        return [Unit([line], "line") for line in lines]
    groups = lines[-1].group - lines[0].group + 1 if lines else 0
    leading = sum(1 for at, one in enumerate(openings) if one == kind and (not at or lines[at].group != lines[at - 1].group))
    as_entries = often >= 2 and (often * 3 >= len(lines) or leading * 2 >= groups)
    return _gathered(lines, openings, kind if as_entries else "")


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
    columns: list[tuple[int, labels.Meaning]] = []
    waiting: list[labels.Label] = []
    for at, line in enumerate(lines):
        heads = labels.header(line.text) if _GAPS.search(line.text) else []
        if heads:
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
    return found[-1] if found and found[-1].meaning is not labels.NOTHING and not text[found[-1].value :].strip() else None
