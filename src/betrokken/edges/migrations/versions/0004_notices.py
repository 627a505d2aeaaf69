"""Notices: who is written to and who is not, proofs, releases and the batches that were printed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of telling."""
    _notice()
    _suppression()
    _proof()
    _release()
    _batch()


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("notice_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("controller", sa.Text, nullable=False, index=True),
        sa.Column("generation", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("variant", "language", "claims", "says")),
        sa.Column("earlier_id", sa.Text),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("planned_at", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Text),
        sa.Column("release_id", sa.BigInteger, index=True),
        sa.Column("batch_id", sa.BigInteger, index=True),
        *(sa.Column(name, sa.Text) for name in ("sent_at", "returned_at", "returned_why")),
    )


def _suppression() -> None:
    op.create_table(
        "suppression",
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("controller", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("notice_id", sa.Text),
    )


def _proof() -> None:
    op.create_table(
        "proof",
        sa.Column("proof_id", _NUMBER, primary_key=True),
        sa.Column("controller", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("notices", "file", "by_whom", "at")),
    )


def _release() -> None:
    op.create_table(
        "release",
        sa.Column("release_id", _NUMBER, primary_key=True),
        sa.Column("controller", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("generation_hash", "content", "told", "day")),
        sa.Column("notices", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("asked_by", "asked_at")),
        *(sa.Column(name, sa.Text) for name in ("released_by", "released_at", "voided_at", "voided_why")),
    )


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("batch_id", _NUMBER, primary_key=True),
        sa.Column("release_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("notices", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("pdf", "sealed", "file", "printed_at", "sent_at")),
    )
