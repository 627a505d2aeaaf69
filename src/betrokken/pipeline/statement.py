"""The public statement of a case: made from a frozen generation, recorded, and compared with the one before it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges.decided import NewFact
from betrokken.edges.generations import Generation
from betrokken.kit import arrow
from betrokken.model.errors import AccountingError, CaseError
from betrokken.model.notices import LANGUAGES
from betrokken.model.words import CERTAINTIES
from betrokken.pipeline import auditing, generations, history
from betrokken.pipeline.case import Case
from betrokken.pipeline.noticing import frozen
from betrokken.stages.notifying import terms
from betrokken.stages.notifying.statement import changing, counting, public
from betrokken.stages.notifying.statement.changing import Changes, Moved
from betrokken.stages.notifying.statement.counting import ALL, Counted, Key
from betrokken.stages.notifying.statement.page import Statement, Unknown
from betrokken.stages.notifying.statement.small import Shown
from betrokken.stages.registering.folding import ELSE, GONE, MERGED, Net

KIND: Final = "statement"  # kind of fact: number of a generation -> what was stated of it
_FATES: Final = {MERGED: "merged", GONE: "gone", ELSE: "else"}
_UNREAD: Final = ("unreadable", "skipped")


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that was made. figures: as the public saw them. by, at: who recorded it, instant."""

    generation: int
    name: str
    hash: str
    day: str
    content: str
    figures: Mapping[Key, Shown]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Made:
    """A statement ready to be written. content: SHA-256 of its figures. left_out: events it does not show.

    unreachable: ids of controllers that nobody can reach, as the facts do not tell how.
    """

    told: Statement
    name: str
    content: str
    left_out: int
    unreachable: tuple[str, ...]


def make(case: Case, generation: str, language: str, day: date, draft: bool = False) -> Made:
    """The statement of a frozen generation. Raises CaseError, LetterError for one that is not frozen, AccountingError."""
    if language not in LANGUAGES:
        raise CaseError(f"statements are in {' and '.join(LANGUAGES)}; there are no words for {language!r}")
    made = frozen(case, generation)
    counted = _counted(case, made)
    before = _before(case, made.number)
    changes = _changes(case, before, made, counted)
    told = Statement(
        incident=case.incident,
        language=language,
        day=day,
        draft=draft,
        generation=made.number,
        hash=made.hash,
        made_at=made.made_at,
        counted=counted,
        changes=changes,
        before=before.figures if before else {},
        unknown=_unknown(case, made),
        events=tuple(public.rows(case.incident, _published(case))),
        links=("figures.csv", "figures.json"),
    )
    reached = {one.id for one in case.incident.contacts if one.phone or one.email or one.website}
    unreachable = tuple(one for one in counted.controllers if one not in (*reached, counting.UNKNOWN))
    return Made(told, generation, _content(counted.shown), public.left_out(case.incident), unreachable)


def _counted(case: Case, made: Generation) -> Counted:
    register = generations.register(case, made.number)
    with case.query({name: register[name] for name in counting.READS}) as connection:
        found = counting.count(connection, [one.id for one in case.incident.controllers])
    everybody = sum(people for key, people in found.counts.items() if key[:2] == ("class", ALL))
    _agree("people of the generation and people of all classes", made.counts["all"]["people"], everybody)
    return found


def _changes(case: Case, before: Stated | None, made: Generation, counted: Counted) -> Changes:
    """What moved since the last statement. Raises AccountingError when it does not lead from its figures to these."""
    if before is None:
        return Changes()
    net = history.between(case, before.generation, made.number)
    found = changing.changes(before.day, [*_left(net), *_came(net, generations.register(case, made.number)["person"])])
    then = {one.name: one.then for one in net.figures if one.kind == "certainty"}
    for word in CERTAINTIES:
        now = counted.counts["class", ALL, word]
        _agree(f"people {word}, and those before with all changes", now, then.get(word, 0) + found.net(word))
    return found


def _left(net: Net) -> Iterable[Moved]:
    """Who left a class, and where to. Somebody new is in no class that was left."""
    for figure in net.figures:
        for lost in figure.lost if figure.kind == "certainty" else ():
            fate = _FATES.get(lost.fate) or lost.fate.removeprefix("now ")
            yield Moved(figure.name, fate, lost.cause, lost.people)


def _came(net: Net, person: pa.Table) -> Iterable[Moved]:
    """Who was not in the register then, by the class they are in now."""
    new = pc.field("what").isin(["person"]) & pc.field("after").isin(["present"])
    rows = net.rows.filter(new)
    classes = dict(arrow.rows(person, "person_id", "certainty"))
    found = Counter((classes[one], cause) for one, cause in arrow.rows(rows, "person_id", "cause"))
    return [Moved("", certainty, cause, people) for (certainty, cause), people in sorted(found.items())]


def _unknown(case: Case, made: Generation) -> Unknown:
    """What is not known. Of files only those of drops that this generation knew; audit and projection only when current."""
    known = made.known["drops"]
    leaks = pa.array([drop for drop, (source, _) in known.items() if source == "leak"], pa.string())
    item = case.table("item")
    statuses = Counter(arrow.values(item.filter(pc.is_in(item["drop_id"], value_set=leaks)), "status"))
    latest = generations.store(case).latest()
    current = latest is not None and latest.number == made.number and generations.is_current(case)
    return Unknown(
        files=sum(statuses.values()),
        unread=sum(statuses[one] for one in _UNREAD),
        partly=statuses["partly"],
        as_now=not current,
        audit=_audit(case) if current else None,
        bracket=_bracket(case) if current else None,
    )


def _audit(case: Case) -> tuple[int, int, bool] | None:
    found = auditing.current(case)
    if found is None or found.upper is None:
        return None
    done = found.judged >= found.asked and not (found.unjudged or found.unread)
    return found.judged, found.upper, done


def _bracket(case: Case) -> tuple[int, int | None, int | None] | None:
    from betrokken.pipeline import projecting  # SciPy takes long to import
    from betrokken.stages.projecting import bracket

    table = projecting.current(case)
    if table is None:
        return None
    ends = {m: rest for s, m, *rest in arrow.rows(table, "stratum", "method", "low", "middle", "high") if s == ""}
    low, middle, high = ends["projection"]
    if middle is not None:
        return low, middle, high
    low, _, high = ends["bracket"]
    inhabitants = bracket.inhabitants().people  # a bound that tells nothing of this theft is no news
    return low, None, high if high < inhabitants else None


def _published(case: Case) -> list[date]:
    found = [one.published_at for one in case.decided.drops() if one.source == "leak" and one.published_at]
    return [terms.local(datetime.fromisoformat(one)).date() if "T" in one else date.fromisoformat(one) for one in found]


# Recording.


def record(case: Case, made: Made, who: str) -> bool:
    """Keep that it was stated; gives whether it is new. The same figures again, in another language, are no other."""
    told = made.told
    held = {one.generation: one for one in stated(case)}.get(told.generation)
    if held and held.content == made.content:
        return False
    figures = [[*key, one.people, one.how] for key, one in told.counted.shown.items()]
    value = {
        "generation": told.generation, "name": made.name, "hash": told.hash, "day": told.day.isoformat(),
        "content": made.content, "figures": figures,
    }  # fmt: skip
    case.decided.enter_facts([NewFact(KIND, str(told.generation), value, who)])
    return True


def withdraw(case: Case, generation: str) -> int:
    """Take a statement back that was not made public; what was recorded stays to be seen. Raises CaseError."""
    number = generations.resolve(case, generation).number
    if not case.decided.enter_facts([], [(KIND, str(number))]):
        known = ", ".join(one.name for one in stated(case)) or "none"
        raise CaseError(f"no statement of generation {generation!r} is recorded; recorded are: {known}")
    return number


def stated(case: Case) -> list[Stated]:
    """The statements that were made, by generation."""
    held = [one for one in case.decided.fact_history(KIND) if one.superseded_at is None]
    return sorted((_stated(one.value, one.source, one.entered_at) for one in held), key=lambda one: one.generation)


def _stated(value: Mapping[str, Any], by: str, at: str) -> Stated:
    figures = {(kind, whose, word): Shown(people, how) for kind, whose, word, people, how in value["figures"]}
    about = {name: value[name] for name in ("generation", "name", "hash", "day", "content")}
    return Stated(**about, figures=figures, by=by, at=at)


def _before(case: Case, generation: int) -> Stated | None:
    earlier = [one for one in stated(case) if one.generation < generation]
    return earlier[-1] if earlier else None


def _content(shown: Mapping[Key, Shown]) -> str:
    rows = sorted([*key, one.people, one.how] for key, one in shown.items())
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _agree(what: str, one: int, other: int) -> None:
    if one != other:
        raise AccountingError(f"{what} differ: {one:,} and {other:,}")
