"""The form as data, and the words it is told in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from betrokken.model.errors import DossierError
from betrokken.model.notices import LANGUAGES

TYPES: Final = ("text", "choice", "choices", "count", "moment", "moments")
ASKED: Final = ("", "late", "told")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; form.toml says what each field means."""

    number: str
    type: str
    source: str
    who: str
    options: tuple[str, ...] = ()
    optional: bool = False
    asked: str = ""
    checked: bool = True
    rests: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The number of its section."""
        return self.number.partition(".")[0]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "form.toml").read_text("utf-8"))


@cache
def questions() -> tuple[Question, ...]:
    """All questions in the order of the form."""
    return tuple(
        Question(**one | {key: tuple(one.get(key, ())) for key in ("options", "rests")}) for one in _data()["question"]
    )


def question(number: str) -> Question:
    """The question of this number. Raises DossierError when the form has none."""
    found = next((one for one in questions() if one.number == number), None)
    if found is None:
        known = ", ".join(one.number for one in questions())
        raise DossierError(f"the form has no question {number!r}; it has {known}")
    return found


def authority() -> str:
    """Whose form it is."""
    return str(_data()["authority"])


@cache
def words(language: str) -> Mapping[str, Any]:
    """All words of a language, by group. Raises DossierError for one there are no words of."""
    if language not in LANGUAGES:
        raise DossierError(f"dossiers are in {' and '.join(LANGUAGES)}; there are no words for {language!r}")
    folder = files("betrokken.stages.notifying.dossiers") / "locale"
    return tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
