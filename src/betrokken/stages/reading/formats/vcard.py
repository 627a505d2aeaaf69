"""Address books (vCard 2.1 to 4.0, RFC 6350): a row for each card, its parts under the names they have elsewhere."""

import quopri
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from betrokken.kit.names import is_prefix
from betrokken.model.fragments import Field, Fragment, Source, Table
from betrokken.stages.reading.content_lines import Property, parted, plain, unfolded

NAME: Final = "vcard"
MEDIA_TYPE: Final = "text/vcard"

CHUNK: Final = 5_000  # cards
_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}BEGIN:VCARD\s", re.IGNORECASE)
_PART: Final = re.compile(r"(?<!\\);")  # ends a part, once escaped backslashes are put away
_QUOTED: Final = "QUOTED-PRINTABLE"
_HEAD: Final = 200  # characters of a line within which its parameters stand
# The name of each column, and what it means by the specification. A job tells who is no patient.
_COLUMNS: Final = {
    "name": "name",
    "surname": "surname",
    "given names": "given_names",
    "prefix": "prefix",
    "salutation": "salutation",
    "birth date": "birth_date",
    "gender": "sex",
    "address": "address",
    "postcode": "postcode",
    "city": "city",
    "country": "country",
    "phone": "phone",
    "phone 2": "phone",
    "email": "email",
    "email 2": "email",
    "job": "professional.job",
    "organisation": "",
    "note": "note",
}
_PLAIN: Final = {"BDAY": "birth date", "TITLE": "job", "ROLE": "job", "NOTE": "note"}

Card = dict[str, str]


def recognise(source: Source) -> float:
    """By its first line."""
    return 0.96 if _START.match(source.head) else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """One table of the cards, "card 3"; an address at work and photographs are left out."""
    cards = _cards(_decoded(unfolded(source)))
    columns: tuple[str, ...] = ()
    number, chunk = 1, 0
    while some := list(islice(cards, CHUNK)):
        columns = columns or tuple(name for name in _COLUMNS if any(name in card for card in some))
        rows = [tuple(card.get(name, "") for name in columns) for card in some]
        fields = tuple(Field(name, _COLUMNS[name]) for name in columns)
        yield Table("", fields, rows, first=number, unit="card", chunk=chunk)
        number, chunk = number + len(some), chunk + 1


def _decoded(lines: Iterable[str]) -> Iterator[Property]:
    """Properties, with quoted-printable ones (2.1) put together and undone."""
    unended: list[str] = []
    for line in lines:
        quoted = unended or _QUOTED in line[:_HEAD].upper()
        if not quoted:
            yield from filter(None, [parted(line)])
            continue
        unended.append(line.removesuffix("="))
        if not line.endswith("="):
            yield from _undone("".join(unended))
            unended = []
    if unended:
        yield from _undone("".join(unended))


def _undone(line: str) -> Iterator[Property]:
    if told := parted(line):
        value = quopri.decodestring(told[2].encode("utf-8", "surrogatepass"))
        yield told[0], told[1], value.decode("utf-8", "replace")


def _cards(properties: Iterable[Property]) -> Iterator[Card]:
    """One after the other, also the last when its end is cut off."""
    card: Card = {}
    for told in properties:
        if told[0] in ("BEGIN", "END"):
            if card:
                yield _named(card)
            card = {}
        else:
            for name, value in _told(*told):
                _put(card, name, value)
    if card:
        yield _named(card)


def _told(name: str, parameters: str, value: str) -> Iterator[tuple[str, str]]:
    split = _PART.split(value.replace("\\\\", "\0"))
    parts = [plain(part.replace("\0", "\\\\")).replace("\n", " ").strip() for part in split]
    if name == "N":
        yield from zip(("surname", "given names", "given names", "before"), parts, strict=False)
    elif name == "FN":
        yield "shown", parts[0]
    elif name == "ADR" and not re.search(r"\bWORK\b", parameters, re.IGNORECASE):
        street = ("", "", "address", "city", "", "postcode", "country")
        yield from ((column, part) for column, part in zip(street, parts, strict=False) if column)
    elif name == "TEL":
        yield "phone", value.removeprefix("tel:")
    elif name == "EMAIL":
        yield "email", value
    elif name == "GENDER":
        yield "gender", parts[0]
    elif name == "ORG":
        yield "organisation", ", ".join(filter(None, parts))
    elif name in _PLAIN:
        yield _PLAIN[name], plain(value)


def _put(card: Card, name: str, value: str) -> None:
    """A value under its column: given names after each other, a second number beside the first."""
    if not value:
        return
    if name == "given names" and name in card:
        card[name] += f" {value}"
    elif name not in card:
        card[name] = value
    elif f"{name} 2" in _COLUMNS:
        card.setdefault(f"{name} 2", value)


def _named(card: Card) -> Card:
    """A card with what stands before the name told apart, and the shown name where there is no other."""
    before, shown = card.pop("before", ""), card.pop("shown", "")
    if before:
        card["prefix" if all(map(is_prefix, before.split())) else "salutation"] = before
    if shown and not card.get("surname"):
        card["name"] = shown
    return card
