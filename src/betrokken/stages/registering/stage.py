"""The register: what of whom leaked, for which controller and exam, over which period."""

from importlib.resources import files

READS = ("mention", "membership", "attribution")
WRITES = ("exposure",)


def query() -> str:
    """The SQL (DuckDB) that makes the table `exposure` out of the tables in READS."""
    return (files(__package__) / "register.sql").read_text("utf-8")
