"""The SQL of this room, which stands in files beside the modules that run it."""

from functools import cache
from importlib import resources

import duckdb


@cache
def text(name: str) -> str:
    """The statements of a file of this folder."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def run(connection: duckdb.DuckDBPyConnection, name: str, **settings: float) -> None:
    """Run a file statement by statement; `settings` become variables, read with getvariable('name')."""
    for key, value in settings.items():
        connection.execute(f"SET VARIABLE {key} = {value!r}")
    connection.execute(text(name))
