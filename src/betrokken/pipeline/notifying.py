"""The clocks of the law and the timeline of a case, out of its facts, its register and its generations."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from betrokken.edges import aside, files
from betrokken.edges.decided import now
from betrokken.kit import arrow
from betrokken.model import words
from betrokken.model.errors import BetrokkenError, LawError
from betrokken.pipeline import generations, happened
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import ics, stage, terms, timeline
from betrokken.stages.notifying.clock import Clock
from betrokken.stages.notifying.known import Known, names
from betrokken.stages.notifying.timeline import Count, Row

_COLUMNS = ("at_utc", "at_netherlands", "hour_known", "lane", "what", "who", "whom", "dataset", "people", "source")


@dataclass(frozen=True, slots=True)
class Read:
    """The clocks at one moment, and from which generation of the register they know the risk."""

    at: datetime
    clocks: tuple[Clock, ...]
    names: Mapping[str, str]
    generation: str

    def title(self, clock: Clock) -> str:
        """A clock in one line."""
        return f"{stage.name(clock.law)}: {clock.duty} ({self.whose(clock)})"

    def whose(self, clock: Clock) -> str:
        """The party that must act, then whose data and which set, where the clock knows."""
        about = [self.names.get(clock.party, clock.party)]
        if clock.controller not in ("", clock.party):
            about.append(f"for {self.names.get(clock.controller, clock.controller)}")
        return ", ".join([*about, clock.dataset] if clock.dataset else about)


def instant(text: str) -> datetime:
    """A moment as a user writes it, UTC; "" is now. Raises BetrokkenError."""
    try:
        found = datetime.fromisoformat(text or now())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BetrokkenError(f"{text!r} is no instant with its time zone: write it as 2025-08-09T14:20:00+02:00")
    return found.astimezone(UTC)


def read(case: Case, at: datetime, law_file: Path | None = None, generation: str = "") -> Read:
    """The clocks at a moment. generation: number or name; "" is the register as it is. Raises CaseError, LawError."""
    incident = happened.incident(case)
    known = Known(incident, _event_sources(case), at, _law(law_file), _bands(case, generation))
    label = generation or generations.label(case)
    return Read(at, tuple(stage.run(known)), names(incident), label)


def _law(file: Path | None) -> terms.Law:
    if file is None:
        return terms.shipped()
    try:
        return terms.read(str(file), file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise LawError(f"{file}: the terms cannot be read: is the path right, and is it a text in UTF-8?") from None


def _event_sources(case: Case) -> dict[str, str]:
    return {subject: source for (kind, subject), source in happened.sources(case).items() if kind == "event"}


def _bands(case: Case, generation: str) -> dict[str, dict[str, int]] | None:
    if not generation and case.worked.manifest("registering") is None:
        return None
    severity = generations.register(case, generation)["severity"] if generation else case.table("severity")
    return _tally(severity)


def _tally(severity: pa.Table) -> dict[str, dict[str, int]]:
    counted = severity.group_by(["controller", "band"]).aggregate([([], "count_all")])
    found: dict[str, dict[str, int]] = {}
    for controller, band, people in arrow.rows(counted, "controller", "band", "count_all"):
        found.setdefault(controller or "", {})[band] = people
    return found


def write_ics(path: Path, case: Case, found: Read) -> None:
    """All deadlines as a calendar file."""
    aside.write(path, ics.calendar(found.clocks, case.keys.case_id, found.title))


def write_json(path: Path, found: Read) -> None:
    """All clocks, with every field that people see."""
    told = {
        "at": found.at.isoformat(),
        "generation": found.generation,
        "clocks": [_told(one, found.names) for one in found.clocks],
    }
    aside.write(path, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())


def _told(clock: Clock, names: Mapping[str, str]) -> dict[str, Any]:
    moments = {key: _both(getattr(clock, key)) for key in ("started", "due", "done")}
    text = {key: getattr(clock, key) for key in ("why", "done_by", "off", "information", "notes")}
    parties = {"party_name": names.get(clock.party, ""), "controller_name": names.get(clock.controller, "")}
    ids = {key: getattr(clock, key) for key in ("law", "duty", "party", "controller", "dataset", "term", "state")}
    late = {"late_by_minutes": minutes(clock.late_by), "took_minutes": minutes(clock.took), "reason_asked": clock.asked}
    return {"article": stage.name(clock.law)} | ids | parties | moments | text | late


def minutes(span: timedelta | None) -> int | None:
    """Whole minutes, upward: a second late is a minute late."""
    return None if span is None else -(-span // timedelta(minutes=1))


def _both(moment: datetime | None) -> dict[str, str] | None:
    return {"utc": moment.isoformat(), "netherlands": terms.local(moment).isoformat()} if moment else None


def rows(case: Case) -> list[Row]:
    """The timeline of a case, by moment."""
    drops = [(one.name, one.published_at) for one in case.decided.drops() if one.source == "leak" and one.published_at]
    return timeline.rows(happened.incident(case), happened.sources(case), drops, _counts(case))


def _counts(case: Case) -> list[Count]:
    kept = generations.store(case)
    made = [kept.manifest(number) for number in kept.numbers()]
    return [
        Count(datetime.fromisoformat(one.made_at), one.number, one.counts["all"]["people"], one.counts["certainty"])
        for one in made
    ]


def draw(path: Path, found: Sequence[Row], lab: str) -> None:
    """The timeline as SVG or PNG, by the name of the file. Raises BetrokkenError for another name, or nothing to draw."""
    if path.suffix.lower() not in (".svg", ".png"):
        raise BetrokkenError(f"{path}: a timeline is drawn as .svg or .png")
    if not found:
        raise BetrokkenError("nothing to draw: enter events with `betrokken facts CASE FILE`, or run the case")
    from betrokken.edges import charts, timeline_chart  # Altair takes long to import

    lanes = list(timeline.LANES)
    marks = [
        timeline_chart.Mark(row.lane, terms.local(row.at).strftime("%Y-%m-%dT%H:%M:%S"), _label(row))
        for row in sorted((row for row in found if row.lane in lanes), key=lambda row: lanes.index(row.lane))
    ]
    classes = [word.replace("_", " ") for word in words.CERTAINTIES] + ["no class"]
    people = [
        timeline_chart.People(f"{row.source.removesuffix(' of the register')}, {_day(row)}", row.what, row.people or 0)
        for row in found
        if row.certainty and row.what in classes
    ]
    svg = timeline_chart.timeline(f"Timeline: {lab}" if lab else "Timeline", marks, people)
    aside.write(path, charts.png(svg) if path.suffix.lower() == ".png" else svg.encode())


def _label(row: Row) -> str:
    who = f"{row.who}: " if row.who else ""
    whom = f" to {row.whom}" if row.whom else ""
    about = f" [{row.dataset}]" if row.dataset else ""
    return f"{_day(row)}  {who}{row.what}{whom}{about}"


def _day(row: Row) -> str:
    return f"{terms.local(row.at):%Y-%m-%d %H:%M}" if row.exact else f"{terms.local(row.at):%Y-%m-%d}"


def write_csv(path: Path, found: Sequence[Row]) -> None:
    """The table of the timeline."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    for row in found:
        moments = (row.at.isoformat(), terms.local(row.at).isoformat(), "yes" if row.exact else "no")
        about = (row.lane, row.what, row.who, row.whom, row.dataset, row.people, row.source)
        writer.writerow(["" if cell is None else files.cell(cell) for cell in (*moments, *about)])
    aside.write(path, out.getvalue().encode())
