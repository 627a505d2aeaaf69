"""What an audit says, in plain words: counts only, each with what it does not cover."""

from collections.abc import Iterator
from typing import Final

from betrokken.stages.auditing.stage import Audit

NOT_YET: Final = "what may have been missed: not audited yet"


def sentences(audit: Audit | None) -> list[str]:
    """A few lines for a human; one that says so when there was no audit."""
    if audit is None:
        return [NOT_YET]
    return list(_sentences(audit)) if audit.begun else [NOT_YET, *_doubts(audit)]


def _sentences(audit: Audit) -> Iterator[str]:
    if audit.upper is None:
        yield "what may have been missed: no row that gave no mention has been judged yet"
    else:
        yield from _bound(audit)
    yield from _doubts(audit)
    put = audit.put
    if put.put:
        yield (
            f"marker people found by the machine: {put.found:,} of {put.put:,}, so at least {put.recall_low:.1%} (95 %); "
            "this is about layouts in which somebody was found"
        )
    else:
        yield "marker people: none put in yet, so the recall of the machine is not measured"


def _bound(audit: Audit) -> Iterator[str]:
    done = audit.judged >= audit.asked
    yield (
        f"what may have been missed: at most {audit.upper:,} data subjects (95 %), with {audit.people:,} seen in "
        f"{audit.judged:,} judged rows; a person in several rows counts in each"
        + (
            ""
            if done
            else f"; provisional: {audit.asked - audit.judged:,} of {audit.asked:,} rows are still to be judged"
        )
    )
    yield f"this takes {audit.largest:,} for the most people in one missed row, the most seen in a judged one"
    if audit.unjudged:
        yield f"no bound for {audit.unjudged:,} rows of which none was judged"
    if audit.unread:
        yield f"no bound for {audit.unread:,} rows that could not be read"


def _doubts(audit: Audit) -> Iterator[str]:
    if audit.disagreed:
        yield f"reviewers disagree on {len(audit.disagreed):,} rows, counted as missed: {', '.join(audit.disagreed)}"
    if audit.waiting:
        yield f"answers that count once the rows drawn before them are judged: {audit.waiting:,}"
    for why, number in audit.void.items():
        yield f"answers that hold no more: {number:,}: {why}"
