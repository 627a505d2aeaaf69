"""The questions of an audit as a CSV for somebody else, and their answers read back."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from betrokken.edges.files import cell
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline.auditing import Look, Plan, read_answer
from betrokken.stages.auditing.sampling import Drawn

COLUMNS: Final = ("question", "stratum", "path", "place", "answer", "why", "by")
_WITH_TEXT: Final = ("above", "text", "below")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer out of a file; by_whom is "" where the file names nobody."""

    drawn: Drawn
    people: int | None
    why: str
    by_whom: str


def write(looks: Iterable[Look], with_text: bool) -> str:
    """A CSV with one row for each question and room for the answer; with_text: also what stands in the rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*COLUMNS, *(_WITH_TEXT if with_text else ())))
    for one in looks:
        row = [one.drawn.question, one.drawn.stratum, one.path, one.place or one.trouble, "", "", ""]
        if with_text:
            row += [" / ".join(one.above), one.text, " / ".join(one.below)]
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def read(text: str, made: Plan) -> list[Given]:
    """The answers in a CSV with the columns `question` and `answer`, and perhaps `why` and `by`.

    A row without an answer is passed over. Raises BetrokkenError naming the line; then nothing of the file is taken.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [name for name in ("question", "answer") if name not in (rows.fieldnames or ())]
    if missing:
        raise BetrokkenError(f"the file of answers lacks the column {missing[0]!r} in its first line")
    known = {one.question: one for one in made.drawn}
    return [_given(row, rows.line_num, known) for row in rows if (row["answer"] or "").strip()]


def _given(row: dict[str, str | None], line: int, known: dict[str, Drawn]) -> Given:
    question = (row["question"] or "").strip()
    if question not in known:
        raise BetrokkenError(f"line {line} of the answers: the sample holds no such question; nothing was taken over")
    try:
        people = read_answer(row["answer"] or "")
    except BetrokkenError as error:
        raise BetrokkenError(f"line {line} of the answers: {error}; nothing was taken over") from None
    return Given(known[question], people, (row.get("why") or "").strip(), (row.get("by") or "").strip())
