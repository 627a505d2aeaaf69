"""The values behind the labels of a line, read by the recognisers."""

from collections.abc import Iterator, Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.kit.names import is_prefix
from betrokken.stages.finding import lexicon, registry
from betrokken.stages.finding.hits import Fields, Setting
from betrokken.stages.finding.prose import cues, places, values
from betrokken.stages.finding.prose.labels import Label
from betrokken.stages.finding.prose.mark import Mark
from betrokken.stages.finding.prose.people import Person
from betrokken.stages.finding.prose.places import Place
from betrokken.stages.finding.recognisers.exam import kind
from betrokken.stages.finding.recognisers.test_result import says_result

_ANY_DAY: Final = frozenset({"datum", "date", "dd", "d d", "datum tijd"})  # of a letter or a record: not of the sample
_ANY_NAME: Final = frozenset({"name", "naam", "user name", "displayname", "display name"})  # keys of anything
_LONGEST: Final = 60  # characters of the words of a label
_MOST_INITIALS: Final = 5
_SHORTEST: Final = 2  # letters of a surname: "patient A" is nobody's name


def read(line: str, label: Label, persons: Sequence[Person], setting: Setting) -> Iterator[Mark]:
    """The mark of one label, if its value is of its meaning. persons: the names found in the line."""
    meaning = label.meaning
    if meaning.word == "name":
        mark = _named(line, label, persons, setting)
        if mark:
            yield mark
        return
    span = values.span(line, label) if meaning.word != "other" else None
    fields = registry.read(meaning.word, line[span[0] : span[1]], setting) if span else None
    if meaning.word == "address" and not (fields and "house_number" in fields) and (place := _address(line, label)):
        span, fields = (place.start, place.end), place.fields
    if meaning.word == "exam" and fields and (named := _named_before(line, label)):
        fields = {"exam": named, "has_result": "yes"}
    if meaning.word == "city" and span and any(map(str.isdigit, line[span[0] : span[1]])):
        span = (span[0], span[0] + len(line[span[0] : label.end].rstrip(" ,;|\t")))
        fields = registry.read("postcode_city", line[span[0] : span[1]], setting)
    if not span or fields is None:
        return
    if fields and meaning.word == "taken_on" and label.sign and words(label.text) in _ANY_DAY:
        yield Mark("date", *span, {"day": fields["taken_on"]}, kind="letter" if label.sign == ":" else "")
    else:
        yield Mark(meaning.word, *span, fields, meaning.role, True, "label", words(label.text))


def _named(line: str, label: Label, persons: Sequence[Person], setting: Setting) -> Mark | None:
    """The name behind a label: the first name the value starts with, or the whole value where it is short."""
    role, said = label.meaning.role, words(label.text)
    first = next((one for one in persons if label.value <= one.start < label.end), None)
    about = said in cues.known("person", "about")
    speaks = about or said.rpartition(" ")[2] in cues.known("person", "about")  # "het betreft"
    if speaks and kind(line[label.value : label.end].partition(",")[0]):
        return None  # "Betreft: cervixcytologie"
    if first and label.sign != "=" and not (about and first.kind == "loose"):
        fields = name_fields(first, setting) if values.leads(line, label.value, first.start) else {}
        if fields:
            fields |= _prefix(line[label.value : first.start], fields)
            told = role or ("" if first.role == "relative" else first.role)
            return Mark("name", first.start, first.end, fields, told, True, "label", said)
    span = None if about else values.span(line, label)
    value = line[span[0] : span[1]] if span else ""
    if not span or _is_none(value, label.sign, said):
        return None
    read_as = registry.read("name", _dotted(value), setting)
    if read_as == {} and value.istitle() and " " not in value:  # a practice is called after somebody of that name
        read_as = registry.read("surname", value, setting)
    return Mark("name", *span, read_as, role, True, "label", said) if read_as else None


def _named_before(line: str, label: Label) -> str:
    """The exam that the words of a label name, where its result follows: "Urine: algemeen onderzoek: nitriet +"."""
    told = label.sign == ":" and label.value <= _LONGEST and says_result(line[label.value : label.end])
    named = kind(line[: label.value]) if told else ""
    return "" if named == "other" else named


def _prefix(before: str, fields: Fields) -> Fields:
    """The prefix between the label and the name: "Naam: in 't Veld"."""
    told = before.strip(" :.")
    alone = bool(told) and "prefix" not in fields and all(is_prefix(word) for word in told.split())
    return {"prefix": told.lower()} if alone else {}


def _address(line: str, label: Label) -> Place | None:
    """The address that the value starts with, where running text tells it from what follows."""
    first = next((one for one in places.find(line) if one.start >= label.value), None)
    near = first and first.end <= label.end and not line[label.value : first.start].strip(" :\"'")
    return first if near and first and "street" in first.fields else None


def name_fields(person: Person, setting: Setting) -> Fields:
    """The fields of a name; {} when it is none after all."""
    fields = dict(registry.read("name", _in_order(person.text), setting) or {})
    surname = fields.get("surname", "")
    told = "initials" in fields or "given_names" in fields
    if len(surname) < _SHORTEST or (not told and kind(surname) not in ("", "other")):  # "Cervixcytologie, bij u"
        return {}
    if person.sex:
        fields["sex"] = person.sex
    return fields


def _in_order(name: str) -> str:
    """ "Peeters Luc" is "Peeters, Luc" where only the last of two words is a given name that many have."""
    first, blank, last = name.partition(" ")
    given = lexicon.common_names("given")
    plain = blank and first.isalpha() and last.isalpha() and not is_prefix(first)
    return f"{first}, {last}" if plain and last.lower() in given and first.lower() not in given else name


def _is_none(value: str, sign: str, said: str) -> bool:
    """A setting ("name=production"), or what a manual tells to write ("Naam: achternaam, voorletters")."""
    if sign == "=" and said in _ANY_NAME and value.islower() and " " not in value:
        return True
    return all(words(piece) in lexicon.exact() for piece in value.replace("/", ",").split(",") if piece.strip())


def _dotted(name: str) -> str:
    """Capitals throughout hide initials: "BEEK ACMH" is "BEEK A.C.M.H." unless the last word is a common name."""
    rest, blank, last = name.rpartition(" ")
    known = lexicon.common_names("given") | lexicon.common_names("sur")
    short = last.isalpha() and len(last) <= _MOST_INITIALS and last.lower() not in known
    return f"{rest} {'.'.join(last)}." if blank and name.isupper() and short and "," not in name else name
