"""How people are named and where they are written to.

The address follows the Dutch form: name; street with number and addition; postcode, two spaces, place in capitals.
"""

from collections.abc import Sequence
from typing import Final

from betrokken.model.notices import Letter, Recipient
from betrokken.stages.notifying.wording import words

_LINES: Final = 4  # 27 mm hold five of 10 points
_ACROSS: Final = 22.6  # em of 10 points in 80 mm
_DUTCH_CODE: Final = 6  # 4 digits and 2 capitals, as the table `person` holds them


def plain(text: str) -> str:
    """Text on one line: what is white in it is one space each."""
    return " ".join(text.split())


def full_name(who: Recipient) -> str:
    """A.B. de Vries; the given names where no initials are known."""
    return plain(f"{who.initials or who.given_names} {who.prefix} {who.surname}")


def title(who: Recipient, language: str) -> str:
    """As on an envelope: Mevrouw A.B. de Vries."""
    return _form(who, language)["address"].format(name=full_name(who))


def greeting(who: Recipient, language: str) -> str:
    """As a letter begins. In Dutch a prefix without initials before it has a capital: mevrouw De Vries."""
    surname = plain(f"{who.prefix} {who.surname}")
    if language == "nl" and who.prefix:
        surname = _capital(surname)
    return _form(who, language)["greeting"].format(surname=surname, name=full_name(who))


def own_names(letter: Letter) -> list[str]:
    """The first lines of the address of a letter to the person it is about."""
    return [title(letter.to, letter.language)]


def own_greeting(letter: Letter) -> str:
    """How such a letter begins."""
    return greeting(letter.to, letter.language)


def place_lines(who: Recipient) -> list[str]:
    """Where it is delivered, without the name; a line that holds nothing is left out."""
    foreign = bool(plain(who.country))
    code = plain(who.postcode) if foreign else spaced(who.postcode)
    city = plain(who.city) if foreign else plain(who.city).upper()
    lines = [plain(f"{who.street} {numbered(who)}"), f"{code}  {city}".strip(), plain(who.country).upper()]
    return [line for line in lines if line]


def surely_fits(lines: Sequence[str]) -> bool:
    """Whether an address stands in the window at its largest size whatever it is set in: then nobody need measure it.

    An upper bound out of the widths of Noto Sans in em: no sign of a class is wider than its bound.
    """
    return len(lines) <= _LINES and all(sum(map(_width, line)) <= _ACROSS for line in lines)


def _width(sign: str) -> float:
    if not sign.isascii() or sign in "mwMW@%&":
        return 1.0
    return 0.8 if sign.isupper() else 0.64


def spaced(postcode: str) -> str:
    """1234 AB out of 1234AB; anything else as it is."""
    code = plain(postcode)
    return f"{code[:4]} {code[4:]}" if len(code) == _DUTCH_CODE and code[:4].isdigit() else code


def numbered(who: Recipient) -> str:
    """House number and addition: 12a, 12-2, 12 bis. An addition of digits would else be read as the number."""
    number, suffix = plain(who.house_number), plain(who.house_number_suffix)
    if not suffix:
        return number
    between = "-" if suffix[0].isdigit() else "" if len(suffix) == 1 else " "
    return f"{number}{between}{suffix}"


def _form(who: Recipient, language: str) -> dict[str, str]:
    forms: dict[str, dict[str, str]] = words(language)["name"]
    return forms[who.sex if who.sex in forms else "unknown"]


def _capital(surname: str) -> str:
    """'t Hart becomes 'T Hart nowhere: after an apostrophe the next word has the capital."""
    return surname if surname.startswith(("'", "’")) else surname[:1].upper() + surname[1:]
