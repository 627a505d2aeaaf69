"""A projection told on the terminal: what came in, the answer or the refusal, the strata, what to read next."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from betrokken.pipeline.projecting import Made

_SHOWN = 12  # strata and bad lines that are told; all strata stand in the table `estimate`


def tell(console: Console, made: Made) -> None:
    """All of it, in the order a director reads: the answer first."""
    _answer(console, made)
    _account(console, made)
    _models(console, made)
    _strata(console, made)
    _next(console, made)


def _answer(console: Console, made: Made) -> None:
    figure, frame = made.projection.figure, made.placed.frame
    bounds, found = figure.bracket, figure.estimate
    if figure.refused:
        console.print(f"[bold]at least {bounds.low:,} people[/bold] ({bounds.low_by})")
        console.print(f"no figure for the whole theft can be supported. {_upper(made)}")
        console.print("[bold]why[/bold]")
        for reason in figure.refused:
            console.print(f"  - {escape(reason)}")
    else:
        console.print(f"[bold]about {found.middle:,.0f} people, between {found.low:,.0f} and {found.high:,.0f}[/bold]")
        console.print(f"{frame.seen:,} were seen; a person stands in {found.overlap:.1f} files of the theft on average")
        console.print(
            f"bracket whatever the models say: {bounds.low:,} ({bounds.low_by}) to {bounds.high:,} ({bounds.high_by})"
        )
        _second_look(console, made)


def _upper(made: Made) -> str:
    bounds, registered = made.projection.figure.bracket, made.placed.frame.registered
    if not bounds.supported:
        return (
            "no upper figure below the people registered with these controllers can be supported: "
            f"{registered.lists} of {registered.controllers} controllers handed in their list"
        )
    return f"at most {bounds.high:,}, by {bounds.high_by}"


def _second_look(console: Console, made: Made) -> None:
    """A figure outside the interval of the time before says that the interval was too narrow."""
    found, before = made.projection.figure.estimate, made.before
    if before and not before[0] <= found.middle <= before[2]:
        console.print(
            f"[bold]the figure of the time before was {before[1]:,} ({before[0]:,} to {before[2]:,}); the new one lies "
            f"outside it.[/bold] Take both together: {min(before[0], round(found.low)):,} to {max(before[2], round(found.high)):,}"
        )


def _account(console: Console, made: Made) -> None:
    placed, frame = made.placed, made.placed.frame
    sample = frame.sample
    twice, across = frame.repeated()
    console.print(
        f"\n{len(sample.stratum):,} of {sample.files_all.sum():,.0f} files and {sample.bytes.sum():,.0f} of "
        f"{sample.bytes_all.sum():,.0f} bytes were read, in {sample.strata:,} strata ({frame.pooled:,} small ones pooled)"
    )
    console.print(f"{twice:,} people stand in two read files or more, {across:,} in two strata or more")
    for reason, count in placed.unlisted.items():
        console.print(f"read and left out of the sample: {_many(count, 'file')}, {reason}")
    if placed.failed:
        console.print(f"could not be read, and count as unread: {_many(placed.failed, 'file')}")
    if made.listing and made.listing.bad:
        console.print(f"in the listing give no file: {_many(len(made.listing.bad), 'line')}")
        for bad in made.listing.bad[:_SHOWN]:
            console.print(f"  line {bad.line:,}: {bad.reason}")
        _more(console, len(made.listing.bad))


def _models(console: Console, made: Made) -> None:
    if made.projection.figure.refused:
        return
    table = Table(show_edge=False, box=None, pad_edge=False)
    for name, justify in (("method", "left"), ("low", "right"), ("people", "right"), ("high", "right"), ("", "left")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for told in made.projection.figure.estimate.told:
        says = "does not fit the people seen" if told.kind == "model" and not told.fits else told.kind
        table.add_row(told.name, *(_figure(value) for value in (told.low, told.people, told.high)), says)
    console.print()
    console.print(table)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _figure(value: float) -> str:
    return "-" if value != value else f"{value:,.0f}"  # nan differs from itself


def _strata(console: Console, made: Made) -> None:
    frame = made.placed.frame
    table = Table(show_edge=False, box=None, pad_edge=False)
    for number, name in enumerate(("stratum", "files", "read", "bytes", "seen", "low", "middle", "high")):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    read, seen = frame.files_read(), frame.people_seen()
    order = sorted(range(len(frame.names)), key=lambda one: -frame.sample.bytes_all[one])
    for one in order[:_SHOWN]:
        ends = ("-" if end is None else f"{end:,}" for end in made.projection.strata[one])
        files, size = f"{frame.sample.files_all[one]:,.0f}", f"{frame.sample.bytes_all[one]:,.0f}"
        table.add_row(escape(frame.names[one]), files, f"{read[one]:,}", size, f"{seen[one]:,}", *ends)
    console.print()
    console.print(table)
    _more(console, len(order))
    console.print("strata overlap: they do not add up to the whole")


def _next(console: Console, made: Made) -> None:
    if not made.placed.frame.listed:
        console.print(
            "\n[bold]next[/bold]: a listing of all files (--listing; path and size are enough). It tells how much is "
            "unread and of what kind, and which files to draw; without it no figure is possible"
        )
        return
    if not made.projection.next:
        return
    console.print("\n[bold]read these next[/bold], drawn at random within each stratum (--next FILE.csv lists them)")
    for one in made.projection.next[:_SHOWN]:
        brings = (
            "nothing of the kind was read yet" if one.new is None else f"about {one.new:,} people never seen before"
        )
        must = "; without it no figure is possible" if one.needed else ""
        console.print(f"  {escape(one.stratum)}: {_many(len(one.rows), 'file')}, {one.bytes:,} bytes: {brings}{must}")
    _more(console, len(made.projection.next))


def _more(console: Console, count: int) -> None:
    if count > _SHOWN:
        console.print(f"  and {count - _SHOWN:,} more")
