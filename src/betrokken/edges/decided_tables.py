"""The tables of what humans decided and entered, in types that SQLite and PostgreSQL both have.

A change here needs a file in `migrations/versions` that makes the same change to cases that are there already.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

# SQLite numbers rows by itself only in a column of the very type INTEGER; it holds 64 bits there all the same.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

DROP = Table(
    "drop",
    METADATA,
    Column("drop_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("taken_at", Text, nullable=False),
    Column("copied", Boolean, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("published_at", Text),
    Column("claimed_total_bytes", BigInteger),
    Column("source", Text, nullable=False, server_default="leak"),
    Column("controller", Text),
    Column("dataset", Text),
    Column("as_of", Text),
)

FACT = Table(
    "fact",
    METADATA,
    Column("fact_id", _NUMBER, primary_key=True),
    Column("kind", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_at", Text, nullable=False),
    Column("superseded_at", Text),
)

JUDGEMENT = Table(
    "judgement",
    METADATA,
    Column("judgement_id", _NUMBER, primary_key=True),
    Column("kind", Text, nullable=False, index=True),
    Column("left_id", Text, nullable=False),
    Column("right_id", Text),
    Column("value", Text, nullable=False),
    Column("by_whom", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("withdrawn_at", Text),
)

ANCHOR = Table(
    "anchor",
    METADATA,
    Column("mention_id", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("since", Text, nullable=False),
)

EVENT = Table(
    "event",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
