"""Brings the decided tables of a case to those of this version, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from betrokken.model.errors import CaseError

_FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection, held: str | None, to: str = "head") -> None:
    """Run the steps after `held` (None for an empty store). Raises CaseError when a newer version made the case."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if held and held not in known:
        raise CaseError("this case was made by a newer version of betrokken: use that one")
    command.upgrade(config, to)
