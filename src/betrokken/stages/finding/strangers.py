"""Names in rows that point to people of other names: whoever they are, not the people the rows are about.

A table of visits with "seen by Bakker" and the key of a patient names Bakker, and is about the patient.
"""

from collections.abc import Sequence
from typing import Final

from betrokken.stages.finding import registry, weights
from betrokken.stages.finding.hits import Draft, Fields
from betrokken.stages.finding.kept import Entry
from betrokken.stages.finding.notes import agree

_MOST: Final = 0.5  # part of the rows whose name is another than that of the person they point to
_NAME: Final = ("initials", "prefix", "surname", "given_names", "birth_surname")
_OWN: Final = frozenset({"bsn", "birth_date", "id_document", "insurance_number", "street", "postcode", "sex"})

Pair = tuple[Entry, Draft]  # a row that names somebody, and the person it points to


def set_apart(pairs: Sequence[Pair]) -> bool:
    """Make the names in the rows of one table those of who asked, where they are of strangers to whom these point to."""
    named = [(entry, to) for entry, to in pairs if _is_bare(entry.draft) and to.fields.get("surname")]
    others = sum(not agree(entry.draft, to) for entry, to in named)
    if not named or len(named) < len(pairs) or others <= _MOST * len(named):
        return False
    for entry, _ in named:
        _to_requester(entry)
    return True


def _is_bare(draft: Draft) -> bool:
    return "surname" in draft.fields and _OWN.isdisjoint(draft.fields)


def _to_requester(entry: Entry) -> None:
    fields = entry.draft.fields
    told = written(fields)
    for name in _NAME:
        fields.pop(name, None)
    fields.setdefault("requester", told)
    entry.draft.categories.discard("name")
    signs = weights.signs(fields, entry.draft.lists, registry.bits_of(("exam",)) if "exam" in fields else 0)
    entry.draft.confidence, entry.draft.reasons = weights.written(weights.grounds(signs, False, False))
    entry.person = False


def written(fields: Fields) -> str:
    """A name in one line."""
    return " ".join(part for part in (fields.get(name, "") for name in _NAME[:3]) if part)
