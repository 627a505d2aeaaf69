"""One letter as a page of words: what `edges/typesetting.py` sets, and what a test can read."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Final

from betrokken.kit import discover
from betrokken.model.errors import LetterError
from betrokken.model.notices import Letter
from betrokken.stages.notifying import addressing
from betrokken.stages.notifying.parts import PARTS, facts
from betrokken.stages.notifying.wording import day, filled, of_variant, words

CONTRACT: Final = ("NAME", "SAYS", "PARTS", "check", "names", "greeting")
_NEEDED: Final = (
    "phone",
    "return_address",
)  # of the contact; a letter without them helps nobody, or gives away too much


def variants() -> dict[str, ModuleType]:
    """Every variant by its name."""
    return {module.NAME: module for module in discover.modules("betrokken.stages.notifying.letters", CONTRACT)}


def page(letter: Letter) -> dict[str, Any]:
    """The letter in words, as JSON values. Raises LetterError when it lacks what its variant needs."""
    variant = variants().get(letter.variant)
    if variant is None:
        raise LetterError(f"there is no letter {letter.variant!r}; there are {', '.join(sorted(variants()))}")
    _check(letter)
    variant.check(letter)
    known, own = facts(letter), of_variant(letter.language, letter.variant)
    shown = words(letter.language)
    parts = [{"kind": "text", "text": variant.greeting(letter)}]
    for name in variant.PARTS:
        parts += PARTS[name](letter, known)
    address = [*variant.names(letter), *addressing.place_lines(letter.to)]
    return {
        "lang": letter.language,
        "title": own["title"],
        "author": letter.controller,
        "proof": shown["proof"] if letter.proof else "",
        "return_line": shown["return_line"].format(return_address=letter.contact.return_address),
        "sender": _sender(letter, shown),
        "address": address,
        "address_fits": addressing.surely_fits(address),
        "about": [
            [shown["about_day"], day(letter.day, letter.language)],
            [shown["about_reference"], letter.notice_id],
        ],
        "parts": [*parts, {"kind": "text", "text": _signed(letter, own["regards"])}],
        "foot": letter.notice_id,
        "page": shown["page"],
        "of": shown["of"],
    }


def lines(made: Mapping[str, Any]) -> Iterator[str]:
    """The page as plain lines, in the order it is read aloud."""
    yield from (*made["sender"], "", made["return_line"], *made["address"], "")
    yield from (" ".join(row) for row in made["about"])
    yield from ("", f"# {made['title']}", "")
    for part in made["parts"]:
        yield from _lines(part)


def _lines(part: Mapping[str, Any]) -> Iterator[str]:
    if part["kind"] == "list":
        yield from (f"- {item}" for item in part["items"])
    elif part["kind"] == "code":
        yield f"{part['label']} [{part['text']}]"
    else:
        yield f"## {part['text']}" if part["kind"] == "heading" else part["text"]
    if part["kind"] != "heading":
        yield ""


def _check(letter: Letter) -> None:
    if lacking := [name for name in _NEEDED if not getattr(letter.contact, name)]:
        raise LetterError(
            f"no letter for controller {letter.contact.id!r}: its [[contact]] in the facts lacks {' and '.join(lacking)}"
        )
    if not letter.happening.lab:
        raise LetterError("no letter can be drawn up: [incident] in the facts lacks lab, who held the data")


def _sender(letter: Letter, shown: Mapping[str, Any]) -> list[str]:
    contact = letter.contact
    place = f"{addressing.spaced(contact.postcode)}  {contact.city}".strip()
    told = [letter.controller, *contact.address, place, *filled([shown["telephone"]], {"phone": contact.phone})]
    return [line for line in (*told, contact.email, contact.website) if line]


def _signed(letter: Letter, regards: str) -> str:
    return "\n".join(line for line in (regards, letter.contact.signed_by, letter.controller) if line)
