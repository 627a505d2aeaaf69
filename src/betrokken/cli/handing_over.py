"""`betrokken hand-over`: one sealed list for one controller, or for what is nobody's."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from betrokken.cli.exporting import Kind
from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.cli.progress import shown
from betrokken.model.errors import HandOverError
from betrokken.pipeline.case import Case


def hand_over(
    case: CasePath,
    controller: Annotated[str | None, typer.Option("--controller", metavar="ID", help="Whose list; its id.")] = None,
    unattributed: Annotated[
        bool, typer.Option("--unattributed", help="The list of what no file attributes to a controller.")
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="KEY", help="Who may open it: age1..., ssh-ed25519 ..., or @FILE with one a line."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.age", help="File to write; a new one.")] = None,
    kind: Annotated[Kind, typer.Option("--format", help="Kind of the lists in it.")] = Kind.CSV,
    key_file: KeyFile = None,
) -> None:
    """Seal one controller's own people for it alone (age), signed by the case. Without --controller: who would get what."""
    if controller is not None and unattributed:
        raise HandOverError(
            "give --controller or --unattributed, not both: what is nobody's is given to nobody silently"
        )
    if to and controller is None and not unattributed:
        raise HandOverError("whose list? give --controller ID or --unattributed")
    one = opened(case, key_file)
    if controller is None and not unattributed:
        _overview(one)
        return
    _seal(one, controller, to or [], out or _name(one, controller), kind)


def _seal(one: Case, controller: str | None, to: list[str], path: Path, kind: Kind) -> None:
    from betrokken.pipeline import handing_over  # Splink, of linking, takes long to import

    with shown() as show:
        made = handing_over.hand_over(one, controller, to, path, kind.value, who(), show)
    typer.echo(str(made.path))
    for name, rows in made.rows.items():
        typer.echo(f"  {name:<10} {rows:>10,} rows")
    typer.echo(f"SHA-256 of the file: {made.sha256}")
    typer.echo(f"signed by: {made.public}")
    typer.echo(f"fingerprint: {made.fingerprint} (tell it by telephone to whoever opens the file)")


def _overview(one: Case) -> None:
    from betrokken.pipeline import handing_over

    shares, people = handing_over.shares(one)
    table = Table(show_edge=False, box=None, pad_edge=False)
    for title, side in (
        ("controller", "left"),
        ("name", "left"),
        ("people", "right"),
        ("also on another list", "right"),
    ):
        table.add_column(title, justify=side)  # type: ignore[arg-type]
    for share in shares:
        key, name = (share.controller, share.name) if share.controller else ("--unattributed", "no file tells whose")
        table.add_row(key, name, f"{share.people:,}", f"{share.elsewhere:,}")
    Console(highlight=False, soft_wrap=True).print(table)
    typer.echo(f"{people:,} people in all, each on one list or more")


def _name(one: Case, controller: str | None) -> Path:
    """A name that tells the case and the controller, and is a plain file name whatever the id is."""
    whose = re.sub(r"[^A-Za-z0-9_-]", "_", controller) if controller else "unattributed"
    return Path(f"hand-over-{one.keys.case_id[:8]}-{whose}.age")
