"""Populations: the controllers' own lists, entered beside the drops of the thieves."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Say of each drop whether it is a leak or a controller's own list."""
    op.add_column("drop", sa.Column("source", sa.Text, nullable=False, server_default="leak"))
    for name in ("controller", "dataset", "as_of"):
        op.add_column("drop", sa.Column(name, sa.Text))
