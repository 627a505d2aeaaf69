"""`audit`: rows that gave no mention are drawn at random and judged by humans; marker people test the machine.

What stands in a row is read again in the fence each time it is asked for, shown, and kept nowhere. Answers are
judgements of the kind "audit"; they hold as long as the same code, settings and facts read the item.
"""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges.decided import Judgement
from betrokken.edges.worked import Manifest
from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError, CaseError
from betrokken.pipeline import intake, reading, units
from betrokken.pipeline.case import Case
from betrokken.pipeline.jobs import Job, Wanted
from betrokken.pipeline.progress import Listener, Step
from betrokken.settings import Settings
from betrokken.stages.auditing import sampling, stage
from betrokken.stages.auditing.kinds import kind
from betrokken.stages.auditing.sampling import Block, Drawn
from betrokken.stages.auditing.stage import Answer, Audit
from betrokken.stages.finding import stage as finding

STAGE: Final = "auditing"
KIND: Final = "audit"
SAMPLE: Final = 200
UNSURE: Final = "?"
OTHER_CODE: Final = "the item was read again since, by other code or with other facts or settings"
NOT_ASIDE: Final = "the row is no longer among those set aside"
MALFORMED: Final = "the answer cannot be read"
_MOST: Final = 9_999  # people in one row


@dataclass(frozen=True, slots=True)
class Plan:
    """The sample of a case: its frame, seed and size, and the rows drawn in the order they are asked."""

    frame: tuple[Block, ...]
    seed: str
    size: int
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the sample with what stands in it; `trouble` when it cannot be shown."""

    drawn: Drawn
    path: str
    place: str = ""
    text: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    cut: int = 0
    trouble: str = ""


def plan(case: Case, size: int | None, who: str) -> Plan:
    """The sample, drawn now or gone on with; a sample is never made smaller. Raises CaseError before a run."""
    known = case.decided.facts(KIND).get("sample", {})
    wanted = max(size or known.get("size") or SAMPLE, known.get("size", 0))
    held = {"seed": known.get("seed") or secrets.token_hex(8), "size": wanted}
    made = _planned(case, held)
    if held != known:
        case.decided.set_facts(KIND, {"sample": held}, "audit")
        case.note(who, "audit", {"command": "draw", "rows": len(made.drawn)})
    return made


def _leaked(case: Case) -> pa.Table:
    """The items of the leaks: what a controller's own list sets aside is told to that controller."""
    drops = pa.array([drop.drop_id for drop in case.decided.drops() if drop.source == "leak"], pa.string())
    item = case.table("item")
    return item.filter(pc.is_in(item["drop_id"], value_set=drops))


def _planned(case: Case, held: Mapping[str, Any], beyond: Mapping[str, int] | None = None) -> Plan:
    item = _leaked(case)
    theirs = pa.array(arrow.values(item, "item_id"), pa.string())
    aside = case.worked.read("aside")
    aside = aside.filter(pc.is_in(aside["item_id"], value_set=theirs))
    frame = tuple(sampling.blocks(aside, item, finding.REASONS))
    rows = sampling.sizes(block for block in frame if block.judgeable)
    counts = sampling.allocate(rows, held["size"])
    counts = {stratum: min(rows[stratum], count + (beyond or {}).get(stratum, 0)) for stratum, count in counts.items()}
    drawn = sampling.draw((block for block in frame if block.judgeable), counts, held["seed"])
    rank: Counter[str] = Counter()
    ranked = []
    for one in drawn:
        ranked.append((rank[one.stratum], one))
        rank[one.stratum] += 1
    return Plan(frame, held["seed"], held["size"], tuple(one for _, one in sorted(ranked)))


def current(case: Case) -> Audit | None:
    """The figures of the audit as they stand; None when none was begun. Raises CaseError before a run."""
    held = case.decided.facts(KIND).get("sample")
    markers = _markers(case)
    if held is None and not markers:
        return None
    held = held or {"seed": "", "size": 0}
    answers, void = _answers(case)
    strata = _strata_of(case, answers)
    made = _planned(case, held, strata)
    target = sum(sampling.allocate(sampling.sizes(b for b in made.frame if b.judgeable), held["size"]).values())
    return stage.run(sampling.sizes(made.frame), sorted(made.drawn), target, answers, void, markers)


def seed_of(case: Case) -> str:
    """The seed of the case's audit, made and kept when there is none."""
    known = case.decided.facts(KIND).get("sample", {})
    if not known:
        known = {"seed": secrets.token_hex(8), "size": 0}
        case.decided.set_facts(KIND, {"sample": known}, "audit")
    return str(known["seed"])


def store(case: Case, markers: Sequence[stage.Markers] | None = None) -> Audit | None:
    """Keep the figures as the table `audit`, with these markers or those counted before. Raises LockedError."""
    audit = current(case)
    if audit is not None:
        audit = audit if markers is None else replace(audit, markers=tuple(markers))
        with case.worked.writing():
            case.worked.write(STAGE, {"audit": stage.table(audit)}, _inputs(case), {})
    return audit


def table(case: Case) -> pa.Table | None:
    """The table `audit` as it stands; None when no audit was begun."""
    audit = current(case)
    return stage.table(audit) if audit is not None and audit.begun else None


def _markers(case: Case) -> tuple[stage.Markers, ...]:
    """Markers counted on what is read now; those of another pile or other code say nothing of it."""
    if not case.worked.is_fresh(STAGE, _inputs(case), {}):
        return ()
    return stage.marked(case.worked.read("audit", STAGE))


def _inputs(case: Case) -> dict[str, str]:
    return {"read": made_by(case)} | {name: _manifest(case).outputs()[name] for name in ("aside", "mention")}


def _manifest(case: Case) -> Manifest:
    manifest = case.worked.manifest(reading.STAGE)
    if manifest is None:
        raise CaseError("nothing has been read yet: run the case first")
    return manifest


def made_by(case: Case) -> str:
    """What set the rows aside: hash of code, settings and facts, 16 hexadecimal digits."""
    manifest = _manifest(case)
    told = json.dumps([manifest.code, dict(manifest.settings)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


# Answers.


def read_answer(text: str) -> int | None:
    """The people an answer counts, None for not sure. Raises BetrokkenError for anything else."""
    said = text.strip()
    if said == UNSURE:
        return None
    if not said.isascii() or not said.isdigit() or int(said) > _MOST:
        raise BetrokkenError(f"an answer is a number of people (0, 1, 2, ... at most {_MOST:,}) or ? for not sure")
    return int(said)


def answer(case: Case, drawn: Drawn, people: int | None, by_whom: str, why: str = "") -> int:
    """Keep an answer in place of an earlier one of the same reviewer; gives its number."""
    for judgement in _judgements(case):
        if judgement.by_whom == by_whom and _key(judgement) == drawn.key:
            case.decided.withdraw_judgement(judgement.judgement_id)
    said = {
        "stratum": drawn.stratum, "reason": drawn.reason, "number": drawn.number,
        "answer": UNSURE if people is None else people, "made_by": made_by(case),
    }  # fmt: skip
    number = case.decided.add_judgement(KIND, drawn.item_id, None, json.dumps(said, sort_keys=True), by_whom, why)
    case.note(by_whom, "audit", {"command": "answer", "judgement_id": str(number)})
    return number


def withdraw(case: Case, number: int, by_whom: str) -> None:
    """Take an answer back; it stays to be seen. Raises CaseError when it does not hold."""
    case.decided.withdraw_judgement(number)
    case.note(by_whom, "audit", {"command": "undo", "judgement_id": str(number)})


def open_questions(case: Case, made: Plan, by_whom: str, second: bool = False) -> list[Drawn]:
    """Rows of the sample without an answer; with `second` those that others answered and `by_whom` did not."""
    answers, _ = _answers(case)
    mine = {one.key for one in answers if one.by_whom == by_whom}
    others = {one.key for one in answers if one.by_whom != by_whom}
    if second:
        return [one for one in made.drawn if one.key in others - mine]
    return [one for one in made.drawn if one.key not in mine | others]


def _judgements(case: Case) -> list[Judgement]:
    return [one for one in case.decided.judgements() if one.kind == KIND]


def _key(judgement: Judgement) -> tuple[str, str, int]:
    said = _said(judgement)
    return judgement.left_id, str(said.get("reason", "")), int(said.get("number", -1))


def _said(judgement: Judgement) -> dict[str, Any]:
    try:
        said = json.loads(judgement.value)
    except json.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _answers(case: Case) -> tuple[list[Answer], dict[str, int]]:
    """(answers that hold, why the others do not -> how many)."""
    aside = case.worked.read("aside")
    rows = {(item, reason): count for item, reason, count in arrow.rows(aside, "item_id", "reason", "rows")}
    now = made_by(case)
    found, void = [], Counter[str]()
    for judgement in _judgements(case):
        said, key = _said(judgement), _key(judgement)
        if not {"reason", "number", "answer", "made_by"} <= said.keys():
            void[MALFORMED] += 1
        elif said["made_by"] != now:
            void[OTHER_CODE] += 1
        elif not 0 <= key[2] < rows.get(key[:2], 0):
            void[NOT_ASIDE] += 1
        else:
            found.append(Answer(key, read_answer(str(said["answer"])), judgement.by_whom))
    return found, dict(sorted(void.items()))


def _strata_of(case: Case, answers: Iterable[Answer]) -> dict[str, int]:
    """Rows with an answer in each stratum."""
    kinds = dict(arrow.rows(case.worked.read("item", reading.STAGE), "item_id", "media_type"))
    keys = {one.key for one in answers}
    return dict(Counter(f"{kind(kinds[item])}: {reason}" for item, reason, _ in keys))


# Looking: rows read again in the fence.


def look(case: Case, drawn: Sequence[Drawn], settings: Settings, show: Listener) -> list[Look]:
    """What stands in these rows, in their order. Files must be where they were when they were added."""
    wanted: dict[str, dict[str, list[int]]] = {}
    for one in drawn:
        wanted.setdefault(one.item_id, {}).setdefault(one.reason, []).append(one.number)
    asides = {
        item: tuple((reason, tuple(sorted(numbers))) for reason, numbers in sorted(asked.items()))
        for item, asked in wanted.items()
    }
    jobs = wanted_jobs(case, set(asides), lambda one: replace(one, asides=asides[one.item_id]))
    rows, troubles = ask(case, jobs, "look", settings, show)
    seen = {(row["item_id"], row["reason"], row["number"]): row for row in rows}
    paths = dict(arrow.rows(case.worked.read("item", reading.STAGE), "item_id", "path"))
    return [_look(one, paths[one.item_id], seen.get(one.key), troubles.get(one.item_id, "")) for one in drawn]


def _look(one: Drawn, path: str, row: Mapping[str, Any] | None, trouble: str) -> Look:
    if row is None:
        return Look(one, path, trouble=trouble or "not found again in its item")
    shown = (row["place"], row["text"], tuple(row["above"]), tuple(row["below"]), row["cut"])
    return Look(one, path, *shown)


def wanted_jobs(case: Case, items: set[str], asking: Any) -> list[Job]:
    """Jobs for these items only, each changed by `asking` (Wanted -> Wanted)."""
    found = []
    for job in reading.jobs(intake.known(case), reading.drops_of(case)):
        kept: tuple[Wanted, ...] = tuple(asking(one) for one in job.wanted if one.item_id in items)
        if kept:
            found.append(replace(job, wanted=kept))
    return found


def ask(
    case: Case, jobs: Sequence[Job], name: str, settings: Settings, show: Listener
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """(rows of the table `name` from the fence, item_id -> why the item gave none)."""
    total, done = sum(job.weight for job in jobs), 0
    rows: list[dict[str, Any]] = []
    troubles: dict[str, str] = {}
    show(Step("reading again", 0, total))
    with intake.fence(case, settings) as workers:
        for asked, result in units.work(workers, list(jobs), settings, reading.lost):
            rows += result[name].to_pylist() if name in result else []
            troubles |= dict(arrow.rows(result["item"], "item_id", "reason"))
            done += sum(job.weight for job in asked)
            show(Step("reading again", done, total))
    return rows, troubles
