"""Drops, facts, judgements and the memory of who is who."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "drop",
        sa.Column("drop_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=False),
        sa.Column("copied", sa.Boolean, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("published_at", sa.Text),
        sa.Column("claimed_total_bytes", sa.BigInteger),
    )
    op.create_table(
        "fact",
        sa.Column("fact_id", number, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False, index=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("entered_at", sa.Text, nullable=False),
        sa.Column("superseded_at", sa.Text),
    )
    op.create_table(
        "judgement",
        sa.Column("judgement_id", number, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False, index=True),
        sa.Column("left_id", sa.Text, nullable=False),
        sa.Column("right_id", sa.Text),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("by_whom", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
    )
    op.create_table(
        "anchor",
        sa.Column("mention_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
    )
