"""`betrokken status`: what came in and what became of it; sums that must agree are checked."""

import typer
from rich.console import Console
from rich.table import Table

from betrokken.cli.keys import CasePath, KeyFile, opened
from betrokken.model.words import CERTAINTIES
from betrokken.pipeline import account, auditing, generations
from betrokken.stages.answering.figures import Figures
from betrokken.stages.answering.standings import Standings
from betrokken.stages.answering.summary import label
from betrokken.stages.auditing import telling


def status(case: CasePath, key_file: KeyFile = None) -> None:
    """Files in = read + partly + unreadable + skipped + empty + duplicate; rows in = with mentions + set aside."""
    one = opened(case, key_file)
    figures = account.check(one)
    names = {controller.id: controller.name for controller in one.incident.controllers}
    typer.echo(f"generation of the register: {generations.label(one)}")
    tell(figures, names)
    tell_standings(figures, names)
    tell_populations(figures, names)
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


def tell_standings(figures: Figures, names: dict[str, str]) -> None:
    """How sure, who can be written to, and what could not be attributed."""
    console = Console(highlight=False, soft_wrap=True)
    found = figures.standings
    everybody = sum(found.by_class.values())
    classes = {word.replace("_", " "): number for word, number in found.by_class.items()}
    console.print(_lines("how sure", everybody, classes, "everybody once, in the surest class"))
    console.print(_classes(found, names))
    bands = {word.replace("_", " "): number for word, number in found.by_band.items()}
    caption = f"a person counts at each controller; {found.borderline:,} are near another band: a human looks"
    console.print(_lines("how bad (ENISA 2013)", sum(found.by_band.values()), bands, caption))
    lacking = {f"lacks {what}": number for what, number in found.unaddressable.items()}
    written = {"can be written to": found.addressable, **lacking}
    console.print(_lines("can they be written to", everybody, written))
    if found.by_supplier:
        whom = {names.get(key, key) if key else "nobody that is known": n for key, n in found.by_supplier.items()}
        console.print(_lines("who may supply what lacks", None, whom, "a person counts at each"))
    if found.unattributed:
        console.print(_lines("people with data of no known controller", None, found.unattributed))
    if figures.contradictions:
        typer.echo(f"seen in the leak although the facts say the data set was not touched: {figures.contradictions:,}")


def _classes(found: Standings, names: dict[str, str]) -> Table:
    table = Table(show_edge=False, box=None, pad_edge=False, caption="a person counts at each controller and data set")
    table.add_column("standings", style="bold", min_width=34)
    table.add_column("data set")
    for word in CERTAINTIES:
        table.add_column(word.replace("_", " "), justify="right")
    for (controller, dataset), per in found.by_dataset.items():
        whose = names.get(controller, controller) if controller else label(controller)
        table.add_row(f"  {whose}", dataset or "none declared", *(f"{per.get(word, 0):,}" for word in CERTAINTIES))
    return table


def tell_populations(figures: Figures, names: dict[str, str]) -> None:
    """The controllers' own lists, apart from what leaked."""
    console = Console(highlight=False, soft_wrap=True)
    for one in figures.populations:
        rows = {"rows with mentions": one.rows_with_mentions} | {f"aside: {k}": n for k, n in one.aside.items()}
        about = f"{names.get(one.controller, one.controller)}, data set {one.dataset}, as of {one.as_of}"
        read = ", ".join(f"{number:,} {status}" for status, number in one.items.items())
        why = "".join(f"; {reason}" for reason in one.unread)
        console.print(_lines(f"population {one.name}: rows", one.rows, rows, f"{about}; files: {read}{why}"))
    if figures.populations:
        typer.echo(f"people in populations and in no leak: {figures.only_in_populations:,}")


def _lines(title: str, total: int | None, counts: object, caption: str = "") -> Table:
    table = Table(title=None, show_edge=False, box=None, pad_edge=False, caption=caption or None)
    table.add_column(title, style="bold", min_width=34)
    table.add_column("" if total is None else f"{total:,}", justify="right", style="bold")
    for name, number in dict(counts).items():  # type: ignore[call-overload]
        table.add_row(f"  {name}", f"{number:,}", style="not bold")
    return table
