"""The words of a statement: its own locale files beside those of the letters, and numbers as they are written."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from betrokken.model.notices import LANGUAGES
from betrokken.stages.notifying import terms, wording
from betrokken.stages.notifying.statement.counting import ALL, UNKNOWN
from betrokken.stages.notifying.statement.small import Shown
from betrokken.stages.notifying.timeline import Row


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of a language. Raises ValueError for one there are no words of."""
    if language not in LANGUAGES:
        raise ValueError(f"statements are in {' and '.join(LANGUAGES)}; there are no words for {language!r}")
    own = files("betrokken.stages.notifying.statement") / "locale"
    return tomllib.loads((own / f"{language}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells numbers, days and names in one language. names: id of a controller -> its official name."""

    language: str
    names: Mapping[str, str]

    def part(self, name: str) -> Mapping[str, Any]:
        """The words of one part."""
        found: Mapping[str, Any] = words(self.language)[name]
        return found

    def word(self, name: str) -> str:
        """A word all parts share."""
        return str(words(self.language)[name])

    def number(self, value: int) -> str:
        """A number with its thousands apart."""
        return f"{value:,}".replace(",", self.word("thousands"))

    def shown(self, told: Shown) -> str:
        """A count as the public sees it."""
        return self.number(told.people) if told.people is not None else str(self.part("shown")[told.how])

    def controller(self, controller: str) -> str:
        """The name of a controller."""
        kept = {ALL: self.word("everybody"), UNKNOWN: self.word("unknown")}
        return kept.get(controller) or self.names.get(controller, controller)

    def label(self, kind: str, word: str) -> str:
        """What a figure counts: a class, category, exam or year."""
        if kind == "class":
            return str(self.part("class")[word])
        if kind == "exam" and not word:
            return self.word("exam_unknown")
        return str(wording.words(self.language)[kind][word]) if kind in ("category", "exam") else word

    def day(self, told: date | None) -> str:
        """A day written out, "" for none."""
        return wording.day(told, self.language)

    def instant(self, text: str) -> str:
        """The day of an instant (ISO 8601) in the Netherlands, written out."""
        return self.day(terms.local(datetime.fromisoformat(text)).date())

    def filled(self, sentences: Iterable[str], facts: Mapping[str, str]) -> str:
        """The sentences whose facts are known, as one text."""
        return " ".join(wording.filled(sentences, facts))

    def event(self, row: Row) -> str:
        """One line of the timeline, without its day."""
        own, what = self.part("timeline"), self.part("event")[row.what]
        form = {(True, True): own["did_to"], (True, False): own["did"], (False, True): own["to"]}
        return str(form.get((bool(row.who), bool(row.whom)), "{what}")).format(who=row.who, what=what, whom=row.whom)

    def reasons(self, kinds: Sequence[str]) -> str:
        """Kinds of cause in one sentence."""
        return wording.listed([str(self.part("cause")[kind]) for kind in kinds], self.language)
