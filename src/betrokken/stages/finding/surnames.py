"""The surname in use out of the parts that files keep apart: own name, partner's name, and their prefixes."""

from typing import Final

from betrokken.kit.fold import letters
from betrokken.kit.names import split_prefix
from betrokken.stages.finding.hits import Fields

# Codes of BRP element 04.61.10 (aanduiding naamgebruik): own, partner's, partner's-own, own-partner's. Numbers count
# from 0 in some systems and from 1 in others, so they tell nothing, and both names are kept.
_OWN: Final = frozenset({"e", "own", "eigen"})
_PARTNER: Final = frozenset({"p", "partner"})
_OWN_FIRST: Final = frozenset({"n", "own-partner", "eigen-partner"})


def compose(fields: Fields) -> None:
    """Replace the parts kept under names with "_" by surname, prefix and birth_surname, in place."""
    _prefixed(fields, fields.pop("_prefix", ""))
    use = fields.pop("_name_use", "").strip().lower()
    partner = _joined(fields.pop("_partner_prefix", ""), fields.pop("_partner_surname", ""))
    birth_prefix = fields.pop("_birth_prefix", "")
    own = _joined(birth_prefix, fields.get("birth_surname", ""))
    if own:
        fields["birth_surname"] = own
    if partner and (not fields.get("surname") or _is_own(fields, own)):
        _combine(fields, own or _joined(fields.get("prefix", ""), fields.get("surname", "")), partner, use)
    elif own and not fields.get("surname"):
        in_use(fields, own)


def _prefixed(fields: Fields, own: str) -> None:
    """A prefix in the surname's own cell comes behind the one of its own column: "van" and "het Veld"."""
    told = fields.get("prefix", "")
    if own and own not in told.split() and not told.endswith(own):
        fields["prefix"] = f"{told} {own}".strip()


def _joined(prefix: str, surname: str) -> str:
    prefix, surname = prefix.strip().lower(), surname.strip()
    if not prefix or not surname or surname.lower().startswith(f"{prefix} "):
        return surname
    return f"{prefix} {surname}"


def _is_own(fields: Fields, own: str) -> bool:
    """Whether the surname told is the one at birth alone, so that the partner's is still to be put to it."""
    told = _joined(fields.get("prefix", ""), fields["surname"])
    return "-" not in told and (not own or letters(own) == letters(told))


def _combine(fields: Fields, own: str, partner: str, use: str) -> None:
    if letters(partner) in letters(own):
        return
    if own:
        fields["birth_surname"] = own
    if use in _OWN and own:
        in_use(fields, own)
    elif use in _PARTNER or not own:
        in_use(fields, partner)
    else:
        in_use(fields, f"{own}-{partner}" if use in _OWN_FIRST else f"{partner}-{own}")


def in_use(fields: Fields, whole: str) -> None:
    """Set surname and prefix from one name."""
    prefix, surname = split_prefix(whole)
    fields["surname"] = surname
    fields["prefix"] = prefix.lower()
    if not prefix:
        del fields["prefix"]
