"""`betrokken open`: a hand-over opened by whoever it is for; no case is needed."""

from pathlib import Path
from typing import Annotated

import typer

from betrokken.pipeline import opening


def open_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Sealed hand-over.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder to write to.")],
    identity: Annotated[
        Path,
        typer.Option("--identity", metavar="FILE", help="Private key: of age-keygen, or of ssh without passphrase."),
    ],
    signer: Annotated[
        str | None, typer.Option("--signer", metavar="KEY", help="Public key or fingerprint the sender told you.")
    ] = None,
) -> None:
    """Open a hand-over that was sealed for you: signature and every file are compared before anything is written."""
    told = opening.open_file(file, folder, identity, signer)
    whose, generation = told.manifest.get("controller"), told.manifest.get("generation") or {}
    name = f"{_plain(whose.get('name'))} ({_plain(whose.get('id'))})" if whose else "nobody: what no file attributes"
    typer.echo(f"for: {name}")
    typer.echo(f"made at {_plain(told.manifest.get('made_at'))} by {_plain(told.manifest.get('made_by'))}")
    typer.echo(f"case {_plain(told.manifest.get('case_id'))}, register {_plain(generation.get('number'))}")
    typer.echo(f"people: {_plain(told.manifest.get('people'))}")
    for path in told.paths:
        typer.echo(f"  {path}")
    typer.echo(f"signed by: {told.public}\nfingerprint: {told.fingerprint}")
    if told.compared:
        typer.echo("the signature is of the key you gave")
    else:
        typer.echo(
            "the signature fits, but was NOT compared with a known key: anybody can sign with a key of their own; "
            "ask the sender for the fingerprint by telephone, or give it with --signer",
            err=True,
        )
    typer.echo("these files hold personal data in the clear: guard them", err=True)


def _plain(value: object) -> str:
    """Text of another machine without what a terminal would obey."""
    return "".join(c for c in str(value) if c.isprintable())[:200]
