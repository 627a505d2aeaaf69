"""The account of a case: counts that must agree are compared, and a mismatch is an error, never a rounding."""

from collections import Counter

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.model.errors import AccountingError
from betrokken.pipeline import intake
from betrokken.pipeline.case import Case
from betrokken.stages.answering import figures
from betrokken.stages.answering.figures import Figures


def check(case: Case) -> Figures:
    """The figures of the case. Raises AccountingError naming the two counts that differ, CaseError before a run."""
    worked = {name: case.worked.read(name) for name in (*figures.READS, "membership", "attribution")}
    worked["item"] = case.worked.read("item", "finding")
    _agree("items listed and items read", intake.known(case).num_rows, worked["item"].num_rows)
    found = figures.count(worked)
    _agree("files in and files by status", worked["item"].num_rows, found.files)
    _rows(worked["item"], worked["aside"])
    _agree("rows in and rows with mentions or aside", found.rows, found.rows_with_mentions + sum(found.aside.values()))
    placed = worked["membership"].num_rows + worked["unplaced"].num_rows
    _agree("mentions and mentions placed or unplaced", worked["mention"].num_rows, placed)
    told = len(set(arrow.values(worked["attribution"], "mention_id")))
    _agree("mentions and mentions attributed", worked["mention"].num_rows, told)
    _agree("people and people with exposures", found.people, len(set(arrow.values(worked["exposure"], "person_id"))))
    return found


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
