"""`betrokken freeze`: the newest generation gets a name and stays for ever."""

from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.pipeline import generations


def freeze(
    case: CasePath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name to give it, such as letters-1; used once.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="What it is frozen for.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Freeze the newest generation of the register under a name: its tables stay, whatever comes after."""
    one = opened(case, key_file)
    made = generations.freeze(one, name, who(), why)
    one.note(who(), "freeze", {"generation": made.number, "content": made.hash})
    typer.echo(f"generation {made.number} is frozen as {made.name}")
    typer.echo(f"its hash, to be written down outside the case: {made.hash}")
