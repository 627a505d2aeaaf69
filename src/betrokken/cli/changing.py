"""`betrokken changes`: the generations of the register, and what changed since one of them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.exporting import Kind
from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.edges import files
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import generations, history
from betrokken.pipeline.history import Entry
from betrokken.stages.registering.folding import Moved, Net


def changes(
    case: CasePath,
    since: Annotated[
        str, typer.Option("--since", metavar="GENERATION", help="Number or name: what changed from it to now.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Also write the changes, row by row, to a file.")
    ] = None,
    kind: Annotated[Kind, typer.Option("--format", help="Kind of file.")] = Kind.PARQUET,
    key_file: KeyFile = None,
) -> None:
    """List the generations of the register, or with --since what changed from one of them to now, and why."""
    if to and not since:
        raise BetrokkenError("--to writes the changes since a generation: give --since GENERATION too")
    one = opened(case, key_file)
    if not since:
        _list(history.entries(one))
        return
    made, newest, net = history.since(one, since)
    if to:
        for path in files.write(to, history.exported(net), kind.value):
            typer.echo(str(path))
        one.note(who(), "changes", {"rows": net.rows.num_rows, "people": len(set(net.rows["person_id"].to_pylist()))})
        typer.echo("the file holds ids and classes of people: guard it", err=True)
    typer.echo(
        f"from generation {made.number} of {_minute(made.made_at)} to {newest.number} of {_minute(newest.made_at)}"
    )
    if not generations.is_current(one):
        typer.echo("the last run did not end: run the case again to see what it brings", err=True)
    _tell(net, {controller.id: controller.name for controller in one.incident.controllers})


def _list(entries: list[Entry]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for entry in entries:
        made = entry.made
        frozen = f"  frozen as {', '.join(entry.names)}" if entry.names else ""
        head = f"[bold]generation {made.number}[/bold]  {_minute(made.made_at)}  hash {generations.short(made.hash)}"
        console.print(head + frozen)
        figures = [
            f"{_figure(entry, 'all', 'people')} people",
            f"{_figure(entry, 'all', 'addressable')} can be written to",
        ]
        figures += [f"{_figure(entry, 'certainty', word)} {_word(word)}" for word in _classes(entry)]
        console.print(f"    {', '.join(figures)}")
        console.print(f"    {escape('; '.join(made.causes))}")


def _classes(entry: Entry) -> list[str]:
    before = entry.before.counts["certainty"] if entry.before else {}
    return sorted(entry.made.counts["certainty"].keys() | before.keys())


def _figure(entry: Entry, kind: str, name: str) -> str:
    """A figure, with how much it went up or down."""
    now = entry.made.counts[kind].get(name, 0)
    if entry.before is None:
        return f"{now:,}"
    step = now - entry.before.counts[kind].get(name, 0)
    return f"{now:,} ({step:+,})" if step else f"{now:,}"


def _tell(net: Net, controllers: dict[str, str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not net.rows.num_rows:
        console.print("nothing changed on the whole")
        return
    console.print("\n[bold]figures, then and now[/bold]")
    for one in net.figures:
        _tell_figure(console, one, controllers)
    if net.classes:
        console.print("\n[bold]people by class, from and to[/bold]")
        for before, after, people in net.classes:
            console.print(
                f"  {_word(before, 'not in the register')} -> {_word(after, 'not in the register')}: {people:,}"
            )
    console.print("\n[bold]changes by cause[/bold]")
    for what, became, cause, rows in net.causes:
        console.print(f"  {what} {became}: {rows:,}  ({escape(cause)})")


def _tell_figure(console: Console, one: Moved, controllers: dict[str, str]) -> None:
    if one.then == one.now and not one.lost:
        return
    step = one.now - one.then
    console.print(f"  {escape(_title(one, controllers))}: {one.then:,} -> {one.now:,} ({step:+,}; {one.came:,} came)")
    if one.lost:
        left = sum(lost.people for lost in one.lost)
        console.print(f"    {left:,} fewer:" if left == -step else f"    {left:,} left:")
    for lost in one.lost:
        console.print(f"      {lost.people:,} {_fate(lost.fate)}  ({escape(lost.cause)})")


def _fate(fate: str) -> str:
    return fate.replace("_", " ")


def _title(one: Moved, controllers: dict[str, str]) -> str:
    if one.kind == "controller":
        return f"people at {controllers.get(one.name, one.name)}" if one.name else "people of whom no file tells whose"
    return {"people": "people", "addressable": "can be written to"}.get(one.kind, f"people {_word(one.name)}")


def _word(word: str, none: str = "no class") -> str:
    return word.replace("_", " ") or none


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ") + " UTC"
