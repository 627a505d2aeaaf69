"""The commands of betrokken: arguments in, exit code out. Everything else is in the pipeline."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from betrokken.cli import (
    adding,
    asking,
    auditing,
    breaches,
    changing,
    clocks,
    dossiers,
    exporting,
    facts,
    freezing,
    handing_over,
    judging,
    lettering,
    making,
    noticing,
    opening,
    populating,
    professionals,
    projecting,
    releasing,
    requesting,
    running,
    showing,
    statement,
    timeline,
)
from betrokken.model.errors import BetrokkenError

app = typer.Typer(
    name="betrokken",
    help="From a pile of stolen files to who was hit, what of theirs leaked, and whose responsibility it was.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
P = ParamSpec("P")


def _plain_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Errors a user can act on become one message on the error stream and exit code 1; Ctrl-C becomes 130."""

    @wraps(command)
    def called(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BetrokkenError as error:
            typer.echo(f"betrokken: {error}", err=True)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            typer.echo("betrokken: stopped; what is done is kept, the same command goes on from there", err=True)
            raise typer.Exit(130) from None

    return called


for _name, _command in (
    ("new", making.new),
    ("add", adding.add),
    ("facts", facts.facts),
    ("population", populating.population),
    ("run", running.run),
    ("status", asking.status),
    ("requests", requesting.requests),
    ("audit", auditing.audit),
    ("export", exporting.export),
    ("show", showing.show),
    ("judge", judging.judge),
    ("summary", exporting.summary),
    ("professionals", professionals.professionals),
    ("changes", changing.changes),
    ("freeze", freezing.freeze),
    ("hand-over", handing_over.hand_over),
    ("open", opening.open_),
    ("project", projecting.project),
    ("clocks", clocks.clocks),
    ("timeline", timeline.timeline),
    ("dossier", dossiers.dossier),
    ("breach-register", breaches.breach_register),
    ("statement", statement.statement),
    ("letter", lettering.letter),
    ("notices", noticing.notices),
    ("on-request", noticing.on_request),
    ("returned", noticing.returned),
    ("trace", noticing.trace),
    ("withhold", releasing.withhold),
    ("proofs", releasing.proofs),
    ("release", releasing.release),
    ("print", releasing.print_),
    ("sent", releasing.sent),
    ("copy", lettering.copy),
    ("advice", lettering.advice),
):
    app.command(_name)(_plain_errors(_command))


def main() -> None:
    """Entry point; nothing of the pile may reach the terminal in a traceback."""
    sys.excepthook = _without_values
    try:
        app()
    except SystemExit as stop:
        _leave(stop.code)


def _leave(code: object) -> None:
    """Leave at once: threads of Arrow and DuckDB that end while C++ tears down abort about 1 in 40 finished commands."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _without_values(kind: type[BaseException], error: BaseException, trace: object) -> None:
    places = []
    while error.__traceback__ is not None and trace is not None:
        frame = trace.tb_frame  # type: ignore[attr-defined]
        places.append(f"{frame.f_code.co_filename}:{trace.tb_lineno}")  # type: ignore[attr-defined]
        trace = trace.tb_next  # type: ignore[attr-defined]
    typer.echo(f"betrokken: an error of its own ({kind.__name__}) at\n  " + "\n  ".join(places[-8:]), err=True)
