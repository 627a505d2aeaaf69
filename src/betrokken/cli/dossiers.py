"""`betrokken dossier`: what the regulator asks of one controller, what a human answers to it, and what was filed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.edges.journal import word
from betrokken.model.errors import DossierError
from betrokken.pipeline import dossiers, filing, notifying, writing_dossiers
from betrokken.pipeline.case import Case
from betrokken.pipeline.dossiers import Dossier

Whose = Annotated[str, typer.Option("--controller", metavar="ID", help="Whose dossier; its id.")]
To = Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Write it here, to new files.")]
Which = Annotated[
    str | None, typer.Option("--generation", metavar="NAME", help="A frozen generation; else the last frozen.")
]
KindOf = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="first, supplement, change or withdrawal; else what follows."),
]
Format = Annotated[
    str, typer.Option("--format", metavar="ap|veris|dpv", help="The form as JSON and PDF, VERIS, or DPV.")
]
Language = Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the worksheet.")]
Answer = Annotated[
    tuple[str, str] | None,
    typer.Option("--answer", metavar="QUESTION TEXT", help="Keep a human's answer, such as --answer 9.1 TEXT."),
]
Source = Annotated[str, typer.Option("--source", metavar="TEXT", help="Where the answer comes from.")]
Confirm = Annotated[
    list[str] | None, typer.Option("--confirm", metavar="QUESTION", help="Confirm a computed answer; repeat it.")
]
TakeBack = Annotated[
    str, typer.Option("--take-back", metavar="WHAT", help="Take back an answer (question) or filing (receipt).")
]
FiledAs = Annotated[str, typer.Option("--filed", metavar="RECEIPT", help="Keep that what was last drawn up was filed.")]
At = Annotated[str, typer.Option("--at", metavar="INSTANT", help="When it is drawn up or was filed; else now.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who answers, confirms or files; else you.")]


def dossier(
    case: CasePath,
    controller: Whose,
    to: To = None,
    generation: Which = None,
    kind: KindOf = None,
    format_: Format = "ap",
    language: Language = "nl",
    answer: Answer = None,
    source: Source = "",
    confirm: Confirm = None,
    take_back: TakeBack = "",
    filed: FiledAs = "",
    at: At = "",
    by: By = "",
    key_file: KeyFile = None,
) -> None:
    """Draw up what the regulator asks of a controller, answer, confirm, file, and see what changed since the last report."""
    moment = notifying.instant(at)
    alone = [name for name, given in (("--filed", filed), ("--take-back", take_back)) if given]
    if len(alone) + bool(to or answer or confirm) > 1:
        raise DossierError("one thing at a time: --filed and --take-back go without the others")
    if filed and not at:
        raise DossierError("when was it filed? give --at, as 2025-08-09T14:20:00+02:00")
    one = opened(case, key_file)
    name = by or who()
    if filed:
        _file(one, controller, filed, moment, name)
        return
    if take_back:
        _take_back(one, controller, take_back, name)
        return
    found = dossiers.gather(one, controller, generation, kind, moment, language)
    if answer:
        filing.answer(one, controller, answer[0], answer[1], name, source)
    if confirm:
        filing.confirm(one, controller, dossiers.confirmable(found, confirm), name)
    if answer or confirm:
        found = dossiers.gather(one, controller, generation, kind, moment, language)
        _note(one, controller, "answer" if answer else "confirm")
    if to:
        for path in writing_dossiers.write(one, found, to, format_, language, name):
            typer.echo(str(path))
        _note(one, controller, word(found.ground.kind), found.made.number)
    _tell(Console(highlight=False, soft_wrap=True), found, language)


def _take_back(one: Case, controller: str, what: str, by: str) -> None:
    gone = filing.take_back(one, controller, what, by)
    _note(one, controller, "take-back")
    typer.echo(f"taken back: {gone} {what}")


def _file(one: Case, controller: str, receipt: str, at: datetime, by: str) -> None:
    stored = filing.file(one, controller, receipt, at, by)
    _note(one, controller, "filed", stored.filed.generation)
    typer.echo(f"filed: {stored.filed.kind} of generation {stored.filed.generation}, receipt {receipt}")
    typer.echo(f"in the facts as event:{stored.event}")
    if stored.open:
        typer.echo(f"note: {stored.open} questions were missing or not confirmed when it was drawn up", err=True)


def _note(one: Case, controller: str, kind: str, generation: int | None = None) -> None:
    told: dict[str, int | str] = {"controller": word(controller), "kind": kind}
    one.note(who(), "dossier", told | ({"generation": generation} if generation else {}))


def _tell(console: Console, found: Dossier, language: str) -> None:
    counts = ", ".join(f"{value} {key.replace('_', ' ')}" for key, value in found.counts().items())
    console.print(f"{found.ground.kind}, generation {found.made.number} ({escape(', '.join(found.frozen))}): {counts}")
    for line in found.lines:
        shown = escape(writing_dossiers.in_short(line, language))
        style = "bold" if line.open else ""
        console.print(f"{line.question.number:<14} {shown}", style=style)
    if found.changes is not None:
        console.print(f"differs from the last report: {len(found.changes)}", style="bold")
        for change in found.changes:
            console.print(escape(f"{change.number}: {change.before or '-'} -> {change.after or '-'}"))
            console.print(escape(f"    {'; '.join(change.why)}"))
