"""Columns that tell which of two people a row is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_FIRST_AND_SECOND: Final = frozenset({"1", "2"})


@dataclass(slots=True)
class Chooser:
    """The columns of a table that hold 1 and 2 only, and their values, in the order of the rows."""

    kept: dict[int, list[str]] | None = None

    def take(self, cells: Sequence[str], meant: Iterable[int]) -> None:
        """Take one row in. meant: columns that are of something else ("1" and "2" are sexes too)."""
        if self.kept is None:
            said = set(meant)
            self.kept = {n: [] for n in range(len(cells)) if n not in said}
        for n in list(self.kept):
            cell = cells[n] if n < len(cells) else ""
            if cell in _FIRST_AND_SECOND:
                self.kept[n].append(cell)
            else:
                del self.kept[n]

    def second(self, number: int) -> bool:
        """Whether a row is about the second of two."""
        told = [column for column in (self.kept or {}).values() if set(column) == _FIRST_AND_SECOND]
        return len(told) == 1 and told[0][number] == "2"
