"""Days and numbers of a line, and what the words right before them say they are: "geb.", "BSN", "cliëntnr"."""

import re
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon, registry
from betrokken.stages.finding.hits import Hit, Setting
from betrokken.stages.finding.lexicon import Meaning
from betrokken.stages.finding.prose import labels, values
from betrokken.stages.finding.prose.mark import Mark

_DAYS: Final = frozenset({"birth_date", "taken_on", "deceased_on"})
_PATIENT: Final = frozenset({"patient", "patiente", "pt", "pat", "client", "cliente", "deelnemer", "deelneemster"})
_BETWEEN: Final = frozenset(
    {"is", "nr", "no", "nummer", "number", "op", "was", "luidt", "d", "on", "van", "vond", "plaats", "took", "place"}
)
_FEWEST: Final = 5  # digits of a number right behind "patiënt" that make it his number and not his age
_REACH: Final = 40  # characters before a number within which its words stand
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_APART = re.compile(r"[^\W\d_]\.\s?/")  # "Boer, T. / M / 03-05-1971" is no "t/m"
_GAP = re.compile(r"[\s.:#(=\-*/]{0,6}")
_SIX = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})(?![\w-])")  # day, month, year, behind "geb."
_BORN_AT = re.compile(r"(?i)\b(?:geb\.?|geboren|born)\s(?:te|in)\s[^\W\d_][\w'’ -]{1,30}[ ,]\s?(?:op\s|on\s)?$")
_DIGIT = re.compile(r"[0-9]")
_DIALLED = re.compile(r"\+|\(0|06|0[0-9]{2,3}[- ]")  # written as a telephone number: "op uw nummer 030-1234567"
_BORN = re.compile(r"[*°]\s?$")
_STAMP = re.compile(r"[ T,]{1,2}[0-9]{1,2}[:.][0-9]{2}(?![0-9])")
_REFERENCE = re.compile(r"(?i)(?P<who>[^\W\d_]+)\s\((?:uw|your)\s[^()]{2,20}$")
_QUOTING = re.compile(
    r"(?i)[^\n]{0,80}\b(?:schreef|wrote|schrieb)\b[^\n]{0,80}:\s*$"
)  # "Op 3 mei 2024 om 10:05 schreef X:"
_TOWN_BEFORE = re.compile(r"\s*[^\W\d_][^\d:;]{1,30},\s*(?:d\.?d\.?\s*)?")

_SEX_BEFORE = re.compile(
    r"[,;/(\s](?i:man|vrouw|jongen|meisje|male|female|m|v|f)\)?[,;/\s]+\Z"
)  # of a person, not of a town


def said_before(line: str, start: int) -> Meaning | None:
    """What the words right before a number or day say it is."""
    found = list(_WORD.finditer(line, max(0, start - _REACH), start))
    end = start
    for _ in range(4):
        if not found or not _GAP.fullmatch(line, found[-1].end(), end):
            return None
        for length in range(min(3, len(found)), 0, -1):
            said = line[found[-length].start() : end]
            if (meaning := labels.inline().get(words(said))) and not _APART.search(said):
                return meaning
        if found[-1][0].casefold() not in _BETWEEN:
            return None
        end = found.pop().start()
    return None


def of_hit(line: str, hit: Hit) -> Mark:
    """The mark of what a recogniser found without a label."""
    if hit.word == "birth_date":
        return _day(line, hit.start, hit.end, hit.fields["birth_date"])
    meaning = said_before(line, hit.start) if hit.word in ("bsn", "phone") else None
    if meaning is None or meaning.word == hit.word:
        return Mark(
            hit.word, hit.start, hit.end, dict(hit.fields), meaning.role if meaning else "", meaning is not None
        )
    if meaning.word in _DAYS | {"other"} or (hit.word == "phone" and _DIALLED.match(line, hit.start)):
        return Mark(hit.word, hit.start, hit.end, dict(hit.fields))
    own = meaning.word in ("patient_number", "insurance_number")
    fields = {meaning.word: line[hit.start : hit.end]} if own else {}
    return Mark(meaning.word, hit.start, hit.end, fields, meaning.role, True)


def _day(line: str, start: int, end: int, day: str) -> Mark:
    meaning = said_before(line, start)
    word = meaning.word if meaning else ""
    if word == "birth_date" or _BORN.search(line, 0, start) or _BORN_AT.search(line[max(0, start - 60) : start]):
        return Mark("birth_date", start, end, {"birth_date": day}, meaning.role if meaning else "", True)
    if word == "taken_on":
        return Mark("taken_on", start, end, {"taken_on": day}, "", True)
    return Mark(
        "other" if word in ("other", "deceased_on") else "date", start, end, {"day": day}, kind=_kind(line, start, end)
    )


def _kind(line: str, start: int, end: int) -> str:
    """What the place of a day in its line says."""
    if _STAMP.match(line, end):
        return "stamp"
    if _QUOTING.match(line, end):
        return "letter"
    if not line[:start].strip(" -*•>[("):
        return "opening"
    town = _TOWN_BEFORE.fullmatch(line, 0, start) and not _SEX_BEFORE.search(line, 0, start)
    return "letter" if town and not line[end:].strip(" .,") else ""


def cued(line: str, start: int, setting: Setting) -> Mark | None:
    """The mark of a number that starts at `start`, where the words before it say what it is."""
    meaning = said_before(line, start) or _of_patient(line, start)
    if meaning and meaning.word == "sample_number" and _is_of_person(line, start):
        meaning = Meaning("patient_number")
    if meaning and meaning.word == "birth_date" and (six := _SIX.match(line, start)):
        fields = registry.read("birth_date", "-".join(six.groups()), setting)
        return Mark("birth_date", start, six.end(), fields, meaning.role, True) if fields else None
    if meaning is None or meaning.word in _DAYS | {"other"}:
        return None
    end = values.extent(line, meaning.word, start)
    fields = registry.read(meaning.word, line[start:end], setting) if end else None
    return Mark(meaning.word, start, end, fields, meaning.role, True) if fields is not None else None


def _is_of_person(line: str, start: int) -> bool:
    """ "bovengenoemde persoon (uw kenmerk V-1609)": what the requester calls the person, and no sample."""
    found = _REFERENCE.search(line[max(0, start - _REACH) : start])
    return found is not None and words(found["who"]) in lexicon.contexts()["patient"]


def _of_patient(line: str, start: int) -> Meaning | None:
    """ "Pt. 8877665": a long number right behind a word for a patient is the patient's."""
    last = words(line[max(0, start - 20) : start]).split()[-1:]
    long = len(_DIGIT.findall(line[start : start + 14])) >= _FEWEST
    return Meaning("patient_number", strength=0.8) if long and last and last[0] in _PATIENT else None
