"""What stands in one line: every value with its meaning and its place, before anyone is said to own it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding import lexicon, registry
from betrokken.stages.finding.hits import Fields, Hit, Setting
from betrokken.stages.finding.lexicon import Meaning
from betrokken.stages.finding.prose import cues, labels, people, places, segments, values
from betrokken.stages.finding.prose.labels import Label
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.people import Person

# Meanings whose text may name people.
OPEN: Final = frozenset({"note", "test_result", "exam", "material", "institution", "requester", "sender_code"})
_ANY_DAY: Final = frozenset({"datum", "date", "dd", "d d", "datum tijd"})  # of a letter or a record: not of the sample
DATES: Final = frozenset({"birth_date", "taken_on", "deceased_on"})
_NUMBER = re.compile(r"(?<![\w.,/@-])(?=[A-Za-z]{0,4}[-.]?[0-9])[\w.-]*[0-9]{2}[\w./-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_GAP = re.compile(r"[\s.:#(=\-*/]{0,6}")
_BETWEEN = frozenset({"is", "nr", "no", "nummer", "number", "op", "was", "luidt", "d", "on", "van"})
_BORN = re.compile(r"[*°]\s?$")
_SEX = re.compile(r"(?:\(\s?|\s{2,}|[,;|]\s?)([mvMVF]|[Mm]an|[Vv]rouw)(?=\s?[),;|/]|\s{2,}|$)")
_STAMP = re.compile(r"[ T,]{1,2}[0-9]{1,2}[:.][0-9]{2}(?![0-9])")
_TOWN_BEFORE = re.compile(r"^\s*[^\W\d_][^\d:;]{1,30},\s*(?:d\.?d\.?\s*)?$")


def of_line(line: str, setting: Setting, given: Iterable[Label] = ()) -> list[Mark]:
    """The marks of a line in order. given: labels told by the lines above (a header, a label alone on its line)."""
    if "PID|" in line and (patient := segments.find(line, setting)):
        return patient
    found = list(given) or labels.split(line)
    persons = list(people.find(line))
    marks: list[Mark] = []
    for label in found:
        marks.extend(_labelled(line, label, persons, setting))
    if any(map(str.isdigit, line)) or "@" in line:
        _unlabelled(line, marks, setting)
    _people(line, [one for one in persons if not _is_label(one, found)], marks, setting)
    _sexes(line, marks)
    _callers(found, marks)
    return sorted(marks, key=lambda mark: mark.start)


def _is_label(person: Person, found: list[Label]) -> bool:
    """Whether what looks like a name by its capital is a label."""
    return person.kind == "loose" and any(one.start <= person.start < one.value for one in found)


def _callers(found: list[Label], marks: list[Mark]) -> None:
    """Names behind "Beller:" or "Melder:" keep that label, which says who spoke and not who is the patient."""
    for label in found:
        if (said := words(label.text)) in cues.known("person", "caller"):
            for mark in marks:
                if mark.word == "name" and label.value <= mark.start < label.end:
                    mark.label = said


def _sexes(line: str, marks: list[Mark]) -> None:
    """ "(v)", "(M, 1954)", or a lone capital between a name and a day of birth."""
    if any(mark.word == "name" and mark.kind != "loose" for mark in marks):
        for found in _SEX.finditer(line):
            if _free(marks, found.start(1), found.end(1), True):
                sex = "M" if found[1][0] in "mM" else "F"
                marks.append(Mark("sex", found.start(1), found.end(1), {"sex": sex}, kind="beside"))


def _free(marks: list[Mark], start: int, end: int, everywhere: bool = False) -> bool:
    """Whether no mark stands there; texts that may name people and numbers do not count, unless `everywhere`."""
    return all(end <= mark.start or start >= mark.end or (mark.word in OPEN and not everywhere) for mark in marks)


def _labelled(line: str, label: Label, persons: list[Person], setting: Setting) -> Iterator[Mark]:
    meaning = label.meaning
    if meaning.word == "other":
        return
    if meaning.word == "name":
        yield from _named(line, label, persons, setting)
        return
    span = values.span(line, label)
    if span is None:
        return
    fields = registry.read(meaning.word, line[span[0] : span[1]], setting)
    if fields and meaning.word == "taken_on" and label.sign and words(label.text) in _ANY_DAY:
        yield Mark("date", span[0], span[1], {"day": fields["taken_on"]}, kind="letter" if label.sign == ":" else "")
    elif fields is not None:
        yield Mark(meaning.word, span[0], span[1], fields, meaning.role, True, "label", label=words(label.text))


def _named(line: str, label: Label, persons: list[Person], setting: Setting) -> Iterator[Mark]:
    """The name behind a label: the first name the value starts with, or the whole value where it is short."""
    role, said = label.meaning.role, words(label.text)
    first = next((one for one in persons if label.value <= one.start < label.end), None)
    about = said in cues.known("person", "about")
    if about and first and first.kind == "loose":
        return
    if label.sign != "=" and first and values.leads(line, label.value, first.start):
        fields = name_fields(first, setting)
        if fields:
            yield Mark("name", first.start, first.end, fields, role or first.role, True, "label", label=said)
            return
    span = values.span(line, label) if not about else None
    fields = registry.read("name", _dotted(line[span[0] : span[1]]), setting) if span else None
    if span and fields and not _are_labels(line[span[0] : span[1]]):
        yield Mark("name", span[0], span[1], fields, role, True, "label", label=said)


def _are_labels(text: str) -> bool:
    """Whether a manual tells what to write here: "Naam: achternaam, voorletters"."""
    return all(words(piece) in lexicon.exact() for piece in text.replace("/", ",").split(",") if piece.strip())


def _dotted(name: str) -> str:
    """Capitals throughout hide initials: "BEEK ACMH" is "Beek, A.C.M.H." unless the last word is a known given name."""
    rest, blank, last = name.rpartition(" ")
    known = lexicon.common_names("given") | lexicon.common_names("sur")
    if not blank or not name.isupper() or not last.isalpha() or len(last) > 5 or "," in name or last.lower() in known:
        return name
    return f"{rest} {'.'.join(last)}."


def name_fields(person: Person, setting: Setting) -> Fields:
    """The fields of a name; {} when it is none after all."""
    fields = dict(registry.read("name", person.text, setting) or {})
    if fields and person.sex:
        fields["sex"] = person.sex
    return fields


def _unlabelled(line: str, marks: list[Mark], setting: Setting) -> None:
    for place in places.find(line):
        if _free(marks, place.start, place.end):
            marks.append(_place(place))
    for one in registry.recognisers():
        for hit in one.find(line, setting):
            if hit.word != "postcode" and _free(marks, hit.start, hit.end):
                marks.append(_found(line, hit))
    for found in _NUMBER.finditer(line):
        if _free(marks, found.start(), found.end()):
            mark = _cued_number(line, found.start(), setting)
            if mark and _free(marks, mark.start, mark.end):
                marks.append(mark)


def _found(line: str, hit: Hit) -> Mark:
    if hit.word == "birth_date":
        return _date(line, hit.start, hit.end, hit.fields["birth_date"])
    return _number(line, hit.word, hit.start, hit.end, dict(hit.fields))


def _place(place: places.Place) -> Mark:
    box = place.fields.get("street", "").casefold() in ("postbus", "antwoordnummer", "po box", "p.o. box")
    word = "address" if "street" in place.fields else "postcode_city"
    return Mark(word, place.start, place.end, place.fields, "organisation" if box else "", False, "" if place.sure else "weak")


def said_before(line: str, start: int) -> Meaning | None:
    """What the words right before a number or date say it is."""
    found = list(_WORD.finditer(line, max(0, start - 40), start))
    known = labels.inline()
    end = start
    for _ in range(3):
        if not found or not _GAP.fullmatch(line, found[-1].end(), end):
            return None
        for length in range(min(3, len(found)), 0, -1):
            if meaning := known.get(words(line[found[-length].start() : end])):
                return meaning
        if found[-1][0].casefold() not in _BETWEEN:
            return None
        end = found.pop().start()
    return None


def _date(line: str, start: int, end: int, day: str) -> Mark:
    meaning = said_before(line, start)
    if _BORN.search(line, 0, start) or (meaning and meaning.word == "birth_date"):
        return Mark("birth_date", start, end, {"birth_date": day}, meaning.role if meaning else "", True)
    if meaning and meaning.word == "taken_on":
        return Mark("taken_on", start, end, {"taken_on": day}, "", True)
    kind = "stamp" if _STAMP.match(line, end) else "opening" if not line[:start].strip(" -*•>[(") else ""
    kind = "letter" if not kind and _TOWN_BEFORE.match(line[:start]) and not line[end:].strip(" .,") else kind
    return Mark("other" if meaning and meaning.word in ("other", "deceased_on") else "date", start, end, {"day": day}, kind=kind)


def _number(line: str, word: str, start: int, end: int, fields: Fields) -> Mark:
    """A number found by its shape; the words before it may say that it is another kind of number after all."""
    meaning = said_before(line, start) if word in ("bsn", "phone") else None
    if meaning is None or meaning.word == word:
        return Mark(word, start, end, fields, meaning.role if meaning else "", meaning is not None)
    if meaning.word in DATES | {"other"}:
        return Mark(word, start, end, fields)
    read = {"patient_number": {"patient_number": line[start:end]}, "insurance_number": {"insurance_number": line[start:end]}}
    return Mark(meaning.word, start, end, dict(read.get(meaning.word, {})), meaning.role, True)


def _cued_number(line: str, start: int, setting: Setting) -> Mark | None:
    meaning = said_before(line, start)
    if meaning is None or meaning.word in DATES | {"other"}:
        return None
    end = values.extent(line, meaning.word, start)
    fields = registry.read(meaning.word, line[start:end], setting) if end else None
    return Mark(meaning.word, start, end, fields, meaning.role, True) if fields is not None else None


def _people(line: str, persons: list[Person], marks: list[Mark], setting: Setting) -> None:
    for person in persons:
        if _free(marks, person.start, person.end, person.kind == "loose") and (fields := name_fields(person, setting)):
            marks.append(Mark("name", person.start, person.end, fields, person.role, person.kind == "cue", person.kind))
    for mark in [mark for mark in marks if mark.word in ("birth_date", "bsn", "date") and mark.kind in ("", "label")]:
        if not any(one.word == "name" and people.touches(line, one.end, mark.start) for one in marks):
            person = people.lower_before(line, mark.start)
            if person and _free(marks, person.start, person.end) and (fields := name_fields(person, setting)):
                marks.append(Mark("name", person.start, person.end, fields, person.role, True, "cue"))
