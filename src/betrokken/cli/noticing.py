"""`betrokken notices`, `returned` and `trace`: who is written to, what came back, and how we know."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.model.notices import REASONS
from betrokken.pipeline import noticing, told, tracing
from betrokken.pipeline.case import Case
from betrokken.pipeline.noticing import Planned
from betrokken.pipeline.told import State


def notices(
    case: CasePath,
    generation: Annotated[
        str, typer.Option("--generation", metavar="NAME", help="Plan from this frozen generation; else show the state.")
    ] = "",
    controller: Annotated[
        list[str] | None, typer.Option("--controller", metavar="ID", help="Of this controller only; may be repeated.")
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the letters.")] = "nl",
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="With --request: who asked, and how you know.")
    ] = "",
    queue: Annotated[
        Path | None, typer.Option("--queue", metavar="FILE", help="Write whom a human must see to, as .csv or .xlsx.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Plan who gets which letter and who gets none, or show what became of them. Nothing goes out by this."""
    one = opened(case, key_file)
    today = datetime.now(UTC).date()
    if generation:
        resolved, found = noticing.plan(one, generation, controller or (), language, today, who())
        typer.echo(f"planned from generation {resolved.number} (hash {resolved.hash[:12]})")
        for each in found:
            _planned(Console(highlight=False, soft_wrap=True), each, _names(one))
    if queue:
        typer.echo(f"{queue}: {told.queue(one, queue, who()):,} people for a human")
    _show(one, told.states(one))


def on_request(
    case: CasePath,
    person_id: Annotated[str, typer.Argument(metavar="PERSON_ID", help="Id from the export.")],
    controller: Annotated[str, typer.Option("--controller", metavar="ID", help="Whose letter; its id.")],
    generation: Annotated[str, typer.Option("--generation", metavar="NAME", help="A frozen generation.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Who asked, and how you know it was them.")],
    relative: Annotated[
        Path | None,
        typer.Option("--relative", metavar="FILE.toml", help="To this relative of somebody who has died."),
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the letter.")] = "nl",
    key_file: KeyFile = None,
) -> None:
    """Plan a letter that goes out only when asked for: that nothing was touched, or to a relative of the dead."""
    from betrokken.pipeline import on_request as asked

    one = opened(case, key_file)
    if relative:
        made = asked.relatives(one, generation, controller, person_id, language, relative, why, who())
    else:
        made = asked.not_touched(one, generation, controller, person_id, language, why, who())
    typer.echo(f"notice {made.notice_id} planned: {made.variant.replace('_', ' ')}")


def returned(
    case: CasePath,
    what: Annotated[
        str, typer.Argument(metavar="CODE|NOTICE_ID|FILE", help="A letter code, a notice, or a file with one a line.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="WORD", help=f"One of {', '.join(told.RETURNED)}.")],
    key_file: KeyFile = None,
) -> None:
    """Enter letters that came back. The next plan sends them again where another address is known, and once only."""
    found = told.returned(opened(case, key_file), what, reason, who())
    typer.echo(f"{len(found.marked):,} entered as returned ({reason})")
    for number, why in found.wrong:
        typer.echo(f"line {number}: not entered: {why}", err=True)
    if found.wrong:
        raise typer.Exit(1)


def trace(
    case: CasePath,
    wanted: Annotated[str, typer.Argument(metavar="NOTICE_ID|CODE", help="The notice, or the code on the letter.")],
    key_file: KeyFile = None,
) -> None:
    """Tell of one letter how we know: claims, mentions, files and hashes, release and batch; as JSON, without values."""
    one = opened(case, key_file)
    found = tracing.trace(one, wanted)
    one.note(who(), "trace", {"notice_id": found["notice"]["notice_id"]})
    typer.echo(json.dumps(found, indent=1, ensure_ascii=False))


def _names(case: Case) -> dict[str, str]:
    return {one.id: one.name for one in case.incident.controllers}


def _planned(console: Console, found: Planned, names: Mapping[str, str]) -> None:
    console.print(f"[bold]{escape(names[found.controller])}[/bold]: {found.people:,} people")
    for variant, people in found.counts["letters"].items():
        console.print(f"  {people:>9,}  letter: {variant.replace('_', ' ')}")
    for reason, people in found.counts["silences"].items():
        console.print(f"  {people:>9,}  none: {reason.replace('_', ' ')} ({REASONS[reason]})")
    console.print(f"  {found.new:,} new, {found.kept:,} were planned already, {found.withdrawn:,} withdrawn")


def _show(case: Case, found: list[State]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print("no notices yet: betrokken notices CASE --generation NAME plans them")
        return
    names = _names(case)
    for one in found:
        parts = {**one.states, **{f"suppressed: {reason.replace('_', ' ')}": n for reason, n in one.suppressed.items()}}
        told_ = " + ".join(f"{people:,} {word}" for word, people in parts.items() if people)
        console.print(f"[bold]{escape(names[one.controller])}[/bold]: {one.people:,} people = {told_ or 'nobody'}")
        beside = {"of the letters sent again after they came back": one.resent, "to relatives": one.on_request}
        for word, people in beside.items():
            if people:
                console.print(f"    {people:,} {word}")
    latest = max(one.generation for one in found)
    console.print(f"people no file tells a controller of, to whom nobody writes: {told.unwritten(case, latest):,}")
