"""Generations of the register: entered at the end of a run that changed it, frozen under a name, read again later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges import parquet
from betrokken.edges.code_version import code_version
from betrokken.edges.decided import now
from betrokken.edges.generations import CHANGE, Generation, Generations, hash_of
from betrokken.kit import arrow
from betrokken.model import tables
from betrokken.model.errors import CaseError
from betrokken.pipeline import causes
from betrokken.pipeline.case import Case
from betrokken.stages.registering import changes

FREEZE = "freeze"  # kind of fact: name of a frozen generation -> its number and hash
_FROM_LINKING = ("person", "membership")  # where registering does not write them itself
_BESIDE = ("membership",)  # kept with a register to tell who became whom; no part of what it says
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A generation that was given a name. at: instant, ISO 8601."""

    name: str
    number: int
    hash: str
    by: str
    at: str
    why: str


def store(case: Case) -> Generations:
    """Where the generations of a case are kept."""
    return Generations(case.folder, case.keys.worked)


def enter(case: Case, known: Mapping[str, Any]) -> bool:
    """Add a generation when the register differs from the newest one; gives whether it did.

    known: what `causes.known` gave when the run began. The caller holds the write lock of the case.
    """
    kept = store(case)
    kept.prune(_numbers(case))
    now_seen = {"known": known, "outputs": _outputs(case)}
    seen = kept.seen()
    if seen == now_seen and kept.numbers():
        return False
    newest = kept.latest()
    same = newest is not None and seen.get("outputs") == now_seen["outputs"]
    entered = not same and _write(case, kept, newest, known)
    kept.prune(_numbers(case))
    kept.see(now_seen)
    return entered


def is_current(case: Case) -> bool:
    """Whether the newest generation is what the rooms left: the last run ended."""
    kept = store(case)
    return bool(kept.numbers()) and kept.seen().get("outputs") == _outputs(case)


def is_fresh(case: Case) -> bool:
    """Whether the newest generation holds all that was entered: the last run ended, and nothing came since."""
    return is_current(case) and store(case).seen()["known"] == causes.known(case)


def freeze(case: Case, name: str, by: str, why: str) -> Frozen:
    """Give the newest generation a name, so that its tables stay for ever.

    Raises CaseError when the name is taken or not of its form, when something came since the last run, or before the
    first run; LockedError during a run.
    """
    if not _NAME.fullmatch(name):
        raise CaseError(f"{name!r} is no name for a generation: a letter, then letters, digits, '.', '-' or '_'")
    with case.worked.writing():
        if any(one.name == name for one in frozen(case)):
            raise CaseError(f"there is a frozen generation named {name!r} already; a name is used once")
        newest = store(case).latest()
        if newest is None or not is_fresh(case):
            raise CaseError(
                "something was added or changed since the last run: `betrokken run CASE` first, then freeze"
            )
        store(case).whole(newest)  # what is damaged must not get a name
        held = case.decided.facts(FREEZE)
        value = {"generation": newest.number, "hash": newest.hash, "by": by, "why": why}
        case.decided.set_facts(FREEZE, held | {name: value}, by)
    return next(one for one in frozen(case) if one.name == name)


def frozen(case: Case) -> list[Frozen]:
    """All frozen generations, in the order they were frozen."""
    return [
        Frozen(f.subject, f.value["generation"], f.value["hash"], f.value["by"], f.entered_at, f.value["why"])
        for f in case.decided.fact_history(FREEZE)
    ]


def resolve(case: Case, generation: str | int) -> Generation:
    """The generation of this number or name. Raises CaseError when there is none."""
    wanted = str(generation)
    named = {one.name: one.number for one in frozen(case)}
    if wanted in named:
        return store(case).manifest(named[wanted])
    if not wanted.isdigit():
        known = f"; frozen are: {', '.join(named)}" if named else ""
        raise CaseError(f"there is no generation named {wanted!r}{known} (`betrokken changes CASE` lists all)")
    return store(case).manifest(int(wanted))


def register(case: Case, generation: str | int) -> dict[str, pa.Table]:
    """The whole tables of a generation: person, exposure, membership and the others it was made with.

    Raises CaseError when they are kept no more, or when they are not what was frozen or entered.
    """
    made = resolve(case, generation)
    found = store(case).whole(made)
    contents = {name: made.tables[name].content_sha256 for name in found if name not in _BESIDE}
    hashes = {hash_of(contents), made.hash} | {one.hash for one in frozen(case) if one.number == made.number}
    if len(hashes) > 1:
        raise CaseError(f"generation {made.number} does not have the hash it was entered or frozen with")
    return found


def label(case: Case) -> str:
    """Which generation the case shows now, for people: number, hash, names."""
    newest = store(case).latest()
    if newest is None or not is_current(case):
        return "none yet: the last run did not end, run again"
    names = [one.name for one in frozen(case) if one.number == newest.number]
    told = f", frozen as {', '.join(names)}" if names else ""
    return f"{newest.number} (hash {short(newest.hash)}{told})"


def short(hash_: str) -> str:
    """A hash as people compare it: its first 12 digits."""
    return hash_[:12]


def _write(case: Case, kept: Generations, newest: Generation | None, known: Mapping[str, Any]) -> bool:
    whole = {name: case.worked.read(name, stage) for name, stage in _tables(case).items()}
    contents = {n: parquet.content_sha256(rows, tables.schema(n)) for n, rows in whole.items() if n not in _BESIDE}
    if newest and newest.hash == hash_of(contents):
        return False
    came = causes.between(case, newest.known if newest else {}, known)
    number = max([*kept.numbers(), *_numbers(case)], default=0) + 1  # a frozen number is not given again, even if lost
    with case.query({}) as connection:
        before = kept.whole(newest) if newest else {}
        change = changes.between(connection, before, whole, _places(case), came, number)
    kept.write(
        number,
        {CHANGE: change, **whole},
        made_at=now(),
        code=code_version(),
        hash=hash_of(contents),
        causes=tuple(cause.text for cause in came),
        known=known,
        counts=_counts(whole),
    )
    return True


def _tables(case: Case) -> dict[str, str]:
    """The tables of the register and the stage that wrote each: what registering gives, and person and membership."""
    manifest = case.worked.manifest("registering")
    if manifest is None:
        raise CaseError("the register is not there yet: run the case first")
    return dict(
        sorted((dict.fromkeys(_FROM_LINKING, "linking") | dict.fromkeys(manifest.tables, "registering")).items())
    )


def _outputs(case: Case) -> dict[str, str]:
    """Of each table of the register the hash its stage wrote it under; cheap to compare, and not what readers verify."""
    manifests = {stage: case.worked.manifest(stage) for stage in set(_tables(case).values())}
    return {name: m.outputs()[name] for name, stage in _tables(case).items() if (m := manifests[stage])}


def _places(case: Case) -> pa.Table:
    """The drop each mention stands in."""
    mention = case.worked.dataset("mention", "finding").to_table(columns=["mention_id", "item_id"])
    item = case.worked.dataset("item", "finding").to_table(columns=["item_id", "drop_id"])
    return mention.join(item, "item_id").select(["mention_id", "drop_id"])


def _numbers(case: Case) -> set[int]:
    return {one.number for one in frozen(case)}


def _counts(whole: Mapping[str, pa.Table]) -> dict[str, dict[str, int]]:
    person, exposure = whole["person"], whole["exposure"]
    pairs = exposure.select(["controller", "person_id"]).group_by(["controller", "person_id"]).aggregate([])
    return {
        "all": {
            "people": person.num_rows,
            "addressable": pc.sum(pc.cast(person["addressable"], pa.int64())).as_py() or 0,
            "exposures": exposure.num_rows,
        },
        "certainty": _tally(person, "certainty"),
        "controller": _tally(pairs, "controller"),
    }


def _tally(table: pa.Table, column: str) -> dict[str, int]:
    """Rows by word; "" stands for none."""
    found = table.group_by(column).aggregate([([], "count_all")])
    return dict(sorted((word or "", count) for word, count in arrow.rows(found, column, "count_all")))
