"""What stands in one line: every value with its meaning and its place, before anyone is said to own it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import words
from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Setting
from betrokken.stages.finding.lexicon import NOTHING
from betrokken.stages.finding.prose import cues, labelled, labels, numeric, people, places, providers, segments
from betrokken.stages.finding.prose.labels import Label
from betrokken.stages.finding.prose.mark import CLIENTS, NAMES, Mark, is_free
from betrokken.stages.finding.prose.people import Person
from betrokken.stages.finding.prose.providers import Client
from betrokken.stages.finding.recognisers.exam import of_code

_MOST_LINES: Final = 50_000  # lines remembered
_POST_BOXES: Final = frozenset({"postbus", "antwoordnummer", "po box", "p.o. box"})
_KEYS: Final = frozenset({"date", "birth_date", "bsn"})
_DIGIT_OR_AT = re.compile(r"[0-9@]")
_NUMBER = re.compile(r"(?<![\w.,/@-])(?=[A-Za-z]{0,4}[-.]?[0-9])[\w.-]*[0-9]{2}[\w./-]*")
_STICKER = re.compile(r"\s*(?P<number>[A-Z]{0,2}[0-9][0-9.-]{5,14}[0-9])\s{1,8}(?P<code>[A-Z][A-Z0-9]{2,5})\s*")
_SEX = re.compile(
    r"(?:\(\s?|\s{2,}|[,;|/]\s?)([mvMVF]|[Mm]an|[Vv]rouw|[Mm]evr\.?|[Mm]w\.?|[Dd]hr\.?)(?=\s?[),;|/]|\s{2,}|$)"
)


class _Same:
    """A setting as a key: settings hold a mapping and have no hash, and one of them serves a whole run."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def __hash__(self) -> int:
        return id(self.setting)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.setting is other.setting


@lru_cache(maxsize=4)
def _remembered(same: _Same) -> dict[str, list[Mark]]:
    """The lines read with one setting, and their marks."""
    return {}


def of_line(line: str, setting: Setting, given: Iterable[Label] = ()) -> list[Mark]:
    """The marks of a line in order. given: labels told by the lines above (a header, a label alone on its line).

    Lines of letters repeat a lot, so they are remembered; what is given back is the caller's to change.
    """
    if given:
        return _read(line, list(given), setting)
    memory = _remembered(_Same(setting))
    marks = memory.get(line)
    if marks is None:
        if len(memory) >= _MOST_LINES:
            memory.clear()
        marks = memory[line] = _read(line, [], setting)
    return [mark.copy() for mark in marks]


def _read(line: str, given: list[Label], setting: Setting) -> list[Mark]:
    if line.count("|") > 4 and (patient := segments.find(line, setting)):
        return patient
    found = given or labels.split(line)
    known = providers.find(line, setting)
    persons = list(people.find(line))
    marks = [mark for label in found for mark in labelled.read(line, label, persons, setting)]
    marks += _cells(line, given, setting)
    if _DIGIT_OR_AT.search(line):
        _unlabelled(line, marks, setting)
    named = [one for one in persons if not _is_label(one, found) and not _is_client(line, one, known, marks)]
    _people(line, named, marks, setting)
    _clients(known, marks)
    _others(found, marks)
    _sexes(line, marks)
    _callers(found, marks)
    return sorted(marks, key=lambda mark: mark.start)


def _cells(line: str, given: Iterable[Label], setting: Setting) -> Iterator[Mark]:
    """Cells that are no more than a client of the case, under a label that nobody knows."""
    for label in given:
        cell = line[label.value : label.end].strip()
        if label.meaning is NOTHING and organisations.exact(cell, setting.institutions):
            yield Mark("institution", label.value, label.end, {"institution": cell}, "", True, "label")


def _is_label(person: Person, found: Sequence[Label]) -> bool:
    """Whether what looks like a name by its capital is a label."""
    return person.kind == "loose" and any(one.start <= person.start < one.value for one in found)


def _is_client(line: str, person: Person, known: Sequence[Client], marks: Sequence[Mark]) -> bool:
    """Whether what looks like a name is that of a care provider, and no day of birth or BSN stands behind it."""
    within = any(one.whole and one.start < person.end and person.start < one.end for one in known)
    if not within or person.role in ("patient", "relative"):
        return False
    return not any(mark.word in _KEYS and people.touches(line, person.end, mark.start) for mark in marks)


def _clients(known: Sequence[Client], marks: list[Mark]) -> None:
    """Care providers of the case, where no person and no address stands."""
    for one in known:
        if is_free([mark for mark in marks if mark.kind != "loose" or mark.word != "name"], one.start, one.end):
            marks.append(Mark(one.field, one.start, one.end, {one.field: one.text}, kind="known"))


def _unlabelled(line: str, marks: list[Mark], setting: Setting) -> None:
    for place in places.find(line):
        if is_free(marks, place.start, place.end):
            marks.append(_place(place))
    for one in registry.recognisers():
        for hit in one.find(line, setting):
            if hit.word != "postcode" and is_free(marks, hit.start, hit.end):
                marks.append(numeric.of_hit(line, hit))
    if sticker := _STICKER.fullmatch(line):
        _sampled(sticker, marks, setting)
    for found in _NUMBER.finditer(line):
        mark = numeric.cued(line, found.start(), setting) if is_free(marks, found.start(), found.end()) else None
        if mark and is_free(marks, mark.start, mark.end):
            marks.append(mark)


def _sampled(sticker: re.Match[str], marks: list[Mark], setting: Setting) -> None:
    """A line of a sticker that is a number and the mnemonic of an exam: the number is the sample's."""
    exam = of_code(sticker["code"])
    if exam and not organisations.exact(sticker["code"], setting.institutions):
        marks[:] = [mark for mark in marks if mark.kind == "label"]
        marks.append(Mark("sample_number", *sticker.span("number"), {"sample_number": sticker["number"]}, cued=True))
        marks.append(Mark("exam", *sticker.span("code"), {"exam": exam}, cued=True))


def _place(place: places.Place) -> Mark:
    box = place.fields.get("street", "").casefold() in _POST_BOXES
    word = "address" if "street" in place.fields else "postcode_city"
    role, kind = "organisation" if box else "", "" if place.sure else "weak"
    return Mark(word, place.start, place.end, place.fields, role, kind=kind)


def _people(line: str, persons: Sequence[Person], marks: list[Mark], setting: Setting) -> None:
    clients = [mark for mark in marks if mark.kind == "label" and mark.word in CLIENTS]
    for person in persons:
        if is_free(marks, person.start, person.end, person.kind == "loose"):
            within = any(mark.start <= person.start < mark.end for mark in clients)
            _add(replace(person, role="professional", kind="label") if within else person, marks, setting)
    for mark in [mark for mark in marks if mark.word in ("birth_date", "bsn", "date") and mark.kind in ("", "label")]:
        if not any(one.word == "name" and people.touches(line, one.end, mark.start) for one in marks):
            lower = people.lower_before(line, mark.start)
            if lower and is_free(marks, lower.start, lower.end):
                _add(lower, marks, setting)


def _add(person: Person, marks: list[Mark], setting: Setting) -> None:
    if fields := labelled.name_fields(person, setting):
        cued = person.kind in ("cue", "label")
        marks.append(Mark("name", person.start, person.end, fields, person.role, cued, person.kind))


def _others(found: Sequence[Label], marks: list[Mark]) -> None:
    """An e-mail address or number behind a label for a professional or relative is his: "user=j.boer@..."."""
    for label in found:
        for mark in marks if label.meaning.role else ():
            if mark.word in ("email", "phone") and not mark.role and label.value <= mark.start < label.end:
                mark.role = label.meaning.role


def _sexes(line: str, marks: list[Mark]) -> None:
    """ "(v)", "(M, 1954)", or a lone capital between a name and a day of birth."""
    if any(
        (mark.word in NAMES and mark.kind != "loose") or (mark.word == "birth_date" and mark.cued) for mark in marks
    ):
        for found in _SEX.finditer(line):
            if is_free(marks, found.start(1), found.end(1), everywhere=True):
                sex = "M" if found[1].strip(".").lower() in ("m", "man", "dhr") else "F"
                marks.append(Mark("sex", found.start(1), found.end(1), {"sex": sex}, kind="beside"))


def _callers(found: Sequence[Label], marks: list[Mark]) -> None:
    """Names behind "Beller:" or "Melder:" keep that label, which says who spoke and not who is the patient."""
    for label in found:
        if (said := words(label.text)) in cues.known("person", "caller"):
            for mark in marks:
                if mark.word == "name" and label.value <= mark.start < label.end:
                    mark.label = said
