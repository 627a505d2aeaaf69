"""What the generations of a register tell: the list of them, what changed since one, and the history of one person."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from betrokken.edges.generations import Generation
from betrokken.model.errors import CaseError
from betrokken.pipeline import generations
from betrokken.pipeline.case import Case
from betrokken.stages.registering import folding
from betrokken.stages.registering.folding import Net

_TOLD_OF_PERSON = ("person", "addressable", "standing", "severity", "details")


@dataclass(frozen=True, slots=True)
class Entry:
    """One generation in the list. names: under which it was frozen. before: the generation before it, if any."""

    made: Generation
    names: tuple[str, ...]
    before: Generation | None


def entries(case: Case) -> list[Entry]:
    """All generations, rising. Raises CaseError before the first."""
    kept = generations.store(case)
    found = [kept.manifest(number) for number in kept.numbers()]
    if not found:
        raise CaseError("there is no generation of the register yet: run the case first")
    names: dict[int, list[str]] = {}
    for one in generations.frozen(case):
        names.setdefault(one.number, []).append(one.name)
    return [
        Entry(made, tuple(names.get(made.number, ())), before)
        for made, before in zip(found, [None, *found[:-1]], strict=True)
    ]


def since(case: Case, generation: str) -> tuple[Generation, Generation, Net]:
    """(that generation, the newest, what differs on the whole). generation: number or name. Raises CaseError."""
    made = generations.resolve(case, generation)
    kept = generations.store(case)
    newest = kept.manifest(kept.numbers()[-1])
    return made, newest, between(case, made.number, newest.number)


def between(case: Case, then: int, now: int) -> Net:
    """What differs on the whole between two generations, by number. Raises CaseError."""
    kept = generations.store(case)
    change = pa.concat_tables([kept.changes(number) for number in kept.numbers() if number <= now])
    with case.query({}) as connection:
        return folding.net(connection, change, then)


def of_person(case: Case, person_id: str) -> tuple[str, ...]:
    """When a person came, each change of class and of the rest, and why; one line each, () for somebody unknown."""
    kept = generations.store(case)
    return tuple(
        line for number in kept.numbers() for line in _lines(kept.manifest(number), _rows(case, number, person_id))
    )


def _rows(case: Case, number: int, person_id: str) -> list[dict[str, str | None]]:
    change = generations.store(case).changes(number)
    found: list[dict[str, str | None]] = change.filter(pc.equal(change["person_id"], pa.scalar(person_id))).to_pylist()
    return found


def _lines(made: Generation, rows: list[dict[str, str | None]]) -> Iterator[str]:
    when = f"generation {made.number} ({made.made_at[:10]})"
    came = any(row["what"] == "person" and row["after"] == "present" for row in rows)
    for what in _TOLD_OF_PERSON:
        for row in rows:
            if row["what"] == what and not (came and what == "addressable"):
                yield f"{when}: {_told(row)}; cause: {row['cause']}"
    exposures = [row for row in rows if row["what"] == "exposure"]
    if exposures:
        causes = "; ".join(sorted({str(row["cause"]) for row in exposures}))
        yield f"{when}: {_exposures(exposures)}; cause: {causes}"


def _told(row: dict[str, str | None]) -> str:
    before, after = row["before"], row["after"]
    at = ", ".join(str(row[key]) for key in ("controller", "dataset") if row[key])
    where = f" at {at}" if at else ""
    if row["what"] == "person":
        return "came in" if after == "present" else f"is {after}" if after else "went: no mention is this person's"
    if row["what"] == "details":
        return f"other details: {after}"
    word = {"addressable": "can be written to", "standing": "class", "severity": "severity"}[str(row["what"])]
    return f"{word}{where}: {after or 'none'}" + (f", was {before}" if before else "")


def _exposures(rows: list[dict[str, str | None]]) -> str:
    new, gone = (sum(row[side] is None for row in rows) for side in ("before", "after"))
    told = {"new": new, "changed": len(rows) - new - gone, "gone": gone}
    return "exposures: " + ", ".join(f"{count} {word}" for word, count in told.items() if count)


def became(case: Case, person_id: str) -> str:
    """For an id the register holds no more: who that person is now; "" when nothing is known of it."""
    change = None
    for number in generations.store(case).numbers():
        for row in _rows(case, number, person_id):
            change = row if row["what"] == "person" else change
    if change is None or change["after"] == "present":
        return ""
    return f"{person_id} {_told(change)} (cause: {change['cause']})"


def exported(net: Net) -> dict[str, pa.Table]:
    """The changes as a file to write, by its name."""
    return {"changes": net.rows}
