"""What a controller is asked to supply, so that the people it knows can be written to."""

import pyarrow as pa
import pyarrow.compute as pc

_COLUMNS = ("person_id", "missing")


def requests(person: pa.Table, standing: pa.Table, controller: str) -> pa.Table:
    """Everybody with a standing at the controller who cannot be written to: person_id, missing; by person_id.

    person, standing: as this room writes them. People whom the data set of the controller does not touch in any class
    above `not_touched` are left out: nothing is asked about somebody who gets no letter (GDPR art. 5(1)(c)).
    """
    at = standing.filter((pc.field("controller") == controller) & (pc.field("certainty") != "not_touched"))
    wanted = person.filter(~pc.field("addressable") & pc.field("person_id").isin(at.column("person_id").unique()))
    return wanted.select(_COLUMNS).sort_by("person_id")
