"""`betrokken new`: a case and the facts it starts from."""

from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.facts_files import load
from betrokken.cli.keys import CasePath, KeyFile, new_secret, who
from betrokken.model.stated import check
from betrokken.pipeline.case import create


def new(
    case: CasePath,
    facts: Annotated[list[Path], typer.Option("--facts", metavar="FILE", help="Facts (TOML); several are merged.")],
    key_file: KeyFile = None,
) -> None:
    """Make a case, locked from its first minute, with the facts of the incident."""
    stated = load(facts)
    check(stated)  # before a key is made or asked
    made = create(case, new_secret(key_file), stated, who())
    count = len(made.incident.controllers)
    typer.echo(f"case made: {case} ({count} controller{'' if count == 1 else 's'})")
    typer.echo(f"next: betrokken add {case} PATH")
