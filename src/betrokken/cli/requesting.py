"""`betrokken requests`: what a controller is asked to supply, so that its people can be written to."""

from collections import Counter
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened
from betrokken.kit import arrow
from betrokken.model.errors import BetrokkenError
from betrokken.stages.registering.requests import requests as asked


def requests(
    case: CasePath,
    controller: Annotated[str, typer.Option("--controller", metavar="ID", help="Id of the controller in the facts.")],
    key_file: KeyFile = None,
) -> None:
    """Count the people who cannot be written to and whose lacking fields this controller may supply."""
    one = opened(case, key_file)
    known = {known.id: known.name for known in one.incident.controllers}
    if controller not in known:
        raise BetrokkenError(f"the facts hold no controller {controller!r}; they hold {', '.join(sorted(known))}")
    found = asked(one.table("person"), one.table("standing"), controller)
    who = "1 person" if found.num_rows == 1 else f"{found.num_rows:,} people"
    typer.echo(f"{known[controller]}: {who} cannot be written to with what the case holds")
    lacking = Counter(", ".join(missing) for missing in arrow.values(found, "missing"))
    for fields, number in sorted(lacking.items(), key=lambda entry: (-entry[1], entry[0])):
        typer.echo(f"  {number:,} without {fields}")
    typer.echo("the list itself goes to the controller sealed: betrokken hand-over")
