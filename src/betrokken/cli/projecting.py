"""`betrokken project`: how many people the whole theft holds, or an honest refusal and what to read next."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.model.errors import BetrokkenError
from betrokken.stages.projecting.frame import Asked


class Drawn(StrEnum):
    """How the files that were read came to be read."""

    RANDOM = "random"
    CHOSEN = "chosen"


def project(
    case: CasePath,
    listing: Annotated[
        Path | None,
        typer.Option(
            "--listing",
            metavar="FILES.csv",
            help="List of all files: path, size, and date or type if known; also ls -lR or dir /s.",
        ),
    ] = None,
    drawn: Annotated[
        Drawn,
        typer.Option(
            "--drawn", help="random: the files read were drawn at random in every stratum; you answer for it."
        ),
    ] = Drawn.CHOSEN,
    split_rate: Annotated[
        float | None,
        typer.Option(
            "--split-rate",
            min=0.0,
            max=0.5,
            help="Share of people the linking holds for two (0 to 0.5), from a checked sample.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of every random draw.")] = 1,
    chart: Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg|png", help="Also the charts.")] = None,
    next_files: Annotated[
        Path | None, typer.Option("--next", metavar="NEXT.csv", help="Also the files to read next, drawn at random.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Say how many people all files hold, between which numbers, and why; or why nobody can say, and what to read next."""
    from betrokken.cli import projecting_told as telling  # SciPy takes long to import, and one command needs it
    from betrokken.pipeline import projecting

    if chart and chart.suffix.lower() not in (".svg", ".png"):
        raise BetrokkenError(f"{chart}: a chart is written as .svg or .png")
    one = opened(case, key_file)
    made = projecting.project(one, listing, Asked(drawn is Drawn.RANDOM, split_rate, seed))
    one.note(who(), "project", {"people": made.placed.frame.seen, "files": len(made.placed.frame.sample.stratum)})
    console = Console(highlight=False, soft_wrap=True)
    telling.tell(console, made)
    if chart:
        projecting.draw(chart, made)
        typer.echo(str(chart))
    if next_files:
        typer.echo(f"{next_files}: {projecting.write_next(next_files, made):,} files to read next")
