"""How the key of a case reaches a command: a key file, else a passphrase asked on the terminal; never an argument."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from betrokken.edges import keys
from betrokken.model.errors import CaseKeyError
from betrokken.pipeline.case import Case, open_case

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="Folder of the case.")]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", envvar="BETROKKEN_KEY_FILE", help="File with the key of the case (mode 600)."),
]


def opened(case: Path, key_file: Path | None) -> Case:
    """The case, opened with its key. Raises CaseError or CaseKeyError."""
    return open_case(case, secret(key_file))


def secret(key_file: Path | None) -> keys.Secret:
    """The key in the file, or a way to ask for the passphrase."""
    return keys.key_from_file(key_file) if key_file else _ask


def new_secret(key_file: Path | None) -> keys.Secret:
    """As `secret`, for a new case: a key file that is not there is made, a passphrase is asked twice."""
    if key_file is None:
        return _ask_twice
    if not key_file.exists():
        key_file.parent.mkdir(parents=True, exist_ok=True)
        made = keys.make_key_file(key_file)
        typer.echo(f"key made: {key_file} (keep it safe: without it the case cannot be opened by anybody)")
        return made
    return keys.key_from_file(key_file)


def who() -> str:
    """The user's name at this machine, for the journal."""
    return getpass.getuser() if os.environ.get("USER") or hasattr(os, "getuid") else "unknown"


def _ask() -> str:
    if not sys.stdin.isatty():
        raise CaseKeyError("no key: give --key-file FILE or BETROKKEN_KEY_FILE, or run this in a terminal to be asked")
    return getpass.getpass("Passphrase of the case: ")


def _ask_twice() -> str:
    first = _ask()
    if getpass.getpass("The same again: ") != first:
        raise CaseKeyError("the two passphrases differ; nothing was made")
    return first
