"""`betrokken facts`: the facts of the incident, shown, entered and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from betrokken.cli.facts_files import load
from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.edges.decided import Fact
from betrokken.model.errors import FactsError
from betrokken.model.incident import ENTRIES, KINDS
from betrokken.pipeline import stating
from betrokken.pipeline.case import enter
from betrokken.pipeline.stating import Entered


def facts(
    case: CasePath,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Facts (TOML) to add or change; others stay.")
    ] = None,
    withdraw: Annotated[
        list[str] | None, typer.Option("--withdraw", metavar="KIND:ID", help="Take a fact back, such as dataset:bvo.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also show facts that no longer hold.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Show the facts of the incident; with files enter them, with --withdraw take one back. Nothing is overwritten."""
    one = opened(case, key_file)
    if not files and not withdraw:
        _show(stating.history(one.decided), history)
        return
    done = enter(one, load(files or ()), list(dict.fromkeys(map(_key, withdraw or ()))), who())
    _tell(done)
    if done.last:
        typer.echo(f"next: betrokken run {case}")


def _key(name: str) -> tuple[str, str]:
    kind, colon, subject = name.partition(":")
    if kind not in KINDS or not colon or not subject:
        raise FactsError(f"write --withdraw KIND:ID, where KIND is one of {', '.join(KINDS)}; not {name!r}")
    return kind, subject


def _tell(done: Entered) -> None:
    for word, names in (
        ("new", done.new),
        ("changed", done.changed),
        ("the same", done.same),
        ("withdrawn", done.withdrawn),
    ):
        if names:
            typer.echo(f"{len(names):,} {word}: {', '.join(names)}")


def _show(found: Sequence[Fact], history: bool) -> None:
    shown = [fact for fact in found if history or fact.superseded_at is None]
    console = Console(highlight=False, soft_wrap=False)
    if not shown:
        console.print("the case holds no facts yet: betrokken facts CASE FILE enters them")
    for kind in KINDS:
        rows = [fact for fact in shown if fact.kind == kind]
        if rows:
            console.print(_table(kind, rows, history), "")


def _table(kind: str, rows: Iterable[Fact], history: bool) -> Table:
    table = Table(show_edge=False, box=None, pad_edge=False)
    for title in (kind, "what", "source", "entered (UTC)", *(["held until (UTC)"] if history else [])):
        table.add_column(title, header_style="bold", overflow="fold", no_wrap=title == kind)
    for fact in rows:
        until = [_moment(fact.superseded_at) if fact.superseded_at else "now"] if history else []
        cells = (fact.subject, _content(kind, fact.value), fact.source, _moment(fact.entered_at), *until)
        table.add_row(*(escape(cell) for cell in cells), style="dim" if fact.superseded_at else "")
    return table


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _content(kind: str, value: Any) -> str:
    """What an entry says beside its id, without what was left open."""
    if not isinstance(value, dict):
        return _text(value)
    # an earlier version kept everything in one fact; its keys stand in no entry
    order = [one.name for one in fields(ENTRIES[kind])] if kind in ENTRIES else list(value)
    told = ((key, _text(value.get(key))) for key in order if key != "id")
    return "; ".join(f"{key} {text}" for key, text in told if text)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value if not isinstance(one, dict)) or (f"{len(value)}" if value else "")
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)
