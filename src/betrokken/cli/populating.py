"""`betrokken population`: a controller's own list taken into the case."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.kit import arrow
from betrokken.pipeline import populations
from betrokken.pipeline.intake import OwnList
from betrokken.settings import Settings


def population(
    case: CasePath,
    file: Annotated[Path, typer.Argument(metavar="LIST", help="The list, in any format that is read.")],
    controller: Annotated[str, typer.Option("--controller", metavar="ID", help="Controller whose own list it is.")],
    dataset: Annotated[str, typer.Option("--dataset", metavar="ID", help="Data set of that controller it is of.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="Day the list was true; default: today.")] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the list; default: its file name.")] = "",
    copy: Annotated[
        bool, typer.Option("--copy", help="Seal a copy into the case; default: the list stays put.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 is one for each core.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Take a controller's own list into the case. Its people are linked to those in the leak; it is never an exposure."""
    one = opened(case, key_file)
    own = OwnList(controller, dataset, as_of)
    with shown() as show:
        added = populations.add(one, file, name, own, date.today(), copy, Settings(workers=workers), show)
    one.note(who(), "population", {"items": added.num_rows, "drop_id": arrow.values(added, "drop_id")[0]})
    for path, status, reason in arrow.rows(added, "path", "status", "reason"):
        typer.echo(f"{path}: listed" if status == "read" else f"{path}: {status}, {reason or 'no reason given'}")
    typer.echo(f"next: betrokken run {case}")
