"""What labels mean: the words over columns, before values and in messages, read from `words/*.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from betrokken.kit.fold import words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means: a word of `words.MEANINGS`, the role it belongs to ("" for the data subject), how sure 0..1."""

    word: str
    role: str = ""
    strength: float = 1.0
    context: str = ""

    @property
    def key(self) -> str:
        """Role and word in one, as `model.fragments.Column.means` writes them."""
        return f"{self.role}.{self.word}" if self.role else self.word


_BRACKETS = re.compile(r"\([^()]*\)?")
_DATED = re.compile(r"(?i)\bd\.\s?d\b\.?")  # "d.d.": de dato, the day of
NOTHING = Meaning("other", strength=0.0)

# Last words of a label that get their meaning from the words before them.
_GENERIC = {
    "name": {"naam", "name", "nm", "display", "text", "omschrijving", "description", "descr", "oms", "tekst", "titel"},
    "number": {
        "nummer",
        "nr",
        "ref",
        "reference",
        "uuid",
        "guid",
        "id",
        "number",
        "no",
        "num",
        "value",
        "identifier",
        "nrs",
        "key",
        "ident",
    },
    "code": {"code", "cd"},
    "date": {
        "datum",
        "date",
        "dat",
        "dd",
        "tijd",
        "time",
        "at",
        "op",
        "on",
        "moment",
        "datetime",
        "datumtijd",
        "timestamp",
        "ts",
        "dt",
    },
}
_NUMBERS = ("nr", "nummer", "no", "number")
_SHORT = 5  # letters of a word whose last letter can be its plural
_FILLER = {"van", "de", "het", "een", "der", "en", "of", "the", "a", "s", "d", "in", "is", "uw", "zijn", "haar", "1", "01", "ptnt"}  # fmt: skip
_KINDS = {"code", "cd", "type", "soort", "kind"}
_CODED = {"sex", "exam", "material", "test_result"}  # whose codes and kinds are values of the same meaning
_CONTACT_WORDS = frozenset(
    {"name", "street", "house_number", "postcode", "city", "address", "phone", "email", "postcode_city", "iban"}
)


@cache
def _fields() -> tuple[dict[str, str], dict[str, str], dict[str, frozenset[str]]]:
    data = tomllib.loads((files(__package__) / "words" / "fields.toml").read_text("utf-8"))
    exact = {words(label): meaning for meaning, labels in data["exact"].items() for label in labels}
    part = {words(label): meaning for meaning, labels in data["part"].items() for label in labels}
    context = {name: frozenset(words(w) for w in found) for name, found in data["context"].items()}
    return exact, part, context


def exact() -> dict[str, str]:
    """Folded whole labels -> their meaning, a role before it where they have one."""
    return _fields()[0]


@cache
def _telling() -> dict[str, str]:
    """Labels that tell something as a part of others: "nr" and "tijd" alone do not."""
    return {label: meaning for label, meaning in _fields()[0].items() if meaning != "other" or " " in label}


def contexts() -> dict[str, frozenset[str]]:
    """Whose the fields are: role, or kind of thing, -> the folded words that say so."""
    return _fields()[2]


@cache
def values() -> dict[str, dict[str, list[str]]]:
    """The word lists of `words/values.toml`, by section and name."""
    return tomllib.loads((files(__package__) / "words" / "values.toml").read_text("utf-8"))


@lru_cache(maxsize=50_000)
def meaning(label: str) -> Meaning:
    """The meaning of one label; NOTHING when the words say none."""
    folded = words(_DATED.sub("dd ", label))
    if not folded or len(folded) > 80:
        return NOTHING
    if "(" in label and (bare := meaning(_BRACKETS.sub(" ", label))).strength >= 0.8:
        return bare
    exact, part, _ = _fields()
    if folded in exact:
        return _whole(exact[folded], 1.0)
    if "/" in label and (both := _either(label.split("/"))):
        return both
    if found := next((exact[one] for one in _otherwise(folded) if one in exact), ""):
        return _whole(found, 0.9)
    tokens = folded.split()
    return _in_context(tokens) or _by_part(tokens, part) or _glued(folded, exact) or NOTHING


def _otherwise(folded: str) -> Iterator[str]:
    """The same label in other words: "doc no" is "doc nr", "findings" are what a "finding" is."""
    head, _, last = folded.rpartition(" ")
    if head and last in _NUMBERS:
        yield from (f"{head} {one}" for one in _NUMBERS)
    if last.endswith("s") and len(last) > _SHORT:
        yield folded[:-1]


def _either(parts: list[str]) -> Meaning | None:
    """Two words for one thing: "ID-kaart/paspoort"."""
    found = [meaning(part) for part in parts if part.strip()]
    same = len({one.key for one in found}) == 1 and all(one.strength >= 0.8 for one in found)
    return found[0] if same else None


def _whole(found: str, strength: float) -> Meaning:
    role, _, word = found.rpartition(".")
    return Meaning(word, role, strength)


def _in_context(tokens: list[str]) -> Meaning | None:
    """Labels of several words: the longest known tail, with the words before it as context."""
    whole, exact, context = _fields()[0], _telling(), contexts()
    people = context["patient"] | context["professional"] | context["relative"] | context["institution"]
    for end in range(len(tokens) - 1, 0, -1):
        head, after = " ".join(tokens[:end]), tokens[end:]
        if end == 1 and (found := _generic(tokens[:1], after)):
            return _dated(with_role(found, after), tokens)
        if head in whole and all(t in _FILLER or t.isdigit() or t in people for t in after):
            return with_role(_whole(whole[head], 0.9), after)
    if found := _of_sample(tokens) or _by_head(tokens, exact):
        return found
    for start in range(1, len(tokens)):
        tail = " ".join(tokens[start:])
        known = tail in exact and tail not in _GENERIC["date"]  # a day of anything: "registration date"
        found = _generic(tokens[start:], tokens[:start]) or (_whole(exact[tail], 0.9) if known else None)
        if found:
            return _dated(with_role(found, tokens[:start]), tokens)
    for end in range(len(tokens) - 1, 0, -1):
        head, after = " ".join(tokens[:end]), tokens[end:]
        if head in exact and any(t in c for c in context.values() for t in after):
            return _dated(with_role(_whole(exact[head], 0.85), after), tokens)
    return None


def _of_sample(tokens: list[str]) -> Meaning | None:
    """The day on which a sample was taken, in whatever words: "draw dt", "datum swab", "sample collected on"."""
    timed = any(t in _GENERIC["date"] or t == "taken" for t in tokens)
    if timed and any(t in word_set("cells", "taking") for t in tokens):
        return None if any(t in word_set("cells", "on_paper") for t in tokens) else Meaning("taken_on", "", 0.8)
    return None


def _by_head(tokens: list[str], exact: dict[str, str]) -> Meaning | None:
    """ "geslacht code", "result text", "assay name": the last word says nothing, the words before it do."""
    head, last = " ".join(tokens[:-1]), tokens[-1]
    if last not in word_set("cells", "empty_end") or head not in exact or _generic([last], tokens[:-1]):
        return None
    found = _whole(exact[head], 0.85)
    if found.word == "sample_number":
        return None if last in _GENERIC["code"] else Meaning("material", "", 0.8)
    if last in _KINDS and found.word not in _CODED:
        return Meaning("other", found.role, 0.5)
    return None if found.word == "name" else found


def _dated(found: Meaning, tokens: list[str]) -> Meaning:
    """ "Datum uitslag" is a date and no result; and not the day of the sample either."""
    about_time = found.word in ("birth_date", "taken_on", "deceased_on", "other")
    return found if about_time or not any(t in _GENERIC["date"] - {"op", "on", "at"} for t in tokens) else NOTHING


def with_role(found: Meaning, around: list[str]) -> Meaning:
    """A meaning among other words: whose field it is when they name a role ("huisarts"), else what they speak of."""
    if found.role:
        return found
    if found.word in ("surname", "prefix"):
        for whose in ("birth", "partner"):
            if word_set("cells", f"{whose}_name") & set(around):
                return Meaning(f"{whose}_{found.word}", "", found.strength)
    _, _, context = _fields()
    personal = found.word not in (
        "exam",
        "test_result",
        "taken_on",
        "sample_number",
        "institution",
        "sender_code",
        "material",
    )
    for role in ("relative", "professional"):
        if role == "professional" and found.word in ("patient_number", "insurance_number"):
            continue  # the number of the patient at that professional
        if personal and any(t in context[role] for t in around) and not any(t in context["patient"] for t in around):
            return Meaning(found.word, role, found.strength, role)
    at_institution = any(t in context["institution"] for t in around) and not any(
        t in context["patient"] for t in around
    )
    if at_institution and found.word in _CONTACT_WORDS:
        is_name = found.word == "name"
        return Meaning("institution" if is_name else found.word, "" if is_name else "professional", 0.9)
    kept = next(
        (name for name in ("patient", "institution", "exam", "sample") if any(t in context[name] for t in around)), ""
    )
    return Meaning(found.word, found.role, found.strength, kept)


def _generic(tail: list[str], before: list[str]) -> Meaning | None:
    """ "naam", "nummer", "code" and "datum" mean what the words before them say."""
    if len(tail) != 1:
        return None
    _, _, context = _fields()
    kind = next((name for name, found in _GENERIC.items() if tail[0] in found), "")
    has = {name: any(t in found for t in before) for name, found in context.items()}
    if not kind:
        return None
    if kind == "name":
        if has["professional"] and not has["patient"]:
            return Meaning("name", "professional", 0.9)
        if has["relative"]:
            return Meaning("name", "relative", 0.9)
        word = "institution" if has["institution"] else "exam" if has["exam"] else "name" if has["patient"] else ""
        return Meaning(word, "", 0.9) if word else None
    if kind == "date":
        told = (has["exam"] or has["sample"]) and not word_set("cells", "on_paper") & set(before)
        return Meaning("taken_on", "", 0.7) if told else None
    if kind == "code":
        word = "sender_code" if has["institution"] else "exam" if has["exam"] else ""
        of_somebody = has["professional"] or has["patient"] or has["relative"]
        return Meaning(word, "", 0.8) if word else Meaning("other", "", 0.5) if of_somebody else None
    word = "patient_number" if has["patient"] else "sample_number" if has["sample"] else ""
    if has["professional"] or has["institution"]:
        return Meaning("other", "professional" if has["professional"] else "", 0.5)
    return Meaning(word, "", 0.8) if word else None


def _by_part(tokens: list[str], part: dict[str, str]) -> Meaning | None:
    for token in reversed(tokens):
        if token in part:
            return _dated(with_role(Meaning(part[token], "", 0.5), [t for t in tokens if t != token]), tokens)
    return None


def _glued(folded: str, exact: dict[str, str]) -> Meaning | None:
    """Words written together: "patientgeboortedatum"; only long labels, at either end."""
    packed = folded.replace(" ", "")
    if len(packed) < 7:
        return None
    if packed in exact:
        return _whole(exact[packed], 0.9)
    for cut in range(2, len(packed) - 4):
        if len(packed) - cut >= 6 and packed[cut:] in exact:
            return with_role(_whole(exact[packed[cut:]], 0.6), [packed[:cut]])
    return None


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """One pattern over folded text for a list of patterns in `words/values.toml`."""
    return re.compile("|".join(f"(?:{x})" for x in values()[section][name]))


@cache
def word_set(section: str, name: str) -> frozenset[str]:
    """The folded words of a list in `words/values.toml`."""
    return frozenset(words(x) for x in values()[section][name])


@cache
def common_names(kind: str) -> frozenset[str]:
    """Folded common names of `words/names.toml`: "given" or "sur"."""
    data = tomllib.loads((files(__package__) / "words" / "names.toml").read_text("utf-8"))
    return frozenset(words(name) for name in data[kind])
