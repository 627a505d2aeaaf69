"""What differs from the last report, question by question, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from betrokken.stages.notifying.dossiers import form, telling
from betrokken.stages.notifying.dossiers.worksheet import Held, Line

_NOT_TOLD: Final = ("1.1",)  # another kind of report is what the whole worksheet is about


@dataclass(frozen=True, slots=True)
class Change:
    """One question whose answer is another one now. before, after: in words, "" for none. why: reasons in words."""

    number: str
    question: str
    before: str
    after: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """What came in between. causes: table of the register -> (cause, rows of it that changed at this controller).

    all_causes: of all generations in between, whatever they changed.
    """

    causes: Mapping[str, Sequence[tuple[str, int]]]
    all_causes: Sequence[str]


def differences(
    before: Sequence[Mapping[str, Any]], now: Sequence[Line], held: Held, came: Came, language: str
) -> list[Change]:
    """In the order of the form. before: the lines of the last report, as worksheet.kept gave them."""
    old = {str(one["number"]): one for one in before}
    words = form.words(language)
    found = []
    for line in now:
        number = line.question.number
        was = old.get(number, {})
        if number in _NOT_TOLD or was.get("value") == line.value:
            continue
        why = tuple(dict.fromkeys(_why(was, line, held, came, language)))
        found.append(
            Change(
                number,
                words["question"][number],
                telling.shown(number, was.get("value"), language),
                telling.shown(number, line.value, language),
                why or (words["why"]["version"],),
            )
        )
    return found


def _why(was: Mapping[str, Any], line: Line, held: Held, came: Came, language: str) -> Iterator[str]:
    words = form.words(language)["why"]
    if line.given:
        yield words["given"].format(by=line.given.by, day=telling.moment(line.given.at, language))
        return
    if was.get("given"):
        yield words["taken_back"].format(by=was["given"]["by"])
    causes: Counter[str] = Counter()
    for table in line.question.rests:
        causes.update(dict(came.causes.get(table, ())))
    for cause, rows in sorted(causes.items(), key=lambda pair: (-pair[1], pair[0])):
        yield words["cause"].format(cause=told(cause, language), rows=telling.number_(rows, language))
    if "notices" in (line.by, was.get("by")):
        yield words["letters"]
    facts = list(_facts(was.get("facts", {}), line.facts, held, language))
    if not causes:
        yield from facts
    if line.question.rests and not causes and not facts:
        for cause in came.all_causes:
            yield words["cause_alone"].format(cause=told(cause, language))


def _facts(before: Mapping[str, int], now: Mapping[str, int], held: Held, language: str) -> Iterator[str]:
    words = form.words(language)["why"]
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) == now.get(name):
            continue
        source = held.facts[name][1] if name in held.facts else ""
        key = "fact_gone" if name not in held.facts else "fact_changed" if name in before else "fact_new"
        yield words[key].format(fact=name, source=source)


def told(cause: str, language: str) -> str:
    """Causes of changes of the register (see pipeline/causes.py) in the words of a language."""
    return "; ".join(_cause(one, language) for one in cause.split("; "))


def _cause(cause: str, language: str) -> str:
    words = form.words(language)
    kind, _, name = cause.partition(" ")
    if kind in ("drop", "population"):
        return str(words["cause"][kind].format(name=name))
    if kind in ("fact", "judgement"):
        name, _, became = name.rpartition(" ")
        return str(words["cause"][kind].format(name=name, became=words["became"].get(became, became)))
    return str(words["cause"]["new"]) if kind == "new" else cause
