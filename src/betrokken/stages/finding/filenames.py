"""People named in the path of an item: "Brief Boer-Smit AF 19561205.docx", "640... Jansen.pdf", a folder of one person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from betrokken.kit import checks, days
from betrokken.kit.fold import fold, words
from betrokken.kit.names import is_prefix
from betrokken.stages.finding import dummies, registry
from betrokken.stages.finding.hits import Draft, Setting
from betrokken.stages.finding.prose import care, cues, providers
from betrokken.stages.finding.recognisers.exam import kind

_FILE: Final = "file name"
_FOLDER: Final = "folder name"
_EXTENSION = re.compile(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$")
_DAY = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{8}|[0-9]{4}([-.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-.])[0-9]{1,2}\2[0-9]{4})(?![0-9A-Za-z])"
)
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])[0-9]{9}(?![0-9A-Za-z-])")
_TOKEN = re.compile(r"[^\s,?]+(?:\?[^\s,?]+)*|,")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,8}|[A-ZÀ-ÖØ-Þ]{1,5}")
_NO_INITIALS: Final = frozenset({"bsn", "hpv", "soa", "pap", "pdf", "lab", "brief", "scan", "kopie"})
_FULL_GROWN = 12  # the same where a surname stands without initials: "NAME_20220103" is an export of that day
_GROWN = 3  # years to the end of the pile below which a day in a file name is more often that of the paper


@dataclass(frozen=True, slots=True)
class _Key:
    """A day or number in a name of a file or folder: its field and value, and where it stands."""

    field: str
    value: str
    start: int
    end: int


def find_in_path(path: str, setting: Setting) -> list[Draft]:
    """The mentions that the name of the item itself makes, and the folders it lies in.

    path: within the drop, members joined by "!/". A surname counts only with initials, a day or a number beside it.
    """
    *folders, name = path.rpartition("!/")[2].split("/")
    named = _mention(_EXTENSION.sub("", name), _FILE, setting)
    found = [named] if named else []
    for folder in folders:
        draft = _mention(folder, _FOLDER, setting)
        if draft and draft.fields.get("surname") and draft.role != "unknown":
            found.append(draft)
    return found


def _mention(stem: str, place: str, setting: Setting) -> Draft | None:
    text = _spaced(stem)
    keys = list(_keys(text, setting))
    text = _without_providers(text, setting)
    name = _beside(text, keys) or ("" if keys else _alone(text))
    fields = registry.read("name", name, setting) if name else None
    if not fields and not any(key.field == "bsn" for key in keys):
        return None
    if fields and not keys and not (fields.get("initials") and fields.get("surname")):
        return None
    return _draft(text, place, dict(fields or {}), keys, setting)


def _without_providers(text: str, setting: Setting) -> str:
    """The text with its care providers taken out, whose names are often those of people: every character keeps its place."""
    for one in providers.find(text, setting):
        text = text[: one.start] + "0" * (one.end - one.start) + text[one.end :] if one.whole or one.code else text
    return text


def _spaced(stem: str) -> str:
    """Underscores as spaces, and hyphens too where nothing else parts the words."""
    text = stem.replace("_", " ").replace("+", " ").strip()
    if " " not in text and text.count("-") > 1 and not _DAY.fullmatch(text):
        kept = {m.start(): m[0] for m in _DAY.finditer(text)}
        for found in kept.values():
            text = text.replace(found, found.replace("-", "."))
        text = text.replace("-", " ")
    return " ".join(text.split())


def _keys(text: str, setting: Setting) -> Iterator[_Key]:
    for found in _DAY.finditer(text):
        day = days.parse(found[0], setting.latest.year)
        if day and day <= setting.latest and not days.is_placeholder(day) and day.year > 1900:
            yield _Key("birth_date", day.isoformat(), found.start(), found.end())
    for found in _NUMBER.finditer(text):
        number = checks.bsn(found[0])
        if number and not checks.is_placeholder(number):
            yield _Key("bsn", number, found.start(), found.end())


def _beside(text: str, keys: list[_Key]) -> str:
    """The name right before or right behind one of the keys."""
    for key in keys:
        if name := _last(text[: key.start]) or _first(text[key.end :]):
            return name
    return ""


def _alone(text: str) -> str:
    """A name that is the whole of the text but for words of papers."""
    tokens = [one for one in _tokens(text) if not _says_kind(one)]
    return _built(tokens) if 2 <= len(tokens) <= 6 else ""


def _tokens(text: str) -> list[str]:
    return [found[0] for found in _TOKEN.finditer(text.strip(" ,;-()[]"))]


@cache
def _kinds() -> frozenset[str]:
    return cues.known("path", "kind", "office") | cues.known("veto", "word") - cues.known("veto", "surname_too")


def _says_kind(token: str) -> bool:
    folded = words(token)
    prefix = is_prefix(token)
    return (
        (not prefix and (folded in _kinds() or fold(token).lstrip("x~$") in cues.known("path", "kind")))
        or any(map(str.isdigit, token))
        or kind(token) not in ("", "other")
    )


def _last(text: str) -> str:
    taken: list[str] = []
    for token in reversed(_tokens(text)):
        initials = not taken and bool(_INITIALS.fullmatch(token)) and words(token) not in _NO_INITIALS
        if (_says_kind(token) and not initials) or len(taken) > 6:
            break
        taken.insert(0, token)
    while (
        taken
        and is_prefix(taken[0])
        and len(taken) > 1
        and taken[0].islower()
        and words(taken[0]) == "van"
        and is_prefix(taken[1])
    ):
        taken.pop(0)
    return "" if len(taken) == 1 and _says_kind(taken[0]) else _built(taken)


def _first(text: str) -> str:
    taken: list[str] = []
    for token in _tokens(text):
        if _says_kind(token) or len(taken) > 6:
            break
        taken.append(token)
    return _built(taken)


def _built(tokens: list[str]) -> str:
    """The tokens as a name: "Boer-Smit AF" is "Boer-Smit, A.F."; "" when they are none."""
    bare = [one for one in tokens if one != ","]
    if not bare or not any(len(one.strip(".")) > 2 for one in bare):
        return ""
    last = bare[-1]
    lower = last.islower() and last.isalpha() and len(last) < 4 and not is_prefix(last) and bare[0].islower()
    if len(bare) > 1 and (lower or _INITIALS.fullmatch(last)):
        letters = last.replace(".", "").upper()
        return f"{_titled(bare[:-1])}, {'.'.join(letters)}."
    if len(bare) > 1 and _INITIALS.fullmatch(bare[0]) and not is_prefix(bare[0]):
        letters = bare[0].replace(".", "").upper()
        return f"{'.'.join(letters)}. {_titled(bare[1:])}"
    return _titled(tokens).replace(" ,", ",")


def _titled(tokens: list[str]) -> str:
    """With capitals, where a file name has none."""
    text = " ".join(tokens)
    if text != text.lower():
        return text
    return " ".join(one if is_prefix(one) else one.title() for one in tokens)


def _draft(text: str, place: str, fields: dict[str, str], keys: list[_Key], setting: Setting) -> Draft:
    draft = Draft(place)
    registry.put(draft, fields)
    born = next((key for key in keys if key.field == "birth_date"), None)
    number = next((key for key in keys if key.field == "bsn"), None)
    for key in (born if fields else None, number):
        if key:
            registry.put(draft, {key.field: key.value})
    if exam := kind(text):
        registry.put(draft, {"exam": exam})
    _judge(draft, text, born if fields else None, number, setting)
    return draft


def _judge(draft: Draft, text: str, born: _Key | None, number: _Key | None, setting: Setting) -> None:
    named = bool(draft.fields.get("surname"))
    least = _GROWN if draft.fields.get("initials") or draft.fields.get("given_names") else _FULL_GROWN
    grown = born is not None and setting.latest.year - int(born.value[:4]) >= least
    office = not cues.known("path", "office").isdisjoint(words(text).split())
    draft.because("name of a file or folder", -1.5)
    if named and draft.fields.get("initials"):
        draft.because("initials beside a surname", 0.5)
    if named and born:
        draft.because("day beside a name", 2.0 if grown else 0.3)
    if number:
        draft.because("nine digits that pass the 11-test", 2.4 if named else 0.0)
    sampled = care.about_sample([fold(text)]) or "exam" in draft.fields
    enough = named and (grown or number is not None or (sampled and not office))
    draft.role = "patient" if enough and not (office and number is None) else "unknown"
    if draft.role == "unknown" and born and not grown:
        draft.categories.discard("birth_date")
        draft.fields.pop("birth_date", None)
    if dummies.is_dummy(draft.fields):
        draft.role = "dummy"
