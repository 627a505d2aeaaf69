"""Whether the name of a file tells of somebody whom the file itself tells of already, in full.

"Boer_Smit_03041951.rtf" holds a letter about A. Boer-Smit: the name of the file is no second person, nor a paper without
a client. Of files that cannot be read, and of names that differ, the name of the file stays a mention of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from betrokken.kit.names import surname_parts
from betrokken.stages.finding.hits import Draft

_KEYS: Final = ("bsn", "birth_date")
_ROLES: Final = frozenset({"patient", "unknown"})


def unsaid(named: Iterable[Draft], told: Sequence[Draft]) -> list[Draft]:
    """The mentions of a path without those of people of whom the content tells the same key and surname."""
    keyed = [one for one in told if one.role in _ROLES and any(one.fields.get(key) for key in _KEYS)]
    return [draft for draft in named if not any(_is_same(draft, one) for one in keyed)]


def _is_same(named: Draft, told: Draft) -> bool:
    pairs = [(named.fields.get(key), told.fields.get(key)) for key in _KEYS]
    said = [one == other for one, other in pairs if one and other]
    mine, theirs = (_parts(one) for one in (named, told))
    return bool(said) and all(said) and (not mine or bool(mine & theirs)) and not _starts_otherwise(named, told)


def _starts_otherwise(named: Draft, told: Draft) -> bool:
    """Whether the initials differ, as those of twins do; a given name can be the first part of a surname."""
    first, second = (one.fields.get("initials", "")[:1] for one in (named, told))
    return bool(first) and bool(second) and first != second


def _parts(draft: Draft) -> frozenset[str]:
    return surname_parts(*(draft.fields.get(name, "") for name in ("surname", "birth_surname")))
