"""From a person as a text tells of him to the mention, its role and its confidence."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from betrokken.stages.finding import dummies, professions, registry
from betrokken.stages.finding.hits import LISTS, Draft, Setting
from betrokken.stages.finding.prose import care, clients, cues
from betrokken.stages.finding.prose.mark import CLIENTS, NAMES, Mark
from betrokken.stages.finding.prose.passages import Line
from betrokken.stages.finding.prose.subjects import CARE, Subject
from betrokken.stages.finding.recognisers import agb

_NAME_ORDER: Final = {"label": 0, "cue": 1, "initials": 2, "beside": 3}
_KEYS: Final = frozenset({"bsn", "birth_date", "patient_number", "insurance_number"})
_SKIPPED: Final = frozenset({"date", "other", "note"})
_OF_PATIENT: Final = re.compile(r"^(?:pa?t|cl|mrn|deeln|zis|z i s)|patient|client|deelnem")
_NUMBERS: Final = ("patient_number", "insurance_number", "id_document")
# Natural log-odds, set so that two independent identifiers reach 99 % and one alone does not.
_GROUNDS: Final = {
    "label": ("name behind a label for the patient", 1.8),
    "patient": ("words for a patient before the name", 1.5),
    "cue": ("salutation before a name", 1.0),
    "initials": ("initials beside a surname", 0.5),
    "beside": ("name right beside a birth date or BSN", 0.8),
    "bsn_cued": ("BSN passes the 11-test behind a label", 4.8),
    "bsn": ("nine digits that pass the 11-test beside a name or birth date", 2.4),
    "born_cued": ("birth date behind a label or cue", 2.5),
    "born": ("old enough day right beside a name", 1.8),
    "number": ("number of a patient or an insured person behind a label", 2.0),
    "address": ("address with the person", 1.2),
    "contact": ("e-mail address or telephone number with the person", 0.6),
    "care": ("exam or day of a sample with the person", 0.7),
    "result": ("result with the person", 1.0),
    "asked": ("exam, sample or result spoken of with the person", 0.4),
    "spread": ("surname of a person named in full elsewhere in the text", 1.0),
}
_BASE = ("running text", -1.5)
_NEAR: Final = 40  # characters from a name within which a profession is that person's
_LONE = ("a name and nothing else", -1.0)


def of_subject(who: Subject, place: str, shared: Mapping[str, str], setting: Setting, spread: Collection[str]) -> Draft:
    """The mention of one person; shared: what headings of the text say about everybody in it."""
    draft = Draft(place)
    names = sorted(
        (mark for mark in who.marks if mark.word in NAMES),
        key=lambda m: (_NAME_ORDER.get(m.kind, 4), not m.fields.get("initials")),
    )
    others = sorted((mark for mark in who.marks if mark.word not in NAMES), key=_is_second)
    for mark in [*names, *others]:
        if mark.word not in _SKIPPED and not (mark.word == "taken_on" and not mark.cued):
            registry.put(draft, mark.fields)
    _care(draft, who, setting)
    for name, value in shared.items():
        draft.fields.setdefault(name, value)
    if "exam" in draft.fields:
        draft.categories.add("exam")
    _role(draft, who, names, bool(spread))
    return draft


def _is_second(mark: Mark) -> bool:
    """Whether another value goes before: an institution that a label names, a number said to be the patient's."""
    if mark.word == "patient_number":
        return bool(mark.label) and not _OF_PATIENT.search(mark.label)
    return mark.word in CARE and not mark.cued


def _care(draft: Draft, who: Subject, setting: Setting) -> None:
    texts = [_spoken(line) for line in who.lines if not line.told]
    if not draft.fields.get("exam") and care.exam_in(texts) and (exam := care.exam_in(clients.unnamed(texts, setting))):
        draft.fields["exam"] = exam
    if not draft.has_result and care.result_in(texts):
        draft.has_result = True
        draft.categories.add("test_result")
    if not draft.fields.get("institution") and (client := clients.client_in(texts, setting)):
        draft.fields["institution"] = client
    if not draft.fields.get("taken_on") and (day := _loose_day(who, draft, texts)):
        draft.fields["taken_on"] = day


def _spoken(line: Line) -> str:
    """The text of a line without organisations and professionals, whose names and jobs sound like exams."""
    text = line.text
    for mark in line.marks:
        if mark.word in CLIENTS or (mark.word == "name" and mark.role == "professional"):
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _loose_day(who: Subject, draft: Draft, texts: list[str]) -> str:
    """The one day told beside an exam that nothing says to be another day; a letter's own day is none."""
    born = draft.fields.get("birth_date", "")
    days = {mark.fields["day"]: mark for mark in who.marks if mark.word == "date" and mark.kind in ("", "opening")}
    days = {day: mark for day, mark in days.items() if day > born and day >= "1980"}
    said = bool(draft.fields.get("exam")) or draft.has_result or care.about_sample(texts)
    inside = [day for day, mark in days.items() if mark.kind == ""]
    if not said:
        return ""
    return inside[0] if len(inside) == 1 else next(iter(days)) if len(days) == 1 else ""


def _role(draft: Draft, who: Subject, names: list[Mark], spread: bool) -> None:
    grounds = _grounds(draft, who, names)
    if not {"care", "result"} & set(grounds) and care.about_sample(line.text for line in who.lines if not line.told):
        grounds.append("asked")
    if spread and not {"bsn_cued", "born_cued", "bsn", "born", "number"} & set(grounds):
        grounds.append("spread")
    enough = _signs(draft, who, names, grounds) >= 2
    draft.role = "patient" if enough else "unknown"
    draft.because(*_BASE)
    for one in grounds:
        draft.because(*_GROUNDS[one])
    if not enough:
        draft.because(*_LONE)
    placeholder = any(mark.word == "bsn" and not mark.fields for mark in who.marks)
    if dummies.is_dummy(draft.fields, placeholder) or _is_example(draft, who):
        draft.role = "dummy"
        draft.because("test patient: a test word in the name and a second sign", -6.0)


@cache
def _example() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w.@-])(?:{cues.alternatives('veto', 'example')})\W")


def _is_example(draft: Draft, who: Subject) -> bool:
    """Whether "for example" stands before the name and the first of January, or a filler, is the day of birth."""
    born = [mark for mark in who.marks if mark.word == "birth_date"]
    made_up = not draft.fields.get("birth_date", "-01-01").endswith("-01-01") or not born
    return not made_up and any(_example().search(line.text) for line in who.lines) and not draft.fields.get("bsn")


def _signs(draft: Draft, who: Subject, names: list[Mark], grounds: list[str]) -> int:
    """How many things speak for a patient: the name, keys, and with one of them care, a result, the address, the sex.

    An exam spoken of somewhere in a text makes nobody in it a patient, unless it stands beside the name.
    """
    told = any(mark.role == "patient" or (mark.kind == "label" and not mark.role) for mark in names)
    keys = sum(one in ("bsn", "bsn_cued", "born", "born_cued", "number") for one in grounds)
    near = told or keys or "address" in grounds or _beside_care(who, names)
    signs = keys + bool(names) + bool(told and draft.fields.get("sex"))
    signs += sum(one in ("address", "contact") and bool(told or keys) for one in grounds)
    return signs + sum(one == "result" or (one in ("care", "asked") and bool(near)) for one in grounds)


def _beside_care(who: Subject, names: list[Mark]) -> bool:
    mine = {id(mark) for mark in names}
    lines = [line.text for line in who.lines if any(id(mark) in mine for mark in line.marks)]
    return care.about_sample(lines) or bool(care.exam_in(lines))


def _grounds(draft: Draft, who: Subject, names: list[Mark]) -> list[str]:
    found = [names[0].kind] if names else []
    found += ["patient"] if any(mark.role == "patient" for mark in names) else []
    for word, name in (("bsn", "bsn"), ("birth_date", "born")):
        marks = [mark for mark in who.marks if mark.word == word and mark.fields]
        found += [f"{name}_cued" if any(mark.cued for mark in marks) else name] if marks else []
    found += ["number"] if any(draft.fields.get(name) for name in _NUMBERS) or draft.lists.get("ibans") else []
    found += ["address"] if "address" in draft.categories else []
    found += ["contact"] if draft.lists.get("emails") or draft.lists.get("phones") else []
    found += (
        ["care"]
        if draft.fields.get("exam") or draft.fields.get("taken_on") or draft.fields.get("sample_number")
        else []
    )
    found += ["result"] if draft.has_result else []
    return [one for one in found if one in _GROUNDS]


def of_meeting(draft: Draft) -> Draft:
    """The mention in minutes or a roster: no patient, unless a key stands beside the name."""
    if draft.role == "patient" and not _KEYS & draft.categories:
        draft.role = "unknown"
        draft.because("minutes or a roster name those who work here", -2.0)
    return draft


def of_sheet(draft: Draft) -> Draft:
    """The mention on a sheet of addresses to be stuck on post: a patient, unless something else was told."""
    if draft.role == "unknown" and {"name", "address"} <= draft.categories and draft.fields.get("house_number"):
        draft.role = "patient"
        draft.because("one of many private addresses on a sheet", 1.5)
    return draft


def of_staff(draft: Draft) -> Draft:
    """The mention in a paper about an employee: no patient, unless care stands there."""
    if draft.role in ("patient", "unknown") and not draft.has_result and not draft.fields.get("exam"):
        draft.role = "professional"
        draft.because("a paper about an employee or applicant", -4.0)
    return draft


def of_other(name: Mark, line: Line, place: str) -> Draft | None:
    """The mention of a professional or relative: the name with the contact data of its line; None for a bare surname."""
    draft = Draft(place, name.role)
    registry.put(draft, name.fields)
    for mark in line.marks:
        if mark.word in ("phone", "email") and mark.role in ("professional", "relative"):
            registry.put(draft, {key: value for key, value in mark.fields.items() if key in LISTS})
    if not draft.lists and not draft.fields.get("initials") and not draft.fields.get("given_names"):
        return None
    others = [mark for mark in line.marks if mark.word in NAMES and mark.role == "professional" and mark is not name]
    alone = name.role == "professional" and not others
    if alone and (code := agb.beside(line.text)):
        draft.fields["agb"] = code
    draft.because(*_BASE)
    draft.because(f"words for a {name.role} beside the name", 2.0 if name.role == "professional" else 1.0)
    if alone:
        before, behind = line.text[max(0, name.start - _NEAR) : name.start], line.text[name.end : name.end + _NEAR]
        professions.name(draft, professions.kind_of(before, nearest_last=True) or professions.kind_of(behind))
    return draft
