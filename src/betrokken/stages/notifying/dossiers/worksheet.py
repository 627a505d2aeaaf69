"""A worksheet: every question of the form with its answer, where it comes from, and what a human must still do."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from betrokken.stages.notifying.dossiers import answers, answers_telling, form, telling
from betrokken.stages.notifying.dossiers.ground import Found, Ground


@dataclass(frozen=True, slots=True)
class Given:
    """What a human answered: value as Found has it, who, when (ISO 8601), and where they have it from."""

    value: Mapping[str, Any]
    by: str
    at: str
    source: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That a human confirmed a computed answer. answer: its SHA-256; another answer is not confirmed by this."""

    answer: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Held:
    """What humans answered and confirmed, by number of the question; and the facts: name -> (number, source)."""

    given: Mapping[str, Given]
    confirmed: Mapping[str, Confirmed]
    facts: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One question. origin: a word of ground.ORIGINS. value: as Found has it, None for none. shown: for people.

    facts: names of the facts it goes by -> their number. by: where it comes from beside those ("given": a human).
    given, confirmed: who and when, where a human did. notes: what a human should see beside it, as [say] keeps it.
    """

    question: form.Question
    origin: str
    value: Mapping[str, Any] | None
    facts: Mapping[str, int]
    by: str
    given: Given | None
    confirmed: Confirmed | None
    notes: Sequence[Any]
    computed: Mapping[str, Any] | None = None

    @property
    def open(self) -> bool:
        """Whether a human must still do something: answer, or confirm."""
        missing = self.origin == "MISSING" and not self.question.optional
        return missing or (self.origin == "DERIVED" and self.confirmed is None)


def lines(ground: Ground, held: Held) -> list[Line]:
    """The worksheet in the order of the form."""
    return [_line(one, ground, held) for one in form.questions()]


def _line(question: form.Question, ground: Ground, held: Held) -> Line:
    asked = answers.asked(question, ground)
    given = held.given.get(question.number)
    computed = answers.answer(question.number, ground) if asked else None
    found = Found("RECORDED", given.value, (), "given") if given else computed
    if found is None:
        found = Found("MISSING" if asked else "NOT_ASKED", {})
    confirmed = held.confirmed.get(question.number)
    known = confirmed is not None and found.origin == "DERIVED" and confirmed.answer == hashed(found.value)
    return Line(
        question,
        found.origin,
        found.value or None,
        {name: held.facts[name][0] for name in found.facts if name in held.facts},
        found.by,
        given,
        confirmed if known else None,
        answers_telling.notes(question.number, ground) if asked or given else [],
        computed.value if given and computed and computed.value != given.value else None,
    )


def hashed(value: Mapping[str, Any]) -> str:
    """SHA-256 of an answer, hexadecimal."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def kept(line: Line) -> dict[str, Any]:
    """What is kept of a line when it is filed, as JSON: enough to tell later what changed and why."""
    given = {"by": line.given.by, "at": line.given.at} if line.given else None
    return {
        "number": line.question.number,
        "origin": line.origin,
        "value": line.value,
        "facts": dict(line.facts),
        "by": line.by,
        "given": given,
    }


def told(line: Line, held: Held, generation: str, language: str) -> dict[str, Any]:
    """A line as JSON for people and programs: the answer as facts and in words."""
    words = form.words(language)
    question = line.question
    return kept(line) | {
        "section": words["section"][question.section],
        "question": words["question"][question.number],
        "shown": telling.shown(question.number, line.value, language),
        "state": state(line, language),
        "sources": sources(line, held, generation, language),
        "confirmed": {"by": line.confirmed.by, "at": line.confirmed.at} if line.confirmed else None,
        "who": words["who"][question.who] if line.origin == "MISSING" else "",
        "optional": question.optional,
        "options_checked": question.checked,
        "open": line.open,
        "notes": [telling.sentence(one, language) for one in line.notes] + _computed(line, language),
        "form_source": question.source,
    }


def state(line: Line, language: str) -> str:
    """Its origin in words: who confirmed it, or who is likely to know."""
    words = form.words(language)
    key = line.origin.lower()
    if line.confirmed:
        day = telling.moment(line.confirmed.at, language)
        return str(words["origin"]["confirmed"].format(by=line.confirmed.by, day=day))
    if line.origin == "MISSING" and line.question.optional:
        key = "missing_optional"
    return str(words["origin"][key].format(who=words["who"][line.question.who]))


def sources(line: Line, held: Held, generation: str, language: str) -> list[str]:
    """Where the answer comes from: facts with their sources, the register, letters, a human."""
    words = form.words(language)["source"]
    found = [words["fact"].format(fact=name, source=held.facts[name][1]) for name in line.facts]
    if line.given:
        day = telling.moment(line.given.at, language)
        return [words["given"].format(by=line.given.by, day=day, source=line.given.source)]
    return found + ([words[line.by].format(generation=generation)] if line.by else [])


def _computed(line: Line, language: str) -> list[str]:
    """What would have been computed where a human answered otherwise."""
    if line.computed is None:
        return []
    shown = telling.shown(line.question.number, line.computed, language)
    return [form.words(language)["sheet"]["computed"].format(shown=shown)]
