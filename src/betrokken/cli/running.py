"""`betrokken run`: all rooms in order; run again after a stop and it goes on."""

from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.pipeline import account
from betrokken.settings import Settings


def run(
    case: CasePath,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 is one for each core.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Read, find, link, attribute and register what was added. Stop it at any moment and run it again."""
    from betrokken.pipeline import rooms  # Splink takes long to import, and one command needs it

    one = opened(case, key_file)
    with shown() as show:
        done = rooms.run(one, Settings(workers=workers), show)
    counted = account.check(one)
    one.note(who(), "run", {"people": counted.people, "files": counted.files})
    if not done:
        typer.echo("nothing had changed, so nothing was done again")
    typer.echo(f"{counted.people:,} people hit, in {counted.files:,} files")
    typer.echo(f"next: betrokken status {case}, betrokken export {case} DIR, betrokken summary {case} FILE.html")
