"""Running text in a cell of a table: remarks, letters, messages. What it says belongs to the person of the row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from betrokken.kit.names import surname_parts
from betrokken.model.fragments import Text
from betrokken.stages.finding import registry
from betrokken.stages.finding.hits import Draft, Fields, Finding, Setting

CareTold = Callable[[str, Setting], Fields]
FindTexts = Callable[[list[Text], str, Setting], Finding]

_REMEMBERED: Final = 50_000  # cells that named nobody; remarks repeat a lot
_REPORTED: Final = 31  # days within which a sample is reported
_OTHERS: Final = frozenset({"professional", "relative"})


@dataclass(slots=True)
class NoteReader:
    """Reads cells with the finder of texts."""

    find_texts: FindTexts
    care_told: CareTold
    path: str
    setting: Setting
    _silent: dict[str, Fields] = field(default_factory=dict, repr=False)

    def read(self, text: str, place: str, own: Draft | None) -> list[Draft]:
        """Mentions of others than `own`; what the text says about `own` is added to it."""
        if text in self._silent:
            _tell(own, self._silent[text])
            return []
        found = self.find_texts([Text(place, text)], self.path, self.setting).drafts
        if all(draft.role in _OTHERS for draft in found):
            said = self.care_told(text, self.setting)
            _tell(own, said)
            if not found and len(self._silent) < _REMEMBERED:
                self._silent[text] = said
        others = []
        for draft in found:
            if own is not None and draft.role not in _OTHERS and agree(own, draft):
                merge(own, draft)
            else:
                draft.place = place
                others.append(draft)
        return others


def _tell(own: Draft | None, said: Fields) -> None:
    """Give the person of the row what a cell that names no patient says of care."""
    if own is not None and said:
        _day_before(own, said)
        registry.put(own, said)


def agree(own: Draft, other: Draft) -> bool:
    """Whether what a text says can be about the person of its row: nothing that tells people apart differs."""
    for name in ("bsn", "birth_date", "sex"):
        mine, theirs = own.fields.get(name), other.fields.get(name)
        if mine and theirs and mine != theirs:
            return False
    own_names, other_names = _surnames(own), _surnames(other)
    return not own_names or not other_names or bool(own_names & other_names)


def _surnames(draft: Draft) -> frozenset[str]:
    fields = draft.fields
    return surname_parts(fields.get("surname", ""), fields.get("birth_surname", ""))


def _day_before(own: Draft, said: Fields) -> None:
    """Take the day told in words where the row's own can be that of the paper which reports it."""
    told, known = said.get("taken_on", ""), own.fields.get("taken_on", "")
    if told and known and 0 < (date.fromisoformat(known) - date.fromisoformat(told)).days <= _REPORTED:
        own.fields["taken_on"] = told


def merge(own: Draft, other: Draft) -> None:
    """Add what another mention of the same person says; a day told in words goes before the day of the paper."""
    _day_before(own, other.fields)
    own.add(other.fields)
    for name, values in other.lists.items():
        for value in values:
            own.add({name: value})
    own.categories |= other.categories
    own.has_result = own.has_result or other.has_result
