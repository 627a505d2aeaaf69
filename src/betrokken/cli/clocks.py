"""`betrokken clocks`: what each law asks of whom, until when, and whether it was done."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.pipeline import notifying
from betrokken.pipeline.notifying import Read
from betrokken.stages.notifying import stage, terms
from betrokken.stages.notifying.clock import Clock


def clocks(
    case: CasePath,
    at: Annotated[str, typer.Option("--at", metavar="INSTANT", help="As of this moment, with its time zone.")] = "",
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Also all deadlines, for a calendar.")
    ] = None,
    to_json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Also all clocks, as JSON.")] = None,
    law: Annotated[
        Path | None, typer.Option("--law", metavar="FILE.toml", help="Other terms of the law, as in docs/clocks.md.")
    ] = None,
    generation: Annotated[
        str,
        typer.Option("--generation", metavar="NAME", help="Risk by this generation; else by the register as it is."),
    ] = "",
    key_file: KeyFile = None,
) -> None:
    """Show the clocks of the law, per controller and data set, by due moment; times in the Netherlands."""
    moment = notifying.instant(at)
    one = opened(case, key_file)
    found = notifying.read(one, moment, law, generation)
    if ics:
        notifying.write_ics(ics, one, found)
    if to_json:
        notifying.write_json(to_json, found)
    one.note(who(), "clocks", {"rows": len(found.clocks)})
    _tell(Console(highlight=False, soft_wrap=False), found)
    for path in filter(None, (ics, to_json)):
        typer.echo(str(path))


def _tell(console: Console, found: Read) -> None:
    if not found.clocks:
        console.print("no clocks: the facts name no controller yet (betrokken facts CASE FILE)")
        return
    console.print(f"at {_moment(found.at)}; risk by generation {escape(found.generation)}")
    table = Table(show_edge=False, box=None, pad_edge=False)
    for title in ("", "due", "law", "who, whose, which set", "state", "done"):
        table.add_column(title, header_style="bold", overflow="fold", no_wrap=title in ("", "due"))
    for number, clock in enumerate(found.clocks, start=1):
        due = _moment(clock.due) if clock.due and not clock.off else "-"
        cells = (str(number), due, stage.name(clock.law) + ": " + clock.term, found.whose(clock), _state(clock))
        done = _moment(clock.done) if clock.done else ""
        style = {"late": "bold red", "off": "dim"}.get(clock.state, "")
        table.add_row(*map(escape, (*cells, done)), style=style)
    console.print(table, "")
    for number, clock in enumerate(found.clocks, start=1):
        _why(console, number, clock, found)


def _why(console: Console, number: int, clock: Clock, found: Read) -> None:
    console.print(f"[bold]{number}[/bold] {escape(found.title(clock))}", soft_wrap=True)
    begun = f"started {_moment(clock.started)}" if clock.started else "not started"
    lines = [f"off: {clock.off}"] if clock.off else [f"{begun}: {clock.why}"]
    lines += [f"done {_moment(clock.done)}: {clock.done_by}"] if clock.done and not clock.off else []
    lines += [f"asked: {clock.asked}"] if clock.asked else []
    lines += [f"for information: {clock.information}"] if clock.information else []
    for line in (*lines, *(() if clock.off else clock.notes)):
        console.print(f"    {escape(line)}", soft_wrap=True)


def _state(clock: Clock) -> str:
    state = clock.state.replace("_", " ")
    if clock.late_by:
        return f"{state}, {_span(clock.late_by)} late" if clock.state == "done" else f"late by {_span(clock.late_by)}"
    if clock.state == "running" and clock.due:
        return f"running, {_span(clock.due - clock.at)} left"
    if clock.took is not None:
        return f"{state}, {'took' if clock.done else 'for'} {_span(clock.took)}"
    return state


def _span(span: timedelta) -> str:
    """Days, hours and minutes; a second late is a minute late."""
    whole = notifying.minutes(span) or 0
    days, rest = divmod(whole, 24 * 60)
    parts = ((days, "d"), (rest // 60, "h"), (rest % 60, "min"))
    return " ".join(f"{value:,} {unit}" for value, unit in parts if value) or "0 min"


def _moment(moment: datetime | None) -> str:
    return f"{terms.local(moment):%Y-%m-%d %H:%M %z}" if moment else ""
