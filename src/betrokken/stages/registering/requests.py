"""What a controller is asked to supply: its people who cannot be written to, and the fields that lack."""

import pyarrow as pa

from betrokken.kit import arrow

FIELDS = pa.schema([("person_id", pa.string()), ("missing", pa.list_(pa.string()))])


def requests(person: pa.Table, controller: str) -> pa.Table:
    """One row for each person who cannot be written to and of whom this controller may supply what lacks (FIELDS)."""
    rows = arrow.rows(person, "person_id", "missing", "addressable", "suppliers")
    asked = [
        {"person_id": person_id, "missing": missing}
        for person_id, missing, addressable, suppliers in rows
        if not addressable and controller in suppliers
    ]
    return pa.Table.from_pylist(asked, FIELDS)
