"""`betrokken proofs`, `release`, `print`, `sent` and `withhold`: nothing leaves without two named people."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.model.errors import ReleaseError
from betrokken.pipeline.case import Case

Generation = Annotated[str, typer.Option("--generation", metavar="NAME", help="The frozen generation they tell.")]
Whose = Annotated[str, typer.Option("--controller", metavar="ID", help="Whose letters; its id.")]
Workers = Annotated[int, typer.Option("--workers", help="Processes to set letters with; 0 is one for each core.")]


def proofs(
    case: CasePath,
    generation: Generation,
    controller: Whose,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="New folder for the proofs.")],
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Draw as before; else a new draw.")] = None,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Date on the letters; else today.")
    ] = None,
    workers: Workers = 0,
    key_file: KeyFile = None,
) -> None:
    """Set every planned letter once, and write some of each kind and all edge cases for people to look at."""
    from betrokken.pipeline import proving

    one = opened(case, key_file)
    drawn = secrets.randbelow(1_000_000) if seed is None else seed
    on = (day or datetime.now(UTC)).date()
    with shown() as show:
        made = proving.prove(one, generation, controller, to, drawn, on, who(), show, workers)
    typer.echo(f"{to}: {made.drawn:,} proofs of {made.letters:,} letters, dated {on}, drawn with --seed {drawn}")
    typer.echo(f"content: {made.content[:12]} (a release is bound to it)")
    for notice_id, why in made.refused:
        typer.echo(f"cannot be set: {notice_id}: {why}", err=True)
    if made.refused:
        typer.echo("next: betrokken withhold CASE NOTICE_ID --why TEXT, notices, and proofs again", err=True)
        raise typer.Exit(1)
    typer.echo(
        f"next: look at them, then betrokken release {case} --generation {generation} --controller {controller} --by NAME"
    )


def release(
    case: CasePath,
    generation: Annotated[str, typer.Option("--generation", metavar="NAME", help="The frozen generation.")] = "",
    controller: Annotated[str, typer.Option("--controller", metavar="ID", help="Whose letters; its id.")] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who approves; the second must be somebody else.")
    ] = "",
    void: Annotated[int | None, typer.Option("--void", metavar="N", help="Take release N back.")] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why it is taken back.")] = "",
    batch: Annotated[int, typer.Option("--batch", min=1, help="Letters in one file for the printer.")] = 1_000,
    key_file: KeyFile = None,
) -> None:
    """Approve letters: the first name asks, another name lets them out. Without options: what was released."""
    from betrokken.pipeline import releasing

    one = opened(case, key_file)
    if void is not None:
        typer.echo(f"release {releasing.void(one, void, why, who()).release_id} is voided")
    elif by or generation or controller:
        if not (by and generation and controller):
            raise ReleaseError("a release needs --generation NAME, --controller ID and --by NAME")
        made = releasing.release(one, generation, controller, by, who(), batch)
        state = "asked for: somebody else must approve it too" if made.state == "asked" else "released"
        typer.echo(f"release {made.release_id}, {made.notices:,} letters: {state}")
        if login := releasing.one_login(one, made.release_id):
            typer.echo(f"note: both names were given under the login {login}; give each their own", err=True)
        if made.state == "released":
            typer.echo(f"next: betrokken print {case} --release {made.release_id} --to DIR --for age1...")
    _list(one)


def print_(
    case: CasePath,
    release: Annotated[int, typer.Option("--release", metavar="N", help="The release to print.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="Folder for the sealed files; the same for each run.")
    ],
    readers: Annotated[list[str], typer.Option("--for", metavar="KEY", help="Who prints: age1..., ssh-..., or @FILE.")],
    manifest_for: Annotated[
        list[str] | None,
        typer.Option("--manifest-for", metavar="KEY", help="Who checks the manifest; else who prints."),
    ] = None,
    again: Annotated[
        list[int] | None, typer.Option("--again", metavar="BATCH", help="Print this batch again; its file was lost.")
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="With --again: what became of the file.")] = "",
    workers: Workers = 0,
    key_file: KeyFile = None,
) -> None:
    """Write the sealed print files of a release, and its manifest. A second run prints only what was not printed."""
    from betrokken.pipeline import printing

    one = opened(case, key_file)
    with shown() as show:
        made = printing.print_release(
            one, release, to, readers, manifest_for or [], who(), show, again or (), why, workers
        )
    typer.echo(
        f"{to}: {made.printed:,} batches printed ({made.letters:,} letters), {made.before:,} were printed before"
    )
    typer.echo(f"manifest: {made.manifest}")
    typer.echo(f"signed by: {made.fingerprint} (tell it by telephone to whoever prints)")


def sent(
    case: CasePath,
    batch: Annotated[
        list[int] | None, typer.Option("--batch", metavar="N", help="Id of a batch that was posted.")
    ] = None,
    release: Annotated[int | None, typer.Option("--release", metavar="N", help="All batches of this release.")] = None,
    at: Annotated[
        datetime | None, typer.Option("--at", formats=["%Y-%m-%d"], help="Day it was posted; else today.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; else the login.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="They were not posted after all.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Enter that printed letters were posted; of a release all that were not yet."""
    from betrokken.edges.decided import now
    from betrokken.pipeline import printing

    one = opened(case, key_file)
    ids = printing.batches(one, batch or (), release, undo)
    moment = at.date().isoformat() if at else now()
    letters = printing.sent(one, ids, None if undo else moment, by.strip() or who(), who())
    typer.echo(f"{letters:,} letters {'are not sent after all' if undo else 'sent'}, in {len(ids):,} batches")


def withhold(
    case: CasePath,
    notice_id: Annotated[str, typer.Argument(metavar="NOTICE_ID", help="The planned letter.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, and who writes by hand.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Let it go by mail after all.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Take one letter out of the mail: its person stands in the queue for a human. The next plan obeys it."""
    from betrokken.pipeline import noticing, told

    one = opened(case, key_file)
    found = told.find(one, notice_id)
    noticing.withhold(one, found, why, who(), undo)
    typer.echo(
        f"notice {found.notice_id}: {'goes by mail again' if undo else 'withheld'}; next: betrokken notices CASE --generation NAME"
    )


def _list(case: Case) -> None:
    from betrokken.pipeline import releasing

    console = Console(highlight=False, soft_wrap=True)
    found = releasing.listed(case)
    if not found:
        console.print("nothing is released: betrokken proofs, then betrokken release")
    for each in found:
        one = each.release
        by = " and ".join(escape(name) for name in (one.asked_by, one.released_by) if name)
        why = f" ({escape(one.voided_why or '')})" if one.voided_at else ""
        console.print(
            f"[bold]release {one.release_id}[/bold] {escape(one.controller)}, generation {one.generation}, "
            f"{one.notices:,} letters dated {one.day}: {one.state}{why}; by {by}; content {one.content[:12]}"
        )
        for batch in each.batches:
            when = batch.sent_at or batch.printed_at or ""
            file = f", {escape(batch.name)}" if batch.name else ""
            state = batch.state if one.state == "released" else one.state
            console.print(
                f"    batch {batch.batch_id} (number {batch.number}): {batch.notices:,} letters, {state} {when[:16]}{file}"
            )
