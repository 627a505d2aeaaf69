"""Labels and their values in one line: "BSN: 240... Patiëntnummer: CL07", "Naam    J. Boer", "bsn=595...", JSON and XML.

What a label means is asked of the lexicon; here is only where a label starts and where its value may end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon
from betrokken.stages.finding.lexicon import NOTHING, Meaning
from betrokken.stages.finding.prose import cues, paired

_LONGEST = 5  # words of a label
_REACH = 120  # characters before a sign within which its label starts
_SEPARATOR = re.compile(r"(?<![0-9]):(?!//)|(?<=[0-9]):(?![0-9])|(?<![=<>!])=(?![=>])")
_BOUND = re.compile(r"\s{2,}|[\t|;,{}\[\]<>(\"•·]\s*|(?<=\w\w)[.!?]\s+")
_BRACKETS = re.compile(r"\s*\([^()]{0,24}\)$")
_NAMED = re.compile(r",|\b[A-Z]\.\s")  # of a value, never of a label
_LEADER = re.compile(r"(?:\s*[.\u2026\u00b7]{2,}|\s[.\u2026\u00b7])\s*$")  # what fills the line up to the colon
_KEY = re.compile(r"[\w.\-/]{1,40}$")
_WORD = re.compile(r"[^\W\d_][\w.'’/&+-]*")
_OPENING = re.compile(r"[\s'\"*_>#-]*(?:[0-9]{1,3}[.)]\s*)?")
_ORDINAL = re.compile(r"^[0-9]{1,2}[a-z]?[.)]\s+(?=[^\W\d_])")  # of a question on a form: "2. Achternaam"
_NUMBER = re.compile(r"[0-9]{3}")
_ELEMENT = re.compile(r"<(?:\w{1,20}:)?([A-Za-z][\w.-]{0,40})(?:\s[^<>]{0,200})?>([^<]{1,200})</")
_CELL = re.compile(r"[^\s](?:[^\s]| (?=[^\s]))*")
_QUERY_END = re.compile(r"[& \t\n\"']")  # spaces within a value come as hard ones, see `addressed.py`
_QUOTED = re.compile(r"\s*\"((?:[^\"\\]|\\.){0,400})\"")
_TYPED: Final = frozenset(
    {"sex", "bsn", "birth_date", "taken_on", "patient_number", "sample_number", "postcode", "phone"}
)


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a line: where it starts, and the range its value stands in (up to the next label).

    sign: ":" "=" or "<", and "" for a label told by its column alone.
    """

    meaning: Meaning
    start: int
    value: int
    end: int
    text: str
    sign: str = ":"


def split(line: str) -> list[Label]:
    """The labels of a line from left to right; their ranges do not overlap. Unknown labels come as NOTHING."""
    if "<" in line and "</" in line and (elements := list(_elements(line))):
        return elements
    if pairs := paired.split(line):
        return [Label(meaning, start, *span, text) for meaning, start, span, text in pairs]
    found = _marked(line)
    if len(found) < 2 and (columns := _columns(line)) and not (found and found[0].meaning is not NOTHING):
        return columns
    return [
        Label(one.meaning, one.start, one.value, _end(line, one, found[at + 1 :]), one.text, one.sign)
        for at, one in enumerate(found)
    ]


def _end(line: str, label: Label, later: list[Label]) -> int:
    if quoted := _QUOTED.match(line, label.value):
        return quoted.end()
    if label.sign == "=" and line[label.start - 1 : label.start] in ("?", "&") and label.start:
        found = _QUERY_END.search(line, label.value)  # "...?bsn=...&lastName=Boer 200"
        return found.start() if found else len(line)
    return later[0].start if later else len(line)


def _elements(line: str) -> Iterator[Label]:
    for found in _ELEMENT.finditer(line):
        yield Label(lexicon.meaning(found[1]), found.start(), found.start(2), found.end(2), found[1], "<")


def _marked(line: str) -> list[Label]:
    found: list[Label] = []
    last = 0
    for separator in _SEPARATOR.finditer(line):
        at = separator.start()
        if at < last:
            continue
        make = _key if separator[0] == "=" else _before_colon
        if label := make(line, max(last, at - _REACH), at, found):
            found.append(label)
            quoted = _QUOTED.match(line, separator.end())
            last = quoted.end() if quoted else separator.end()
    return found


def _key(line: str, last: int, at: int, found: list[Label]) -> Label | None:
    key = _KEY.search(line[last:at].rstrip())
    if not key or key[0].isdigit():
        return None
    return Label(lexicon.meaning(key[0]), last + key.start(), at + 1, len(line), key[0], "=")


def _before_colon(line: str, last: int, at: int, found: list[Label]) -> Label | None:
    while found and last < at and line[last] in " \t":
        last += 1
    chunk = _BRACKETS.sub("", _LEADER.sub("", line[last:at]).rstrip(" \"'*_")).rstrip(" \"'")
    bounds = list(_BOUND.finditer(chunk))
    start = bounds[-1].end() if bounds else 0
    tokens = list(_WORD.finditer(chunk, start))
    if not tokens or tokens[-1].end() < len(chunk) - 2:
        return None
    first = bool(_OPENING.fullmatch(chunk, start, tokens[0].start()))
    soft = bool(bounds) and bounds[-1][0].startswith(",")  # "Vries, J. de BSN: ..."
    glued = bool(found) and last > 0 and (start == 0 or soft)
    for at_token in _starts(tokens, found[-1] if glued and not chunk[: tokens[0].start()].strip() else None):
        text = chunk[tokens[at_token].start() :]
        whole = at_token == 0 and first and not glued
        if (whole or _is_label_word(text)) and not _NUMBER.search(text) and (meaning := _known(text, whole)):
            return Label(meaning, last + tokens[at_token].start(), at + 1, len(line), text)
    if first and len(tokens) <= _LONGEST and not glued:
        return Label(NOTHING, last + tokens[0].start(), at + 1, len(line), chunk[tokens[0].start() :])
    return None


def _starts(tokens: list[re.Match[str]], before: Label | None) -> Iterator[int]:
    """Where a label may start, the longest first; behind a label without value its value comes first."""
    low = max(0, len(tokens) - _LONGEST)
    skipped = before is not None and len(tokens) > 1 and before.meaning.word in _TYPED
    yield from range(low + skipped, len(tokens))


@lru_cache(maxsize=20_000)
def _known(text: str, whole: bool) -> Meaning | None:
    meaning = lexicon.meaning(text)
    if meaning.word == "other" and not meaning.role:
        return None
    return meaning if whole or meaning.strength >= 0.8 else None


@cache
def _vocabulary() -> frozenset[str]:
    """Words that labels start with."""
    firsts = {label.split()[0] for label in lexicon.exact() if not label[0].isdigit()}
    firsts = {word for word in firsts if len(word) > 1}
    return frozenset(firsts | {"datum", "naam", "nummer", "code", "tel", "nr"}) - {
        "de",
        "het",
        "van",
        "in",
        "op",
        "line",
    }


@lru_cache(maxsize=20_000)
def _is_label_word(text: str) -> bool:
    folded = words(text)
    return bool(folded) and (folded.split()[0] in _vocabulary() or folded in lexicon.exact())


def _columns(line: str) -> list[Label]:
    """Labels told by wide gaps: "Naam      J. Boer      Geb.datum   3-5-1971"."""
    if "  " not in line and "\t" not in line:
        return []
    cells = list(_CELL.finditer(line))
    if len(cells) < 2:
        return []
    found: list[Label] = []
    at = 0
    while at + 1 < len(cells):
        meaning = cell_meaning(cells[at][0])
        if meaning and not cell_meaning(cells[at + 1][0]):
            found += _beside(line, meaning, cells[at : at + 3])
            at += 1
        at += 1
    return found


def _beside(line: str, meaning: Meaning, cells: list[re.Match[str]]) -> Iterator[Label]:
    """The label of the first cell with the second as its value; and the label that ends the second, close by, with the
    third: "Instelling    Ziekenhuis Noord Geboren     3-5-1971".
    """
    value, end = cells[1], cells[1].end()
    start = value[0].rfind(" ") + 1
    last = cell_meaning(value[0][start:]) if start and len(cells) > 2 else None
    if last and last.word in _TYPED and not cell_meaning(cells[2][0]):
        end = value.start() + start
        yield Label(last, end, cells[2].start(), cells[2].end(), value[0][start:], "")
    yield Label(meaning, cells[0].start(), value.start(), end, cells[0][0], "")


@lru_cache(maxsize=20_000)
def cell_meaning(cell: str) -> Meaning | None:
    """The meaning of a cell that is a label and nothing more; None for values."""
    text = _ORDINAL.sub("", cell.strip(" :.*"))
    if not 1 < len(text) <= 40 or len(text.split()) > 4 or not text[0].isalpha() or _NAMED.search(text):
        return None
    meaning = lexicon.meaning(text)
    return meaning if meaning.strength >= 0.9 and (meaning.word != "other" or meaning.role) else None


def _gaps(line: str) -> str:
    """The line with a wide gap for each separator of cells; every character keeps its place."""
    if line.count(";") > 1:
        return line.replace(";", "\t")
    return line.replace("|", "\t")


def header(line: str) -> list[tuple[int, Meaning]]:
    """The columns of a line that holds nothing but labels, two at least: where each starts and what it means."""
    cells = list(_CELL.finditer(_gaps(line)))
    if not 2 <= len(cells) <= 20 or any(c.isdigit() for c in line):
        return []
    found = [(cell.start(), cell_meaning(cell[0]) or NOTHING) for cell in cells]
    known = [meaning for _, meaning in found if meaning is not NOTHING]
    if len(found) == 2 and len({(meaning.role, meaning.word) for meaning in known}) < 2:
        return []  # "Test     Skin patch test"
    return found if len(known) >= 2 and len(known) * 2 > len(found) else []


def row(line: str, columns: list[tuple[int, Meaning]]) -> list[Label]:
    """The cells of a line under a header as labelled values; [] when the line does not follow the columns."""
    cells = list(_CELL.finditer(_gaps(line)))
    if len(cells) == len(columns):
        pairs = list(zip(cells, columns, strict=True))
    else:
        pairs = [(cell, min(columns, key=lambda column: abs(column[0] - cell.start()))) for cell in cells]
        if len(cells) < 2 or len({column[0] for _, column in pairs}) < len(cells):
            return []
    return [Label(meaning, cell.start(), cell.start(), cell.end(), "", "") for cell, (_, meaning) in pairs]


@cache
def inline() -> dict[str, Meaning]:
    """Words right before a number or date that tell what it is: "BSN 640...", "geb. 3-5-1971", "cliëntnr A59"."""
    kinds = ("bsn", "birth_date", "phone", "iban", "insurance_number", "patient_number", "sample_number", "id_document")
    found = {
        label: Meaning(*_parted(meaning), 1.0)
        for label, meaning in lexicon.exact().items()
        if _parted(meaning)[0] in (*kinds, "taken_on", "deceased_on") and len(label) > 1 and len(label.split()) <= 3
    }
    found |= {phrase: Meaning("birth_date") for phrase in cues.known("date", "born")}
    found |= {phrase: Meaning("taken_on") for phrase in cues.known("date", "taken")}
    found |= {phrase: Meaning("other") for phrase in cues.known("date", "other")}
    for phrase in ("datum", "date", "06", "type", "code", "g", "test"):
        found.pop(phrase, None)
    return found


def _parted(meaning: str) -> tuple[str, str]:
    role, _, word = meaning.rpartition(".")
    return word, role
