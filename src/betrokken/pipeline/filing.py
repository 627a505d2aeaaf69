"""What humans answered, confirmed and filed of a dossier: facts with source and time, never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from betrokken.edges.decided import NewFact, now
from betrokken.edges.journal import word
from betrokken.model.errors import DossierError
from betrokken.model.incident import Event
from betrokken.model.stated import Stated
from betrokken.pipeline import case as cases
from betrokken.pipeline import stating
from betrokken.pipeline.case import Case
from betrokken.stages.notifying.dossiers import form, given
from betrokken.stages.notifying.dossiers.ground import Filed
from betrokken.stages.notifying.dossiers.worksheet import Confirmed, Given, Held

# Kinds of fact of the decided store that are no part of the incident. Subjects are CONTROLLER/QUESTION, for the first
# two, CONTROLLER for what was last drawn up, CONTROLLER/NUMBER for what was filed.
ANSWER: Final = "answer"
CONFIRMATION: Final = "confirmation"
DRAWN: Final = "dossier"
FILING: Final = "filing"


@dataclass(frozen=True, slots=True)
class Stored:
    """A filing that was stored. event: id of the report it is in the facts, new or held. open: questions left open."""

    filed: Filed
    event: str
    open: int


def held(case: Case, controller: str) -> Held:
    """Answers and confirmations that hold for a controller, and all facts of the incident."""
    answers = {key: Given(**value) for key, value in _own(case, ANSWER, controller).items()}
    confirmed = {key: Confirmed(**value) for key, value in _own(case, CONFIRMATION, controller).items()}
    ids = {
        (kind, fact.subject): fact.fact_id
        for kind in sorted({one.kind for one in stating.holding(case.decided)})
        for fact in case.decided.fact_history(kind)
        if fact.superseded_at is None
    }
    facts = {one.name: (ids[one.key], one.source) for one in stating.holding(case.decided)}
    return Held(answers, confirmed, facts)


def answer(case: Case, controller: str, number: str, text: str, by: str, source: str) -> None:
    """Keep a human's answer. Raises DossierError telling what the question takes."""
    value = given.read(number, text)
    told = {"value": value, "by": by, "at": now(), "source": source or by}
    _enter(case, ANSWER, f"{controller}/{number}", told, source or by)


def confirm(case: Case, controller: str, answers: Mapping[str, str], by: str) -> None:
    """Keep that a human confirms computed answers. answers: number -> SHA-256 of what was computed."""
    for number, hashed in answers.items():
        _enter(case, CONFIRMATION, f"{controller}/{number}", {"answer": hashed, "by": by, "at": now()}, by)


def draw(case: Case, controller: str, drawn: Mapping[str, Any], by: str) -> None:
    """Keep what was drawn up last, so that it can be said to be filed."""
    if case.decided.facts(DRAWN).get(controller) != drawn:
        _enter(case, DRAWN, controller, drawn, by)


def filed(case: Case, controller: str) -> list[Filed]:
    """All reports of a controller that were filed, the earliest first."""
    found = [
        Filed(**{key: value for key, value in one.items() if key in Filed.__slots__} | {"lines": tuple(one["lines"])})
        for one in _own(case, FILING, controller).values()
    ]
    return sorted(found, key=lambda one: (datetime.fromisoformat(one.at), one.receipt))


def file(case: Case, controller: str, receipt: str, at: datetime, by: str) -> Stored:
    """Keep that what was last drawn up was filed, and enter the report in the facts, which stops its clock.

    Raises DossierError when nothing was drawn up, for a moment to come, or when it is stored already.
    """
    drawn = case.decided.facts(DRAWN).get(controller)
    if drawn is None:
        raise DossierError(f"nothing was drawn up for {controller!r} yet: `betrokken dossier CASE --to DIR` first")
    if at > datetime.fromisoformat(now()):
        raise DossierError("that moment is still to come: --at is when it was filed")
    before = filed(case, controller)
    if any((one.receipt, datetime.fromisoformat(one.at)) == (receipt, at) for one in before):
        raise DossierError(f"a report with receipt {receipt!r} at that moment is stored already")
    if before and at < datetime.fromisoformat(before[-1].at):
        raise DossierError(f"the report {before[-1].receipt!r} was filed after that moment; take it back first")
    numbers = [int(one.subject.rpartition("/")[2]) for one in case.decided.fact_history(FILING)]
    number = max(numbers, default=0) + 1
    event = _reported(case, controller, at)
    value = {key: drawn[key] for key in ("kind", "generation", "hash", "lines", "file")}
    value |= {"receipt": receipt, "at": at.isoformat(), "event": event, "entered": not event}
    if not event:
        value["event"] = _report(case, controller, receipt, at, by, number)
    _enter(case, FILING, f"{controller}/{number}", value, by)
    return Stored(filed(case, controller)[-1], value["event"], len(drawn["open"]))


def take_back(case: Case, controller: str, what: str, by: str) -> str:
    """End an answer and confirmation (what: a question) or a filing (what: a receipt); gives what was taken back.

    A report that was entered with the filing is withdrawn from the facts too. Raises DossierError when there is none.
    """
    gone = [(kind, f"{controller}/{what}") for kind in (ANSWER, CONFIRMATION) if what in _own(case, kind, controller)]
    filings = {key: one for key, one in _own(case, FILING, controller).items() if one["receipt"] == what}
    if filings:
        key, one = max(filings.items(), key=lambda pair: (pair[1]["at"], pair[0]))
        gone.append((FILING, f"{controller}/{key}"))
        if one["entered"] and any(fact.key == ("event", one["event"]) for fact in stating.holding(case.decided)):
            cases.enter(case, (), [("event", one["event"])], by)
    if not gone:
        form.question(what)
        raise DossierError(f"nobody answered or confirmed question {what} for {controller!r}")
    case.decided.enter_facts((), gone)
    return ", ".join(sorted({kind for kind, _ in gone}))


def _reported(case: Case, controller: str, at: datetime) -> str:
    """The report that somebody entered in the facts already: of the same minute; "" for none."""
    for one in case.incident.events:
        ours = one.kind == "report" and one.who == controller
        if ours and isinstance(one.at, datetime) and abs(one.at - at) < timedelta(minutes=1):
            return one.id
    return ""


def _report(case: Case, controller: str, receipt: str, at: datetime, by: str, number: int) -> str:
    event = Event(f"filed-{word(controller)[:24]}-{number}", "report", at, controller)
    cases.enter(case, [Stated("event", event.id, event, "betrokken dossier", f"receipt {receipt}")], (), by)
    return event.id


def _own(case: Case, kind: str, controller: str) -> dict[str, Any]:
    """What holds of a kind for a controller, by what stands behind its id."""
    found = case.decided.facts(kind)
    return {key.rpartition("/")[2]: one for key, one in found.items() if key.rpartition("/")[0] == controller}


def _enter(case: Case, kind: str, subject: str, value: Mapping[str, Any], source: str) -> None:
    case.decided.enter_facts([NewFact(kind, subject, dict(value), source)])
