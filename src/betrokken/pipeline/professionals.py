"""The professionals of a case as counts: by kind and band, by organisation, and the account of their mentions."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from betrokken.kit import arrow, organisations
from betrokken.model.incident import Incident
from betrokken.pipeline.case import Case


@dataclass(frozen=True, slots=True)
class Counts:
    """How many professionals there are. by_kind: (kind, band) -> number. by_organisation: name of a controller of the
    facts -> number, "" for those who work elsewhere or nobody knows where.

    mentions: of professionals in the leaks; placed: of those, with a professional.
    """

    professionals: int
    by_kind: dict[tuple[str, str], int]
    by_organisation: dict[str, int]
    mentions: int
    placed: int


def of_case(case: Case) -> Counts:
    """The counts of a case that has been run. Raises CaseError before that."""
    read = case.worked.read
    return count(read("professional"), read("calling"), read("mention"), case.incident)


def count(professional: pa.Table, calling: pa.Table, mention: pa.Table, incident: Incident) -> Counts:
    """The counts. Only names that the facts hold are shown: a practice can be called after its doctor."""
    known = organisations.register(incident.controllers)
    official = {one.id: one.name for one in incident.controllers}
    told = arrow.values(professional, "organisation")
    by_organisation = Counter(official.get(organisations.exact(text or "", known) or "", "") for text in told)
    columns = arrow.rows(mention, "mention_id", "role", "source")
    own = {one for one, role, source in columns if (role, source) == ("professional", "leak")}
    return Counts(
        professional.num_rows,
        dict(sorted(Counter(arrow.rows(professional, "kind", "band")).items())),
        dict(sorted(by_organisation.items(), key=lambda one: (not one[0], -one[1], one[0]))),
        len(own),
        len(own & set(arrow.values(calling, "mention_id"))),
    )
