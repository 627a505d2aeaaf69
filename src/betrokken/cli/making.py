"""`betrokken new`: a case and the facts it starts from."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from betrokken.cli.keys import CasePath, KeyFile, new_secret, who
from betrokken.model import incident
from betrokken.model.errors import FactsError
from betrokken.pipeline.case import create


def new(
    case: CasePath,
    facts: Annotated[list[Path], typer.Option("--facts", metavar="FILE", help="Facts (TOML); several are merged.")],
    key_file: KeyFile = None,
) -> None:
    """Make a case, locked from its first minute, with the facts of the incident."""
    known = incident.read([(path.name, _toml(path)) for path in facts])
    made = create(case, new_secret(key_file), known, ", ".join(path.name for path in facts), who())
    count = len(made.incident.controllers)
    typer.echo(f"case made: {case} ({count} controller{'' if count == 1 else 's'})")
    typer.echo(f"next: betrokken add {case} PATH")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise FactsError(f"{path}: no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactsError(f"{path}: this is no TOML: {error}") from None
