"""A statement written to files: the page with its timeline drawn, and its figures as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from betrokken.edges import aside, files
from betrokken.model.errors import CaseError
from betrokken.model.words import CERTAINTIES
from betrokken.pipeline import statement
from betrokken.pipeline.case import Case
from betrokken.pipeline.statement import Made
from betrokken.stages.notifying import terms, timeline
from betrokken.stages.notifying.statement import page, small
from betrokken.stages.notifying.statement.counting import ALL, Key
from betrokken.stages.notifying.statement.page import Statement
from betrokken.stages.notifying.statement.small import Shown

_COLUMNS: Final = ("kind", "controller", "controller_name", "word", "label", "people", "shown", "people_before", "shown_before")  # fmt: skip
Figures = dict[Key, Shown]


def write(made: Made, case: Case, folder: Path) -> list[Path]:
    """The page and its figures as CSV and JSON, each whole or not at all."""
    told = replace(made.told, chart=_drawn(case, made))
    pages = {
        folder / f"statement.{told.language}.html": page.render(told).encode(),
        folder / "figures.csv": _csv(told),
        folder / "figures.json": _json(made),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CaseError(f"{folder}: this folder cannot be made: is the path right, and may you write there?") from None
    for path, data in pages.items():
        aside.write(path, data)
    return list(pages)


def _drawn(case: Case, made: Made) -> str:
    """The timeline as SVG; "" where nothing is known of when. People as each statement showed them, and no others."""
    from betrokken.edges import timeline_chart  # Altair takes long to import

    told, say = made.told, made.told.teller
    if not told.events:
        return ""
    own, lanes = say.part("timeline"), list(timeline.LANES)
    marks = [
        timeline_chart.Mark(
            say.part("lane")[row.lane],
            terms.local(row.at).strftime("%Y-%m-%dT%H:%M:%S"),
            f"{say.day(terms.local(row.at).date())}  {say.event(row)}",
        )
        for row in sorted(told.events, key=lambda row: lanes.index(row.lane))
    ]
    steps = {own["step"].format(day=say.day(day)): figures for day, figures in _steps(case, told)}
    wording = timeline_chart.Wording(
        people=own["people"],
        axis=own["axis"],
        day=own["day_format"],
        classes={word.replace("_", " "): say.label("class", word) for word in CERTAINTIES},
        thousands=say.word("thousands"),
        totals={step: say.shown(figures["people", ALL, ""]) for step, figures in steps.items()},
    )
    return timeline_chart.timeline(own["chart"], marks, list(_people(steps)), wording)


def _steps(case: Case, told: Statement) -> Iterable[tuple[date, Figures]]:
    """The day and the figures of each earlier statement, and of this one."""
    for one in statement.stated(case):
        if one.generation < told.generation:
            yield date.fromisoformat(one.day), dict(one.figures)
    yield told.day, dict(told.counted.shown)


def _people(steps: dict[str, Figures]) -> Iterable[Any]:
    from betrokken.edges import timeline_chart  # as above

    for step, figures in steps.items():
        for word in CERTAINTIES[:3]:  # not those who were not touched
            told = figures["class", ALL, word]
            yield timeline_chart.People(step, word, told.people or 0)


def _rows(told: Statement) -> Iterable[dict[str, Any]]:
    say = told.teller
    for key, one in told.counted.shown.items():
        kind, controller, word = key
        before = told.before.get(key) if told.changes.since else None
        label = say.label(kind, word) if kind in ("class", "category", "exam", "year") else ""
        yield {
            "kind": kind, "controller": controller, "controller_name": say.controller(controller), "word": word,
            "label": label, "people": one.people, "shown": one.how,
            "people_before": before.people if before else None, "shown_before": before.how if before else None,
        }  # fmt: skip


def _csv(told: Statement) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    writer.writerows({name: files.cell(cell) for name, cell in row.items()} for row in _rows(told))
    return out.getvalue().encode()


def _json(made: Made) -> bytes:
    told, known = made.told, made.told.unknown
    flows = [
        {"class_before": was, "became": fate, "causes": list(why), "people": (one := small.one(people)).people, "shown": one.how}
        for (was, fate, why), people in told.changes.flows.items()
    ]  # fmt: skip
    ends = dict(zip(("low", "middle", "high"), known.bracket, strict=True)) if known.bracket else None
    audit = dict(zip(("judged", "missed_at_most", "finished"), known.audit, strict=True)) if known.audit else None
    content = {
        "day": told.day.isoformat(), "draft": told.draft,
        "generation": {"number": told.generation, "name": made.name, "sha256": told.hash, "made_at": told.made_at},
        "content_sha256": made.content, "since": told.changes.since or None,
        "figures": list(_rows(told)), "changes": flows,
        "files": {"all": known.files, "unread": known.unread, "partly": known.partly, "read_later": known.as_now},
        "audit": audit, "projection": ends,
    }  # fmt: skip
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
