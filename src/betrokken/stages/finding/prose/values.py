"""How far a value reaches behind its label: a number to its end, a name or text to the next wide gap."""

import re
from functools import cache
from typing import Final

from betrokken.kit import days
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.prose import cues
from betrokken.stages.finding.prose.labels import Label
from betrokken.stages.finding.prose.name_shapes import BARE, INITIALS

_SPACED = r"[0-9]{1,2}\s?[-/.]\s?[0-9]{1,2}\s?[-/.]\s?(?:[0-9]{4}|[0-9]{2})"
_DAY = rf"(?:(?:[A-Za-z]{{2,9}},?\s)?{days.DATE_SHAPE}|{_SPACED})(?![0-9])|[A-Za-z]{{3,9}}\.?\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s[0-9]{{4}}"
_PACKED = r"[A-Za-z]{0,6}[-./: ]?[0-9](?:[A-Za-z0-9]|[.-](?=[A-Za-z0-9])|/(?=[0-9]))*(?: ?[0-9]{2,12}(?![\w:/-]))?"
_SHAPES: Final = {
    "bsn": r"[0-9][0-9. -]{6,12}[0-9](?!\w)",
    "birth_date": _DAY,
    "taken_on": _DAY,
    "deceased_on": _DAY,
    "phone": r"[+(0-9][0-9 ()./-]{6,18}[0-9](?![0-9])",
    "email": r"[^\s,;|<>\"']{1,64}@[^\s,;|<>\"']{3,120}",
    "iban": r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{2,4}){3,8}",
    "patient_number": _PACKED,
    "sample_number": _PACKED,
    "insurance_number": _PACKED,
    "id_document": _PACKED,
    "sex": r"[A-Za-zÀ-ž]+",
    "initials": rf"(?:{INITIALS}|{BARE}(?!\w))",
    "house_number": r"[0-9]{1,5}(?:[-/ ]?[A-Za-z0-9]{1,4})?(?!\w)",
    "postcode": r"[1-9][0-9]{3}\s?[A-Za-z]{2}(?![\w])(?:[ ,]{1,4}[^\d:;|\t]{2,40})?|[0-9]{4,5}(?![\w-])",
}
_COMPILED: Final = {word: re.compile(shape, re.IGNORECASE if shape is _DAY else 0) for word, shape in _SHAPES.items()}
_TEXT_END = re.compile(r"\s{3,}|[\t;|]")
_NAME_END = re.compile(r"\s{2,}|[\t;|()\[\]]|,?\s(?:geb\b|geboren\b|wonende\b|\*)|[0-9]|,?\s?$")
_WORD_END = re.compile(r"[\s,;|)]")
_SHORT: Final = frozenset({"surname", "given_names", "name", "birth_surname", "prefix", "partner_surname", "salutation", "birth_prefix", "partner_prefix"})  # fmt: skip
_CLAUSE: Final = frozenset({"city", "street", "country", "institution", "sender_code"})
_CLAUSE_END = re.compile(r"\s{2,}|[\t;|,(]")


def span(line: str, label: Label) -> tuple[int, int] | None:
    """Start and end of the value in the line; None when there is none."""
    start, end = _stripped(line, label.value, label.end)
    if start >= end:
        return None
    if label.sign in ("=", "<") or line[label.value : start].rstrip().endswith('"'):
        return start, end
    shape = _COMPILED.get(label.meaning.word)
    if shape:
        found = shape.match(line, start, end)
        return (start, found.end()) if found else _filler(line, start, end)
    return _stripped(line, start, _text_end(line, label.meaning.word, start, end))


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, commas and a pair of quotes around."""
    while start < end and line[start] in " \t=>":
        start += 1
    while end > start and line[end - 1] in " \t,":
        end -= 1
    if (
        start < end
        and line[start] in "\"'"
        and ((end - start > 1 and line[end - 1] == line[start]) or line[start] == '"')
    ):
        return start + 1, end - (line[end - 1] in "\"'")
    return start, end


def _filler(line: str, start: int, end: int) -> tuple[int, int] | None:
    """A word that says that nothing is known, where a number or day was due."""
    found = _WORD_END.search(line, start, end)
    stop = found.start() if found else end
    return (start, stop) if is_filler(line[start:stop]) else None


def _text_end(line: str, word: str, start: int, end: int) -> int:
    shape = _NAME_END if word in _SHORT else _CLAUSE_END if word in _CLAUSE else _TEXT_END
    found = shape.search(line, start, end)
    return found.start() if found else end


def extent(line: str, word: str, start: int) -> int:
    """Where a number that starts at `start` ends, read as a value of this meaning; 0 when it cannot be one."""
    shape = _COMPILED.get(word)
    found = shape.match(line, start) if shape else None
    return found.end() if found else 0


def leads(line: str, start: int, name: int) -> bool:
    """Whether a value that starts at `start` begins with the name at `name`: only cues stand before it."""
    before = line[start:name].strip(" :.,(\"'")
    if not before:
        return True
    told = re.findall(r"[^\W\d_]+", before)
    return (
        len(before) < 40 and len(told) < 5 and all(word.islower() or word.casefold() in _cue_words() for word in told)
    )


@cache
def _cue_words() -> frozenset[str]:
    known = cues.known("person", "salutation", "title", "patient", "baby", "professional")
    return frozenset(word for phrase in known for word in phrase.split()) | {"patiënt", "patiënte", "cliënt", "cliënte"}
