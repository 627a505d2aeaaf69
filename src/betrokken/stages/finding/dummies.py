"""Test patients: people who do not exist, entered to try a system out."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from betrokken.kit.fold import fold
from betrokken.stages.finding import lexicon

# "Test", "Proef" and "Blanco" are surnames that people have; these words say a second thing about the same person.
_SURNAMES_TOO: Final = frozenset({"test", "tester", "proef", "demo", "blanco", "dummy", "voorbeeld", "oefening", "oefen", "xxx", "zz", "doe"})  # fmt: skip
_TEST: Final = "test"  # ends words for tests of systems ("koppelingtest") and hardly a surname of this length
_LONGER: Final = 8  # letters
_LOW_NUMBER: Final = re.compile(r"(?:^|[^0-9])0{4,}[0-9]{1,2}$")  # one of the first of a register: "P0000004"
_LAST: Final = "zz"  # so that test patients stand at the end of every list: "Zzdonotuse"
_NOT_LETTER: Final = re.compile(r"[^a-z]+")
_MADE_UP_POSTCODES: Final = frozenset({"1234AB", "1111AA", "9999ZZ", "0000AA", "1234AA", "9999AA", "9999XX", "1000AA"})


@lru_cache(maxsize=100_000)
def test_words(text: str) -> int:
    """How many words of a name say that it is none: 2 for a word that nobody is called ("proefpatient")."""
    known = lexicon.word_set("names", "test")
    tokens = _NOT_LETTER.split(fold(text))
    found = [token for token in tokens if token in known or (token.endswith(_TEST) and len(token) > _LONGER)]
    last = sum(1 for token in tokens if token.startswith(_LAST) and token not in known)
    told: int = sum(1 if token in _SURNAMES_TOO else 2 for token in found)
    return told + 2 * last


def may_be_dummy(fields: Mapping[str, str]) -> bool:
    """Whether any sign is there: a quick question for every mention."""
    if "postcode" in fields:
        return fields["postcode"] in _MADE_UP_POSTCODES
    surname, given = fields.get("surname") or fields.get("birth_surname"), fields.get("given_names")
    return bool((surname and test_words(surname)) or (given and test_words(given)))


def is_dummy(fields: Mapping[str, str], placeholder: bool = False) -> bool:
    """Whether the fields of a mention are those of a test patient. placeholder: a filler stands where the BSN should be.

    One sign is not enough: a test word in the name needs another one in the name, the address or the number.
    """
    elsewhere = _in_address(fields)
    signs = test_words(fields.get("surname", ""))
    given = test_words(fields.get("given_names", ""))
    if not signs and given < 2:
        return elsewhere >= 3
    low = bool(_LOW_NUMBER.search(fields.get("patient_number", "")))
    return signs + given + bool(elsewhere) + placeholder + low >= 2


def _in_address(fields: Mapping[str, str]) -> int:
    """Signs in an address: "Teststraat", "Testdorp", a postcode that is used as an example."""
    street = test_words(fields.get("street", "").removesuffix("straat").removesuffix("weg").removesuffix("laan"))
    city = test_words(fields.get("city", "").removesuffix("dorp").removesuffix("stad"))
    return bool(street) + bool(city) + (fields.get("postcode", "") in _MADE_UP_POSTCODES)
