"""`betrokken statement`: what the public may know, from one frozen generation; recorded, so that the next says what changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.model.errors import CaseError
from betrokken.pipeline.case import Case
from betrokken.stages.notifying import terms


def statement(
    case: CasePath,
    generation: Annotated[
        str, typer.Option("--generation", metavar="NAME", help="The frozen generation it tells.")
    ] = "",
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Folder for the page and its figures.")] = None,
    language: Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the page.")] = "nl",
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Day of the statement; else today.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Marked as a draft, and not recorded as made.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back: it was not made public after all.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Write the public page and figures of a frozen generation, or list the statements that were made."""
    one = opened(case, key_file)
    if not generation:
        _list(one)
    elif undo:
        _undo(one, generation)
    elif to is None:
        raise CaseError("say where the page goes: --to DIR")
    else:
        _make(one, generation, language, day or terms.local(datetime.now(UTC)), draft, to)


def _make(case: Case, generation: str, language: str, day: datetime, draft: bool, to: Path) -> None:
    from betrokken.pipeline import publishing, statement

    made = statement.make(case, generation, language, day.date(), draft)
    written = publishing.write(made, case, to)
    new = not draft and statement.record(case, made, who())
    about = {"generation": made.told.generation, "content": made.content, "state": "draft" if draft else "stated"}
    case.note(who(), "statement", about)
    for path in written:
        typer.echo(str(path))
    recorded = "a draft: not recorded" if draft else "recorded" if new else "recorded before, with the same figures"
    typer.echo(f"generation {made.told.generation} (hash {made.told.hash[:12]}): {recorded}")
    hidden = sum(one.people is None for one in made.told.counted.shown.values())
    typer.echo(f"figures hidden, as small ones could point to somebody: {hidden:,} of {len(made.told.counted.shown):,}")
    _cautions(made.left_out, made.unreachable)


def _cautions(left_out: int, unreachable: tuple[str, ...]) -> None:
    if left_out:
        typer.echo(f"note: {left_out:,} events (demand, payment, other) are not on the page", err=True)
    if unreachable:
        typer.echo(
            f"note: the page cannot say how to reach {', '.join(unreachable)}: add a [[contact]] with phone, email or "
            "website to the facts",
            err=True,
        )


def _undo(case: Case, generation: str) -> None:
    from betrokken.pipeline import statement

    number = statement.withdraw(case, generation)
    case.note(who(), "statement", {"generation": number, "state": "withdrawn"})
    typer.echo(f"the statement of generation {number} is taken back: the next one is not compared with it")


def _list(case: Case) -> None:
    from betrokken.pipeline import statement
    from betrokken.stages.notifying.statement.counting import ALL

    found = statement.stated(case)
    if not found:
        typer.echo("no statement was made yet: betrokken statement CASE --generation NAME --to DIR")
    for one in found:
        people = one.figures["people", ALL, ""]
        told = "fewer than 10" if people.people is None else f"{people.people:,}"
        typer.echo(
            f"{one.day}  generation {one.generation} ({one.name}, hash {one.hash[:12]}): {told} people; by {one.by}"
        )
