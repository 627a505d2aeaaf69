"""How Alembic reaches the store: over the connection that `edges/migrating.py` hands it."""

from alembic import context

from betrokken.edges.decided_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
