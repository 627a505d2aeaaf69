"""The account of a case: counts that must agree are compared, and a mismatch is an error, never a rounding."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model.errors import AccountingError
from betrokken.pipeline import intake
from betrokken.pipeline.case import Case
from betrokken.stages.answering import figures
from betrokken.stages.answering.figures import Figures
from betrokken.stages.registering import stage as registering

_AT = ("person_id", "controller", "certainty")


def check(case: Case) -> Figures:
    """The figures of the case. Raises AccountingError naming the two counts that differ, CaseError before a run."""
    worked = {name: case.table(name) for name in (*figures.READS, "attribution")}
    _agree("items listed and items read", intake.known(case).num_rows, worked["item"].num_rows)
    found = figures.count(worked, intake.drops(case))
    listed = sum(sum(one.items.values()) for one in found.populations)
    _agree("files in and files by status, with those of populations", worked["item"].num_rows, found.files + listed)
    _rows(worked["item"], worked["aside"])
    _populations(worked, found)
    _agree("rows in and rows with mentions or aside", found.rows, found.rows_with_mentions + sum(found.aside.values()))
    placed = worked["membership"].num_rows + worked["unplaced"].num_rows
    _agree("mentions and mentions placed or unplaced", worked["mention"].num_rows, placed)
    told = len(set(arrow.values(worked["attribution"], "mention_id")))
    _agree("mentions and mentions attributed", worked["mention"].num_rows, told)
    _agree("people and people with exposures", found.people, len(set(arrow.values(worked["exposure"], "person_id"))))
    _standings(worked, found)
    statuses = {one.id: one.status for one in case.incident.datasets}
    return replace(found, contradictions=registering.contradictions(worked["standing"], statuses))


def _standings(worked: Mapping[str, pa.Table], found: Figures) -> None:
    """Everybody stands in one class at least, and the classes add up to everybody."""
    people = worked["person"].num_rows
    _agree("people and people with a standing", people, len(set(arrow.values(worked["standing"], "person_id"))))
    _agree("people and people of all classes", people, sum(found.standings.by_class.values()))
    lacking = sum(found.standings.unaddressable.values())
    _agree("people and people who can and cannot be written to", people, found.standings.addressable + lacking)
    told = sum(sum(per.values()) for per in found.standings.by_dataset.values())
    _agree("standings and standings per data set", worked["standing"].num_rows, told)
    touched = {row[:2] for row in arrow.rows(worked["standing"], *_AT) if row[2] != "not_touched"}
    _agree("people with a severity at controllers", len(touched), worked["severity"].num_rows)
    _agree("severities and severities of all bands", worked["severity"].num_rows, sum(found.standings.by_band.values()))
    alone = sum(arrow.values(worked["unattributed"], "mentions"))
    _agree("placed mentions without a controller and those listed as such", _alone(worked), alone)


def _alone(worked: Mapping[str, pa.Table]) -> int:
    """Leaked mentions that are somebody's and no controller's."""
    told = {
        mention for mention, controller in arrow.rows(worked["attribution"], "mention_id", "controller") if controller
    }
    leaked = {one for one, source in arrow.rows(worked["mention"], "mention_id", "source") if source == "leak"}
    return sum(one in leaked and one not in told for one in arrow.values(worked["membership"], "mention_id"))


def _populations(worked: Mapping[str, pa.Table], found: Figures) -> None:
    """What populations hold is counted apart, and nothing of it twice or not at all."""
    read = sum(rows or 0 for rows in arrow.values(worked["item"], "rows"))
    counted = found.rows + sum(one.rows for one in found.populations)
    _agree("rows read and rows of leaks and populations", read, counted)
    for one in found.populations:
        told = one.rows_with_mentions + sum(one.aside.values())
        _agree(f"rows in and rows with mentions or aside of the population {one.name!r}", one.rows, told)
    people = found.people + found.only_in_populations
    _agree("people and people hit or only in populations", worked["person"].num_rows, people)


def _agree(what: str, left: int, right: int) -> None:
    if left != right:
        raise AccountingError(f"the account does not balance: {what}: {left:,} and {right:,}; run the case again")


def _rows(item: pa.Table, aside: pa.Table) -> None:
    """Rows balance within every item, so that two errors cannot hide each other."""
    away: Counter[str] = Counter()
    for item_id, rows in arrow.rows(aside, "item_id", "rows"):
        away[item_id] += rows
    for item_id, rows, found in arrow.rows(item, "item_id", "rows", "rows_with_mentions"):
        _agree(f"rows of item {item_id}", rows or 0, (found or 0) + away[item_id])
