"""Commands run in this process, where many are needed: the same doors, without starting the program each time."""

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from betrokken.cli.main import app
from tests.cases import Bench


@dataclass(frozen=True)
class Done:
    """What a command gave."""

    returncode: int
    stdout: str
    stderr: str


def run(one: Bench, *words: str | Path, ok: bool = True) -> Done:
    """Run one command with the key file of a bench; with `ok` a failure fails the test."""
    env = {"BETROKKEN_KEY_FILE": str(one.folder / "key"), "COLUMNS": "220"}
    made = CliRunner(env=env).invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert not ok or made.exit_code == 0, made.stderr
    return Done(made.exit_code, made.stdout, made.stderr)
