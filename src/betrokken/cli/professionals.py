"""`betrokken professionals`: how many doctors and staff were hit themselves; counts only."""

import typer
from rich.console import Console
from rich.table import Table

from betrokken.cli.keys import CasePath, KeyFile, opened
from betrokken.model.words import BANDS, PROFESSIONALS
from betrokken.pipeline import professionals as counting
from betrokken.pipeline.professionals import Counts
from betrokken.stages.answering.summary import label


def professionals(case: CasePath, key_file: KeyFile = None) -> None:
    """Requesters, pathologists and staff whose own names and codes leaked, by kind, severity and organisation.

    Counts only; `betrokken export` writes who they are.
    """
    tell(counting.of_case(opened(case, key_file)))


def tell(counts: Counts) -> None:
    """The counts as tables on the terminal."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_by_kind(counts))
    console.print(_by_organisation(counts))
    lost = counts.mentions - counts.placed
    typer.echo(f"mentions of professionals: {counts.mentions:,}, {lost:,} of them without a usable surname")


def _by_kind(counts: Counts) -> Table:
    table = _table("professionals", f"{counts.professionals:,}", *map(label, BANDS))
    for kind in PROFESSIONALS:
        numbers = [counts.by_kind.get((kind, band), 0) for band in BANDS]
        if any(numbers):
            table.add_row(f"  {label(kind)}", f"{sum(numbers):,}", *(f"{number:,}" for number in numbers))
    return table


def _by_organisation(counts: Counts) -> Table:
    table = _table("working at", "")
    for name, number in counts.by_organisation.items():
        table.add_row(f"  {name or 'elsewhere, or not told'}", f"{number:,}")
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=None, show_edge=False, box=None, pad_edge=False)
    table.add_column(title, style="bold", min_width=34)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table
