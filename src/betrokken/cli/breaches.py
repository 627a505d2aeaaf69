"""`betrokken breach-register`: every breach of an organisation, over all its cases (GDPR art. 33(5))."""

from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import KeyFile, opened, who
from betrokken.model.errors import DossierError
from betrokken.pipeline import breaches, notifying


def breach_register(
    cases: Annotated[list[Path], typer.Argument(metavar="CASE...", help="Folders of the cases.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE.csv|xlsx|json", help="File to write.")],
    controller: Annotated[
        list[str] | None, typer.Option("--controller", metavar="ID", help="Of this controller only; repeat it.")
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the texts.")] = "nl",
    at: Annotated[str, typer.Option("--at", metavar="INSTANT", help="As of this moment; else now.")] = "",
    key: Annotated[
        list[Path] | None,
        typer.Option("--key", metavar="FILE", help="Key files in the order of the cases; else --key-file for all."),
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Write the register of breaches: the facts, the effects and the remedial action, per case and controller."""
    if key and len(key) != len(cases):
        raise DossierError(
            f"{len(cases)} cases, but {len(key)} key files: give --key once for each case, in their order"
        )
    moment = notifying.instant(at)
    keys: list[Path | None] = [*key] if key else [key_file] * len(cases)
    held = [opened(path, file) for path, file in zip(cases, keys, strict=True)]
    found = breaches.rows(held, controller or [], moment, language)
    breaches.write(to, found, language)
    for one in held:
        one.note(who(), "breach-register", {"rows": sum(row["case_id"] == one.keys.case_id for row in found)})
    typer.echo(f"{to}: {len(found)} rows, {len(held)} cases")
