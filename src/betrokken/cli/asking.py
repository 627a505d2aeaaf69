"""`betrokken status`: what came in and what became of it; sums that must agree are checked."""

import typer
from rich.console import Console
from rich.table import Table

from betrokken.cli.keys import CasePath, KeyFile, opened
from betrokken.pipeline import account, auditing
from betrokken.stages.answering.figures import Figures
from betrokken.stages.answering.summary import label
from betrokken.stages.auditing import telling


def status(case: CasePath, key_file: KeyFile = None) -> None:
    """Files in = read + partly + unreadable + skipped + empty + duplicate; rows in = with mentions + set aside."""
    one = opened(case, key_file)
    figures = account.check(one)
    tell(figures, {controller.id: controller.name for controller in one.incident.controllers})
    for line in telling.sentences(auditing.current(one)):
        typer.echo(line)


def tell(figures: Figures, names: dict[str, str]) -> None:
    """The figures as tables on the terminal; counts only."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_lines("files in", figures.files, figures.items))
    if figures.unread:
        console.print(_lines("not, or not wholly, read", sum(figures.unread.values()), figures.unread))
    rows = {"rows with mentions": figures.rows_with_mentions} | {f"aside: {k}": n for k, n in figures.aside.items()}
    console.print(_lines("rows and passages in", figures.rows, rows))
    console.print(_lines("mentions", sum(figures.roles.values()), figures.roles))
    if figures.unplaced:
        console.print(_lines("mentions that became nobody's", sum(figures.unplaced.values()), figures.unplaced))
    controllers = {names.get(key, key) if key else label(key): n for key, n in figures.by_controller.items()}
    console.print(_lines("people hit", figures.people, controllers, "counted at each controller they belong to"))
    what = {label(word): count for word, count in figures.by_category.items()}
    console.print(_lines("what of theirs", None, what, "people per category"))
    exams = {label(word): count for word, count in figures.by_exam.items()}
    console.print(_lines("which exam", None, exams, "people per kind of exam"))
    typer.echo(f"pairs of mentions kept apart for a human to decide: {figures.doubts:,}")


def _lines(title: str, total: int | None, counts: object, caption: str = "") -> Table:
    table = Table(title=None, show_edge=False, box=None, pad_edge=False, caption=caption or None)
    table.add_column(title, style="bold", min_width=34)
    table.add_column("" if total is None else f"{total:,}", justify="right", style="bold")
    for name, number in dict(counts).items():  # type: ignore[call-overload]
        table.add_row(f"  {name}", f"{number:,}", style="not bold")
    return table
