"""The indication of secrecy of the Dutch register of persons (BRP): to whom an address must not be given.

Logisch Ontwerp BRP, element 70.10 "Indicatie geheim": 0 no restriction; 1 not without consent to third parties by law;
2 not to churches; 3 not to free third parties; 4 is 1 and 2; 5 is 1 and 3; 6 is 2 and 3; 7 is 1, 2 and 3.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding.fillers import is_filler
from betrokken.stages.finding.hits import Fields, Hit, Setting

MEANINGS: tuple[str, ...] = ("secret_address",)
CATEGORY = ""
UNLABELLED: Mapping[str, float] = {}  # one digit says nothing without a label

# Files that only know yes and no: a yes is read as the widest restriction, for too much secrecy harms nobody.
_SAID: Final[Mapping[str, str]] = {
    **dict.fromkeys(("j", "ja", "y", "yes", "true", "waar", "x", "geheim"), "7"),
    **dict.fromkeys(("n", "nee", "no", "false", "onwaar", "niet geheim"), "0"),
}


def _digit(cell: str) -> str:
    folded = words(cell)
    digit = folded.removeprefix("0") or folded[:1]
    return digit if len(digit) == 1 and digit in "01234567" else _SAID.get(folded, "")


def fits(word: str, cell: str, setting: Setting) -> bool:
    """Whether a cell is a digit 0 to 7, or a yes or no."""
    return _digit(cell) != ""


def read(word: str, cell: str, setting: Setting) -> Fields | None:
    """{"secret_address": digit 0 to 7}; None for anything else."""
    if digit := _digit(cell):
        return {"secret_address": digit}
    return {} if is_filler(cell) else None


def find(text: str, setting: Setting) -> Iterator[Hit]:
    """Nothing tells such a mark without a label."""
    return iter(())
