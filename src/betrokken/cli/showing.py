"""`betrokken show`: one person explained; it unmasks, so it is written in the journal."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.pipeline import explain, history


def show(
    case: CasePath,
    person_id: Annotated[str, typer.Argument(metavar="PERSON_ID", help="Id from the export.")],
    key_file: KeyFile = None,
) -> None:
    """Each value of one person, from which file and place, and why the mentions are one person."""
    one = opened(case, key_file)
    told = explain.person(one, person_id)
    one.note(who(), "show", {"person_id": told.person_id})
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(told.person_id)}[/bold]  {told.certainty}  {told.mentions} mentions")
    for value in told.values:
        console.print(f"\n[bold]{value.field}[/bold]: {escape(value.text)}")
        for place in value.places:
            console.print(f"    {escape(place)}")
    console.print("\n[bold]why these mentions are one person[/bold]")
    for line in told.why:
        console.print(f"    {escape(line)}")
    console.print("\n[bold]how sure, and why[/bold]")
    for line in told.standings:
        console.print(f"    {escape(line)}")
    console.print("\n[bold]how bad (ENISA 2013), and why[/bold]")
    for line in told.severities:
        console.print(f"    {escape(line)}")
    console.print("\n[bold]what leaked[/bold]")
    for line in told.exposures:
        console.print(f"    {escape(line)}")
    console.print("\n[bold]what changed, and why[/bold]")
    for line in history.of_person(one, person_id):
        console.print(f"    {escape(line)}")
