"""`betrokken export` and `betrokken summary`: what leaves the case, on request only."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.edges import files
from betrokken.pipeline import account, generations
from betrokken.pipeline import export as exports
from betrokken.pipeline import summary as pages


class Kind(StrEnum):
    """Kinds of file an export can be."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"


def export(
    case: CasePath,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")],
    kind: Annotated[Kind, typer.Option("--format", help="Kind of file.")] = Kind.PARQUET,
    key_file: KeyFile = None,
) -> None:
    """Write people, exposures, sources, items and populations to files. They hold personal data in the clear: guard them."""
    one = opened(case, key_file)
    account.check(one)
    written = files.write(folder, exports.of_case(one), kind.value)
    one.note(who(), "export", {"files": len(written)})
    for path in written:
        typer.echo(str(path))
    typer.echo(f"generation of the register: {generations.label(one)}")
    typer.echo("these files hold personal data in the clear; whoever can read them knows what leaked of whom", err=True)


def summary(
    case: CasePath,
    file: Annotated[Path, typer.Argument(metavar="FILE.html", help="Page to write.")],
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.png", help="Also the charts as PNG.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Write one self-contained page with the counts and charts of the case; no data of any person."""
    one = opened(case, key_file)
    page = pages.page(one, account.check(one))
    file.write_text(page.html, "utf-8")
    typer.echo(str(file))
    if picture:
        picture.write_bytes(pages.picture(page))
        typer.echo(str(picture))
