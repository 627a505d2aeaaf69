"""The figures of an audit: per stratum and over all, what was judged, what was missed, and the bounds at 95 %."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from betrokken.kit import arrow
from betrokken.stages.auditing import bounds
from betrokken.stages.auditing.bounds import Stratum
from betrokken.stages.auditing.sampling import UNREAD, Drawn, question

READS: Final = ("aside", "item", "judgement")
WRITES: Final = ("audit",)
ALL: Final = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one human said of one row: the data subjects in it that should have been found, None for "not sure"."""

    key: tuple[str, str, int]
    people: int | None
    by_whom: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all answers to one row come to. missed: whether it counts as a row with a missed person."""

    people: int
    missed: bool
    disagreed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The judged part of one stratum; `upper` is None before any answer."""

    stratum: str
    rows: int
    judged: int = 0
    missed: int = 0
    people: int = 0
    upper: int | None = None


@dataclass(frozen=True, slots=True)
class Markers:
    """Marker people put into files of one kind, and those found."""

    kind: str
    put: int
    found: int

    @property
    def recall_low(self) -> float | None:
        """Lower bound at 95 % on the share found; None where none was put in."""
        return round(bounds.share_lower(self.put, self.found), 4) if self.put else None


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit says. Rows of `lines` add up to the rows set aside.

    upper: bound at 95 % on the data subjects missed in the strata with answers, all together; None without answers.
    unjudged, unread: rows in strata without an answer, and in parts that could not be read: no bound covers them.
    largest: most data subjects seen in one judged row, which the bound takes for the most of any row.
    waiting: answers to rows behind one that still has none. disagreed: questions of the rows people judged differently.
    void: why answers hold no more -> how many.
    """

    lines: tuple[Line, ...]
    asked: int
    judged: int
    missed: int
    people: int
    upper: int | None
    unjudged: int
    unread: int
    largest: int
    waiting: int = 0
    disagreed: tuple[str, ...] = ()
    void: Mapping[str, int] = field(default_factory=dict)
    markers: tuple[Markers, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.judged or self.markers)

    @property
    def put(self) -> Markers:
        """The markers of all kinds of file together."""
        return Markers(ALL, sum(one.put for one in self.markers), sum(one.found for one in self.markers))


def settle(answers: Iterable[Answer]) -> dict[tuple[str, str, int], Verdict]:
    """One verdict for each row. Not sure counts as one person missed, and so does what reviewers disagree on."""
    by_row: dict[tuple[str, str, int], dict[str, int | None]] = {}
    for one in answers:
        by_row.setdefault(one.key, {})[one.by_whom] = one.people  # the last answer of each reviewer
    return {key: _verdict(list(said.values())) for key, said in by_row.items()}


def _verdict(said: Sequence[int | None]) -> Verdict:
    disagreed = len(set(said)) > 1
    unsure = disagreed or None in said
    people = max(max((one or 0 for one in said), default=0), 1 if unsure else 0)
    return Verdict(people, people > 0, disagreed)


def run(
    rows: Mapping[str, int],
    drawn: Sequence[Drawn],
    asked: int,
    answers: Iterable[Answer],
    void: Mapping[str, int],
    markers: Sequence[Markers] = (),
) -> Audit:
    """The figures. rows: those of each stratum. drawn: in order of chance, to beyond the last row with an answer.

    Of each stratum the answers up to the first row without one count: those alone are a random sample, whatever order
    the rows were answered in.
    """
    verdicts = settle(answers)
    lines, largest = [], 1
    for stratum in sorted(rows):
        mine = [one for one in drawn if one.stratum == stratum]
        first = next((n for n, one in enumerate(mine) if one.key not in verdicts), len(mine))
        counted = [verdicts[one.key] for one in mine[:first]]
        largest = max([largest, *(one.people for one in counted)])
        lines.append(_line(stratum, rows[stratum], counted))
    waiting = len(verdicts) - sum(one.judged for one in lines)
    disagreed = tuple(sorted(question(key) for key, one in verdicts.items() if one.disagreed))
    return _whole(lines, largest, asked, waiting, disagreed, void, tuple(markers))


def _line(stratum: str, rows: int, told: Sequence[Verdict]) -> Line:
    missed, people = sum(one.missed for one in told), sum(one.people for one in told)
    return Line(stratum, rows, len(told), missed, people)


def _whole(
    lines: Sequence[Line],
    largest: int,
    asked: int,
    waiting: int,
    disagreed: tuple[str, ...],
    void: Mapping[str, int],
    markers: tuple[Markers, ...],
) -> Audit:
    judged = [one for one in lines if one.judged]
    return Audit(
        lines=tuple(_bounded(one, largest) for one in lines),
        asked=asked,
        judged=sum(one.judged for one in lines),
        missed=sum(one.missed for one in lines),
        people=sum(one.people for one in lines),
        upper=_joint(judged, largest) if judged else None,
        unjudged=sum(one.rows for one in lines if not one.judged and not one.stratum.endswith(UNREAD)),
        unread=sum(one.rows for one in lines if one.stratum.endswith(UNREAD)),
        largest=largest,
        waiting=waiting,
        disagreed=disagreed,
        void=void,
        markers=markers,
    )


def _bounded(one: Line, largest: int) -> Line:
    if not one.judged:
        return one
    more = bounds.rows_upper(Stratum(one.rows, one.judged, one.missed)) - one.missed
    return Line(one.stratum, one.rows, one.judged, one.missed, one.people, one.people + more * largest)


def _joint(judged: Sequence[Line], largest: int) -> int:
    rows = bounds.joint_upper([Stratum(one.rows, one.judged, one.missed) for one in judged])
    return sum(one.people for one in judged) + (rows - sum(one.missed for one in judged)) * largest


def table(audit: Audit) -> pa.Table:
    """The table `audit`: a row for each stratum, one for each kind of file with markers, and ALL.

    The bound of ALL is null as long as a stratum that can be judged has no answer.
    """
    found: list[dict[str, Any]] = [_row(one) for one in audit.lines]
    found += [{"stratum": one.kind} | _marked(one) for one in audit.markers]
    whole = Line(
        ALL, sum(one.rows for one in audit.lines), audit.judged, audit.missed, audit.people,
        None if audit.unjudged else audit.upper,
    )  # fmt: skip
    found.append(_row(whole) | (_marked(audit.put) if audit.markers else {}))
    return arrow.make("audit", sorted(found, key=lambda row: row["stratum"]))


def _row(one: Line) -> dict[str, Any]:
    counts = {"rows": one.rows, "judged": one.judged, "with_people": one.missed, "people": one.people}
    return {"stratum": one.stratum, **counts, "upper": one.upper}


def _marked(one: Markers) -> dict[str, Any]:
    return {"markers": one.put, "markers_found": one.found, "recall_low": one.recall_low}


def marked(found: pa.Table) -> tuple[Markers, ...]:
    """The markers out of the table `audit`."""
    rows = arrow.rows(found, "stratum", "markers", "markers_found")
    return tuple(Markers(kind, put, seen) for kind, put, seen in rows if kind and put is not None)
