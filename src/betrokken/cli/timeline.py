"""`betrokken timeline`: what happened when, drawn, and as a table."""

from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.pipeline import notifying


def timeline(
    case: CasePath,
    to: Annotated[Path, typer.Argument(metavar="FILE.svg|png", help="The drawing.")],
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Also the same as a table.")] = None,
    key_file: KeyFile = None,
) -> None:
    """Draw the timeline: entry, theft, who knew when, publications, filings, letters, and people by generation."""
    one = opened(case, key_file)
    found = notifying.rows(one)
    notifying.draw(to, found, one.incident.lab)
    typer.echo(str(to))
    if csv:
        notifying.write_csv(csv, found)
        typer.echo(str(csv))
    one.note(who(), "timeline", {"rows": len(found)})
