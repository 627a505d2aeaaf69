"""Two people in a row of a table that others point to: which of them a row is about.

A couple has one number; a row about one of the two has a column that holds nothing but 1 and 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from betrokken.stages.finding.hits import Draft, Fields
from betrokken.stages.finding.kept import Entry, KeptTable

_OF_BOTH: Final[tuple[str, ...]] = ("institution", "sender_code")  # the client of a row is that of all people in it
_IDENTITY: Final = ("bsn", "birth_date", "surname", "given_names", "initials")
_PEOPLE: Final = frozenset({"patient", "unknown"})


@dataclass(slots=True)
class _Seconds:
    """The second person of each record of two."""

    known: dict[str, Draft] = field(default_factory=dict)

    def name(self, row: Entry) -> None:
        """Give the second person a record of his own, with what is said of both."""
        key = row.draft.fields.get("record_key")
        at = next((n for n, other in enumerate(row.others) if _is_another(other, row.draft)), None)
        if key is None or at is None:
            return
        shared: Fields = {name: row.draft.fields[name] for name in _OF_BOTH if name in row.draft.fields}
        fields: Fields = {**shared, **row.others[at].fields, "record_key": f"{key} 2"}
        row.others[at] = self.known[key] = replace(row.others[at], fields=fields)


def _is_another(other: Draft, first: Draft) -> bool:
    """Whether a mention in a row is of another of the people it is about, and not of the same once more."""
    return other.role in _PEOPLE and any(other.fields.get(name) != first.fields.get(name) for name in _IDENTITY)


def tell_apart(tables: Sequence[KeptTable]) -> None:
    """Let rows about the second of two people point to him."""
    seconds = _Seconds()
    for table in tables:
        for row in table.rows:
            if row.others:
                seconds.name(row)
    for table in tables if seconds.known else ():
        for number, row in enumerate(table.rows):
            second = seconds.known.get(row.draft.fields.get("points_to", ""))
            if second and table.chooser.second(number):
                row.draft.fields["points_to"] = second.fields["record_key"]
                row.draft.role = second.role
