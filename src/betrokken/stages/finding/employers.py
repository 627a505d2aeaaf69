"""E-mail addresses at work: who writes from the domain of the laboratory or of its client works there.

A domain is an organisation's when the start of each word of its name, in their order, makes it up: "dc-oost.nl" is
Diagnostisch Centrum Oost, "huisartsenoosterpo.nl" Huisartsen Oosterpoort.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from betrokken.kit import organisations
from betrokken.kit.fold import fold, letters
from betrokken.stages.finding.hits import Setting

_REMEMBERED: Final = 10_000  # domains
_SHORTEST: Final = 4  # letters of a domain that can be told from chance when it is the laboratory's
_LONGER: Final = 8  # and when it is one of its clients'
_WHOLE: Final = 4  # letters of a word that stands there as a whole, or nearly
_ARTICLES: Final = re.compile(r"\b(?:de|het|een|en|van|voor|the|of|and|\w)\b")  # and what is left of "B.V."
_SAID_ANYWAY: Final = ("lab", "zorg", "labs", "nl")  # at the end of a domain, whatever the organisation is called
# What says that a person is known by more than a name and an address at work.
_PRIVATE: Final = frozenset({"bsn", "birth_date", "street", "postcode", "patient_number", "insurance_number", "exam", "id_document", "sample_number"})  # fmt: skip


class Employers:
    """The domains of one table, each judged once."""

    def __init__(self) -> None:
        self._judged: dict[str, bool] = {}

    def at_work(self, fields: Mapping[str, str], emails: Sequence[str], setting: Setting) -> bool:
        """Whether somebody of whom only a name and e-mail addresses are told writes from work."""
        return bool(emails) and not _PRIVATE & fields.keys() and all(self._is_one(one, setting) for one in emails)

    def _is_one(self, email: str, setting: Setting) -> bool:
        domain = email.rpartition("@")[2]
        if domain not in self._judged:
            if len(self._judged) >= _REMEMBERED:
                self._judged.clear()
            self._judged[domain] = _is_employer(domain, setting)
        return self._judged[domain]


def _is_employer(domain: str, setting: Setting) -> bool:
    parts = domain.split(".")[:-1]
    label = letters(max(parts, key=len, default=""))
    if any(_makes_up(one, name.split()) for name in _spoken(setting.labs) for one in _without_tail(label)):
        return True
    return len(label) >= _LONGER and any(_makes_up(label, name.split(), _WHOLE) for name in setting.institutions)


def _spoken(names: Iterable[str]) -> set[str]:
    """Names as they stand, and without legal forms and articles."""
    plain = {organisations.plain(name) for name in names}
    return {*names, *plain, *(_ARTICLES.sub(" ", name) for name in plain)}


def _without_tail(label: str) -> list[str]:
    found = [label, *(label.removesuffix(tail) for tail in _SAID_ANYWAY if label.endswith(tail))]
    return [one for one in found if len(one) >= _SHORTEST]


def _makes_up(label: str, name: Sequence[str], whole: int = 0) -> bool:
    """Whether starts of all words of a name, one after another, are the label; one of them at least `whole` letters."""
    words = [letters(fold(word)) for word in name if letters(fold(word))]
    return bool(words) and len(words) <= len(label) and _from(label, words, whole)


def _from(label: str, words: Sequence[str], whole: int) -> bool:
    if not words:
        return not label and not whole
    first, rest = words[0], words[1:]
    for length in range(min(len(first), len(label) - len(rest)), 0, -1):
        if label.startswith(first[:length]) and _from(label[length:], rest, 0 if length >= whole else whole):
            return True
    return False
