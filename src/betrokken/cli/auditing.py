"""`betrokken audit`: what did we miss: rows that gave no mention are judged by a human, and marker people put in."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import auditing, questions, recall
from betrokken.pipeline.auditing import Look, Plan
from betrokken.pipeline.case import Case
from betrokken.settings import Settings
from betrokken.stages.auditing import telling
from betrokken.stages.auditing.stage import Audit

_WIDE = 2_000  # characters of a row shown at first
_HELP = "0, 1, 2, ... people that should have been found   ? not sure   m show all   u undo   q stop, go on later"
_File = Path | None


def audit(
    case: CasePath,
    sample: Annotated[int, typer.Option("--sample", min=0, help="Rows to draw; a sample only grows. 0: as it is.")] = 0,
    status: Annotated[bool, typer.Option("--status", help="Figures only.")] = False,
    second: Annotated[
        bool, typer.Option("--second", help="Judge rows that others judged, for a second opinion.")
    ] = False,
    markers: Annotated[int, typer.Option("--markers", min=0, help="Marker people to put in; measures recall.")] = 0,
    to_ask: Annotated[_File, typer.Option("--questions", metavar="FILE.csv", help="Write open questions.")] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Also what stands in the rows: personal data.")
    ] = False,
    answers: Annotated[_File, typer.Option("--answers", metavar="FILE.csv", help="Take answers from a file.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 is one for each core.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Judge a random sample of the rows that gave no mention; gives a bound at 95 % on the people missed."""
    one, settings, console = opened(case, key_file), Settings(workers=workers), Console(highlight=False, soft_wrap=True)
    if markers:
        _mark(one, markers, settings, console)
    elif to_ask:
        _export(one, auditing.plan(one, sample, who()), to_ask, with_text, second, settings)
    elif answers:
        _take(one, auditing.plan(one, sample, who()), answers)
    elif not status:
        _ask(one, auditing.plan(one, sample, who()), second, settings, console)
    found = auditing.current(one) if status or markers else auditing.store(one)
    _tell(found, console)


def _mark(case: Case, count: int, settings: Settings, console: Console) -> None:
    with shown() as show:
        marked = recall.run(case, count, who(), settings, show)
    for kind, path, place in marked.not_found:
        console.print(f"not found: {escape(kind)}: {escape(path)}  {escape(place)}")
    for why, number in marked.not_put.items():
        console.print(f"could not be put in: {why}: {number:,}")


def _export(case: Case, made: Plan, file: Path, with_text: bool, second: bool, settings: Settings) -> None:
    asked = auditing.open_questions(case, made, who(), second)
    with shown() as show:
        looks = auditing.look(case, asked, settings, show)
    case.note(who(), "audit", {"command": "questions.with-text" if with_text else "questions", "rows": len(looks)})
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "w", encoding="utf-8-sig") as out:  # fmt: skip
        out.write(questions.write(looks, with_text))
    typer.echo(f"{file}: {len(looks):,} questions; paths can name people, so guard it")


def _take(case: Case, made: Plan, file: Path) -> None:
    try:
        given = questions.read(file.read_text("utf-8"), made)
    except (OSError, UnicodeDecodeError):
        raise BetrokkenError(f"{file}: this file is not there, or is no CSV in UTF-8") from None
    for one in given:
        auditing.answer(case, one.drawn, one.people, one.by_whom or who(), one.why or "from a file")
    typer.echo(f"{len(given):,} answers taken over")


def _ask(case: Case, made: Plan, second: bool, settings: Settings, console: Console) -> None:
    """Ask row after row until all are answered or the human stops."""
    asked = auditing.open_questions(case, made, who(), second)
    with shown() as show:
        looks = auditing.look(case, asked, settings, show)
    console.print(_HELP)
    at, given = 0, list[int]()
    while at < len(looks):
        said = _asked(case, looks[at], f"{at + 1} of {len(looks)}", console)
        if said == "q":
            break
        if said == "u":
            at -= 1 if given else 0
            if given:
                auditing.withdraw(case, given.pop(), who())
            continue
        people = auditing.read_answer(said)
        given.append(auditing.answer(case, looks[at].drawn, people, who(), looks[at].trouble or "seen"))
        at += 1


def _asked(case: Case, one: Look, number: str, console: Console) -> str:
    """Show one row and give what the human says of it: an answer, "u" or "q"."""
    case.note(who(), "look", {"item_id": one.drawn.item_id, "rows": 1})
    _show(one, number, console, _WIDE)
    while True:
        try:
            said = console.input("people missed? ").strip()
        except EOFError:
            return "q"
        if said == "m":
            _show(one, number, console, len(one.text))
        elif said in ("u", "q"):
            return said
        else:
            try:
                auditing.read_answer(said)
            except BetrokkenError as error:
                console.print(f"{error}; u takes the last answer back, q stops")
            else:
                return said


def _show(one: Look, number: str, console: Console, most: int) -> None:
    console.print(f"\n[bold]{number}[/bold]  {escape(one.drawn.stratum)}")
    console.print(f"{escape(one.path)}  {escape(one.place)}", style="dim")
    if one.trouble:
        console.print(f"this row cannot be shown: {escape(one.trouble)}; answer ? to count it as missed")
    for line in one.above:
        console.print(f"      {escape(line)}", style="dim")
    left = len(one.text) - most
    console.print(f"  --> {escape(one.text[:most])}" + (f" (and {left:,} more characters: m)" if left > 0 else ""))
    if one.cut:
        console.print(f"      {one.cut:,} characters at its end are not shown; answer ? when they may matter")
    for line in one.below:
        console.print(f"      {escape(line)}", style="dim")


def _tell(audit: Audit | None, console: Console) -> None:
    """The figures of an audit, each stratum and kind of file with its own; counts only."""
    if audit is not None:
        console.print(_strata(audit))
    if audit is not None and audit.markers:
        console.print(_markers(audit))
    for line in telling.sentences(audit):
        console.print(line)


def _strata(audit: Audit) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("rows set aside", "rows", "judged", "with people", "people", "at most (95 %)"):
        table.add_column(name, justify="left" if name == "rows set aside" else "right", no_wrap=True)
    for one in audit.lines:
        counts = (one.rows, one.judged, one.missed, one.people)
        bound = "no bound" if one.upper is None else f"{one.upper:,}"
        table.add_row(escape(one.stratum), *(f"{count:,}" for count in counts), bound)
    return table


def _markers(audit: Audit) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("marker people", "put in", "found", "recall at least (95 %)"):
        table.add_column(name, justify="left" if name == "marker people" else "right", no_wrap=True)
    for one in (*audit.markers, audit.put):
        low = "" if one.recall_low is None else f"{one.recall_low:.1%}"
        table.add_row(escape(one.kind or "all"), f"{one.put:,}", f"{one.found:,}", low)
    return table
