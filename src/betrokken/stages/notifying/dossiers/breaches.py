"""The register of breaches (GDPR art. 33(5)): of each breach the facts, its effects and the remedial action taken."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from betrokken.model.tables import TEXT, WHOLE, Column
from betrokken.stages.notifying.dossiers import form, telling
from betrokken.stages.notifying.dossiers.ground import Aware, Ground
from betrokken.stages.notifying.dossiers.worksheet import Held, Line

COLUMNS: Final = (
    Column("case_id", TEXT, "id of the case"),
    Column("controller", TEXT, "id of the controller"),
    Column("name", TEXT, "its name"),
    Column("state", TEXT, "whether its data were touched"),
    Column("facts", TEXT, "what happened"),
    Column("began", TEXT, "when it began, as far as is known"),
    Column("ended", TEXT, "when it ended, as far as is known"),
    Column("aware", TEXT, "when the controller knew, by data set"),
    Column("how_aware", TEXT, "how it knew"),
    Column("others", TEXT, "other parties and their role"),
    Column("data", TEXT, "which personal data"),
    Column("special_data", TEXT, "which special categories"),
    Column("people_least", WHOLE, "people, at least"),
    Column("people_most", WHOLE, "people, at most; null where nobody can know"),
    Column("records_least", WHOLE, "records, at least"),
    Column("records_most", WHOLE, "records, at most; null where nobody can know"),
    Column("effects", TEXT, "consequences for the people, and for the controller"),
    Column("severity", TEXT, "how serious"),
    Column("remedial_action", TEXT, "measures taken or proposed"),
    Column("told_authority", TEXT, "reports that were filed, with their source"),
    Column("in_time", TEXT, "whether within 72 hours, by data set"),
    Column("reason_late", TEXT, "why later"),
    Column("told_people", TEXT, "whether people were told"),
    Column("open_questions", WHOLE, "questions of the form that are missing or not confirmed"),
    Column("generation", WHOLE, "generation of the register; null before the first"),
    Column("hash", TEXT, "its hash"),
    Column("frozen_as", TEXT, "names it was frozen under"),
)

# Columns that are answers of the form, in words.
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "facts": ("5.3",),
    "began": ("4.1.1",),
    "ended": ("4.1.2",),
    "aware": ("4.2",),
    "how_aware": ("4.3",),
    "others": ("3.3",),
    "data": ("6.1",),
    "special_data": ("6.2",),
    "effects": ("9.2", "9.1"),
    "severity": ("9.3",),
    "remedial_action": ("10.2",),
    "reason_late": ("4.5",),
    "told_people": ("10.1.1", "10.1.3"),
}
_COUNTS: Final = {"people": "7.3", "records": "6.3.1"}


def row(ground: Ground, lines: Sequence[Line], held: Held, has_register: bool, language: str) -> dict[str, Any]:
    """One row of COLUMNS, but for the case and the generation."""
    answered = {one.question.number: one for one in lines}
    found: dict[str, Any] = {
        "controller": ground.controller.id,
        "name": ground.controller.name,
        "state": _state(ground, has_register, language),
        "told_authority": telling.listed(_reports(ground, held, language)),
        "in_time": telling.listed(_in_time(one, language) for one in ground.aware),
        "open_questions": sum(1 for one in lines if one.open),
    }
    for column, numbers in _ANSWERS.items():
        shown = (telling.shown(number, answered[number].value, language) for number in numbers)
        found[column] = " ".join(part for part in shown if part)
    for name, number in _COUNTS.items():
        value = answered[number].value or {}
        found |= {f"{name}_{key}": value.get(key) for key in ("least", "most")}
    return found


def _state(ground: Ground, has_register: bool, language: str) -> str:
    touched = any(one.status != "not_touched" for one in ground.datasets)
    if ground.figures.touched or touched:
        key = "touched" if has_register or touched else "none"
    else:
        key = "untouched" if ground.datasets else "nobody" if has_register else "none"
    return str(form.words(language)["breach"][key])


def _reports(ground: Ground, held: Held, language: str) -> Iterator[str]:
    for one in ground.events("report", own=True):
        at = telling.moment(one.at.isoformat(), language)
        yield form.words(language)["breach"]["report"].format(at_moment=at, source=held.facts[f"event:{one.id}"][1])


def _in_time(one: Aware, language: str) -> str:
    words = form.words(language)["breach"]
    late = one.clock.late_by
    if late:
        return str(words["late"].format(hours=int(-(-late.total_seconds() // 3600)), dataset=one.dataset.id or "-"))
    key = {"done": "in_time", "running": "running"}.get(one.clock.state, "not_started")
    return str(words[key])
