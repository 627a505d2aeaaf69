"""`betrokken judge`: what a human decides about mentions and people, and takes back."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.model.errors import BetrokkenError
from betrokken.pipeline import judging
from betrokken.pipeline.judging import Doubt, Listed


def judge(
    case: CasePath,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help=f"One of {', '.join(judging.KINDS)}.")] = None,
    one_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A mention, or a person.")] = None,
    other_id: Annotated[str | None, typer.Argument(metavar="[OTHER_ID]", help="The other mention.")] = None,
    value: Annotated[str, typer.Option("--value", help="Id of the controller or the data set.")] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; kept with the judgement.")] = "",
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="N", help="Take judgement N back.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Also list what was taken back.")] = False,
    doubts: Annotated[bool, typer.Option("--doubts", help="List the pairs that a human is to decide on.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Decide about mentions or a person, take a decision back, or list what was decided. The next run obeys it."""
    case_ = opened(case, key_file)
    if doubts:
        found = judging.doubts(case_)
        case_.note(who(), "doubts", {"doubts": len(found)})
        _show_doubts(found)
        return
    if kind is None and withdraw is None:
        _show(judging.listed(case_, history))
        return
    if kind is not None and withdraw is not None:
        raise BetrokkenError("either enter a judgement or withdraw one, not both at once")
    if withdraw is not None:
        judging.withdraw(case_, withdraw, who())
        typer.echo(f"judgement {withdraw} no longer holds")
    else:
        ids = [one for one in (one_id, other_id) if one is not None]
        typer.echo(f"judgement {judging.enter(case_, kind or '', ids, value, why, who())} entered")
    typer.echo(f"next: betrokken run {case}")


def _show(found: list[Listed]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print("nobody has judged anything yet")
    for one in found:
        held = one.judgement
        what = " ".join(part for part in (held.kind, held.left_id, held.right_id, held.value) if part)
        console.print(f"[bold]{held.judgement_id}  {escape(what)}[/bold]{_state(one)}")
        console.print(f"    {escape(held.why)} ({escape(held.by_whom)}, {_moment(held.at)})")


def _show_doubts(found: list[Doubt]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for one in found:
        weight = "" if one.weight is None else f" ({one.weight:+.1f} bits)"
        console.print(f"[bold]kept apart: {escape(one.reason)}[/bold]{weight}")
        for mention_id, place in (one.left, one.right):
            console.print(f"    {mention_id}  {escape(place)}")
    console.print(f"pairs for a human to decide: {len(found):,}")
    console.print("next: betrokken judge CASE same_person ID OTHER_ID --why TEXT, or not_same_person", markup=False)


def _state(one: Listed) -> str:
    if one.judgement.withdrawn_at:
        return f"  withdrawn {_moment(one.judgement.withdrawn_at)}"
    return f"  decides nothing: the case has no {' and no '.join(one.unknown)} now" if one.unknown else ""


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
