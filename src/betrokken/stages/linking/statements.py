"""The SQL of this room, which stands in files beside the modules that run it."""

from functools import cache
from importlib import resources

import duckdb


@cache
def text(name: str) -> str:
    """The statements of a file of this folder."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run the statements of a file of this folder."""
    connection.execute(text(name))
