"""Batches: how many pages were set, and who said that they were posted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what a print run and the post tell of a batch."""
    op.add_column("batch", sa.Column("pages", sa.Integer))
    op.add_column("batch", sa.Column("sent_by", sa.Text))
