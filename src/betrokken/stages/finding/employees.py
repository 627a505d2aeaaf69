"""Columns of employees, in lists of an occupational physician: those who were examined, and so the patients."""

from collections.abc import Sequence
from typing import Final

from betrokken.kit.fold import words
from betrokken.stages.finding.layout import Column
from betrokken.stages.finding.prose import cues

_EMPLOYED: Final = ("person", "employed")
_FEW: Final = 0.5  # who works at the laboratory stands in many rows: distinct values over rows


def examined(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Employees beside days of birth and samples, in a list that names nobody else, are those who were examined."""
    own = {column.word for column in columns if not column.role}
    if own & {"name", "surname"} or not own & {"birth_date", "bsn"} or not own & {"exam", "taken_on", "test_result"}:
        return
    for column in columns:
        if column.role == "professional" and column.word == "name" and words(column.label) in cues.known(*_EMPLOYED):
            said = [row[column.index] for row in rows if len(row) > column.index and row[column.index]]
            if len(set(said)) > _FEW * len(said):
                column.role = ""
