"""Parts of a person as coded messages write them, brought to the form of a cell."""

import re
from datetime import date
from functools import lru_cache

from betrokken.kit.names import initials_form

_DOTTED = re.compile(r"^(?:[A-Za-zÀ-ÿ]{1,2}\.[\s-]?)+[A-Za-zÀ-ÿ]?$")
_CAPITALS = re.compile(r"^(?:[A-ZÀ-Þ][\s-]?){1,6}$")
_SPACED = re.compile(r"^[A-Za-zÀ-ÿ](?: [A-Za-zÀ-ÿ])+$")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Þ]")
_SEXES = {"f": "F", "v": "F", "w": "F", "m": "M", "female": "F", "male": "M", "vrouw": "F", "man": "M"}


@lru_cache(maxsize=100_000)
def day(text: str) -> str:
    """ "1985-02-12" out of "19850212", "198502121130+0100", "1985-02-12T11:30" or "1985:02:12"; else as written."""
    packed = text.strip()
    if packed[4:5] in ("-", ":", "/") and packed[7:8] == packed[4:5]:
        packed = packed[0:4] + packed[5:7] + packed[8:10]
    if not packed[:8].isdigit() or len(packed) < 8:
        return text.strip()
    try:
        return date(int(packed[:4]), int(packed[4:6]), int(packed[6:8])).isoformat()
    except ValueError:
        return text.strip()


def sex(text: str) -> str:
    """F or M out of the codes of HL7 (table 0001), FHIR and Dutch messages; "" for unknown and other."""
    return _SEXES.get(text.strip().lower(), "")


@lru_cache(maxsize=50_000)
def given_and_initials(first: str, further: str, surname: str) -> tuple[str, str]:
    """(given names, initials) out of a first part and what follows it, either of which may be initials.

    The surname tells whether the sender writes everything in capitals: then "JAN" is a name and no initials.
    """
    first, further = first.strip(), further.strip()
    shouting = len(surname) > 2 and surname == surname.upper()
    further_initials = bool(further) and _are_initials(further, shouting)
    if not first:
        return ("", _form(further)) if further_initials else (further, "")
    if _are_initials(first, shouting):
        return ("", _form(first) + _form(further)) if further_initials else (further, _form(first))
    if further_initials:
        return first, _form(first[:2] if first[:2] in ("IJ", "Ij") else first[:1]) + _form(further)
    return f"{first} {further}".strip(), ""


@lru_cache(maxsize=50_000)
def _form(text: str) -> str:
    """Initials with full stops; also of small letters, each of which stands alone here."""
    return initials_form(text.upper() if len(text) < 3 or " " in text or "." in text else text)


def _are_initials(text: str, shouting: bool) -> bool:
    if _DOTTED.match(text) or len(text) == 1 or _SPACED.match(text):
        return True
    if not _CAPITALS.match(text):
        return False
    return not shouting or len(text) < 3 or not _VOWEL.search(text)


def surnames(display: str, own_prefix: str, own: str, partner_prefix: str, partner: str) -> dict[str, str]:
    """Surname fields out of the name in use as displayed and its parts, any of which may be "".

    A displayed name that is not the own one makes the own one the name at birth.
    """
    if not own:
        surname = partner or display
        return {"surname": surname, "prefix": partner_prefix or own_prefix}
    whole = f"{own_prefix} {own}".strip()
    if not partner and (not display or display.lower() in (own.lower(), whole.lower())):
        return {"surname": own, "prefix": own_prefix}
    prefix, surname = _split_display(display, partner_prefix, own_prefix) if display else (own_prefix, own)
    found = {"surname": surname, "prefix": prefix, "birth_surname": own, "birth_prefix": own_prefix}
    if partner:
        found |= {"partner_surname": partner, "partner_prefix": partner_prefix}
    return found


def _split_display(display: str, *prefixes: str) -> tuple[str, str]:
    """(prefix, surname) of a displayed surname that starts with one of the prefixes the message gives apart."""
    for prefix in prefixes:
        if prefix and display[: len(prefix) + 1].lower() == f"{prefix} ".lower():
            return prefix, display[len(prefix) + 1 :].strip()
    return "", display


def professional(family: str, given: str) -> str:
    """A name as "family, initials", the order that cannot be mistaken for given names first."""
    family, given = family.strip(), given.strip()
    return f"{family}, {given}" if family and given else family or given
