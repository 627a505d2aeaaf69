"""`betrokken add`: a drop taken into the case."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.kit import arrow
from betrokken.pipeline import intake
from betrokken.settings import Settings


def add(
    case: CasePath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders of the drop.")],
    drop: Annotated[
        str, typer.Option("--drop", metavar="NAME", help="Name of the drop; default: its first path.")
    ] = "",
    copy: Annotated[
        bool, typer.Option("--copy", help="Seal a copy into the case; default: the pile stays put.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 is one for each core.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Take files into the case: list them, open containers, hash every member. Nothing is executed or changed."""
    one = opened(case, key_file)
    with shown() as show:
        added = intake.add(one, paths, drop, copy, Settings(workers=workers), show)
    one.note(who(), "add", {"items": added.num_rows})
    counts = Counter(arrow.values(intake.known(one), "status"))
    typer.echo(f"{added.num_rows:,} items added, those inside other files included")
    typer.echo("in the case now: " + ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items())))
    typer.echo(f"next: betrokken run {case}")
