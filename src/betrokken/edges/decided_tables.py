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

NOTICE = Table(
    "notice",
    METADATA,
    Column("notice_id", Text, primary_key=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("controller", Text, nullable=False, index=True),
    Column("generation", Integer, nullable=False),
    Column("variant", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("claims", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("earlier_id", Text),
    Column("code", Text, nullable=False, unique=True),
    Column("planned_at", Text, nullable=False),
    Column("withdrawn_at", Text),
    Column("release_id", BigInteger, index=True),
    Column("batch_id", BigInteger, index=True),
    Column("sent_at", Text),
    Column("returned_at", Text),
    Column("returned_why", Text),
)

SUPPRESSION = Table(
    "suppression",
    METADATA,
    Column("generation", Integer, primary_key=True),
    Column("controller", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("notice_id", Text),
)

PROOF = Table(
    "proof",
    METADATA,
    Column("proof_id", _NUMBER, primary_key=True),
    Column("controller", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("notices", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("by_whom", Text, nullable=False),
    Column("at", Text, nullable=False),
)

RELEASE = Table(
    "release",
    METADATA,
    Column("release_id", _NUMBER, primary_key=True),
    Column("controller", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("generation_hash", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("released_by", Text),
    Column("released_at", Text),
    Column("voided_at", Text),
    Column("voided_why", Text),
)

BATCH = Table(
    "batch",
    METADATA,
    Column("batch_id", _NUMBER, primary_key=True),
    Column("release_id", BigInteger, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("pdf", Text),
    Column("sealed", Text),
    Column("file", Text),
    Column("printed_at", Text),
    Column("sent_at", Text),
    Column("pages", Integer),
    Column("sent_by", Text),
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
